//! SQL of addresses whose mail came back.

use crate::server::{
    clock::now,
    db::{Db, Tx, with_db, with_tx},
};

/// For how many seconds an address is left alone.
const AGE: i64 = 90 * 86_400;

const OF_ADDRESS: &str = "SELECT made FROM mail_bounces WHERE address_key = $1";

pub async fn find(db: &Db, address_key: &str) -> Result<Option<i64>, sqlx::Error> {
    with_db!(read db, |pool| sqlx::query_scalar(OF_ADDRESS).bind(address_key).fetch_optional(pool).await)
}

pub async fn read(tx: &mut Tx, address_key: &str) -> Result<Option<i64>, sqlx::Error> {
    with_tx!(tx, |connection| sqlx::query_scalar(OF_ADDRESS).bind(address_key).fetch_optional(connection).await)
}

pub async fn put(tx: &mut Tx, address_key: &str) -> Result<(), sqlx::Error> {
    const SQL: &str = "INSERT INTO mail_bounces (address_key, made) VALUES ($1, $2) \
        ON CONFLICT (address_key) DO UPDATE SET made = $2";
    with_tx!(tx, |connection| {
        sqlx::query(SQL).bind(address_key).bind(now().0).execute(connection).await.map(|_| ())
    })
}

pub async fn delete(tx: &mut Tx, address_key: &str) -> Result<(), sqlx::Error> {
    const SQL: &str = "DELETE FROM mail_bounces WHERE address_key = $1";
    with_tx!(tx, |connection| sqlx::query(SQL).bind(address_key).execute(connection).await.map(|_| ()))
}

/// Deletes up to `limit` that are over; gives how many there were.
pub async fn delete_old(tx: &mut Tx, limit: u32) -> Result<u32, sqlx::Error> {
    const SQL: &str = "DELETE FROM mail_bounces WHERE address_key IN \
        (SELECT address_key FROM mail_bounces WHERE made < $1 ORDER BY made LIMIT $2) RETURNING made";
    let deleted: Vec<i64> = with_tx!(tx, |connection| {
        sqlx::query_scalar(SQL).bind(now().0 - AGE).bind(i64::from(limit)).fetch_all(connection).await
    })?;
    Ok(u32::try_from(deleted.len()).unwrap_or(u32::MAX))
}
