//! Enforces who may open a page, as the URL table declares it, before anything is rendered. For server functions `functions.rs`
//! does that by the same table, because a refused form has to go back to its page.
//! Django: `login_required`, `LoginRequiredMiddleware`, `redirect_authenticated_user`.

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};

use crate::{
    accounts::{paths, types::Viewer},
    boot::{
        app::App,
        http::{
            answer::{found, refusal},
            render::not_found,
            request::RequestPage,
        },
    },
    server::errors::internal,
    shared::{AppError, NextPath, query_value},
    web::urls,
};

/// Lets the request of a page through, or redirects or refuses it.
pub async fn pages(State(app): State<App>, request: Request, next: Next) -> Response {
    let (page, viewer) = (request.extensions().get::<RequestPage>(), request.extensions().get::<Viewer>());
    let (Some(RequestPage(page)), Some(viewer)) = (page, viewer) else {
        return refusal(internal("a page without its address or its viewer"));
    };
    let Some(page) = page else { return not_found(State(app), request).await };
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
        AppError::EmailUnconfirmed => found(paths::EMAIL_CONFIRM),
        other => refusal(other),
    }
}

/// Lets the request for a page through whose address lacks only the slash at its end.
pub async fn with_slash(State(app): State<App>, request: Request, next: Next) -> Response {
    match urls::resolve(&format!("{}/", request.uri().path())) {
        Some(_) => next.run(request).await,
        None => not_found(State(app), request).await,
    }
}

/// The safe `next` of the address, or the default.
fn next_of(request: &Request) -> NextPath {
    let next = query_value(request.uri().query().unwrap_or_default(), "next");
    next.map_or_else(NextPath::default, |next| NextPath::or_default(&next))
}
