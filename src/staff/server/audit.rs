//! Reading the audit trail. Writing it: `accounts/server/audit.rs`. Django: the list of `LogEntry`.

use super::{audit_store as store, staff_with};
use crate::{
    accounts::{
        server::{store::find_by_key, username::key_of},
        types::{AUDIT_ENTRY, AuditAction, PermissionAction},
    },
    server::db::Db,
    shared::{AppError, Page, Timestamp},
    staff::{
        messages::audit::phrase,
        types::{AuditEntry, AuditQuery},
    },
};

const ENTRIES_PER_PAGE: u32 = 30;

/// One page of the audit trail.
pub async fn list(query: AuditQuery) -> Result<Page<AuditEntry>, AppError> {
    let staff = staff_with(AUDIT_ENTRY.may(PermissionAction::View))?;
    Ok(search(staff.db(), &query, ENTRIES_PER_PAGE).await?)
}

/// Searches the audit trail, for the page and for the operator.
pub async fn search(db: &Db, query: &AuditQuery, size: u32) -> Result<Page<AuditEntry>, sqlx::Error> {
    let (actor, target) = (recorded_name(db, &query.actor).await?, recorded_name(db, &query.target).await?);
    let rows = store::find(db, &AuditQuery { actor, target, ..query.clone() }, size + 1).await?;
    let Page { items, has_newer, has_older } = Page::from_rows(query.cursor, rows, size as usize);
    let entry = |row: store::AuditRow| AuditEntry {
        id: row.id,
        at: Timestamp(row.at),
        actor_id: row.actor_id,
        actor: row.actor,
        phrase: AuditAction::from_id(&row.action).map_or(row.action.clone(), |action| phrase(action).to_owned()),
        action: row.action,
        target_kind: row.target_kind,
        target_id: row.target_id,
        target: row.target,
        changes: serde_json::from_str(&row.changes).unwrap_or_default(),
        address: row.address,
    };
    Ok(Page { items: items.into_iter().map(entry).collect(), has_newer, has_older })
}

/// A name as the trail has it: as it was entered, or, if no entry has that, the name of the user who is meant by it (B5).
async fn recorded_name(db: &Db, text: &str) -> Result<String, sqlx::Error> {
    if text.is_empty() || store::names(db, text).await? {
        return Ok(text.to_owned());
    }
    let user = find_by_key(db, &key_of(text)).await?;
    Ok(user.map_or_else(|| text.to_owned(), |user| user.username))
}
