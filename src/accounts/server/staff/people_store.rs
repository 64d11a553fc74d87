//! SQL of making, shutting out and deleting users, each with its entry in the audit trail.

use super::{
    audit::Entry,
    audit_store::insert_entry,
    rights_store::{END_SESSIONS, FIND_USER, LINE, OTHER_SUPERUSER, read_actor},
};
use crate::{
    accounts::{
        server::{
            permission_store,
            store::{NewUser, UserRow},
        },
        types::{PermissionSet, User, UserId},
    },
    server::db::{Db, with_db},
    shared::AppError,
};

/// Who asks and whom it is about, as they are inside the transaction.
pub struct Reach {
    /// Who asks, if they still can.
    pub actor: Option<User>,
    pub row: UserRow,
    /// Own permissions and those of groups.
    pub all: PermissionSet,
    pub has_other_superuser: bool,
}

/// Reads them, first standing in line.
macro_rules! read_reach {
    ($transaction:expr, $actor:expr, $user:expr) => {{
        for sql in LINE {
            sqlx::query(sql).execute(&mut *$transaction).await?;
        }
        let actor = read_actor!($transaction, Some($actor));
        let row: Option<UserRow> = sqlx::query_as(FIND_USER).bind($user.0).fetch_optional(&mut *$transaction).await?;
        let Some(row) = row else { return Ok(None) };
        let names: Vec<String> =
            sqlx::query_scalar(permission_store::OF_USER).bind($user.0).fetch_all(&mut *$transaction).await?;
        let has_other_superuser: bool =
            sqlx::query_scalar(OTHER_SUPERUSER).bind($user.0).fetch_one(&mut *$transaction).await?;
        Reach { actor, row, all: names.into_iter().collect(), has_other_superuser }
    }};
}

/// Makes a user; nothing when the name is taken.
pub async fn insert_user(
    db: &Db,
    user: &NewUser<'_>,
    entry: impl FnOnce(UserId) -> Entry,
) -> Result<Option<UserId>, AppError> {
    const INSERT: &str = "INSERT INTO users (username, username_key, password, email, email_key, date_joined) \
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (username_key) DO NOTHING RETURNING id";
    with_db!(write db, |pool| {
        let mut transaction = pool.begin().await?;
        let id: Option<i64> = sqlx::query_scalar(INSERT)
            .bind(user.username)
            .bind(user.username_key)
            .bind(user.password)
            .bind(user.email)
            .bind(user.email.to_lowercase())
            .bind(user.date_joined.0)
            .fetch_optional(&mut *transaction)
            .await?;
        let Some(id) = id.map(UserId) else { return Ok(None) };
        let entry = entry(id);
        insert_entry!(&mut *transaction, &entry)?;
        transaction.commit().await?;
        entry.log();
        Ok(Some(id))
    })
}

/// Ends all sessions of a user; gives what was recorded, or nothing when there is no such user.
pub async fn end_sessions(
    db: &Db,
    actor: UserId,
    user: UserId,
    decide: impl FnOnce(&Reach) -> Result<Entry, AppError>,
) -> Result<Option<Entry>, AppError> {
    with_db!(write db, |pool| {
        let mut transaction = pool.begin().await?;
        let reach = read_reach!(transaction, actor, user);
        let entry = decide(&reach)?;
        sqlx::query(END_SESSIONS).bind(user.0).execute(&mut *transaction).await?;
        insert_entry!(&mut *transaction, &entry)?;
        transaction.commit().await?;
        Ok(Some(entry))
    })
}

/// Records that a link is made for a user; gives the row that the link is bound to.
pub async fn note_reset_link(
    db: &Db,
    actor: UserId,
    user: UserId,
    decide: impl FnOnce(&Reach) -> Result<Entry, AppError>,
) -> Result<Option<UserRow>, AppError> {
    with_db!(write db, |pool| {
        let mut transaction = pool.begin().await?;
        let reach = read_reach!(transaction, actor, user);
        let entry = decide(&reach)?;
        insert_entry!(&mut *transaction, &entry)?;
        transaction.commit().await?;
        entry.log();
        Ok(Some(reach.row))
    })
}

/// Deletes a user with all that depends on it. What they made in other domains stays.
pub async fn delete_user(
    db: &Db,
    actor: UserId,
    user: UserId,
    decide: impl FnOnce(&Reach) -> Result<Entry, AppError>,
) -> Result<Option<Entry>, AppError> {
    const DELETE: &str = "DELETE FROM users WHERE id = $1";
    with_db!(write db, |pool| {
        let mut transaction = pool.begin().await?;
        let reach = read_reach!(transaction, actor, user);
        let entry = decide(&reach)?;
        sqlx::query(DELETE).bind(user.0).execute(&mut *transaction).await?;
        insert_entry!(&mut *transaction, &entry)?;
        transaction.commit().await?;
        Ok(Some(entry))
    })
}
