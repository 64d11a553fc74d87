//! SQL of the activity of accounts.

use crate::{
    accounts::types::{ActivityEvent, UserId},
    server::{
        clock::now,
        context::Client,
        db::{Db, Tx, with_db, with_tx},
    },
    shared::Cursor,
};

#[derive(sqlx::FromRow)]
pub struct ActivityRow {
    pub id: i64,
    pub at: i64,
    pub event: String,
    pub user_agent: String,
    pub address: String,
    pub mailed: bool,
}

/// A failed login, by the key of the name that was entered.
pub struct FailedLogin<'a> {
    pub username_key: &'a str,
    pub client: &'a Client,
}

/// Adds an event to the activity of a user. An account that has been deleted meanwhile has none.
pub async fn insert(
    tx: &mut Tx,
    user: UserId,
    event: ActivityEvent,
    client: &Client,
    is_mailed: bool,
) -> Result<(), sqlx::Error> {
    const SQL: &str = "INSERT INTO activity (user_id, at, event, user_agent, address, mailed) \
        SELECT id, $2, $3, $4, $5, $6 FROM users WHERE id = $1";
    with_tx!(tx, |connection| {
        let query = sqlx::query(SQL).bind(user.0).bind(now().0).bind(event.id());
        query.bind(&client.user_agent).bind(&client.address).bind(is_mailed).execute(connection).await.map(|_| ())
    })
}

/// Adds a failed login to the activity of the user with this name, if there is one. The statement runs for every failed
/// login, so that it takes the same time for every name (B29).
pub async fn insert_failed_login(tx: &mut Tx, login: &FailedLogin<'_>) -> Result<(), sqlx::Error> {
    const SQL: &str = "INSERT INTO activity (user_id, at, event, user_agent, address) \
        SELECT id, $2, $3, $4, $5 FROM users WHERE username_key = $1";
    with_tx!(tx, |connection| {
        sqlx::query(SQL)
            .bind(login.username_key)
            .bind(now().0)
            .bind(ActivityEvent::LoginFailed.id())
            .bind(&login.client.user_agent)
            .bind(&login.client.address)
            .execute(connection)
            .await
            .map(|_| ())
    })
}

/// Up to `limit` entries of a user along the cursor; after a cursor they come oldest first.
pub async fn find_of(db: &Db, user: UserId, cursor: Cursor, limit: u32) -> Result<Vec<ActivityRow>, sqlx::Error> {
    const BEFORE: &str = "SELECT id, at, event, user_agent, address, mailed FROM activity WHERE user_id = $1 AND id < $2 \
        ORDER BY id DESC LIMIT $3";
    const AFTER: &str = "SELECT id, at, event, user_agent, address, mailed FROM activity WHERE user_id = $1 AND id > $2 \
        ORDER BY id ASC LIMIT $3";
    let (sql, id) = cursor.pick(BEFORE, AFTER);
    with_db!(read db, |pool| sqlx::query_as(sql).bind(user.0).bind(id).bind(i64::from(limit)).fetch_all(pool).await)
}

/// Deletes up to `limit` entries that are older than this many days, and returns how many there were.
pub async fn delete_old(db: &Db, days: u32, limit: u32) -> Result<u32, sqlx::Error> {
    const SQL: &str = "DELETE FROM activity WHERE id IN (SELECT id FROM activity WHERE at < $1 LIMIT $2) RETURNING id";
    let oldest = now().0 - i64::from(days) * 86_400;
    let mut tx = db.begin().await?;
    let deleted: Vec<i64> = with_tx!(&mut tx, |connection| {
        sqlx::query_scalar(SQL).bind(oldest).bind(i64::from(limit)).fetch_all(connection).await
    })?;
    tx.commit().await?;
    Ok(u32::try_from(deleted.len()).unwrap_or(u32::MAX))
}
