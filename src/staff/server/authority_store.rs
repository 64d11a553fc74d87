//! SQL that every change of rights begins with. Changes of rights run one after the other, so each decides from committed
//! rights (decision 14).

use super::authority::operator;
use crate::{
    accounts::{
        server::{
            audit::Actor,
            last_superuser_store, permission_store, sessions,
            store::{UserRow, select_user},
        },
        types::{PermissionSet, User, UserId},
    },
    server::db::{Tx, with_tx},
    shared::AppError,
};

/// Waits until no other change of rights is under way, then locks all superusers. Must be the first statement of the transaction.
pub async fn serialise(tx: &mut Tx) -> Result<(), sqlx::Error> {
    // One fixed row, which all of them write.
    const SQL: &str = "UPDATE permissions SET name = name WHERE id = (SELECT MIN(id) FROM permissions)";
    with_tx!(tx, |connection| sqlx::query(SQL).execute(connection).await.map(|_| ()))?;
    last_superuser_store::lock_all(tx).await
}

/// Locks the row of a user until the transaction ends: its owner may be saving the profile.
pub async fn lock_row(tx: &mut Tx, user: UserId) -> Result<(), sqlx::Error> {
    const SQL: &str = "UPDATE users SET username = username WHERE id = $1";
    with_tx!(tx, |connection| sqlx::query(SQL).bind(user.0).execute(connection).await.map(|_| ()))
}

pub async fn find_user(tx: &mut Tx, user: UserId) -> Result<Option<UserRow>, sqlx::Error> {
    const SQL: &str = select_user!("WHERE id = $1");
    with_tx!(tx, |connection| sqlx::query_as(SQL).bind(user.0).fetch_optional(connection).await)
}

/// The actor as of now, `None` when the account is deleted or deactivated. Without an id, the operator.
///
/// # Errors
/// [`AppError::LoginRequired`] when the session has ended, and the others of [`sessions::lock`].
pub async fn find_actor(tx: &mut Tx, actor: &Actor) -> Result<Option<User>, AppError> {
    let Some(id) = actor.id else { return Ok(Some(operator())) };
    if let Some(request) = &actor.request {
        sessions::lock(tx, &request.session_row, id).await?;
    }
    let Some(row) = find_user(tx, id).await?.filter(|row| row.is_active) else { return Ok(None) };
    let permissions = permissions_of_user(tx, id).await?;
    Ok(Some(row.user(permissions)))
}

/// Granted directly and through groups.
pub async fn permissions_of_user(tx: &mut Tx, user: UserId) -> Result<PermissionSet, sqlx::Error> {
    names(tx, permission_store::OF_USER, user.0).await
}

pub async fn permissions_of_group(tx: &mut Tx, group: i64) -> Result<PermissionSet, sqlx::Error> {
    names(tx, permission_store::OF_GROUP, group).await
}

async fn names(tx: &mut Tx, sql: &'static str, id: i64) -> Result<PermissionSet, sqlx::Error> {
    let names: Vec<String> = with_tx!(tx, |connection| sqlx::query_scalar(sql).bind(id).fetch_all(connection).await)?;
    Ok(names.into_iter().collect())
}
