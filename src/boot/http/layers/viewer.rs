//! The viewer: found once for each request, for the page, the server functions and the error pages alike.
//! Django: `AuthenticationMiddleware`.

use axum::{
    extract::{Request, State},
    http::{Method, StatusCode},
    middleware::Next,
    response::{IntoResponse, Response},
};
use tower_sessions_core::Session;

use crate::{
    accounts::server::{
        auth,
        sessions::{self, CurrentRow},
    },
    boot::{
        app::App,
        http::{forms::early, request::RequestIdText},
    },
    server::db::public_pages::Generation,
    shared::AppError,
};

/// Puts the viewer and the services into the request, and the viewer into the response, for the error page.
pub async fn viewer(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let extensions = request.extensions();
    let (Some(session), Some(current)) =
        (extensions.get::<Session>().cloned(), extensions.get::<CurrentRow>().cloned())
    else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let viewer = match auth::viewer(&app.accounts, &session, &current).await {
        Ok(viewer) => viewer,
        // Without a known viewer nothing may be answered. What keeps the sessions may answer again soon.
        Err(_) if !app.settings.sessions.engine.is_in_database() => {
            return early::refuse(AppError::SessionsAway { retry_after: sessions::AGAIN }, request);
        }
        Err(_) => return early::refuse(AppError::Internal, request),
    };
    if let (true, Some(id)) = (viewer.is_authenticated(), session.id()) {
        app.seen.note(&id.0);
    }
    let request_id = RequestIdText::of(&request);
    // A request that changes something shows it, so what was read before it may be too old.
    let public: Option<Generation> = current.public().filter(|_| *request.method() == Method::GET);
    let extensions = request.extensions_mut();
    extensions.insert(app.accounts.clone());
    extensions.insert(app.articles.clone());
    extensions.insert(viewer.clone());
    extensions.insert(request_id);
    extensions.insert(public);
    let mut response = next.run(request).await;
    response.extensions_mut().insert(viewer);
    response
}
