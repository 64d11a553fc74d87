//! SQL of writing the audit trail.

use super::audit::Entry;
use crate::server::{
    clock::now,
    db::{Tx, with_tx},
};

/// Adds an entry, in the transaction of the change that it records, and writes it into the log after the commit.
pub async fn record(tx: &mut Tx, mut entry: Entry) -> Result<(), sqlx::Error> {
    insert(tx, &entry).await?;
    // It holds this very transaction, which would keep itself open for ever if the request panicked.
    entry.actor.request = None;
    tx.on_commit(async move { entry.log() });
    Ok(())
}

async fn insert(tx: &mut Tx, entry: &Entry) -> Result<(), sqlx::Error> {
    const SQL: &str = "INSERT INTO audit (at, actor_id, actor, action, target_kind, target_id, target, changes, user_agent, \
        address) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let Entry { actor, action, target, changes } = entry;
    with_tx!(tx, |connection| {
        sqlx::query(SQL)
            .bind(now().0)
            .bind(actor.id.map(|id| id.0))
            .bind(&actor.name)
            .bind(action.id())
            .bind(target.kind)
            .bind(target.id)
            .bind(&target.name)
            .bind(serde_json::to_string(changes).unwrap_or_default())
            .bind(&actor.client.user_agent)
            .bind(&actor.client.address)
            .execute(connection)
            .await
            .map(|_| ())
    })
}
