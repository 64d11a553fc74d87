//! Measures how long each route takes, by status. Only where the numbers are served. Django leaves this to packages.

use std::time::Instant;

use axum::{
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::Response,
};

use crate::boot::app::App;

/// The route of a request that no address of the site fits.
const NONE: &str = "none";

/// The layer.
pub async fn measure(State(app): State<App>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let matched = request.extensions().get::<MatchedPath>().cloned();
    let response = next.run(request).await;
    let route = matched.as_ref().map_or(NONE, |path| route_of(path.as_str()));
    app.requests.of(route, response.status().as_u16()).note(begun.elapsed());
    response
}

/// A folder of files is one route; the framework has a name of its own for what follows it.
fn route_of(matched: &str) -> &str {
    matched.split_once("{*").map_or(matched, |(folder, _)| folder)
}
