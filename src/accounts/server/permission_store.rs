//! SQL of permissions: which exist, and who has them.

use std::collections::{BTreeSet, HashMap};

use crate::{
    accounts::types::{PermissionSet, Rights, UserId},
    server::db::{Db, Tx, with_db, with_tx},
};

/// The query of the permissions that a user, given as SQL, has directly and by their groups (B77).
macro_rules! permissions_of {
    ($user:literal) => {
        concat!(
            "SELECT p.name FROM user_permissions up JOIN permissions p ON p.id = up.permission_id WHERE up.user_id = ",
            $user,
            " UNION SELECT p.name FROM user_groups ug JOIN group_permissions gp ON gp.group_id = ug.group_id \
             JOIN permissions p ON p.id = gp.permission_id WHERE ug.user_id = ",
            $user
        )
    };
}
pub(crate) use permissions_of;

/// The permissions given to a user directly and by their groups.
pub const OF_USER: &str = permissions_of!("$1");

/// The permissions of a group.
pub const OF_GROUP: &str =
    "SELECT p.name FROM group_permissions gp JOIN permissions p ON p.id = gp.permission_id WHERE gp.group_id = $1";

/// The permissions given to a user directly and by their groups.
pub async fn of_user(db: &Db, user: UserId) -> Result<PermissionSet, sqlx::Error> {
    let names: Vec<String> = with_db!(read db, |pool| sqlx::query_scalar(OF_USER).bind(user.0).fetch_all(pool).await?);
    Ok(names.into_iter().collect())
}

/// The permissions of a user, read inside a transaction.
pub async fn read_of_user(tx: &mut Tx, user: UserId) -> Result<PermissionSet, sqlx::Error> {
    let names: Vec<String> =
        with_tx!(tx, |connection| sqlx::query_scalar(OF_USER).bind(user.0).fetch_all(connection).await)?;
    Ok(names.into_iter().collect())
}

/// What these users may do, by their ids.
pub async fn rights_of(db: &Db, users: &BTreeSet<i64>) -> Result<HashMap<i64, Rights>, sqlx::Error> {
    const SQL: &str = concat!(
        "SELECT u.id, u.is_staff, u.is_superuser, (SELECT string_agg(held.name, ' ') FROM (",
        permissions_of!("u.id"),
        ") AS held) AS permissions FROM users u WHERE u.id IN ("
    );
    let rows: Vec<(i64, bool, bool, Option<String>)> = with_db!(read db, |pool| {
        let mut query = sqlx::QueryBuilder::new(SQL);
        let mut list = query.separated(", ");
        for id in users {
            list.push_bind(*id);
        }
        query.push(")");
        query.build_query_as().fetch_all(pool).await?
    });
    let rights = rows.into_iter().map(|(id, is_staff, is_superuser, names)| {
        let names = names.as_deref().unwrap_or_default().split_whitespace().map(str::to_owned);
        (id, Rights::of(is_staff, is_superuser, &names.collect()))
    });
    Ok(rights.collect())
}

/// Every permission that can be given.
pub async fn names(db: &Db) -> Result<PermissionNames, sqlx::Error> {
    const SQL: &str = "SELECT name FROM permissions";
    let names: Vec<String> = with_db!(read db, |pool| sqlx::query_scalar(SQL).fetch_all(pool).await?);
    Ok(names.into_iter().collect())
}

/// Full names of permissions.
pub type PermissionNames = std::collections::BTreeSet<String>;

/// Adds the permissions that do not exist yet.
pub async fn insert(db: &Db, names: &[String]) -> Result<(), sqlx::Error> {
    const SQL: &str = "INSERT INTO permissions (name) VALUES ($1) ON CONFLICT (name) DO NOTHING";
    let mut tx = db.begin().await?;
    with_tx!(&mut tx, |connection| {
        for name in names {
            sqlx::query(SQL).bind(name).execute(&mut *connection).await?;
        }
        Ok(())
    })?;
    tx.commit().await
}

/// Active users with this permission: directly, by a group, or as superusers (B81).
pub async fn who_has(db: &Db, name: &str, limit: u32) -> Result<Vec<(UserId, String)>, sqlx::Error> {
    const SQL: &str = "SELECT u.id, u.username FROM users u WHERE u.is_active = TRUE AND u.id IN \
        (SELECT id FROM users WHERE is_superuser = TRUE \
        UNION SELECT up.user_id FROM user_permissions up JOIN permissions p ON p.id = up.permission_id WHERE p.name = $1 \
        UNION SELECT ug.user_id FROM user_groups ug JOIN group_permissions gp ON gp.group_id = ug.group_id \
        JOIN permissions p ON p.id = gp.permission_id WHERE p.name = $1) ORDER BY u.id LIMIT $2";
    let rows: Vec<(i64, String)> = with_db!(read db, |pool| {
        sqlx::query_as(SQL).bind(name).bind(i64::from(limit)).fetch_all(pool).await?
    });
    Ok(rows.into_iter().map(|(id, name)| (UserId(id), name)).collect())
}
