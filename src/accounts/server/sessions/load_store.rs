//! SQL of the first query of every request with a session: the session, its user, and what that user may do.

use sqlx::{FromRow, Row};

use super::loaded::{LoadedRow, LoadedUser};
use crate::{
    accounts::server::store::UserRow,
    server::db::{Db, public_pages::Generation, with_db},
    shared::Timestamp,
};

/// The columns of a [`LoadedUser`]: those of the user `u`, who has this id, and what is read along.
macro_rules! loaded_columns {
    ($id:literal) => {
        concat!(
            $crate::accounts::server::store::user_columns!(),
            ", (SELECT string_agg(held.name, ' ') FROM (",
            $crate::accounts::server::permission_store::permissions_of!($id),
            ") AS held) AS permissions, (SELECT generation FROM public_pages WHERE id = 1) AS public_generation"
        )
    };
}
pub(super) use loaded_columns;

/// What is read along with a user.
#[derive(FromRow)]
pub(super) struct Along {
    /// Their names, with a space between two.
    permissions: Option<String>,
    public_generation: Option<i64>,
}

/// The user in a row of these columns.
pub(super) fn loaded_user<R: Row>(row: &R) -> Result<LoadedUser, sqlx::Error>
where
    Along: for<'r> FromRow<'r, R>,
    UserRow: for<'r> FromRow<'r, R>,
{
    let Along { permissions, public_generation } = Along::from_row(row)?;
    let permissions = permissions.unwrap_or_default().split_whitespace().map(str::to_owned).collect();
    Ok(LoadedUser { row: UserRow::from_row(row)?, permissions, public: public_generation.map(Generation) })
}

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
    loaded_columns!("s.user_id"),
    " FROM sessions s LEFT JOIN users u ON u.id = s.user_id WHERE s.id_hash = $1 AND s.expires > $2"
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
    Along: for<'r> FromRow<'r, R>,
    UserRow: for<'r> FromRow<'r, R>,
{
    let session = SessionRow::from_row(row)?;
    let user = session.id.map(|_| loaded_user(row)).transpose()?;
    Ok(session.found(user))
}
