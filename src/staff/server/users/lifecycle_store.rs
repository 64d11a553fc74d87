//! SQL of making, shutting out and deleting users, each with its entry in the audit trail.

use super::{
    rights_store::{END_SESSIONS, FIND_USER, HOLD_USER, LINE, OTHER_SUPERUSER, read_actor},
    store as user_store,
};
use crate::{
    accounts::{
        server::{
            audit::{Entry, insert_entry},
            permission_store,
            store::{NewUser, UserRow, insert_user as insert_row},
        },
        types::{PermissionSet, User, UserId},
    },
    server::db::{Db, with_db},
    shared::{AppError, Timestamp},
};

/// Who asks and whom it is about, as they are inside the transaction.
pub struct Reach {
    /// Who asks, if they still can.
    pub actor: Option<User>,
    pub row: UserRow,
    /// Their names.
    pub groups: Vec<String>,
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
        sqlx::query(HOLD_USER).bind($user.0).execute(&mut *$transaction).await?;
        let actor = read_actor!($transaction, $actor);
        let row: Option<UserRow> = sqlx::query_as(FIND_USER).bind($user.0).fetch_optional(&mut *$transaction).await?;
        let Some(row) = row else { return Ok(None) };
        let names: Vec<String> =
            sqlx::query_scalar(permission_store::OF_USER).bind($user.0).fetch_all(&mut *$transaction).await?;
        let groups: Vec<(i64, String)> =
            sqlx::query_as(user_store::GROUPS_OF).bind($user.0).fetch_all(&mut *$transaction).await?;
        let has_other_superuser: bool =
            sqlx::query_scalar(OTHER_SUPERUSER).bind($user.0).fetch_one(&mut *$transaction).await?;
        let groups = groups.into_iter().map(|(_, name)| name).collect();
        Reach { actor, row, groups, all: names.into_iter().collect(), has_other_superuser }
    }};
}

/// Makes a user if `decide` lets whoever asks do so; nothing when the name is taken. Without an id it is the operator who asks.
pub async fn insert_user(
    db: &Db,
    actor: Option<UserId>,
    user: &NewUser<'_>,
    decide: impl FnOnce(Option<&User>) -> Result<(), AppError>,
    entry: impl FnOnce(UserId) -> Entry,
) -> Result<Option<UserId>, AppError> {
    with_db!(write db, |pool| {
        let mut transaction = pool.begin().await?;
        for sql in LINE {
            sqlx::query(sql).execute(&mut *transaction).await?;
        }
        let actor = read_actor!(transaction, actor);
        decide(actor.as_ref())?;
        let Some(id) = insert_row!(&mut *transaction, user) else { return Ok(None) };
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
    actor: Option<UserId>,
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

/// Records that a link is made for a user, which ends any older one; gives what the link is bound to.
pub async fn note_reset_link(
    db: &Db,
    actor: UserId,
    user: UserId,
    at: Timestamp,
    decide: impl FnOnce(&Reach) -> Result<Entry, AppError>,
) -> Result<Option<Reach>, AppError> {
    const NOTE: &str = "UPDATE users SET reset_at = $2 WHERE id = $1";
    with_db!(write db, |pool| {
        let mut transaction = pool.begin().await?;
        let reach = read_reach!(transaction, Some(actor), user);
        let entry = decide(&reach)?;
        sqlx::query(NOTE).bind(user.0).bind(at.0).execute(&mut *transaction).await?;
        insert_entry!(&mut *transaction, &entry)?;
        transaction.commit().await?;
        entry.log();
        Ok(Some(reach))
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
        let reach = read_reach!(transaction, Some(actor), user);
        let entry = decide(&reach)?;
        sqlx::query(DELETE).bind(user.0).execute(&mut *transaction).await?;
        insert_entry!(&mut *transaction, &entry)?;
        transaction.commit().await?;
        Ok(Some(entry))
    })
}
