//! SQL of changing what somebody may do: read, decided and written in one transaction. All such changes stand in one line, so
//! that two of them at once cannot decide on what the other is about to change.

use super::store as user_store;
use crate::{
    accounts::{
        code::AccountCode,
        forms::field,
        server::{
            audit::{Entry, insert_entry},
            permission_store,
            store::{UserRow, select_user},
        },
        types::{PermissionSet, User, UserId},
    },
    server::db::{Db, with_db},
    shared::{AppError, FormErrors},
    staff::types::GroupName,
};

/// The line in which changes of rights stand; and with it all superusers, so that nobody who leaves meanwhile was the last.
pub const LINE: [&str; 2] = [
    "UPDATE permissions SET name = name WHERE id = (SELECT MIN(id) FROM permissions)",
    "UPDATE users SET is_superuser = TRUE WHERE is_superuser = TRUE",
];
/// Holds a user's row until the end of the transaction: its owner may be saving the own profile just now.
pub const HOLD_USER: &str = "UPDATE users SET username = username WHERE id = $1";
pub const FIND_USER: &str = select_user!("WHERE id = $1");
pub const OTHER_SUPERUSER: &str =
    "SELECT EXISTS (SELECT 1 FROM users WHERE is_superuser = TRUE AND is_active = TRUE AND id <> $1)";
/// Ends the link that sets this user's password, if there is one.
const END_LINK: &str = "UPDATE users SET reset_at = 0 WHERE id = $1";
pub const END_SESSIONS: &str = "DELETE FROM sessions WHERE user_id = $1";

/// A group that is to be joined, and what it gives.
pub struct Joined {
    pub id: i64,
    pub name: String,
    pub permissions: PermissionSet,
}

/// All that a decision needs, as it is inside the transaction.
pub struct State {
    /// Who asks, if they still can.
    pub actor: Option<User>,
    pub row: UserRow,
    pub groups: Vec<GroupName>,
    pub own: PermissionSet,
    /// Own permissions and those of groups.
    pub all: PermissionSet,
    pub joined: Option<Joined>,
    pub has_other_superuser: bool,
}

/// What is written.
pub struct Plan {
    pub username: String,
    pub username_key: String,
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub is_active: bool,
    pub is_staff: bool,
    pub is_superuser: bool,
    pub join: Option<i64>,
    pub leave: Vec<i64>,
    /// Full names of permissions.
    pub give: Vec<String>,
    pub take: Vec<String>,
    pub entry: Entry,
}

/// Reads the actor anew inside a transaction: a user who is active, with what they may do now.
macro_rules! read_actor {
    ($transaction:expr, $actor:expr) => {{
        match $actor {
            // The operator, at the command line.
            None => Some($crate::staff::server::authority::operator()),
            Some($crate::accounts::types::UserId(id)) => {
                let row: Option<$crate::accounts::server::store::UserRow> =
                    sqlx::query_as($crate::staff::server::users::rights_store::FIND_USER)
                        .bind(id)
                        .fetch_optional(&mut *$transaction)
                        .await?;
                let names: Vec<String> = sqlx::query_scalar($crate::accounts::server::permission_store::OF_USER)
                    .bind(id)
                    .fetch_all(&mut *$transaction)
                    .await?;
                row.filter(|row| row.is_active).map(|row| row.user(names.into_iter().collect()))
            }
        }
    }};
}
pub(in crate::staff::server) use read_actor;

