//! SQL of many sessions: those of a user, those that are watched, and those that have expired. The data of a single one is
//! `store.rs`.

use super::engine::{FollowedSession, ListedSession, LiveSession, LockedSession};
use crate::{
    accounts::types::{SESSIONS_COUNTED, UserId},
    server::{
        clock::now,
        db::{Db, Tx, with_db, with_tx},
    },
    shared::{Cursor, Timestamp},
};

/// How many sessions one transaction deletes: each may hold much, and others wait to write.
pub const DELETED_AT_ONCE: u32 = 20;

/// Up to `limit` sessions of a user along the cursor; after a cursor they come oldest first.
pub async fn find_of(db: &Db, user: UserId, cursor: Cursor, limit: u32) -> Result<Vec<ListedSession>, sqlx::Error> {
    const BEFORE: &str = "SELECT id, created, last_seen, user_agent, address FROM sessions \
        WHERE user_id = $1 AND id < $2 AND expires > $3 ORDER BY id DESC LIMIT $4";
    const AFTER: &str = "SELECT id, created, last_seen, user_agent, address FROM sessions \
        WHERE user_id = $1 AND id > $2 AND expires > $3 ORDER BY id ASC LIMIT $4";
    let (sql, id) = cursor.pick(BEFORE, AFTER);
    with_db!(read db, |pool| {
        sqlx::query_as(sql).bind(user.0).bind(id).bind(now().0).bind(i64::from(limit)).fetch_all(pool).await
    })
}

/// How many live sessions a user has, at most [`SESSIONS_COUNTED`]: the cost of counting does not grow with their number.
pub async fn count_of(db: &Db, user: UserId) -> Result<u32, sqlx::Error> {
    const SQL: &str = "SELECT COUNT(*) FROM \
        (SELECT 1 FROM sessions WHERE user_id = $1 AND expires > $2 LIMIT $3) AS counted";
    let count: i64 = with_db!(read db, |pool| {
        sqlx::query_scalar(SQL).bind(user.0).bind(now().0).bind(i64::from(SESSIONS_COUNTED)).fetch_one(pool).await?
    });
    Ok(u32::try_from(count).unwrap_or(SESSIONS_COUNTED))
}

/// How many sessions there are.
pub async fn count_all(db: &Db) -> Result<u64, sqlx::Error> {
    const SQL: &str = "SELECT COUNT(*) FROM sessions";
    let count: i64 = with_db!(read db, |pool| sqlx::query_scalar(SQL).fetch_one(pool).await?);
    Ok(count.unsigned_abs())
}

/// Whether a session of this user has begun at that second or later.
pub async fn has_begun_since(db: &Db, user: UserId, since: Timestamp) -> Result<bool, sqlx::Error> {
    const SQL: &str = "SELECT EXISTS (SELECT 1 FROM sessions WHERE user_id = $1 AND created >= $2 AND expires > $2)";
    with_db!(read db, |pool| sqlx::query_scalar(SQL).bind(user.0).bind(since.0).fetch_one(pool).await)
}

/// Locks a session of a user until the end of the transaction; `None` when it has ended.
pub async fn lock(tx: &mut Tx, id: i64, user: UserId) -> Result<Option<LockedSession>, sqlx::Error> {
    const SQL: &str = "UPDATE sessions SET last_seen = last_seen \
        WHERE id = $1 AND user_id = $2 AND expires > 0 RETURNING id_hash, data";
    with_tx!(tx, |connection| sqlx::query_as(SQL).bind(id).bind(user.0).fetch_optional(connection).await)
}

/// Ends one session of a user; false when the user has none with this id.
pub async fn delete_one(tx: &mut Tx, user: UserId, id: i64) -> Result<bool, sqlx::Error> {
    const SQL: &str = "DELETE FROM sessions WHERE id = $1 AND user_id = $2 AND expires > 0 RETURNING id";
    let ended: Option<i64> =
        with_tx!(tx, |connection| sqlx::query_scalar(SQL).bind(id).bind(user.0).fetch_optional(connection).await)?;
    Ok(ended.is_some())
}

