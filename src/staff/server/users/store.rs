//! SQL of what one user has. No query grows with the table: each reads along an index.

use crate::{
    accounts::types::{PermissionSet, UserId},
    server::db::{Db, with_db},
    staff::types::GroupName,
};

/// The groups of a user, by name.
pub async fn groups_of(db: &Db, user: UserId) -> Result<Vec<GroupName>, sqlx::Error> {
    let rows: Vec<(i64, String)> =
        with_db!(read db, |pool| sqlx::query_as(GROUPS_OF).bind(user.0).fetch_all(pool).await?);
    Ok(rows.into_iter().map(|(id, name)| GroupName { id, name }).collect())
}

/// The permissions that are granted to a user directly.
pub async fn own_permissions(db: &Db, user: UserId) -> Result<PermissionSet, sqlx::Error> {
    let names: Vec<String> =
        with_db!(read db, |pool| sqlx::query_scalar(OWN_PERMISSIONS).bind(user.0).fetch_all(pool).await?);
    Ok(names.into_iter().collect())
}

/// The permissions that a user has by groups: each with the name of the group.
pub async fn permissions_by_group(db: &Db, user: UserId) -> Result<Vec<(String, String)>, sqlx::Error> {
    const SQL: &str = "SELECT p.name, g.name FROM user_groups ug JOIN groups g ON g.id = ug.group_id \
        JOIN group_permissions gp ON gp.group_id = g.id JOIN permissions p ON p.id = gp.permission_id \
        WHERE ug.user_id = $1 ORDER BY p.name, g.name_key";
    with_db!(read db, |pool| sqlx::query_as(SQL).bind(user.0).fetch_all(pool).await)
}

pub const GROUPS_OF: &str = "SELECT g.id, g.name FROM user_groups ug JOIN groups g ON g.id = ug.group_id \
    WHERE ug.user_id = $1 ORDER BY g.name_key";
pub const OWN_PERMISSIONS: &str =
    "SELECT p.name FROM user_permissions up JOIN permissions p ON p.id = up.permission_id WHERE up.user_id = $1";
