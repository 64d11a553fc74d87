//! SQL that takes sessions out of the database and into it, when the site changes its engine.

use sqlx::FromRow;

use super::{storage::Stored, store::version};
use crate::server::{
    clock::now,
    db::{Db, with_db, with_tx},
};

#[derive(FromRow)]
pub struct SessionRow {
    pub id_hash: String,
    #[sqlx(flatten)]
    pub stored: Stored,
}

/// Up to `limit` living sessions behind this number, in the order of their numbers.
pub async fn find_after(db: &Db, number: i64, limit: u32) -> Result<Vec<SessionRow>, sqlx::Error> {
    const SQL: &str = "SELECT id_hash, id AS number, user_id, data, created, authenticated, last_seen, expires, user_agent, address \
        FROM sessions WHERE id > $1 AND expires > $2 ORDER BY id LIMIT $3";
    with_db!(read db, |pool| {
        sqlx::query_as(SQL).bind(number).bind(now().0).bind(i64::from(limit)).fetch_all(pool).await
    })
}

/// Stores these sessions, under new numbers in the same order, except those whose users are deleted; gives how many.
pub async fn insert(db: &Db, sessions: &[(String, Stored)]) -> Result<u64, sqlx::Error> {
    const SQL: &str = "INSERT INTO sessions (id_hash, user_id, data, created, authenticated, last_seen, expires, user_agent, address, \
        version) SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10 WHERE $2 IS NULL OR EXISTS (SELECT 1 FROM users WHERE id = $2) \
        ON CONFLICT (id_hash) DO NOTHING RETURNING id";
    let mut tx = db.begin().await?;
    let count = with_tx!(&mut tx, |connection| {
        let mut count = 0;
        for (id_hash, stored) in sessions {
            let query = sqlx::query_scalar::<_, i64>(SQL).bind(id_hash).bind(stored.user_id).bind(&stored.data);
            let query =
                query.bind(stored.created).bind(stored.authenticated).bind(stored.last_seen).bind(stored.expires);
            let inserted = query
                .bind(&stored.user_agent)
                .bind(&stored.address)
                .bind(version()?)
                .fetch_optional(&mut *connection)
                .await?;
            count += u64::from(inserted.is_some());
        }
        Ok(count)
    })?;
    tx.commit().await?;
    Ok(count)
}

/// Deletes these sessions.
pub async fn delete(db: &Db, sessions: &[(String, Stored)]) -> Result<(), sqlx::Error> {
    const SQL: &str = "DELETE FROM sessions WHERE id_hash = $1";
    let mut tx = db.begin().await?;
    with_tx!(&mut tx, |connection| {
        for (id_hash, _) in sessions {
            sqlx::query(SQL).bind(id_hash).execute(&mut *connection).await?;
        }
        Ok(())
    })?;
    tx.commit().await
}
