//! SQL of the sessions that are kept outside the database: their users, and which of them the database has ended. An end is a row,
//! written in the transaction that decides it: with its commit the session has ended for every machine, whether what keeps it
//! answers or not. The row goes as soon as the session is deleted there.

use std::collections::HashSet;

use sqlx::{FromRow, Row};

use super::{
    load_store::{Along, loaded_columns, loaded_user},
    loaded::LoadedUser,
};
use crate::{
    accounts::{server::store::UserRow, types::UserId},
    server::{
        clock::now,
        db::{Db, Tx, with_db, with_tx},
    },
};

/// Sessions of a user that have ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct End {
    pub user_id: i64,
    /// The session that has ended; where there is a `fence`, the one that goes on, or 0.
    pub session: i64,
    /// All sessions up to this number have ended but that one; 0 where only one has.
    pub fence: i64,
}

impl End {
    /// Whether it ends the session with this number.
    pub fn ends(&self, number: i64) -> bool {
        if self.fence == 0 { self.session == number } else { number <= self.fence && self.session != number }
    }
}

/// The same in SQL, for the user and the session in `$1` and `$2`.
macro_rules! has_ended {
    () => {
        "EXISTS (SELECT 1 FROM session_ends e WHERE e.user_id = $1 \
         AND ((e.fence = 0 AND e.session = $2) OR (e.fence >= $2 AND e.session <> $2)))"
    };
}

const USER: &str =
    concat!("SELECT ", loaded_columns!("$1"), ", ", has_ended!(), " AS has_ended FROM users u WHERE u.id = $1");

/// The user of a session, with what they may do, and whether that session has ended; `None` when the user is deleted.
pub async fn find_user(db: &Db, user: i64, number: i64) -> Result<Option<(LoadedUser, bool)>, sqlx::Error> {
    with_db!(read db, |pool| {
        let row = sqlx::query(USER).bind(user).bind(number).fetch_optional(pool).await?;
        row.map(|row| loaded(&row)).transpose()
    })
}

/// What the query gives beside the user.
#[derive(FromRow)]
struct Beside {
    has_ended: bool,
}

fn loaded<R: Row>(row: &R) -> Result<(LoadedUser, bool), sqlx::Error>
where
    Beside: for<'r> FromRow<'r, R>,
    Along: for<'r> FromRow<'r, R>,
    UserRow: for<'r> FromRow<'r, R>,
{
    Ok((loaded_user(row)?, Beside::from_row(row)?.has_ended))
}

/// Whether a session has ended, as this transaction sees it.
pub async fn has_ended(tx: &mut Tx, user: UserId, number: i64) -> Result<bool, sqlx::Error> {
    const SQL: &str = concat!("SELECT ", has_ended!());
    with_tx!(tx, |connection| sqlx::query_scalar(SQL).bind(user.0).bind(number).fetch_one(connection).await)
}

/// The highest number up to which sessions of a user have ended.
pub async fn fence(tx: &mut Tx, user: UserId) -> Result<Option<i64>, sqlx::Error> {
    const SQL: &str = "SELECT MAX(fence) FROM session_ends WHERE user_id = $1";
    with_tx!(tx, |connection| sqlx::query_scalar(SQL).bind(user.0).fetch_one(connection).await)
}

/// Notes an end. Nothing is noted of a user who is deleted: their sessions have ended with them.
pub async fn insert(tx: &mut Tx, end: End) -> Result<(), sqlx::Error> {
    const SQL: &str = "INSERT INTO session_ends (user_id, session, fence, ended) SELECT id, $2, $3, $4 FROM users WHERE id = $1 \
        ON CONFLICT DO NOTHING";
    with_tx!(tx, |connection| {
        let query = sqlx::query(SQL).bind(end.user_id).bind(end.session).bind(end.fence).bind(now().0);
        query.execute(connection).await.map(|_| ())
    })
}

/// Forgets the ends of a user: a fence that follows stands for all of them.
pub async fn delete_of(tx: &mut Tx, user: UserId) -> Result<(), sqlx::Error> {
    const SQL: &str = "DELETE FROM session_ends WHERE user_id = $1";
    with_tx!(tx, |connection| sqlx::query(SQL).bind(user.0).execute(connection).await.map(|_| ()))
}

/// The ends of a user, as this transaction sees them.
pub async fn of_user(tx: &mut Tx, user: UserId) -> Result<Vec<End>, sqlx::Error> {
    const SQL: &str = "SELECT user_id, session, fence FROM session_ends WHERE user_id = $1";
    with_tx!(tx, |connection| sqlx::query_as(SQL).bind(user.0).fetch_all(connection).await)
}

/// The ends of these users.
pub async fn of_users(db: &Db, users: &[i64]) -> Result<Vec<End>, sqlx::Error> {
    const SQL: &str = "SELECT user_id, session, fence FROM session_ends WHERE user_id IN (";
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

/// Those of these users who are active.
pub async fn active(db: &Db, users: &[i64]) -> Result<HashSet<i64>, sqlx::Error> {
    const SQL: &str = "SELECT id FROM users WHERE is_active AND id IN (";
    let found: Vec<i64> = with_db!(read db, |pool| {
        let mut query = sqlx::QueryBuilder::new(SQL);
        let mut list = query.separated(", ");
        for id in users {
            list.push_bind(*id);
        }
        query.push(")");
        query.build_query_scalar().fetch_all(pool).await?
    });
    Ok(found.into_iter().collect())
}

/// Up to `limit` ends that were noted before that moment.
pub async fn before(db: &Db, moment: i64, limit: u32) -> Result<Vec<End>, sqlx::Error> {
    const SQL: &str = "SELECT user_id, session, fence FROM session_ends WHERE ended < $1 ORDER BY ended LIMIT $2";
    with_db!(read db, |pool| sqlx::query_as(SQL).bind(moment).bind(i64::from(limit)).fetch_all(pool).await)
}

/// Forgets an end: what it ended is deleted.
pub async fn delete(db: &Db, end: End) -> Result<(), sqlx::Error> {
    const SQL: &str = "DELETE FROM session_ends WHERE user_id = $1 AND session = $2 AND fence = $3";
    let mut tx = db.begin().await?;
    with_tx!(&mut tx, |connection| {
        let query = sqlx::query(SQL).bind(end.user_id).bind(end.session).bind(end.fence);
        query.execute(connection).await.map(|_| ())
    })?;
    tx.commit().await
}
