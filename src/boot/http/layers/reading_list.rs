//! Moves the reading list that a visitor kept in this browser into the account of the user whom they have logged in as. Once: the browser
//! then forgets it, so that the next visitor of a shared device does not find it after a logout.

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};

use crate::{
    accounts::types::Viewer,
    articles::server::reading::merge,
    boot::{app::App, http::request::RequestPage},
    server::preferences::{Kept, Preferences, READING},
};

/// The layer.
pub async fn reading_list(State(app): State<App>, request: Request, next: Next) -> Response {
    let extensions = request.extensions();
    let is_page = extensions.get::<RequestPage>().is_some_and(|page| page.0.is_some());
    let (viewer, preferences, kept) =
        (extensions.get::<Viewer>(), extensions.get::<Preferences>(), extensions.get::<Kept>());
    if let (true, Some(Viewer::User(user)), Some(preferences), Some(kept)) = (is_page, viewer, preferences, kept)
        && !preferences.reading.is_empty()
        // What cannot be stored now stays in the browser, and is moved by a later page.
        && merge(&app.articles, user.id, &preferences.reading).await.is_ok()
    {
        kept.forget(READING);
    }
    next.run(request).await
}
