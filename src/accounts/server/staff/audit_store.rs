//! All SQL of the audit trail.

use crate::{
    accounts::types::AuditQuery,
    server::db::{Db, with_db},
    shared::Cursor,
};

pub const INSERT: &str = "INSERT INTO audit (at, actor_id, actor, action, target_kind, target_id, target, changes, user_agent, \
    address) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

/// Adds an entry, inside the transaction of what it tells of.
macro_rules! insert_entry {
    ($executor:expr, $entry:expr) => {{
        let entry: &$crate::accounts::server::staff::audit::Entry = $entry;
        sqlx::query($crate::accounts::server::staff::audit::INSERT_ENTRY)
            .bind($crate::server::clock::now().0)
            .bind(entry.actor.id.map(|id| id.0))
            .bind(&entry.actor.name)
            .bind(entry.act.id())
            .bind(entry.target.kind)
            .bind(entry.target.id)
            .bind(&entry.target.name)
            .bind(serde_json::to_string(&entry.changes).unwrap_or_default())
            .bind(&entry.actor.client.user_agent)
            .bind(&entry.actor.client.address)
            .execute($executor)
            .await
    }};
}
pub(crate) use insert_entry;

#[derive(sqlx::FromRow)]
pub struct AuditRow {
    pub id: i64,
    pub at: i64,
    pub actor_id: Option<i64>,
    pub actor: String,
    pub action: String,
    pub target_kind: String,
    pub target_id: Option<i64>,
    pub target: String,
    pub changes: String,
    pub address: String,
}

/// Up to `limit` entries along the cursor; after a cursor they come oldest first.
pub async fn find(db: &Db, query: &AuditQuery, limit: u32) -> Result<Vec<AuditRow>, sqlx::Error> {
    const SELECT: &str =
        "SELECT id, at, actor_id, actor, action, target_kind, target_id, target, changes, address FROM audit WHERE id";
    let (comparison, id, direction) = match query.cursor {
        Cursor::First => (" < ", i64::MAX, "DESC"),
        Cursor::Before(id) => (" < ", id, "DESC"),
        Cursor::After(id) => (" > ", id, "ASC"),
    };
    let conditions =
        [(" AND actor = ", &query.actor), (" AND target = ", &query.target), (" AND action = ", &query.action)];
    with_db!(read db, |pool| {
        let mut sql = sqlx::QueryBuilder::new(SELECT);
        sql.push(comparison).push_bind(id);
        for (condition, value) in conditions.into_iter().filter(|(_, value)| !value.is_empty()) {
            sql.push(condition).push_bind(value.clone());
        }
        sql.push(" ORDER BY id ").push(direction).push(" LIMIT ").push_bind(i64::from(limit));
        sql.build_query_as().fetch_all(pool).await
    })
}
