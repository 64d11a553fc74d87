//! Who has which permission: those given directly, those of groups, and all of them for superusers.
//! Django: `ModelBackend.get_all_permissions`, `with_perm`, `create_permissions`.

use super::{Accounts, permission_store as store};
use crate::{
    accounts::types::{Model, Permission, UserId},
    server::db::Db,
};

/// The full names of every permission of the site.
pub fn known(accounts: &Accounts) -> Vec<String> {
    accounts.models().flat_map(|model| model.permissions()).map(Permission::full_name).collect()
}

/// Stores the permissions that the program knows, so that they can be given. Returns how many were new.
pub async fn synchronise(db: &Db, models: &[Model]) -> Result<usize, sqlx::Error> {
    let known = store::names(db).await?;
    let names = models.iter().flat_map(|model| model.permissions()).map(Permission::full_name);
    let missing: Vec<String> = names.filter(|name| !known.contains(name)).collect();
    if !missing.is_empty() {
        store::insert(db, &missing).await?;
    }
    Ok(missing.len())
}

/// Ids and names of up to `limit` active users with this permission, superusers included (B81), in the order of their ids.
pub async fn who_has(db: &Db, permission: Permission, limit: u32) -> Result<Vec<(UserId, String)>, sqlx::Error> {
    store::who_has(db, &permission.full_name(), limit).await
}
