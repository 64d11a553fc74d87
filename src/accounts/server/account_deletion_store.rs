//! SQL of account deletion and of the exit survey.

use super::last_superuser_store;
use crate::{
    accounts::types::{SESSIONS_COUNTED, UserId},
    server::{
        clock::now,
        db::{Db, Tx, with_db, with_tx},
    },
    shared::AppError,
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

/// How many live sessions a user has, at most [`SESSIONS_COUNTED`], and then how much content of each kind: in one query.
pub async fn counts(db: &Db, kinds: &[OwnedContent], user: UserId) -> Result<Vec<u32>, sqlx::Error> {
    const SESSIONS: &str = "SELECT (SELECT COUNT(*) FROM \
        (SELECT 1 FROM sessions WHERE user_id = $1 AND expires > $2 LIMIT $3) AS counted), 0";
    let rows: Vec<(i64, i32)> = with_db!(read db, |pool| {
        let mut sql = sqlx::QueryBuilder::new(SESSIONS);
        for (place, kind) in (1..).zip(kinds) {
            sql.push(" UNION ALL SELECT (").push(kind.count).push("), ").push(place);
        }
        let query = sql.push(" ORDER BY 2").build_query_as();
        query.bind(user.0).bind(now().0).bind(i64::from(SESSIONS_COUNTED)).fetch_all(pool).await?
    });
    Ok(rows.into_iter().map(|(count, _)| u32::try_from(count).unwrap_or(u32::MAX)).collect())
}

/// Deletes a user, locked by [`lock`], with all dependent rows, and stores the survey.
///
/// # Errors
/// Those of [`require_another`](last_superuser_store::require_another).
pub async fn delete(
    tx: &mut Tx,
    user: UserId,
    survey: &ExitSurvey,
    owned_content: &[OwnedContent],
) -> Result<(), AppError> {
    const DELETE: &str = "DELETE FROM users WHERE id = $1";
    last_superuser_store::require_another(tx, user).await?;
    with_tx!(tx, |connection| {
        for content in owned_content.iter().filter(|_| survey.erases_content) {
            sqlx::query(content.erase).bind(user.0).execute(&mut *connection).await?;
        }
        sqlx::query(DELETE).bind(user.0).execute(&mut *connection).await.map(|_| ())
    })?;
    Ok(insert_survey(tx, survey).await?)
}

/// Locks the row of a user whose password hash is still this one, as for a deletion; false when the user is gone
/// or the password has changed.
pub async fn lock(tx: &mut Tx, user: UserId, password: &str) -> Result<bool, sqlx::Error> {
    // Changes the key, so that no new row can refer to the user: an article that is being saved waits, and then fails.
    const SQL: &str = "UPDATE users SET username_key = '!' || id WHERE id = $1 AND password = $2 RETURNING id";
    let locked: Option<i64> = with_tx!(tx, |connection| {
        sqlx::query_scalar(SQL).bind(user.0).bind(password).fetch_optional(connection).await
    })?;
    Ok(locked.is_some())
}

async fn insert_survey(tx: &mut Tx, survey: &ExitSurvey) -> Result<(), sqlx::Error> {
    const SQL: &str = "INSERT INTO departures (left_on, reasons, comment, kept_belongings) VALUES ($1, $2, $3, $4)";
    with_tx!(tx, |connection| {
        let query = sqlx::query(SQL).bind(survey.day).bind(&survey.reasons).bind(&survey.comment);
        query.bind(!survey.erases_content).execute(connection).await.map(|_| ())
    })
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
