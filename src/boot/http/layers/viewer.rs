//! The viewer: found once for each request, for the page, the server functions and the error pages alike.
//! Django: `AuthenticationMiddleware`.

use axum::{
    extract::{Request, State},
    http::StatusCode,
    middleware::Next,
    response::{IntoResponse, Response},
};
use tower_sessions_core::Session;

use crate::{
    accounts::server::{auth, sessions::CurrentRow},
    boot::{
        app::App,
        http::{forms::owner, request::RequestIdText},
    },
};

/// Puts the viewer, the sealed owner of their forms and the services into the request, and the first two into the response, for
/// the error page.
pub async fn viewer(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let extensions = request.extensions();
    let (Some(session), Some(current)) =
        (extensions.get::<Session>().cloned(), extensions.get::<CurrentRow>().cloned())
    else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let viewer = match auth::viewer(&app.accounts, &session, &current).await {
        Ok(viewer) => viewer,
        // Without a known viewer nothing may be answered.
        Err(_) => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    };
    if let (true, Some(id)) = (viewer.is_authenticated(), session.id()) {
        app.seen.note(&id.0);
    }
    let owner = owner::sealed(&app.secret_key, &viewer);
    let request_id = RequestIdText::of(&request);
    let extensions = request.extensions_mut();
    extensions.insert(app.accounts.clone());
    extensions.insert(app.articles.clone());
    extensions.insert(viewer.clone());
    extensions.insert(owner.clone());
    extensions.insert(request_id);
    let mut response = next.run(request).await;
    response.extensions_mut().insert(viewer);
    response.extensions_mut().insert(owner);
    response
}
