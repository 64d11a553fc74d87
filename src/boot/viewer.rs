//! Who is asking: found once for each request, for the page, the server functions and the error pages alike.
//! Django: `AuthenticationMiddleware`.

use axum::{
    extract::{Request, State},
    http::StatusCode,
    middleware::Next,
    response::{IntoResponse, Response},
};
use tower_http::request_id::RequestId;
use tower_sessions_core::Session;

use super::{App, render::RequestIdText};
use crate::accounts::server::auth;

/// Puts the viewer and the services into the request, and the viewer into the response for an error page.
pub async fn viewer(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let Some(session) = request.extensions().get::<Session>().cloned() else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let viewer = match auth::viewer(&app.accounts, &session).await {
        Ok(viewer) => viewer,
        // Not knowing who is asking, nothing may be answered.
        Err(_) => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    };
    let request_id = request_id(&request);
    let extensions = request.extensions_mut();
    extensions.insert(app.accounts.clone());
    extensions.insert(app.articles.clone());
    extensions.insert(viewer.clone());
    extensions.insert(request_id);
    let mut response = next.run(request).await;
    response.extensions_mut().insert(viewer);
    response
}

/// The id that this request has in the log.
pub fn request_id(request: &Request) -> RequestIdText {
    let id = request.extensions().get::<RequestId>().and_then(|id| id.header_value().to_str().ok());
    RequestIdText(id.unwrap_or_default().to_owned())
}
