//! The generation of what visitors see. Triggers move it in the transaction of each change, so all servers on one database agree.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use tokio::sync::Mutex;

use super::{Db, with_db};

/// A generation of what visitors see. What was read of it after the generation itself is never older than that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Generation(pub i64);

/// Reads the generation; one read answers all requests that were waiting when it began. Cheap to clone.
#[derive(Clone, Default)]
pub struct Generations(Arc<Inner>);

#[derive(Default)]
struct Inner {
    /// How many reads have begun.
    begun: AtomicU64,
    latest: Mutex<Read>,
}

/// A finished read: which one it was, and what it found; `None` when it failed.
#[derive(Default)]
struct Read {
    number: u64,
    generation: Option<i64>,
}

impl Generations {
    /// The generation at some moment after this was called. A page that was made in an earlier one may be stale. `None` where the
    /// database does not answer; a failed read, too, answers all who waited for it.
    pub async fn current(&self, db: &Db) -> Option<i64> {
        let begun = self.0.begun.load(Ordering::SeqCst);
        let mut latest = self.0.latest.lock().await;
        if latest.number <= begun {
            let number = self.0.begun.fetch_add(1, Ordering::SeqCst) + 1;
            *latest = Read { number, generation: generation(db).await.ok() };
        }
        latest.generation
    }
}

async fn generation(db: &Db) -> Result<i64, sqlx::Error> {
    const SQL: &str = "SELECT generation FROM public_pages WHERE id = 1";
    with_db!(read db, |pool| sqlx::query_scalar(SQL).fetch_one(pool).await)
}
