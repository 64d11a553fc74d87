//! What happened to an account: written for its owner, who reads it on a page, and for the operator's log, in the same words.
//! Django has signals for this (`user_logged_in`, `user_login_failed`, `user_logged_out`) and leaves the rest to the site.

use super::{Accounts, sessions::user_agent};
use crate::{
    accounts::types::{ActivityEntry, Event, UserId, Viewer},
    server::{
        clock::now,
        context::{Client, extension},
        db::{Db, with_db},
    },
    shared::{AppError, Cursor, Page, Timestamp},
};

/// How many entries a page shows.
const PAGE_SIZE: u32 = 20;

/// One page of the viewer's activity, newest first.
pub async fn list(cursor: Cursor) -> Result<Page<ActivityEntry>, AppError> {
    let (accounts, viewer): (Accounts, Viewer) = (extension()?, extension()?);
    let user = viewer.user().ok_or(AppError::LoginRequired)?;
    let rows = find_of(&accounts.0.db, user.id, cursor, PAGE_SIZE + 1).await?;
    let Page { items, has_newer, has_older } = Page::from_rows(cursor, rows, PAGE_SIZE as usize);
    Ok(Page { items: items.into_iter().filter_map(ActivityRow::entry).collect(), has_newer, has_older })
}

/// The latest entries of a user.
pub(crate) async fn latest(db: &Db, user: UserId, count: u32) -> Result<Vec<ActivityEntry>, sqlx::Error> {
    let rows = find_of(db, user, Cursor::First, count).await?;
    Ok(rows.into_iter().filter_map(ActivityRow::entry).collect())
}

/// Writes down what happened, for the owner and into the log. Somebody who is gone meanwhile has no activity.
pub async fn record(db: &Db, user: UserId, event: Event, client: &Client) -> Result<(), sqlx::Error> {
    log(event, Some(user), client);
    let inserted = with_db!(write db, |pool| {
        sqlx::query(INSERT)
            .bind(user.0)
            .bind(now().0)
            .bind(event.id())
            .bind(&client.user_agent)
            .bind(&client.address)
            .execute(pool)
            .await
            .map(|_| ())
    });
    match inserted {
        Err(sqlx::Error::Database(error)) if error.is_foreign_key_violation() => Ok(()),
        other => other,
    }
}

/// The same for what staff or the operator has done already: that it could not be written down must not look as if it had failed.
pub async fn record_done(db: &Db, user: UserId, event: Event) {
    if let Err(error) = record(db, user, event, &Client::default()).await {
        tracing::error!(cause = ?error.to_string(), "what was done is not in the activity of its owner");
    }
}

/// One line in the operator's log. Foreign text is in quotes, with its line breaks escaped.
pub fn log(event: Event, user: Option<UserId>, client: &Client) {
    let user_id = user.map(|user| user.0);
    let (event, Client { address, user_agent, .. }) = (event.id(), client);
    tracing::info!(event, user_id, address, user_agent = ?user_agent);
}

const INSERT: &str = "INSERT INTO activity (user_id, at, event, user_agent, address) VALUES ($1, $2, $3, $4, $5)";

/// The same for whoever has exactly this name; for nobody when nobody has. Run for every refused login, so that it takes the
/// same time (B29).
pub(super) const INSERT_FOR_NAME: &str = "INSERT INTO activity (user_id, at, event, user_agent, address) \
    SELECT id, $3, $4, $5, $6 FROM users WHERE username_key = $1 AND username = $2";

#[derive(sqlx::FromRow)]
struct ActivityRow {
    id: i64,
    at: i64,
    event: String,
    user_agent: String,
    address: String,
}

impl ActivityRow {
    /// Nothing for an event that this version does not know.
    fn entry(self) -> Option<ActivityEntry> {
        let device = if self.user_agent.is_empty() && self.address.is_empty() {
            String::new()
        } else {
            user_agent::describe(&self.user_agent)
        };
        let event = Event::from_id(&self.event)?;
        Some(ActivityEntry { id: self.id, at: Timestamp(self.at), event, device, address: self.address })
    }
}

async fn find_of(db: &Db, user: UserId, cursor: Cursor, limit: u32) -> Result<Vec<ActivityRow>, sqlx::Error> {
    const BEFORE: &str = "SELECT id, at, event, user_agent, address FROM activity WHERE user_id = $1 AND id < $2 \
        ORDER BY id DESC LIMIT $3";
    const AFTER: &str = "SELECT id, at, event, user_agent, address FROM activity WHERE user_id = $1 AND id > $2 \
        ORDER BY id ASC LIMIT $3";
    let (sql, id) = cursor.pick(BEFORE, AFTER);
    with_db!(read db, |pool| sqlx::query_as(sql).bind(user.0).bind(id).bind(i64::from(limit)).fetch_all(pool).await)
}

/// Deletes what is older than so many days, at most this many rows, and says how many there were.
pub async fn delete_old(db: &Db, days: u32, limit: u32) -> Result<u32, sqlx::Error> {
    const SQL: &str = "DELETE FROM activity WHERE id IN (SELECT id FROM activity WHERE at < $1 LIMIT $2) RETURNING id";
    let oldest = now().0 - i64::from(days) * 86_400;
    let deleted: Vec<i64> =
        with_db!(write db, |pool| sqlx::query_scalar(SQL).bind(oldest).bind(i64::from(limit)).fetch_all(pool).await?);
    Ok(u32::try_from(deleted.len()).unwrap_or(u32::MAX))
}
