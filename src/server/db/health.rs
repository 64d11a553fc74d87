//! Whether the database takes writes: proven by a write of its own, at most once a second, however often it is asked.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::sync::Mutex;

use super::{Db, with_tx};
use crate::server::clock::now;

/// How long an answer is given again.
const FRESH: Duration = Duration::from_secs(1);
/// How long the write may take.
const TIMEOUT: Duration = Duration::from_secs(2);

/// The latest answer, shared by all who ask. Cheap to clone.
#[derive(Clone, Default)]
pub struct Health(Arc<Mutex<Option<(Instant, bool)>>>);

impl Health {
    /// True when a write was stored just now. Of several who ask at once, one writes and the others wait for its answer.
    pub async fn is_good(&self, db: &Db) -> bool {
        let mut latest = self.0.lock().await;
        if let Some((at, is_good)) = *latest
            && at.elapsed() < FRESH
        {
            return is_good;
        }
        let is_good = match tokio::time::timeout(TIMEOUT, write(db)).await {
            Ok(Ok(())) => true,
            Ok(Err(error)) => {
                tracing::error!(cause = ?error.to_string(), "the database takes no writes");
                false
            }
            Err(_) => {
                tracing::error!(seconds = TIMEOUT.as_secs(), "the database took no write in time");
                false
            }
        };
        *latest = Some((Instant::now(), is_good));
        is_good
    }
}

async fn write(db: &Db) -> Result<(), sqlx::Error> {
    const SQL: &str = "UPDATE health SET checked = $1 WHERE id = 1";
    let mut tx = db.begin().await?;
    let rows = with_tx!(&mut tx, |connection| {
        let done = sqlx::query(SQL).bind(now().0).execute(connection).await?;
        Ok(done.rows_affected())
    })?;
    if rows != 1 {
        return Err(sqlx::Error::RowNotFound);
    }
    tx.commit().await
}
