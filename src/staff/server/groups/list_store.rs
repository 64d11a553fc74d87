//! SQL of lists: groups by name, and the members of one.

use crate::{
    accounts::types::UserId,
    server::db::{Db, with_db},
    shared::Cursor,
    staff::types::{GroupMember, GroupName, GroupSummary, MEMBERS_COUNTED},
};

/// Up to `limit` groups with `text` anywhere in the key of their name, by name along the cursor; after a cursor they come in reverse
/// order. An empty text finds all. It reads groups until the page is full: there are too few of them to need an index of letters.
pub async fn find(db: &Db, text: &str, cursor: Cursor, limit: u32) -> Result<Vec<GroupSummary>, sqlx::Error> {
    const KEY: &str = "SELECT name_key FROM groups WHERE id = $1";
    const FORWARD: &str = "SELECT g.id, g.name, (SELECT COUNT(*) FROM (SELECT 1 FROM user_groups ug WHERE ug.group_id = g.id \
        LIMIT $3) AS counted), (SELECT COUNT(*) FROM group_permissions gp WHERE gp.group_id = g.id) FROM groups g \
        WHERE g.name_key > $1 AND g.name_key LIKE $4 ESCAPE '!' ORDER BY g.name_key ASC LIMIT $2";
    const BACKWARD: &str = "SELECT g.id, g.name, (SELECT COUNT(*) FROM (SELECT 1 FROM user_groups ug WHERE ug.group_id = g.id \
        LIMIT $3) AS counted), (SELECT COUNT(*) FROM group_permissions gp WHERE gp.group_id = g.id) FROM groups g \
        WHERE g.name_key < $1 AND g.name_key LIKE $4 ESCAPE '!' ORDER BY g.name_key DESC LIMIT $2";
    let (sql, id) = match cursor {
        Cursor::First => (FORWARD, None),
        Cursor::Before(id) => (FORWARD, Some(id)),
        Cursor::After(id) => (BACKWARD, Some(id)),
    };
    let pattern = format!("%{}%", text.replace('!', "!!").replace('%', "!%").replace('_', "!_"));
    let rows: Vec<(i64, String, i64, i64)> = with_db!(read db, |pool| {
        let key: Option<String> = sqlx::query_scalar(KEY).bind(id).fetch_optional(pool).await?;
        sqlx::query_as(sql)
            .bind(key.unwrap_or_default())
            .bind(i64::from(limit))
            .bind(i64::from(MEMBERS_COUNTED))
            .bind(&pattern)
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

/// The first groups by name.
pub async fn first(db: &Db, limit: u32) -> Result<Vec<GroupName>, sqlx::Error> {
    const SQL: &str = "SELECT id, name FROM groups ORDER BY name_key LIMIT $1";
    let rows: Vec<(i64, String)> =
        with_db!(read db, |pool| sqlx::query_as(SQL).bind(i64::from(limit)).fetch_all(pool).await?);
    Ok(rows.into_iter().map(|(id, name)| GroupName { id, name }).collect())
}

/// The permissions of the first groups by name: each with the id of the group.
pub async fn permissions_of_first(db: &Db, limit: u32) -> Result<Vec<(i64, String)>, sqlx::Error> {
    const SQL: &str = "SELECT g.id, p.name FROM (SELECT id FROM groups ORDER BY name_key LIMIT $1) g \
        JOIN group_permissions gp ON gp.group_id = g.id JOIN permissions p ON p.id = gp.permission_id";
    with_db!(read db, |pool| sqlx::query_as(SQL).bind(i64::from(limit)).fetch_all(pool).await)
}

/// Up to `limit` members of a group along the cursor, the earliest users first; after a cursor they come in reverse order.
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

/// The number of members of a group, up to [`MEMBERS_COUNTED`].
pub async fn count_members(db: &Db, id: i64) -> Result<u32, sqlx::Error> {
    const SQL: &str = "SELECT COUNT(*) FROM (SELECT 1 FROM user_groups WHERE group_id = $1 LIMIT $2) AS counted";
    let count: i64 = with_db!(read db, |pool| {
        sqlx::query_scalar(SQL).bind(id).bind(i64::from(MEMBERS_COUNTED)).fetch_one(pool).await?
    });
    Ok(u32::try_from(count).unwrap_or(MEMBERS_COUNTED))
}
