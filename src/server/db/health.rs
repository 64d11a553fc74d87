//! Whether the database takes writes: proven by a write of its own.

use super::{Db, with_tx};
use crate::server::{clock::now, probe::Probe};

/// The latest answer, shared by all who ask. Cheap to clone.
#[derive(Clone, Default)]
pub struct Health(Probe);

impl Health {
    /// True when a write was stored just now.
    pub async fn is_good(&self, db: &Db) -> bool {
        self.0.ask("the database takes no writes", write(db)).await
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
