//! All SQL of groups.

use crate::{
    accounts::{
        server::{
            audit::{Entry, insert_entry},
            permission_store::OF_GROUP,
        },
        types::{Change, PermissionSet, User, UserId},
    },
    server::db::{Db, with_db},
    shared::{AppError, Cursor, FormErrors},
    staff::{
        code::StaffCode,
        forms::staff_field,
        server::users::rights_store::{LINE, read_actor},
        types::{GroupMember, GroupSummary, MEMBERS_COUNTED},
    },
};

/// A group as it is stored.
pub struct GroupState {
    pub name: String,
    pub permissions: PermissionSet,
}

/// What is written of a change.
pub struct GroupPlan {
    pub name: String,
    pub name_key: String,
    /// Full names of permissions.
    pub give: Vec<String>,
    pub take: Vec<String>,
    pub entry: Entry,
}

const NAME: &str = "SELECT name FROM groups WHERE id = $1";
const GIVE: &str = "INSERT INTO group_permissions (group_id, permission_id) SELECT $1, id FROM permissions WHERE name = $2 \
    ON CONFLICT DO NOTHING";
const TAKE: &str = "DELETE FROM group_permissions WHERE group_id = $1 \
    AND permission_id = (SELECT id FROM permissions WHERE name = $2)";

/// Up to `limit` groups by name along the cursor; after a cursor they come the other way round.
pub async fn find(db: &Db, cursor: Cursor, limit: u32) -> Result<Vec<GroupSummary>, sqlx::Error> {
    const KEY: &str = "SELECT name_key FROM groups WHERE id = $1";
    const FORWARD: &str = "SELECT g.id, g.name, (SELECT COUNT(*) FROM (SELECT 1 FROM user_groups ug WHERE ug.group_id = g.id \
        LIMIT $3) AS counted), (SELECT COUNT(*) FROM group_permissions gp WHERE gp.group_id = g.id) FROM groups g \
        WHERE g.name_key > $1 ORDER BY g.name_key ASC LIMIT $2";
    const BACKWARD: &str = "SELECT g.id, g.name, (SELECT COUNT(*) FROM (SELECT 1 FROM user_groups ug WHERE ug.group_id = g.id \
        LIMIT $3) AS counted), (SELECT COUNT(*) FROM group_permissions gp WHERE gp.group_id = g.id) FROM groups g \
        WHERE g.name_key < $1 ORDER BY g.name_key DESC LIMIT $2";
    let (sql, id) = match cursor {
        Cursor::First => (FORWARD, None),
        Cursor::Before(id) => (FORWARD, Some(id)),
        Cursor::After(id) => (BACKWARD, Some(id)),
    };
    let rows: Vec<(i64, String, i64, i64)> = with_db!(read db, |pool| {
        let key: Option<String> = sqlx::query_scalar(KEY).bind(id).fetch_optional(pool).await?;
        sqlx::query_as(sql)
            .bind(key.unwrap_or_default())
            .bind(i64::from(limit))
            .bind(i64::from(MEMBERS_COUNTED))
            .fetch_all(pool)
            .await?
    });
    let count = |count| u32::try_from(count).unwrap_or(u32::MAX);
    let group = |(id, name, members, permissions)| GroupSummary {
        id,
        name,
        members: count(members),
        permissions: count(permissions),
    };
    Ok(rows.into_iter().map(group).collect())
}

pub async fn state(db: &Db, id: i64) -> Result<Option<GroupState>, sqlx::Error> {
    with_db!(read db, |pool| {
        let name: Option<String> = sqlx::query_scalar(NAME).bind(id).fetch_optional(pool).await?;
        let Some(name) = name else { return Ok(None) };
        let names: Vec<String> = sqlx::query_scalar(OF_GROUP).bind(id).fetch_all(pool).await?;
        Ok(Some(GroupState { name, permissions: names.into_iter().collect() }))
    })
}

/// The group of that name.
pub async fn by_key(db: &Db, key: &str) -> Result<Option<(i64, String)>, sqlx::Error> {
    const SQL: &str = "SELECT id, name FROM groups WHERE name_key = $1";
    with_db!(read db, |pool| sqlx::query_as(SQL).bind(key).fetch_optional(pool).await)
}

/// Up to `limit` members of a group along the cursor, the earliest users first; after a cursor they come the other way round.
pub async fn members(db: &Db, id: i64, cursor: Cursor, limit: u32) -> Result<Vec<GroupMember>, sqlx::Error> {
    const FORWARD: &str = "SELECT u.id, u.username FROM user_groups ug JOIN users u ON u.id = ug.user_id WHERE ug.group_id = $1 \
        AND ug.user_id > $2 ORDER BY ug.user_id ASC LIMIT $3";
    const BACKWARD: &str = "SELECT u.id, u.username FROM user_groups ug JOIN users u ON u.id = ug.user_id WHERE ug.group_id = $1 \
        AND ug.user_id < $2 ORDER BY ug.user_id DESC LIMIT $3";
    let (sql, from) = match cursor {
        Cursor::First => (FORWARD, 0),
        Cursor::Before(user) => (FORWARD, user),
        Cursor::After(user) => (BACKWARD, user),
    };
    let rows: Vec<(i64, String)> = with_db!(read db, |pool| {
        sqlx::query_as(sql).bind(id).bind(from).bind(i64::from(limit)).fetch_all(pool).await?
    });
    Ok(rows.into_iter().map(|(id, username)| GroupMember { id: UserId(id), username }).collect())
}

