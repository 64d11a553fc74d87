//! Reading the audit trail. Writing it: `accounts/server/audit.rs`. Django: the list of `LogEntry`.

use super::{Staff, audit_store as store};
use crate::{
    accounts::types::{AUDIT_ENTRY, AuditAction, PermissionAction},
    server::db::Db,
    shared::{AppError, Page, Timestamp},
    staff::types::{AuditEntry, AuditQuery},
};

/// How many entries a page shows.
const PAGE_SIZE: u32 = 30;

/// One page of the trail, as searched for.
pub async fn list(query: AuditQuery) -> Result<Page<AuditEntry>, AppError> {
    let staff = Staff::with(AUDIT_ENTRY.may(PermissionAction::View))?;
    Ok(search(staff.accounts.db(), &query, PAGE_SIZE).await?)
}

/// The same for the operator.
pub async fn search(db: &Db, query: &AuditQuery, size: u32) -> Result<Page<AuditEntry>, sqlx::Error> {
    let rows = store::find(db, query, size + 1).await?;
    let Page { items, has_newer, has_older } = Page::from_rows(query.cursor, rows, size as usize);
    let entry = |row: store::AuditRow| AuditEntry {
        id: row.id,
        at: Timestamp(row.at),
        actor_id: row.actor_id,
        actor: row.actor,
        act: row.action.clone(),
        action: AuditAction::from_id(&row.action).map_or(row.action.clone(), |action| phrase(action).to_owned()),
        target_kind: row.target_kind,
        target_id: row.target_id,
        target: row.target,
        changes: serde_json::from_str(&row.changes).unwrap_or_default(),
        address: row.address,
    };
    Ok(Page { items: items.into_iter().map(entry).collect(), has_newer, has_older })
}

/// In words, before the name of the target.
fn phrase(action: AuditAction) -> &'static str {
    match action {
        AuditAction::Created => "made",
        AuditAction::Changed => "changed",
        AuditAction::Deleted => "deleted",
        AuditAction::SessionsEnded => "ended all sessions of",
        AuditAction::ResetLinkMade => "made a password link for",
        AuditAction::PasswordSet => "set the password of",
    }
}
