//! SQL of the first query of every request with a session: the session, its user, and what that user may do.

use sqlx::{FromRow, Row};

use super::current::{LoadedRow, LoadedUser};
use crate::{
    accounts::server::{permission_store::permissions_of, store::UserRow},
    server::db::{Db, with_db},
    shared::Timestamp,
};

#[derive(FromRow)]
pub struct SessionRow {
    session_id: i64,
    pub data: String,
    authenticated: i64,
    last_seen: i64,
    pub expires: i64,
    /// The user of a session that has one.
    id: Option<i64>,
    /// Their names, with a space between two.
    permissions: Option<String>,
}

impl SessionRow {
    pub fn loaded(&self, is_logged_in: bool) -> LoadedRow {
        let Self { session_id: id, authenticated, last_seen, expires, .. } = *self;
        LoadedRow { id, authenticated, last_seen, expires, is_logged_in }
    }
}

const LIVE: &str = concat!(
    "SELECT s.id AS session_id, s.data, s.authenticated, s.last_seen, s.expires, u.id, u.username, u.password, u.email, \
     u.first_name, u.last_name, u.is_active, u.is_staff, u.is_superuser, u.date_joined, u.last_login, \
     (SELECT string_agg(held.name, ' ') FROM (",
    permissions_of!("s.user_id"),
    ") AS held) AS permissions \
     FROM sessions s LEFT JOIN users u ON u.id = s.user_id WHERE s.id_hash = $1 AND s.expires > $2"
);

/// The session whose id has this hash, if it lives, and its user, if it has one.
pub async fn find(
    db: &Db,
    id_hash: &str,
    now: Timestamp,
) -> Result<Option<(SessionRow, Option<LoadedUser>)>, sqlx::Error> {
    with_db!(read db, |pool| {
        let row = sqlx::query(LIVE).bind(id_hash).bind(now.0).fetch_optional(pool).await?;
        row.map(|row| split(&row)).transpose()
    })
}

fn split<R: Row>(row: &R) -> Result<(SessionRow, Option<LoadedUser>), sqlx::Error>
where
    SessionRow: for<'r> FromRow<'r, R>,
    UserRow: for<'r> FromRow<'r, R>,
{
    let session = SessionRow::from_row(row)?;
    if session.id.is_none() {
        return Ok((session, None));
    }
    let names = session.permissions.as_deref().unwrap_or_default().split_whitespace();
    let user = LoadedUser { permissions: names.map(str::to_owned).collect(), row: UserRow::from_row(row)? };
    Ok((session, Some(user)))
}
