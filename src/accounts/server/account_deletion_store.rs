//! SQL of account deletion and of the exit survey.

use crate::{
    accounts::types::UserId,
    server::db::{Db, with_db},
};

/// A kind of content that belongs to users, as its domain describes it: the accounts know no other domain. Both statements take
/// the user's id as `$1`. Content that is not erased stays and loses its author.
#[derive(Debug, Clone, Copy)]
pub struct OwnedContent {
    pub one: &'static str,
    pub many: &'static str,
    pub count: &'static str,
    pub erase: &'static str,
}

/// What a user answered who deleted their account. Nothing in it tells who it was.
pub struct ExitSurvey {
    /// Their content is erased; otherwise it stays without an author.
    pub erases_content: bool,
    /// Ids of reasons, separated by commas.
    pub reasons: String,
    pub comment: String,
    /// The beginning of the day, in Unix seconds.
    pub day: i64,
}

/// How much content of this kind a user has.
pub async fn count(db: &Db, content: &OwnedContent, user: UserId) -> Result<i64, sqlx::Error> {
    with_db!(read db, |pool| sqlx::query_scalar(content.count).bind(user.0).fetch_one(pool).await)
}

/// Whether there is no other active superuser.
pub async fn is_last_superuser(db: &Db, user: UserId) -> Result<bool, sqlx::Error> {
    const SQL: &str =
        "SELECT NOT EXISTS (SELECT 1 FROM users WHERE is_superuser = TRUE AND is_active = TRUE AND id <> $1)";
    with_db!(read db, |pool| sqlx::query_scalar(SQL).bind(user.0).fetch_one(pool).await)
}

/// Deletes the user with all dependent rows and stores the survey, in one transaction. False when this is the last active
/// superuser, or when the password has changed since it was checked.
pub async fn delete(
    db: &Db,
    user: UserId,
    password: &str,
    survey: &ExitSurvey,
    owned_content: &[OwnedContent],
) -> Result<bool, sqlx::Error> {
    // Locks all superusers when one is deleted: of the last two at once, the second sees that the first is gone.
    const LOCK: &str = "UPDATE users SET is_superuser = TRUE WHERE is_superuser = TRUE \
        AND EXISTS (SELECT 1 FROM users AS leaving WHERE leaving.id = $1 AND leaving.is_superuser = TRUE)";
    // Changes the name, and so locks the row: an article that is being saved waits, and then fails.
    const CLOSE: &str = "UPDATE users SET username_key = '!' || id WHERE id = $1 AND password = $2";
    const DELETE: &str = "DELETE FROM users WHERE id = $1 AND password = $2 AND NOT (is_superuser AND is_active AND \
        NOT EXISTS (SELECT 1 FROM users AS others WHERE others.is_superuser = TRUE AND others.is_active = TRUE \
        AND others.id <> $1)) RETURNING id";
    const STORE_SURVEY: &str =
        "INSERT INTO departures (left_on, reasons, comment, kept_belongings) VALUES ($1, $2, $3, $4)";
    let is_deleted = with_db!(write db, |pool| {
        let mut transaction = pool.begin().await?;
        sqlx::query(LOCK).bind(user.0).execute(&mut *transaction).await?;
        sqlx::query(CLOSE).bind(user.0).bind(password).execute(&mut *transaction).await?;
        if survey.erases_content {
            for content in owned_content {
                sqlx::query(content.erase).bind(user.0).execute(&mut *transaction).await?;
            }
        }
        let deleted: Option<i64> =
            sqlx::query_scalar(DELETE).bind(user.0).bind(password).fetch_optional(&mut *transaction).await?;
        if deleted.is_some() {
            sqlx::query(STORE_SURVEY)
                .bind(survey.day)
                .bind(&survey.reasons)
                .bind(&survey.comment)
                .bind(!survey.erases_content)
                .execute(&mut *transaction)
                .await?;
            transaction.commit().await?;
        }
        deleted.is_some()
    });
    if is_deleted {
        db.forget_deleted().await;
    }
    Ok(is_deleted)
}

/// How many users gave each set of reasons, since that moment.
pub async fn reasons_since(db: &Db, since: i64) -> Result<Vec<(String, bool, i64)>, sqlx::Error> {
    const SQL: &str = "SELECT reasons, kept_belongings, COUNT(*) FROM departures WHERE left_on >= $1 \
        GROUP BY reasons, kept_belongings";
    with_db!(read db, |pool| sqlx::query_as(SQL).bind(since).fetch_all(pool).await)
}

/// The newest comments since that moment: day and text.
pub async fn comments_since(db: &Db, since: i64, limit: u32) -> Result<Vec<(i64, String)>, sqlx::Error> {
    const SQL: &str = "SELECT left_on, comment FROM departures WHERE left_on >= $1 AND comment <> '' \
        ORDER BY id DESC LIMIT $2";
    with_db!(read db, |pool| sqlx::query_as(SQL).bind(since).bind(i64::from(limit)).fetch_all(pool).await)
}
