//! SQL of the sessions that are kept in cookies: which of them have ended, and what does not fit. Most have no row.

use sqlx::{FromRow, Row};

use super::{
    carried::Carried,
    engine::NewMac,
    load_store::{Along, loaded_columns, loaded_user},
    loaded::LoadedUser,
};
use crate::{
    accounts::{server::store::UserRow, types::UserId},
    server::db::{Db, Tx, with_db, with_tx},
};

/// The serial of a session that has ended.
pub const ENDED: i64 = i64::MAX;

/// What the database knows of a session.
#[derive(Debug, Clone, Default, FromRow)]
pub struct Known {
    pub serial: Option<i64>,
    pub next: Option<i64>,
    pub changed: Option<i64>,
    pub used: Option<i64>,
    /// What does not fit the cookie, as JSON.
    pub more: Option<String>,
    /// Of its user: up to which number sessions have ended, and which of them goes on.
    pub fence: Option<i64>,
    pub kept: Option<i64>,
    pub macs: Option<String>,
    /// When its user has logged in last.
    pub last_login: Option<i64>,
}

impl Known {
    /// Whether the session with this number has ended.
    pub fn has_ended(&self, number: i64) -> bool {
        let is_behind = self.fence.is_some_and(|fence| number <= fence) && self.kept != Some(number);
        self.serial == Some(ENDED) || is_behind
    }

    /// Whether a session lives, and by this cookie.
    pub fn lets_live(&self, carried: &Carried) -> bool {
        !self.has_ended(carried.number) && self.is_newest(carried.serial)
    }

    /// Whether an id of this serial is the newest one of its session.
    pub fn is_newest(&self, serial: i64) -> bool {
        self.serial.is_none_or(|newest| newest <= serial)
    }
}

const USER: &str = concat!(
    "SELECT ",
    loaded_columns!("$1"),
    ", c.serial, c.next, c.changed, c.used, c.data AS more, f.fence, f.kept, f.macs \
     FROM users u LEFT JOIN cookie_users f ON f.user_id = u.id LEFT JOIN cookie_sessions c ON c.session = $2 WHERE u.id = $1"
);

/// The user of a session, what they may do, and what is known of the session; `None` when the user is deleted.
pub async fn find_user(db: &Db, user: i64, number: i64) -> Result<Option<(LoadedUser, Known)>, sqlx::Error> {
    with_db!(read db, |pool| {
        let row = sqlx::query(USER).bind(user).bind(number).fetch_optional(pool).await?;
        row.map(|row| loaded(&row)).transpose()
    })
}

fn loaded<R: Row>(row: &R) -> Result<(LoadedUser, Known), sqlx::Error>
where
    Along: for<'r> FromRow<'r, R>,
    Known: for<'r> FromRow<'r, R>,
    UserRow: for<'r> FromRow<'r, R>,
{
    Ok((loaded_user(row)?, Known::from_row(row)?))
}

const KNOWN: &str = "SELECT c.serial, c.next, c.changed, c.used, c.data AS more, f.fence, f.kept, f.macs, u.last_login \
    FROM (SELECT 1 AS one) AS one LEFT JOIN cookie_sessions c ON c.session = $1 LEFT JOIN users u ON u.id = $2 \
    LEFT JOIN cookie_users f ON f.user_id = $2";

/// What is known of a session, of this user or a visitor.
pub async fn find(db: &Db, number: i64, user: Option<i64>) -> Result<Known, sqlx::Error> {
    with_db!(read db, |pool| sqlx::query_as(KNOWN).bind(number).bind(user).fetch_one(pool).await)
}

/// The same, as this transaction sees it.
pub async fn read(tx: &mut Tx, number: i64, user: Option<i64>) -> Result<Known, sqlx::Error> {
    with_tx!(tx, |connection| sqlx::query_as(KNOWN).bind(number).bind(user).fetch_one(connection).await)
}

/// What is noted of a session.
#[derive(Debug, Clone, Default)]
pub struct Note {
    pub number: i64,
    pub user: Option<i64>,
    pub serial: i64,
    /// When it got this serial; 0 where it had it already.
    pub changed: i64,
    /// When the password was entered that is used up; 0 where none is.
    pub used: i64,
    pub more: String,
    pub expires: i64,
}

