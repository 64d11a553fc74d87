//! Finishes what a request has begun: one that changes something runs in a task of its own, which goes on when its client goes
//! away. The server waits for such tasks before it stops. Django: one thread for each request, which is not interrupted.

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use tokio_util::sync::CancellationToken;
use tracing::Instrument;

use crate::{
    boot::{app::App, http::answer::refusal},
    server::errors::internal,
};

/// In the request of a post: cancelled when its client goes away. What has begun is finished all the same; what has not, such as
/// a hash that waits for its turn, need not begin.
#[derive(Clone, Default)]
pub struct ClientGone(pub CancellationToken);

/// Runs a request that is not safe in a task of its own. Its body has been read already.
pub async fn finish(State(app): State<App>, mut request: Request, next: Next) -> Response {
    if request.method().is_safe() {
        return next.run(request).await;
    }
    let gone = ClientGone::default();
    request.extensions_mut().insert(gone.clone());
    // Dropped with this future: when the client goes away, or after the answer.
    let _here = gone.0.drop_guard();
    let task = app.posts.spawn(next.run(request).in_current_span());
    match task.await {
        Ok(response) => response,
        // The layer that catches panics is outside.
        Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
        Err(error) => refusal(internal(error)),
    }
}
