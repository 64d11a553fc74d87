//! What the current request carries: services put there by `boot`, the session, who is asking.
//! One way to get them: by type. A missing one is a fault of the program and refuses the request.
//! Django: the attributes of `request`.

use axum::http::request::Parts;
use leptos::prelude::use_context;

use super::errors::internal;
use crate::shared::AppError;

/// The value of this type that the middleware put into the current request.
///
/// # Errors
/// [`AppError::Internal`] when there is none: the middleware that owes it did not run, so nothing may go on.
pub fn extension<T: Clone + Send + Sync + 'static>() -> Result<T, AppError> {
    use_context::<Parts>()
        .and_then(|parts| parts.extensions.get::<T>().cloned())
        .ok_or_else(|| internal(format_args!("no {} in the request", std::any::type_name::<T>())))
}

/// Where a request comes from, as far as the site keeps it.
#[derive(Debug, Clone, Default)]
pub struct Client {
    /// The address it comes from, without the port; behind a trusted proxy the one that the proxy names.
    pub address: String,
    /// The `User-Agent` header, at most 256 characters of it.
    pub user_agent: String,
    /// The cookie of a browser that has signed in before, as sent: not checked yet.
    pub device: Option<String>,
}
