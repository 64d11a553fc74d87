//! Reading the audit trail. Writing it: `accounts/server/audit.rs`. Django: the list of `LogEntry`.

use super::{Staff, audit_store as store};
use crate::{
    accounts::{
        server::audit::Act,
        types::{AUDIT_ENTRY, Action},
    },
    server::db::Db,
    shared::{AppError, Page, Timestamp},
    staff::types::{AuditEntry, AuditQuery},
};

/// How many entries a page shows.
const PAGE_SIZE: u32 = 30;

/// One page of the trail, as searched for.
pub async fn list(query: AuditQuery) -> Result<Page<AuditEntry>, AppError> {
    let staff = Staff::with(AUDIT_ENTRY.may(Action::View))?;
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
        action: Act::from_id(&row.action).map_or(row.action.clone(), |act| act.words().to_owned()),
        target_kind: row.target_kind,
        target_id: row.target_id,
        target: row.target,
        changes: serde_json::from_str(&row.changes).unwrap_or_default(),
        address: row.address,
    };
    Ok(Page { items: items.into_iter().map(entry).collect(), has_newer, has_older })
}
