//! SQL of one group: reading it, and its changes inside a transaction.

use crate::{
    accounts::{
        server::permission_store::OF_GROUP,
        types::{PermissionSet, UserId},
    },
    server::{
        db::{Db, Tx, with_db, with_tx},
        hex::etag,
    },
    shared::{AppError, FormErrors},
    staff::{
        code::StaffCode,
        forms::staff_field,
        server::{
            authority::{Holdings, PermissionChanges},
            authority_store::permissions_of_group,
        },
        types::{GroupName, MEMBERS_COUNTED},
    },
};

/// A group as it is stored.
pub struct GroupState {
    pub id: i64,
    pub name: String,
    pub permissions: PermissionSet,
}

impl GroupState {
    pub fn holdings(&self) -> Holdings {
        Holdings { is_superuser: false, permissions: self.permissions.clone() }
    }

    /// Changes with everything that the form shows.
    pub fn etag(&self) -> String {
        let names: Vec<&str> = self.permissions.names().collect();
        etag(&(&self.name, names))
    }
}

const NAME: &str = "SELECT name FROM groups WHERE id = $1";

pub async fn find(db: &Db, id: i64) -> Result<Option<GroupState>, sqlx::Error> {
    with_db!(read db, |pool| {
        let name: Option<String> = sqlx::query_scalar(NAME).bind(id).fetch_optional(pool).await?;
        let Some(name) = name else { return Ok(None) };
        let names: Vec<String> = sqlx::query_scalar(OF_GROUP).bind(id).fetch_all(pool).await?;
        Ok(Some(GroupState { id, name, permissions: names.into_iter().collect() }))
    })
}

/// The group with this key of a name.
pub async fn find_by_key(db: &Db, key: &str) -> Result<Option<GroupName>, sqlx::Error> {
    const SQL: &str = "SELECT id, name FROM groups WHERE name_key = $1";
    let found: Option<(i64, String)> =
        with_db!(read db, |pool| sqlx::query_as(SQL).bind(key).fetch_optional(pool).await?);
    Ok(found.map(|(id, name)| GroupName { id, name }))
}

/// Of every group its id, its name and the key of the name.
pub async fn keys(db: &Db) -> Result<Vec<(i64, String, String)>, sqlx::Error> {
    const SQL: &str = "SELECT id, name, name_key FROM groups ORDER BY id";
    with_db!(read db, |pool| sqlx::query_as(SQL).fetch_all(pool).await)
}

/// Gives a group another key, unless another group has it. Returns whether it was given.
pub async fn update_key(tx: &mut Tx, id: i64, key: &str) -> Result<bool, sqlx::Error> {
    const SQL: &str =
        "UPDATE groups SET name_key = $2 WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM groups WHERE name_key = $2)";
    with_tx!(tx, |connection| {
        sqlx::query(SQL).bind(id).bind(key).execute(connection).await.map(|done| done.rows_affected() == 1)
    })
}

/// Reads a group in the transaction that changes it.
pub async fn read(tx: &mut Tx, id: i64) -> Result<Option<GroupState>, sqlx::Error> {
    let name: Option<String> =
        with_tx!(tx, |connection| sqlx::query_scalar(NAME).bind(id).fetch_optional(connection).await)?;
    let Some(name) = name else { return Ok(None) };
    Ok(Some(GroupState { id, name, permissions: permissions_of_group(tx, id).await? }))
}

/// The user names of the members, the earliest users first, up to [`MEMBERS_COUNTED`].
pub async fn member_names(tx: &mut Tx, id: i64) -> Result<Vec<String>, sqlx::Error> {
    const SQL: &str = "SELECT u.username FROM user_groups ug JOIN users u ON u.id = ug.user_id WHERE ug.group_id = $1 \
        ORDER BY ug.user_id LIMIT $2";
    with_tx!(tx, |connection| {
        sqlx::query_scalar(SQL).bind(id).bind(i64::from(MEMBERS_COUNTED)).fetch_all(connection).await
    })
}

/// Whether a user is in the group.
pub async fn has_member(tx: &mut Tx, id: i64, user: UserId) -> Result<bool, sqlx::Error> {
    const SQL: &str = "SELECT EXISTS (SELECT 1 FROM user_groups WHERE group_id = $1 AND user_id = $2)";
    with_tx!(tx, |connection| sqlx::query_scalar(SQL).bind(id).bind(user.0).fetch_one(connection).await)
}

/// Stores a new group without permissions and returns its id, or `None` when the name is taken.
pub async fn insert(tx: &mut Tx, name: &str, name_key: &str) -> Result<Option<i64>, sqlx::Error> {
    const SQL: &str =
        "INSERT INTO groups (name, name_key) VALUES ($1, $2) ON CONFLICT (name_key) DO NOTHING RETURNING id";
    with_tx!(tx, |connection| sqlx::query_scalar(SQL).bind(name).bind(name_key).fetch_optional(connection).await)
}

/// # Errors
/// [`StaffCode::GroupTaken`], on the field.
pub async fn rename(tx: &mut Tx, id: i64, name: &str, name_key: &str) -> Result<(), AppError> {
    const SQL: &str = "UPDATE groups SET name = $2, name_key = $3 WHERE id = $1";
    let renamed = with_tx!(tx, |connection| {
        sqlx::query(SQL).bind(id).bind(name).bind(name_key).execute(connection).await.map(|_| ())
    });
    match renamed {
        Err(sqlx::Error::Database(error)) if error.is_unique_violation() => {
            Err(FormErrors::one(staff_field::NAME, StaffCode::GroupTaken).into())
        }
        other => Ok(other?),
    }
}

pub async fn update_permissions(tx: &mut Tx, id: i64, changes: &PermissionChanges) -> Result<(), sqlx::Error> {
    const GRANT: &str = "INSERT INTO group_permissions (group_id, permission_id) SELECT $1, id FROM permissions \
        WHERE name = $2 ON CONFLICT DO NOTHING";
    const REVOKE: &str = "DELETE FROM group_permissions WHERE group_id = $1 \
        AND permission_id = (SELECT id FROM permissions WHERE name = $2)";
    with_tx!(tx, |connection| {
        for (sql, name) in changes.statements(GRANT, REVOKE) {
            sqlx::query(sql).bind(id).bind(name).execute(&mut *connection).await?;
        }
        Ok(())
    })
}

/// Ends the links "Was it not you?" of all mails to the members, who may do more now.
pub async fn end_securing_links(tx: &mut Tx, id: i64) -> Result<(), sqlx::Error> {
    const SQL: &str = "DELETE FROM email_undos WHERE user_id IN (SELECT user_id FROM user_groups WHERE group_id = $1)";
    with_tx!(tx, |connection| sqlx::query(SQL).bind(id).execute(connection).await.map(|_| ()))
}

pub async fn delete(tx: &mut Tx, id: i64) -> Result<(), sqlx::Error> {
    const SQL: &str = "DELETE FROM groups WHERE id = $1";
    with_tx!(tx, |connection| sqlx::query(SQL).bind(id).execute(connection).await.map(|_| ()))
}
