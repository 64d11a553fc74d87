//! Post/redirect/get for refused forms: errors and typed text wait in the session for exactly one load of the page that owns
//! the form.

use axum::{
    extract::{MatchedPath, Request},
    http::Method,
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use tower_sessions_core::Session;

use super::render::ReturnedForm;
use crate::{shared::AppError, ui::FormReturn};

/// The key of the session's data.
pub const KEY: &str = "returned_form";

#[derive(Serialize, Deserialize)]
struct Waiting {
    /// The path that it waits for.
    path: String,
    form: FormReturn,
}

/// Keeps a refused form for the next load of that path.
pub async fn keep(session: &Session, path: &str, form: FormReturn) -> Result<(), AppError> {
    session.insert(KEY, Waiting { path: path.to_owned(), form }).await?;
    Ok(())
}

/// Hands a waiting form to the page it waits for, once.
pub async fn hand_over(mut request: Request, next: Next) -> Response {
    // A browser that loads ahead may never show the page.
    let is_prefetch = request.headers().contains_key("sec-purpose") || request.headers().contains_key("purpose");
    let is_page = request.extensions().get::<MatchedPath>().is_some();
    if request.method() == Method::GET && is_page && !is_prefetch {
        let waiting = take(request.extensions().get::<Session>().cloned(), request.uri().path().to_owned());
        match waiting.await {
            Ok(Some(form)) => _ = request.extensions_mut().insert(ReturnedForm(form)),
            Ok(None) => {}
            Err(_) => return axum::http::StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        }
    }
    next.run(request).await
}

async fn take(session: Option<Session>, path: String) -> Result<Option<FormReturn>, AppError> {
    let Some(session) = session.filter(|session| session.id().is_some()) else {
        return Ok(None);
    };
    let waiting: Option<Waiting> = session.get(KEY).await.unwrap_or_default();
    match waiting {
        Some(waiting) if waiting.path == path => {
            session.remove_value(KEY).await?;
            Ok(Some(waiting.form))
        }
        _ => Ok(None),
    }
}
