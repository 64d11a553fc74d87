//! SQL of writing the audit trail.

pub const INSERT: &str = "INSERT INTO audit (at, actor_id, actor, action, target_kind, target_id, target, changes, user_agent, \
    address) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

/// Adds an entry, inside the transaction of what it tells of.
macro_rules! insert_entry {
    ($executor:expr, $entry:expr) => {{
        let entry: &$crate::accounts::server::audit::Entry = $entry;
        sqlx::query($crate::accounts::server::audit::INSERT_ENTRY)
            .bind($crate::server::clock::now().0)
            .bind(entry.actor.id.map(|id| id.0))
            .bind(&entry.actor.name)
            .bind(entry.action.id())
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