/// Ends every session of a user but this one: their next requests are anonymous. It only turns the sign of a number, which is
/// cheap however much they hold; of many rows most are deleted after the commit.
pub async fn end_all_but(tx: &mut Tx, db: &Db, user: UserId, kept: Option<i64>) -> Result<(), sqlx::Error> {
    const SQL: &str = "UPDATE sessions SET expires = -expires WHERE user_id = $1 AND id <> $2 AND expires > 0";
    with_tx!(tx, |connection| {
        sqlx::query(SQL).bind(user.0).bind(kept.unwrap_or(-1)).execute(connection).await.map(|_| ())
    })?;
    delete_ended(tx, db, user).await
}

/// Ends the oldest sessions of a user so that `most` remain beside this one; false when there are no more than that.
pub async fn end_oldest(tx: &mut Tx, db: &Db, user: UserId, this: Option<i64>, most: u32) -> Result<bool, sqlx::Error> {
    const SQL: &str = "UPDATE sessions SET expires = -expires WHERE id IN (SELECT id FROM sessions \
        WHERE user_id = $1 AND id <> $2 AND expires > $3 ORDER BY id DESC LIMIT 1000000 OFFSET $4) RETURNING id";
    let ended: Vec<i64> = with_tx!(tx, |connection| {
        let query = sqlx::query_scalar(SQL).bind(user.0).bind(this.unwrap_or(-1)).bind(now().0);
        query.bind(i64::from(most)).fetch_all(connection).await
    })?;
    if ended.is_empty() {
        return Ok(false);
    }
    delete_ended(tx, db, user).await?;
    Ok(true)
}

/// Deletes the rows of a user's ended sessions: some now, and where there are more, the rest after the commit, some at a time, so
/// that others can write in between. What is left then, the sweep deletes.
async fn delete_ended(tx: &mut Tx, db: &Db, user: UserId) -> Result<(), sqlx::Error> {
    if delete_some(tx, user).await? {
        let db = db.clone();
        tx.on_commit(async move {
            if let Err(error) = delete_rest(&db, user).await {
                tracing::warn!(cause = ?error.to_string(), "ended sessions could not be deleted yet");
            }
        });
    }
    Ok(())
}

async fn delete_rest(db: &Db, user: UserId) -> Result<(), sqlx::Error> {
    loop {
        let mut tx = db.begin().await?;
        let may_be_more = delete_some(&mut tx, user).await?;
        tx.commit().await?;
        if !may_be_more {
            return Ok(());
        }
    }
}

/// Deletes some ended sessions of a user; true when there may be more.
async fn delete_some(tx: &mut Tx, user: UserId) -> Result<bool, sqlx::Error> {
    const SQL: &str = "DELETE FROM sessions WHERE id IN \
        (SELECT id FROM sessions WHERE user_id = $1 AND expires <= 0 LIMIT $2) RETURNING id";
    let deleted: Vec<i64> = with_tx!(tx, |connection| {
        sqlx::query_scalar(SQL).bind(user.0).bind(i64::from(DELETED_AT_ONCE)).fetch_all(connection).await
    })?;
    Ok(deleted.len() == DELETED_AT_ONCE as usize)
}

/// Deletes up to `limit` sessions that have expired, and returns how many there were.
pub async fn delete_expired(db: &Db, limit: u32) -> Result<u32, sqlx::Error> {
    const SQL: &str = "DELETE FROM sessions WHERE id IN \
        (SELECT id FROM sessions WHERE expires <= $1 LIMIT $2) RETURNING id";
    let mut tx = db.begin().await?;
    let deleted: Vec<i64> = with_tx!(&mut tx, |connection| {
        sqlx::query_scalar(SQL).bind(now().0).bind(i64::from(limit)).fetch_all(connection).await
    })?;
    tx.commit().await?;
    Ok(u32::try_from(deleted.len()).unwrap_or(u32::MAX))
}

/// Those of these sessions that are live.
pub async fn find_live(db: &Db, sessions: &[FollowedSession]) -> Result<Vec<LiveSession>, sqlx::Error> {
    const SQL: &str = "SELECT s.id, s.user_id, s.authenticated, s.expires FROM sessions s JOIN users u ON u.id = s.user_id \
        WHERE u.is_active AND s.expires > ";
    with_db!(read db, |pool| {
        let mut query = sqlx::QueryBuilder::new(SQL);
        query.push_bind(now().0).push(" AND s.id IN (");
        let mut list = query.separated(", ");
        for session in sessions {
            list.push_bind(session.id);
        }
        query.push(")");
        query.build_query_as().fetch_all(pool).await
    })
}
