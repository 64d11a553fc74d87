//! SQL of a change of a user: profile, flags, groups, permissions.

use super::lifecycle_store::{end_links, end_securing_links};
use crate::{
    accounts::{
        code::AccountCode,
        forms::field,
        server::{email::email_key, sessions::Sessions},
        types::UserId,
    },
    server::db::{Tx, with_tx},
    shared::{AppError, FormErrors},
    staff::server::{authority::PermissionChanges, authority_store::permissions_of_group, groups::store::GroupState},
};

/// The columns that are set.
pub struct Columns<'a> {
    pub username: &'a str,
    pub username_key: String,
    pub email: &'a str,
    pub first_name: &'a str,
    pub last_name: &'a str,
    pub is_active: bool,
    pub is_staff: bool,
    pub is_superuser: bool,
}

/// A form that was decided upon, as it is written.
pub struct Plan<'a> {
    pub columns: Columns<'a>,
    /// Ids of groups.
    pub join: Vec<i64>,
    pub leave: Vec<i64>,
    pub permissions: PermissionChanges,
    /// After activation or deactivation.
    pub ends_sessions: bool,
    /// The user may do more then than who has read an earlier mail to them could have taken over.
    pub gains: bool,
}

/// The group with this key of a name, to be joined.
pub async fn find_group(tx: &mut Tx, name_key: &str) -> Result<Option<GroupState>, sqlx::Error> {
    const SQL: &str = "SELECT id, name FROM groups WHERE name_key = $1";
    let found: Option<(i64, String)> =
        with_tx!(tx, |connection| sqlx::query_as(SQL).bind(name_key).fetch_optional(connection).await)?;
    let Some((id, name)) = found else { return Ok(None) };
    Ok(Some(GroupState { id, name, permissions: permissions_of_group(tx, id).await? }))
}

/// # Errors
/// [`AccountCode::UsernameTaken`], on the field.
pub async fn update(tx: &mut Tx, sessions: &Sessions, user: UserId, plan: &Plan<'_>) -> Result<(), AppError> {
    match update_columns(tx, user, &plan.columns).await {
        Err(sqlx::Error::Database(error)) if error.is_unique_violation() => {
            return Err(FormErrors::one(field::USERNAME, AccountCode::UsernameTaken).into());
        }
        other => other?,
    }
    update_groups(tx, user, plan).await?;
    update_permissions(tx, user, &plan.permissions).await?;
    if plan.ends_sessions {
        // On activation too: a login that was under way during the deactivation may have left a session.
        sessions.end_all_but(tx, user, None).await?;
        end_links(tx, user).await?;
    } else if plan.gains {
        end_securing_links(tx, user).await?;
    }
    Ok(())
}

async fn update_columns(tx: &mut Tx, user: UserId, columns: &Columns<'_>) -> Result<(), sqlx::Error> {
    const SQL: &str = "UPDATE users SET username = $2, username_key = $3, email = $4, email_key = $5, first_name = $6, \
        last_name = $7, is_active = $8, is_staff = $9, is_superuser = $10 WHERE id = $1";
    with_tx!(tx, |connection| {
        sqlx::query(SQL)
            .bind(user.0)
            .bind(columns.username)
            .bind(&columns.username_key)
            .bind(columns.email)
            .bind(email_key(columns.email))
            .bind(columns.first_name)
            .bind(columns.last_name)
            .bind(columns.is_active)
            .bind(columns.is_staff)
            .bind(columns.is_superuser)
            .execute(connection)
            .await
            .map(|_| ())
    })
}

async fn update_groups(tx: &mut Tx, user: UserId, plan: &Plan<'_>) -> Result<(), sqlx::Error> {
    const JOIN: &str = "INSERT INTO user_groups (user_id, group_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    const LEAVE: &str = "DELETE FROM user_groups WHERE user_id = $1 AND group_id = $2";
    let statements = plan.join.iter().map(|id| (JOIN, id)).chain(plan.leave.iter().map(|id| (LEAVE, id)));
    with_tx!(tx, |connection| {
        for (sql, group) in statements {
            sqlx::query(sql).bind(user.0).bind(*group).execute(&mut *connection).await?;
        }
        Ok(())
    })
}

async fn update_permissions(tx: &mut Tx, user: UserId, changes: &PermissionChanges) -> Result<(), sqlx::Error> {
    const GRANT: &str = "INSERT INTO user_permissions (user_id, permission_id) SELECT $1, id FROM permissions \
        WHERE name = $2 ON CONFLICT DO NOTHING";
    const REVOKE: &str = "DELETE FROM user_permissions WHERE user_id = $1 \
        AND permission_id = (SELECT id FROM permissions WHERE name = $2)";
    with_tx!(tx, |connection| {
        for (sql, name) in changes.statements(GRANT, REVOKE) {
            sqlx::query(sql).bind(user.0).bind(name).execute(&mut *connection).await?;
        }
        Ok(())
    })
}