/// Notes something of a session, where its newest id is not newer than that of the caller; false where it is, or the session has ended.
/// Of a user who is deleted nothing needs to go with them.
pub async fn note(tx: &mut Tx, note: &Note, newest: i64) -> Result<bool, sqlx::Error> {
    const SQL: &str = "INSERT INTO cookie_sessions (session, user_id, serial, next, changed, used, data, expires) \
        VALUES ($1, (SELECT id FROM users WHERE id = $2), $3, 0, $4, $5, $6, $7) ON CONFLICT (session) DO UPDATE SET \
        user_id = excluded.user_id, serial = excluded.serial, data = excluded.data, \
        expires = CASE WHEN cookie_sessions.expires < excluded.expires THEN excluded.expires ELSE cookie_sessions.expires END, \
        changed = CASE WHEN cookie_sessions.changed < excluded.changed THEN excluded.changed ELSE cookie_sessions.changed END, \
        used = CASE WHEN cookie_sessions.used < excluded.used THEN excluded.used ELSE cookie_sessions.used END \
        WHERE cookie_sessions.serial <= $8 RETURNING session";
    let noted: Option<i64> = with_tx!(tx, |connection| {
        sqlx::query_scalar(SQL)
            .bind(note.number)
            .bind(note.user)
            .bind(note.serial)
            .bind(note.changed)
            .bind(note.used)
            .bind(&note.more)
            .bind(note.expires)
            .bind(newest)
            .fetch_optional(connection)
            .await
    })?;
    Ok(noted.is_some())
}

/// Says which session goes on instead of one that has ended.
pub async fn lead_on(tx: &mut Tx, from: i64, to: i64, now: i64) -> Result<(), sqlx::Error> {
    const SQL: &str = "UPDATE cookie_sessions SET next = $2, changed = $3 WHERE session = $1";
    with_tx!(tx, |connection| sqlx::query(SQL).bind(from).bind(to).bind(now).execute(connection).await.map(|_| ()))
}

/// Ends the sessions of a user up to this number, but the one that goes on.
pub async fn set_fence(tx: &mut Tx, user: UserId, fence: i64, kept: i64) -> Result<(), sqlx::Error> {
    const SQL: &str = "INSERT INTO cookie_users (user_id, fence, kept, macs) SELECT id, $2, $3, '' FROM users WHERE id = $1 \
        ON CONFLICT (user_id) DO UPDATE SET fence = $2, kept = $3";
    with_tx!(tx, |connection| {
        sqlx::query(SQL).bind(user.0).bind(fence).bind(kept).execute(connection).await.map(|_| ())
    })
}

/// Lets the new MAC stand for the old one, and for those that the old one stands for.
pub async fn replace_mac(tx: &mut Tx, user: UserId, mac: NewMac<'_>, macs: &str) -> Result<(), sqlx::Error> {
    const SQL: &str = "INSERT INTO cookie_users (user_id, fence, kept, macs) VALUES ($1, 0, 0, $2) \
        ON CONFLICT (user_id) DO UPDATE SET macs = $2";
    let macs = if macs.ends_with(mac.old) { format!("{macs} {}", mac.new) } else { format!("{} {}", mac.old, mac.new) };
    with_tx!(tx, |connection| sqlx::query(SQL).bind(user.0).bind(macs).execute(connection).await.map(|_| ()))
}

/// Deletes up to `limit` rows of sessions that would have expired by themselves, and returns how many there were.
pub async fn delete_expired(db: &Db, now: i64, limit: u32) -> Result<u32, sqlx::Error> {
    const SQL: &str = "DELETE FROM cookie_sessions WHERE session IN \
        (SELECT session FROM cookie_sessions WHERE expires <= $1 LIMIT $2) RETURNING session";
    let mut tx = db.begin().await?;
    let deleted: Vec<i64> = with_tx!(&mut tx, |connection| {
        sqlx::query_scalar(SQL).bind(now).bind(i64::from(limit)).fetch_all(connection).await
    })?;
    tx.commit().await?;
    Ok(u32::try_from(deleted.len()).unwrap_or(u32::MAX))
}

/// An active user, and which of their sessions have ended together.
#[derive(FromRow)]
pub struct State {
    pub user_id: i64,
    pub fence: Option<i64>,
    pub kept: Option<i64>,
}

impl State {
    /// Whether the session with this number is one of them.
    pub fn ends(&self, number: i64) -> bool {
        self.fence.is_some_and(|fence| number <= fence) && self.kept != Some(number)
    }
}

/// The fences of those of these users who are active.
pub async fn active(db: &Db, users: &[i64]) -> Result<Vec<State>, sqlx::Error> {
    const SQL: &str = "SELECT u.id AS user_id, f.fence, f.kept FROM users u LEFT JOIN cookie_users f ON f.user_id = u.id \
        WHERE u.is_active AND u.id IN (";
    with_db!(read db, |pool| {
        let mut query = sqlx::QueryBuilder::new(SQL);
        let mut list = query.separated(", ");
        for id in users {
            list.push_bind(*id);
        }
        query.push(")");
        query.build_query_as().fetch_all(pool).await
    })
}

/// Those of these sessions that have ended one by one.
pub async fn ended(db: &Db, sessions: &[i64]) -> Result<Vec<i64>, sqlx::Error> {
    const SQL: &str = "SELECT session FROM cookie_sessions WHERE serial = ";
    with_db!(read db, |pool| {
        let mut query = sqlx::QueryBuilder::new(SQL);
        query.push_bind(ENDED).push(" AND session IN (");
        let mut list = query.separated(", ");
        for session in sessions {
            list.push_bind(*session);
        }
        query.push(")");
        query.build_query_scalar().fetch_all(pool).await
    })
}
