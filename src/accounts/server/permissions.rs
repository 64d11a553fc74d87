//! Who has which permission: own ones, those of groups, and everything for superusers.
//! Django: `ModelBackend.get_all_permissions`, `with_perm`, `create_permissions`.

use super::{Accounts, permission_store as store, store::UserRow};
use crate::{
    accounts::types::{Model, Permission, PermissionSet, UserId},
    server::db::Db,
};

/// What an active user was given, found once for each request. A superuser needs nothing, so nothing is asked.
pub(super) async fn of_user(db: &Db, user: &UserRow) -> Result<PermissionSet, sqlx::Error> {
    match user.is_superuser || !user.is_active {
        true => Ok(PermissionSet::default()),
        false => store::of_user(db, UserId(user.id)).await,
    }
}

/// The full names of every permission of the site.
pub fn known(accounts: &Accounts) -> Vec<String> {
    accounts.models().flat_map(|model| model.permissions()).map(Permission::full_name).collect()
}

/// Writes down the permissions that the program knows, so that they can be given. Says how many were new.
pub async fn synchronise(db: &Db, models: &[Model]) -> Result<usize, sqlx::Error> {
    let known = store::names(db).await?;
    let names = models.iter().flat_map(|model| model.permissions()).map(Permission::full_name);
    let missing: Vec<String> = names.filter(|name| !known.contains(name)).collect();
    store::insert(db, &missing).await?;
    Ok(missing.len())
}

/// The ids and names of active users who may do that, superusers included (B81); at most so many, in the order of their ids.
pub async fn who_has(db: &Db, permission: Permission, limit: u32) -> Result<Vec<(UserId, String)>, sqlx::Error> {
    store::who_has(db, &permission.full_name(), limit).await
}
