//! SQL of reading the audit trail.

use crate::{
    server::db::{Db, with_db},
    staff::types::AuditQuery,
};

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

/// Up to `limit` entries along the cursor; after a cursor the oldest comes first.
pub async fn find(db: &Db, query: &AuditQuery, limit: u32) -> Result<Vec<AuditRow>, sqlx::Error> {
    const SELECT: &str =
        "SELECT id, at, actor_id, actor, action, target_kind, target_id, target, changes, address FROM audit WHERE id";
    let ((comparison, direction), id) = query.cursor.pick((" < ", "DESC"), (" > ", "ASC"));
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

/// Whether any entry has this actor or target, exactly.
pub async fn names(db: &Db, text: &str) -> Result<bool, sqlx::Error> {
    const SQL: &str =
        "SELECT EXISTS (SELECT 1 FROM audit WHERE actor = $1) OR EXISTS (SELECT 1 FROM audit WHERE target = $1)";
    with_db!(read db, |pool| sqlx::query_scalar(SQL).bind(text).fetch_one(pool).await)
}
