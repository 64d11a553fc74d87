//! SQL of the throttle: one row a bucket, named by a MAC.

use super::bucket::{FORGET_ALL, Limit};
use crate::server::{
    clock::now,
    db::{Db, Tx, with_tx},
};

/// An attempt whose outcome is unknown after this many seconds counts as failed.
const UNDER_WAY: i64 = 60;

/// Begins an attempt in a bucket. False when it has to wait: while a delay lasts, and while more attempts are under way than
/// could all fail.
pub async fn begin(tx: &mut Tx, key: &str, limit: &Limit, now: i64) -> Result<bool, sqlx::Error> {
    const SQL: &str = "INSERT INTO throttle (bucket, failures, in_flight, blocked_until, updated) VALUES ($1, 0, 1, 0, $2) \
        ON CONFLICT (bucket) DO UPDATE SET updated = $2, \
        failures = CASE WHEN throttle.updated < $3 THEN 0 WHEN throttle.updated < $4 \
            THEN throttle.failures + throttle.in_flight ELSE throttle.failures END, \
        in_flight = CASE WHEN throttle.updated < $4 THEN 1 ELSE throttle.in_flight + 1 END \
        WHERE throttle.blocked_until <= $2 AND (throttle.in_flight = 0 OR throttle.updated < $4 \
            OR (throttle.failures <= $6 AND throttle.failures + throttle.in_flight < $5)) RETURNING failures";
    let begun: Option<i64> = with_tx!(tx, |connection| {
        sqlx::query_scalar(SQL)
            .bind(key)
            .bind(now)
            .bind(now - limit.forget)
            .bind(now - UNDER_WAY)
            .bind(limit.free + limit.together)
            .bind(limit.free)
            .fetch_optional(connection)
            .await
    })?;
    Ok(begun.is_some())
}

/// Until when a bucket waits, in Unix seconds.
pub async fn blocked_until(tx: &mut Tx, key: &str) -> Result<i64, sqlx::Error> {
    const SQL: &str = "SELECT blocked_until FROM throttle WHERE bucket = $1";
    with_tx!(tx, |connection| sqlx::query_scalar(SQL).bind(key).fetch_one(connection).await)
}

/// Counts a failure, and blocks the bucket where that is one too many.
pub async fn fail(tx: &mut Tx, key: &str, limit: &Limit, now: i64) -> Result<(), sqlx::Error> {
    const FAIL: &str = "UPDATE throttle SET failures = failures + 1, updated = $2, \
        in_flight = CASE WHEN in_flight > 0 THEN in_flight - 1 ELSE 0 END WHERE bucket = $1 RETURNING failures";
    const BLOCK: &str = "UPDATE throttle SET blocked_until = $2 WHERE bucket = $1 AND blocked_until < $2";
    with_tx!(tx, |connection| {
        let failures: Option<i64> =
            sqlx::query_scalar(FAIL).bind(key).bind(now).fetch_optional(&mut *connection).await?;
        let delay = limit.delay(failures.unwrap_or_default());
        if delay > 0 {
            sqlx::query(BLOCK).bind(key).bind(now + delay).execute(&mut *connection).await?;
        }
        Ok(())
    })
}

/// Forgets all failures of a bucket.
pub async fn forget(tx: &mut Tx, key: &str) -> Result<(), sqlx::Error> {
    const SQL: &str = "DELETE FROM throttle WHERE bucket = $1";
    with_tx!(tx, |connection| sqlx::query(SQL).bind(key).execute(connection).await.map(|_| ()))
}

/// Takes an attempt back, as if it had not been made.
pub async fn take_back(tx: &mut Tx, key: &str) -> Result<(), sqlx::Error> {
    const SQL: &str = "UPDATE throttle SET in_flight = in_flight - 1 WHERE bucket = $1 AND in_flight > 0";
    with_tx!(tx, |connection| sqlx::query(SQL).bind(key).execute(connection).await.map(|_| ()))
}

/// Deletes up to `limit` rows that no longer count, and returns how many there were.
pub async fn delete_old(db: &Db, limit: u32) -> Result<u32, sqlx::Error> {
    const SQL: &str = "DELETE FROM throttle WHERE bucket IN \
        (SELECT bucket FROM throttle WHERE updated < $1 AND blocked_until < $2 LIMIT $3) RETURNING bucket";
    let now = now().0;
    let mut tx = db.begin().await?;
    let deleted: Vec<String> = with_tx!(&mut tx, |connection| {
        sqlx::query_scalar(SQL).bind(now - FORGET_ALL).bind(now).bind(i64::from(limit)).fetch_all(connection).await
    })?;
    tx.commit().await?;
    Ok(u32::try_from(deleted.len()).unwrap_or(u32::MAX))
}
