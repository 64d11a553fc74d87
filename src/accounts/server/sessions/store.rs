//! SQL of one session: its row is made, saved and ended. A new id is always drawn by the server, never taken from a cookie; saving
//! only updates, so a request in flight cannot bring back a session that has ended (B90).

use super::engine::{NewMac, NewSession, Saved};
use crate::{
    accounts::types::UserId,
    server::{
        context::Client,
        db::{Db, Tx, with_db, with_tx},
    },
    shared::Timestamp,
};

/// Another number with every write of data: what a cache compares. Drawn, not counted, so that no number comes again after a restore.
pub fn version() -> Result<i64, sqlx::Error> {
    getrandom::u64().map(u64::cast_signed).map_err(|error| sqlx::Error::Io(std::io::Error::other(error)))
}

/// Stores a new session; false when its id is taken.
pub async fn insert(tx: &mut Tx, new: &NewSession) -> Result<bool, sqlx::Error> {
    const SQL: &str = "INSERT INTO sessions (id_hash, previous_hash, user_id, data, created, authenticated, last_seen, expires, \
        user_agent, address, version) VALUES ($1, $2, $3, $4, $5, $5, $5, $6, $7, $8, $9) ON CONFLICT (id_hash) DO NOTHING RETURNING id_hash";
    let version = version()?;
    let created: Option<String> = with_tx!(tx, |connection| {
        sqlx::query_scalar(SQL)
            .bind(&new.id_hash)
            .bind(&new.previous_hash)
            .bind(new.user_id)
            .bind(&new.data)
            .bind(new.now)
            .bind(new.expires)
            .bind(&new.user_agent)
            .bind(&new.address)
            .bind(version)
            .fetch_optional(connection)
            .await
    })?;
    Ok(created.is_some())
}

/// Stores new data; false when the session has ended.
pub async fn update(tx: &mut Tx, saved: &Saved) -> Result<bool, sqlx::Error> {
    const SQL: &str = "UPDATE sessions SET user_id = $2, data = $3, last_seen = $4, expires = $5, version = $6 WHERE id_hash = $1 \
        AND expires > 0 RETURNING id_hash";
    let version = version()?;
    let found: Option<String> = with_tx!(tx, |connection| {
        sqlx::query_scalar(SQL)
            .bind(&saved.id_hash)
            .bind(saved.user_id)
            .bind(&saved.data)
            .bind(saved.now)
            .bind(saved.expires)
            .bind(version)
            .fetch_optional(connection)
            .await
    })?;
    Ok(found.is_some())
}

/// Gives a row its next id, if it still exists. Its longest life begins again.
pub async fn renew(tx: &mut Tx, id: i64, new: &NewSession) -> Result<bool, sqlx::Error> {
    const SQL: &str = "UPDATE sessions SET previous_hash = id_hash, id_hash = $2, user_id = $3, data = $4, \
        authenticated = $5, last_seen = $5, expires = $6, version = $7 WHERE id = $1 AND expires > 0 RETURNING id";
    let version = version()?;
    let renewed: Option<i64> = with_tx!(tx, |connection| {
        sqlx::query_scalar(SQL)
            .bind(id)
            .bind(&new.id_hash)
            .bind(new.user_id)
            .bind(&new.data)
            .bind(new.now)
            .bind(new.expires)
            .bind(version)
            .fetch_optional(connection)
            .await
    })?;
    Ok(renewed.is_some())
}

pub async fn delete(tx: &mut Tx, id_hash: &str) -> Result<(), sqlx::Error> {
    const SQL: &str = "DELETE FROM sessions WHERE id_hash = $1";
    with_tx!(tx, |connection| sqlx::query(SQL).bind(id_hash).execute(connection).await.map(|_| ()))
}

/// Ends the session that has this id, or had it before its present one.
pub async fn end(tx: &mut Tx, id_hash: &str) -> Result<(), sqlx::Error> {
    const SQL: &str = "DELETE FROM sessions WHERE id_hash = $1 OR previous_hash = $1";
    with_tx!(tx, |connection| sqlx::query(SQL).bind(id_hash).execute(connection).await.map(|_| ()))
}

const SUCCESSOR: &str =
    "SELECT EXISTS (SELECT 1 FROM sessions WHERE previous_hash = $1 AND authenticated > $2 AND expires > 0)";

/// Whether the session with this id has got a new one since then.
pub async fn has_successor(db: &Db, id_hash: &str, since: i64) -> Result<bool, sqlx::Error> {
    with_db!(read db, |pool| sqlx::query_scalar(SUCCESSOR).bind(id_hash).bind(since).fetch_one(pool).await)
}

/// The same inside an open transaction, which must not wait for another connection.
pub async fn has_successor_in(tx: &mut Tx, id_hash: &str, since: i64) -> Result<bool, sqlx::Error> {
    with_tx!(tx, |connection| sqlx::query_scalar(SUCCESSOR).bind(id_hash).bind(since).fetch_one(connection).await)
}

/// Notes that the session is in use, and until when it lives.
pub async fn touch(db: &Db, id: i64, now: Timestamp, expires: Timestamp, client: &Client) -> Result<(), sqlx::Error> {
    const SQL: &str = "UPDATE sessions SET last_seen = $2, expires = $3, user_agent = $4, address = $5 \
        WHERE id = $1 AND last_seen < $2 AND expires > 0";
    let mut tx = db.begin().await?;
    with_tx!(&mut tx, |connection| {
        let query = sqlx::query(SQL).bind(id).bind(now.0).bind(expires.0);
        query.bind(&client.user_agent).bind(&client.address).execute(connection).await.map(|_| ())
    })?;
    tx.commit().await
}

/// Replaces the MAC in all sessions of a user. A MAC stands nowhere else in the data of a session.
pub async fn replace_macs(tx: &mut Tx, user: UserId, mac: NewMac<'_>) -> Result<(), sqlx::Error> {
    const SQL: &str = "UPDATE sessions SET data = replace(data, $2, $3), version = $4 WHERE user_id = $1";
    let version = version()?;
    with_tx!(tx, |connection| {
        sqlx::query(SQL).bind(user.0).bind(mac.old).bind(mac.new).bind(version).execute(connection).await.map(|_| ())
    })
}

/// Replaces the MAC in one session.
pub async fn replace_mac(tx: &mut Tx, id: i64, mac: NewMac<'_>) -> Result<(), sqlx::Error> {
    const SQL: &str = "UPDATE sessions SET data = replace(data, $2, $3), version = $4 WHERE id = $1";
    let version = version()?;
    with_tx!(tx, |connection| {
        sqlx::query(SQL).bind(id).bind(mac.old).bind(mac.new).bind(version).execute(connection).await.map(|_| ())
    })
}
