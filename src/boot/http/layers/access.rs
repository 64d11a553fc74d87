//! Enforces who may open a page, as the URL table declares it, before anything is rendered. For server functions `functions.rs`
//! does that by the same table, because a refused form has to go back to its page.
//! Django: `login_required`, `LoginRequiredMiddleware`, `redirect_authenticated_user`.

use axum::{
    extract::{MatchedPath, Request},
    http::StatusCode,
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::{
    accounts::types::Viewer,
    boot::{
        http::answer::{found, refusal},
        telemetry::loggable,
    },
    shared::{AppError, NextPath},
    web::urls,
};

/// Lets the request of a page through, or redirects or refuses it.
pub async fn pages(request: Request, next: Next) -> Response {
    let page = request.extensions().get::<MatchedPath>().and_then(|path| urls::find_page(path.as_str()));
    let (Some(page), Some(viewer)) = (page, request.extensions().get::<Viewer>()) else {
        // A page that is not in the table, or no viewer: the table was checked at start, so this fails closed.
        tracing::error!(path = ?loggable(request.uri().path()), "no access declared");
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let Err(error) = page.access.check(viewer) else {
        return next.run(request).await;
    };
    let user_id = viewer.user().map(|user| user.id.0);
    tracing::info!(event = "page_refused", user_id, access = %page.access);
    match error {
        AppError::AnonymousOnly => found(next_of(&request).as_str()),
        AppError::LoginRequired => {
            let here = request.uri().path_and_query().map_or("/", |path| path.as_str());
            found(&NextPath::or_default(here).login_url())
        }
        other => refusal(other),
    }
}

/// The safe `next` of the address, the last one like the page reads it, or the default.
fn next_of(request: &Request) -> NextPath {
    let query = request.uri().query().unwrap_or_default();
    let next = form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name == "next").last();
    next.map_or_else(NextPath::default, |(_, value)| NextPath::or_default(&value))
}
