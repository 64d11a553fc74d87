//! How many sessions there are, for operators: counted anew every few minutes, however often the numbers are read.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::sync::Mutex;

use crate::accounts::server::sessions::Sessions;

/// How long a count is given again.
const FRESH: Duration = Duration::from_secs(300);
/// How long counting may take.
const TIMEOUT: Duration = Duration::from_secs(5);

/// The latest count. Cheap to clone.
#[derive(Clone, Default)]
pub struct SessionTotal(Arc<Mutex<Option<Count>>>);

struct Count {
    at: Instant,
    total: Option<u64>,
}

impl SessionTotal {
    /// The number of sessions; `None` where that cannot be known, or could not be counted.
    pub async fn of(&self, sessions: &Sessions) -> Option<u64> {
        let mut latest = self.0.lock().await;
        if let Some(count) = latest.as_ref().filter(|count| count.at.elapsed() < FRESH) {
            return count.total;
        }
        let total = match tokio::time::timeout(TIMEOUT, sessions.total()).await {
            Ok(Ok(total)) => total,
            Ok(Err(error)) => {
                tracing::warn!(cause = ?error.to_string(), "sessions could not be counted");
                None
            }
            Err(_) => None,
        };
        *latest = Some(Count { at: Instant::now(), total });
        total
    }
}
