//! All SQL of leaving and of why people left.

use super::departure::Belonging;
use crate::{
    accounts::types::UserId,
    server::db::{Db, with_db},
};

/// What is stored of somebody who leaves: nothing that tells who it was.
pub struct Departure {
    /// What they made is erased; otherwise it stays without a name.
    pub erase: bool,
    /// Ids of reasons, with commas.
    pub reasons: String,
    pub comment: String,
    /// The beginning of the day, in Unix seconds.
    pub left_on: i64,
}

/// How many things of that kind a user has.
pub async fn count(db: &Db, belonging: &Belonging, user: UserId) -> Result<i64, sqlx::Error> {
    with_db!(read db, |pool| sqlx::query_scalar(belonging.count).bind(user.0).fetch_one(pool).await)
}

/// Whether there is no other active superuser.
pub async fn is_last_superuser(db: &Db, user: UserId) -> Result<bool, sqlx::Error> {
    const SQL: &str =
        "SELECT NOT EXISTS (SELECT 1 FROM users WHERE is_superuser = TRUE AND is_active = TRUE AND id <> $1)";
    with_db!(read db, |pool| sqlx::query_scalar(SQL).bind(user.0).fetch_one(pool).await)
}

/// Deletes the user with all that depends on it, and keeps the reasons; all or nothing. False when this is the last active
/// superuser, or the password is not the one that was checked any more.
pub async fn leave(
    db: &Db,
    user: UserId,
    password: &str,
    departure: &Departure,
    belongings: &[Belonging],
) -> Result<bool, sqlx::Error> {
    // When a superuser leaves: locks all of them, so that of two last ones at once the second sees that the first is gone.
    const LOCK: &str = "UPDATE users SET is_superuser = TRUE WHERE is_superuser = TRUE \
        AND EXISTS (SELECT 1 FROM users AS leaving WHERE leaving.id = $1 AND leaving.is_superuser = TRUE)";
    // Takes the name away, and with it every chance to refer to the user: an article that is being saved waits, and then fails.
    const CLOSE: &str = "UPDATE users SET username_key = '!' || id WHERE id = $1 AND password = $2";
    const DELETE: &str = "DELETE FROM users WHERE id = $1 AND password = $2 AND NOT (is_superuser AND is_active AND \
        NOT EXISTS (SELECT 1 FROM users AS others WHERE others.is_superuser = TRUE AND others.is_active = TRUE \
        AND others.id <> $1)) RETURNING id";
    const KEEP_REASONS: &str =
        "INSERT INTO departures (left_on, reasons, comment, kept_belongings) VALUES ($1, $2, $3, $4)";
    let has_left = with_db!(write db, |pool| {
        let mut transaction = pool.begin().await?;
        sqlx::query(LOCK).bind(user.0).execute(&mut *transaction).await?;
        sqlx::query(CLOSE).bind(user.0).bind(password).execute(&mut *transaction).await?;
        if departure.erase {
            for belonging in belongings {
                sqlx::query(belonging.erase).bind(user.0).execute(&mut *transaction).await?;
            }
        }
        let deleted: Option<i64> =
            sqlx::query_scalar(DELETE).bind(user.0).bind(password).fetch_optional(&mut *transaction).await?;
        if deleted.is_some() {
            sqlx::query(KEEP_REASONS)
                .bind(departure.left_on)
                .bind(&departure.reasons)
                .bind(&departure.comment)
                .bind(!departure.erase)
                .execute(&mut *transaction)
                .await?;
            transaction.commit().await?;
        }
        deleted.is_some()
    });
    if has_left {
        db.forget_deleted().await;
    }
    Ok(has_left)
}

/// How many left for each set of reasons, since that moment.
pub async fn reasons_since(db: &Db, since: i64) -> Result<Vec<(String, bool, i64)>, sqlx::Error> {
    const SQL: &str = "SELECT reasons, kept_belongings, COUNT(*) FROM departures WHERE left_on >= $1 \
        GROUP BY reasons, kept_belongings";
    with_db!(read db, |pool| sqlx::query_as(SQL).bind(since).fetch_all(pool).await)
}

/// The latest of what people wrote, since that moment: day and text.
pub async fn comments_since(db: &Db, since: i64, limit: u32) -> Result<Vec<(i64, String)>, sqlx::Error> {
    const SQL: &str = "SELECT left_on, comment FROM departures WHERE left_on >= $1 AND comment <> '' \
        ORDER BY id DESC LIMIT $2";
    with_db!(read db, |pool| sqlx::query_as(SQL).bind(since).bind(i64::from(limit)).fetch_all(pool).await)
}
