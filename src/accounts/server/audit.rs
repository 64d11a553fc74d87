//! Writing the audit trail: who changed what, when, from where, before and after. Rows are only ever added; the database refuses
//! anything else. Every domain writes here; the staff area reads. Django: `LogEntry`.

use crate::{
    accounts::types::{AuditAction, Change, UserId, Viewer},
    server::context::{Client, extension},
    shared::AppError,
};

pub(crate) use super::audit_store::{INSERT as INSERT_ENTRY, insert_entry};

/// The actor of commands.
pub const COMMAND_LINE: &str = "command line";

/// Who does something.
#[derive(Debug, Clone)]
pub struct Actor {
    pub id: Option<UserId>,
    pub name: String,
    pub client: Client,
}

impl Actor {
    /// The operator, at the command line.
    pub fn operator() -> Self {
        Self { id: None, name: COMMAND_LINE.to_owned(), client: Client::default() }
    }
}

/// What something was done to.
#[derive(Debug, Clone)]
pub struct Target {
    /// `user`, `group`, `article`.
    pub kind: &'static str,
    pub id: Option<i64>,
    pub name: String,
}

impl Target {
    pub fn user(id: UserId, name: &str) -> Self {
        Self { kind: "user", id: Some(id.0), name: name.to_owned() }
    }

    pub fn group(id: i64, name: &str) -> Self {
        Self { kind: "group", id: Some(id), name: name.to_owned() }
    }
}

/// One entry that is to be written.
#[derive(Debug, Clone)]
pub struct Entry {
    pub actor: Actor,
    pub action: AuditAction,
    pub target: Target,
    pub changes: Vec<Change>,
}

impl Entry {
    /// Says it in the operator's log too. Foreign text is quoted there. A form that was saved as it was has changed nothing.
    pub fn log(&self) {
        if self.action == AuditAction::Changed && self.changes.is_empty() {
            return;
        }
        let (actor, target) = (&self.actor, &self.target);
        let what: Vec<&str> = self.changes.iter().map(|change| change.what.as_str()).collect();
        tracing::info!(
            event = "audit", actor = ?actor.name, actor_id = actor.id.map(|id| id.0), act = self.action.id(), kind = target.kind,
            target_id = target.id, target_name = ?target.name, changed = ?what, address = actor.client.address,
        );
    }
}

/// Notes what changed, if it did.
pub fn note(changes: &mut Vec<Change>, what: &str, before: impl ToString, after: impl ToString) {
    let (before, after) = (before.to_string(), after.to_string());
    if before != after {
        changes.push(Change { what: what.to_owned(), before, after });
    }
}

/// What is written down of what the viewer does to something of another domain, which belongs to somebody else.
pub fn moderation(action: AuditAction, target: Target, changes: Vec<Change>) -> Result<Entry, AppError> {
    let (viewer, client): (Viewer, Client) = (extension()?, extension()?);
    let user = viewer.user().ok_or(AppError::LoginRequired)?;
    let actor = Actor { id: Some(user.id), name: user.username.clone(), client };
    Ok(Entry { actor, action, target, changes })
}

/// What is written down when the operator sets a password.
pub fn password_set_by_operator(user: UserId, name: &str) -> Entry {
    let target = Target::user(user, name);
    Entry { actor: Actor::operator(), action: AuditAction::PasswordSet, target, changes: Vec::new() }
}
