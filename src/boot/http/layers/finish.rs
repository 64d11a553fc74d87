//! Finishes what a request has begun: one that changes something runs in a task of its own, which goes on when its client goes
//! away. The server waits for such tasks before it stops. Django: one thread for each request, which is not interrupted.

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use tracing::Instrument;

use crate::{
    boot::{app::App, http::answer::refusal},
    server::errors::internal,
};

/// Runs a request that is not safe in a task of its own. Its body has been read already.
pub async fn finish(State(app): State<App>, request: Request, next: Next) -> Response {
    if request.method().is_safe() {
        return next.run(request).await;
    }
    let task = app.posts.spawn(next.run(request).in_current_span());
    match task.await {
        Ok(response) => response,
        // The layer that catches panics is outside.
        Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
        Err(error) => refusal(internal(error)),
    }
}