/// Changes a user as `decide` says; gives what was recorded, or nothing when there is no such user.
pub async fn change(
    db: &Db,
    actor: Option<UserId>,
    user: UserId,
    join: Option<&str>,
    decide: impl FnOnce(State) -> Result<Plan, AppError>,
) -> Result<Option<Entry>, AppError> {
    const GROUP: &str = "SELECT id, name FROM groups WHERE name_key = $1";
    const UPDATE: &str = "UPDATE users SET username = $2, username_key = $3, email = $4, email_key = $5, first_name = $6, \
        last_name = $7, is_active = $8, is_staff = $9, is_superuser = $10 WHERE id = $1";
    const JOIN: &str = "INSERT INTO user_groups (user_id, group_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    const LEAVE: &str = "DELETE FROM user_groups WHERE user_id = $1 AND group_id = $2";
    const GIVE: &str = "INSERT INTO user_permissions (user_id, permission_id) SELECT $1, id FROM permissions WHERE name = $2 \
        ON CONFLICT DO NOTHING";
    const TAKE: &str = "DELETE FROM user_permissions WHERE user_id = $1 \
        AND permission_id = (SELECT id FROM permissions WHERE name = $2)";
    with_db!(write db, |pool| {
        let mut transaction = pool.begin().await?;
        for sql in LINE {
            sqlx::query(sql).execute(&mut *transaction).await?;
        }
        sqlx::query(HOLD_USER).bind(user.0).execute(&mut *transaction).await?;
        let actor = read_actor!(transaction, actor);
        let row: Option<UserRow> = sqlx::query_as(FIND_USER).bind(user.0).fetch_optional(&mut *transaction).await?;
        let Some(row) = row else { return Ok(None) };
        let groups: Vec<(i64, String)> =
            sqlx::query_as(user_store::GROUPS_OF).bind(user.0).fetch_all(&mut *transaction).await?;
        let own: Vec<String> =
            sqlx::query_scalar(user_store::OWN_PERMISSIONS).bind(user.0).fetch_all(&mut *transaction).await?;
        let all: Vec<String> =
            sqlx::query_scalar(permission_store::OF_USER).bind(user.0).fetch_all(&mut *transaction).await?;
        let has_other_superuser: bool =
            sqlx::query_scalar(OTHER_SUPERUSER).bind(user.0).fetch_one(&mut *transaction).await?;
        let found: Option<(i64, String)> =
            sqlx::query_as(GROUP).bind(join.unwrap_or_default()).fetch_optional(&mut *transaction).await?;
        let joined = match found {
            Some((id, name)) => {
                let names: Vec<String> =
                    sqlx::query_scalar(permission_store::OF_GROUP).bind(id).fetch_all(&mut *transaction).await?;
                Some(Joined { id, name, permissions: names.into_iter().collect() })
            }
            None => None,
        };
        let was_active = row.is_active;
        let plan = decide(State {
            actor,
            row,
            groups: groups.into_iter().map(|(id, name)| GroupName { id, name }).collect(),
            own: own.into_iter().collect(),
            all: all.into_iter().collect(),
            joined,
            has_other_superuser,
        })?;
        let updated = sqlx::query(UPDATE)
            .bind(user.0)
            .bind(&plan.username)
            .bind(&plan.username_key)
            .bind(&plan.email)
            .bind(plan.email.to_lowercase())
            .bind(&plan.first_name)
            .bind(&plan.last_name)
            .bind(plan.is_active)
            .bind(plan.is_staff)
            .bind(plan.is_superuser)
            .execute(&mut *transaction)
            .await;
        match updated {
            Err(sqlx::Error::Database(error)) if error.is_unique_violation() => {
                return Err(FormErrors::one(field::USERNAME, AccountCode::UsernameTaken).into());
            }
            other => other?,
        };
        if let Some(group) = plan.join {
            sqlx::query(JOIN).bind(user.0).bind(group).execute(&mut *transaction).await?;
        }
        for group in &plan.leave {
            sqlx::query(LEAVE).bind(user.0).bind(*group).execute(&mut *transaction).await?;
        }
        for (sql, names) in [(GIVE, &plan.give), (TAKE, &plan.take)] {
            for name in names {
                sqlx::query(sql).bind(user.0).bind(name).execute(&mut *transaction).await?;
            }
        }
        // Let in again, too: a login that was under way when somebody was shut out may have left one.
        if was_active != plan.is_active {
            sqlx::query(END_SESSIONS).bind(user.0).execute(&mut *transaction).await?;
            sqlx::query(END_LINK).bind(user.0).execute(&mut *transaction).await?;
        }
        if !plan.entry.changes.is_empty() {
            insert_entry!(&mut *transaction, &plan.entry)?;
        }
        transaction.commit().await?;
        Ok(Some(plan.entry))
    })
}
