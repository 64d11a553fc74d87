//! Whether something that this server needs answers: asked at most once a second, however many want to know.

use std::{
    fmt::Display,
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::sync::Mutex;

/// How long an answer is given again.
const FRESH: Duration = Duration::from_secs(1);
/// How long a question may take.
const TIMEOUT: Duration = Duration::from_secs(2);

/// The latest answer, shared by all who ask. Cheap to clone.
#[derive(Clone, Default)]
pub struct Probe(Arc<Mutex<Option<(Instant, bool)>>>);

impl Probe {
    /// Whether the question was answered just now. Of several who ask at once, one does and the others wait for its answer. What
    /// fails is in the log, as that which fails.
    pub async fn ask<E: Display>(&self, what: &str, question: impl Future<Output = Result<(), E>>) -> bool {
        let mut latest = self.0.lock().await;
        if let Some((at, is_good)) = *latest
            && at.elapsed() < FRESH
        {
            return is_good;
        }
        let is_good = match tokio::time::timeout(TIMEOUT, question).await {
            Ok(Ok(())) => true,
            Ok(Err(error)) => {
                tracing::error!(cause = ?error.to_string(), "{what}");
                false
            }
            Err(_) => {
                tracing::error!(seconds = TIMEOUT.as_secs(), "{what}: no answer in time");
                false
            }
        };
        *latest = Some((Instant::now(), is_good));
        is_good
    }
}
