//! What the current request carries: services that `boot` puts there, the session, the viewer.
//! A service asks for them by type. A missing one is a bug and refuses the request.
//! Django: the attributes of `request`.

use std::sync::Arc;

use axum::http::Extensions;
use leptos::reactive::owner::with_context;
use tokio_util::sync::CancellationToken;

use super::{errors::internal, network::Network};
use crate::shared::AppError;

/// In context: what the layers have put into the current request.
#[derive(Clone)]
pub struct RequestContext(pub Arc<Extensions>);

/// The value of this type in the current request.
///
/// # Errors
/// [`AppError::Internal`] when there is none: the middleware that puts it there did not run.
pub fn extension<T: Clone + Send + Sync + 'static>() -> Result<T, AppError> {
    with_context(|RequestContext(extensions): &RequestContext| extensions.get::<T>().cloned())
        .flatten()
        .ok_or_else(|| internal(format_args!("no {} in the request", std::any::type_name::<T>())))
}

/// The client of a request, as far as the site stores it.
#[derive(Debug, Clone, Default)]
pub struct Client {
    /// Its address without the port; behind a trusted proxy the address that the proxy forwards.
    pub address: String,
    /// The `User-Agent` header, at most 256 characters of it.
    pub user_agent: String,
    /// The device cookie as sent, not yet checked.
    pub device: Option<String>,
    /// Cancelled when the client goes away before it is answered.
    pub gone: CancellationToken,
}

impl Client {
    /// Its networks, the smallest first.
    pub fn networks(&self) -> impl Iterator<Item = Network> + use<> {
        Network::all_of(&self.address).into_iter()
    }
}