/// How many members a group has, at most [`MEMBERS_COUNTED`].
pub async fn count_members(db: &Db, id: i64) -> Result<u32, sqlx::Error> {
    const SQL: &str = "SELECT COUNT(*) FROM (SELECT 1 FROM user_groups WHERE group_id = $1 LIMIT $2) AS counted";
    let count: i64 = with_db!(read db, |pool| {
        sqlx::query_scalar(SQL).bind(id).bind(i64::from(MEMBERS_COUNTED)).fetch_one(pool).await?
    });
    Ok(u32::try_from(count).unwrap_or(MEMBERS_COUNTED))
}

/// Who asks and the group that it is about, as they are inside the transaction; first stands in line.
macro_rules! read_group {
    ($transaction:expr, $actor:expr, $id:expr) => {{
        for sql in LINE {
            sqlx::query(sql).execute(&mut *$transaction).await?;
        }
        let actor = read_actor!($transaction, $actor);
        let name: Option<String> = sqlx::query_scalar(NAME).bind($id).fetch_optional(&mut *$transaction).await?;
        let Some(name) = name else { return Ok(None) };
        let names: Vec<String> = sqlx::query_scalar(OF_GROUP).bind($id).fetch_all(&mut *$transaction).await?;
        (actor, GroupState { name, permissions: names.into_iter().collect() })
    }};
}

/// Makes a group; nothing when the name is taken.
pub async fn insert(
    db: &Db,
    actor: Option<UserId>,
    name: &str,
    name_key: &str,
    decide: impl FnOnce(Option<&User>) -> Result<(Vec<String>, Vec<Change>), AppError>,
    entry: impl FnOnce(i64, Vec<Change>) -> Entry,
) -> Result<Option<i64>, AppError> {
    const INSERT: &str =
        "INSERT INTO groups (name, name_key) VALUES ($1, $2) ON CONFLICT (name_key) DO NOTHING RETURNING id";
    with_db!(write db, |pool| {
        let mut transaction = pool.begin().await?;
        for sql in LINE {
            sqlx::query(sql).execute(&mut *transaction).await?;
        }
        let actor = read_actor!(transaction, actor);
        let (give, changes) = decide(actor.as_ref())?;
        let id: Option<i64> =
            sqlx::query_scalar(INSERT).bind(name).bind(name_key).fetch_optional(&mut *transaction).await?;
        let Some(id) = id else { return Ok(None) };
        for name in &give {
            sqlx::query(GIVE).bind(id).bind(name).execute(&mut *transaction).await?;
        }
        let entry = entry(id, changes);
        insert_entry!(&mut *transaction, &entry)?;
        transaction.commit().await?;
        entry.log();
        Ok(Some(id))
    })
}

/// Changes a group as `decide` says; gives what was recorded, or nothing when there is no such group.
pub async fn change(
    db: &Db,
    actor: Option<UserId>,
    id: i64,
    decide: impl FnOnce(Option<&User>, &GroupState) -> Result<GroupPlan, AppError>,
) -> Result<Option<Entry>, AppError> {
    const RENAME: &str = "UPDATE groups SET name = $2, name_key = $3 WHERE id = $1";
    with_db!(write db, |pool| {
        let mut transaction = pool.begin().await?;
        let (actor, group) = read_group!(transaction, actor, id);
        let plan = decide(actor.as_ref(), &group)?;
        let renamed =
            sqlx::query(RENAME).bind(id).bind(&plan.name).bind(&plan.name_key).execute(&mut *transaction).await;
        match renamed {
            Err(sqlx::Error::Database(error)) if error.is_unique_violation() => {
                return Err(FormErrors::one(staff_field::NAME, StaffCode::GroupTaken).into());
            }
            other => other?,
        };
        for (sql, names) in [(GIVE, &plan.give), (TAKE, &plan.take)] {
            for name in names {
                sqlx::query(sql).bind(id).bind(name).execute(&mut *transaction).await?;
            }
        }
        if !plan.entry.changes.is_empty() {
            insert_entry!(&mut *transaction, &plan.entry)?;
        }
        transaction.commit().await?;
        Ok(Some(plan.entry))
    })
}

/// Deletes a group as `decide` says, which is told of the members, the first [`MEMBERS_COUNTED`] of them; gives what was
/// recorded, or nothing when there is no such group.
pub async fn delete(
    db: &Db,
    actor: Option<UserId>,
    id: i64,
    decide: impl FnOnce(Option<&User>, &GroupState, Vec<String>) -> Result<Entry, AppError>,
) -> Result<Option<Entry>, AppError> {
    const DELETE: &str = "DELETE FROM groups WHERE id = $1";
    const MEMBERS: &str = "SELECT u.username FROM user_groups ug JOIN users u ON u.id = ug.user_id WHERE ug.group_id = $1 \
        ORDER BY ug.user_id LIMIT $2";
    with_db!(write db, |pool| {
        let mut transaction = pool.begin().await?;
        let (actor, group) = read_group!(transaction, actor, id);
        let members: Vec<String> = sqlx::query_scalar(MEMBERS)
            .bind(id)
            .bind(i64::from(MEMBERS_COUNTED))
            .fetch_all(&mut *transaction)
            .await?;
        let entry = decide(actor.as_ref(), &group, members)?;
        sqlx::query(DELETE).bind(id).execute(&mut *transaction).await?;
        insert_entry!(&mut *transaction, &entry)?;
        transaction.commit().await?;
        Ok(Some(entry))
    })
}
