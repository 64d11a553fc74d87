//! SQL of the first query of every request with a session: the session, its user, and what that user may do.

use sqlx::{FromRow, Row};

use super::loaded::{LoadedRow, LoadedUser};
use crate::{
    accounts::server::{
        permission_store::permissions_of,
        store::{UserRow, user_columns},
    },
    server::db::{Db, with_db},
    shared::Timestamp,
};

#[derive(FromRow)]
struct SessionRow {
    session_id: i64,
    data: Option<String>,
    version: i64,
    authenticated: i64,
    last_seen: i64,
    expires: i64,
    /// The user of a session that has one.
    id: Option<i64>,
    /// Their names, with a space between two.
    permissions: Option<String>,
}

/// A session that lives, and its user.
pub struct Found {
    pub row: LoadedRow,
    /// JSON; `None` where it is what the caller has already.
    pub data: Option<String>,
    pub version: i64,
    pub user: Option<LoadedUser>,
}

impl SessionRow {
    fn found(self, user: Option<LoadedUser>) -> Found {
        let Self { session_id: id, authenticated, last_seen, expires, data, version, .. } = self;
        let row = LoadedRow { id, authenticated, last_seen, expires, is_logged_in: self.id.is_some() };
        Found { row, data, version, user }
    }
}

const LIVE: &str = concat!(
    "SELECT s.id AS session_id, CASE WHEN s.version = $3 THEN NULL ELSE s.data END AS data, s.version, s.authenticated, \
     s.last_seen, s.expires, ",
    user_columns!(),
    ", (SELECT string_agg(held.name, ' ') FROM (",
    permissions_of!("s.user_id"),
    ") AS held) AS permissions \
     FROM sessions s LEFT JOIN users u ON u.id = s.user_id WHERE s.id_hash = $1 AND s.expires > $2"
);

/// The session whose id has this hash, if it lives, and its user, if it has one; without its data where that is of the version that
/// is known already.
pub async fn find(db: &Db, id_hash: &str, now: Timestamp, known: Option<i64>) -> Result<Option<Found>, sqlx::Error> {
    with_db!(read db, |pool| {
        let row = sqlx::query(LIVE).bind(id_hash).bind(now.0).bind(known).fetch_optional(pool).await?;
        row.map(|row| split(&row)).transpose()
    })
}

fn split<R: Row>(row: &R) -> Result<Found, sqlx::Error>
where
    SessionRow: for<'r> FromRow<'r, R>,
    UserRow: for<'r> FromRow<'r, R>,
{
    let session = SessionRow::from_row(row)?;
    if session.id.is_none() {
        return Ok(session.found(None));
    }
    let names = session.permissions.as_deref().unwrap_or_default().split_whitespace();
    let user = LoadedUser { permissions: names.map(str::to_owned).collect(), row: UserRow::from_row(row)? };
    Ok(session.found(Some(user)))
}
