//! Writing the audit trail: who changed what, when, from where, before and after. Rows are only ever added; the database refuses
//! anything else. Every domain writes here; the staff area reads. Django: `LogEntry`.

use super::sessions::CurrentRow;
use crate::{
    accounts::types::{AuditAction, Change, UserId},
    server::{
        context::Client,
        db::{Db, JoinedTx, RequestTx},
    },
};

/// The actor of commands.
pub const COMMAND_LINE: &str = "command line";

/// The user who makes a change, or the operator.
#[derive(Clone)]
pub struct Actor {
    pub id: Option<UserId>,
    pub name: String,
    pub client: Client,
    /// The request in which a user acts; the operator has none.
    pub request: Option<ActingRequest>,
}

/// The request in which a user acts: its transaction, and its session.
#[derive(Clone)]
pub struct ActingRequest {
    pub tx: RequestTx,
    pub session_row: CurrentRow,
}

impl Actor {
    /// The operator, at the command line.
    pub fn operator() -> Self {
        Self { id: None, name: COMMAND_LINE.to_owned(), client: Client::default(), request: None }
    }

    /// Begins to change something: in the transaction of the request, or in one of the operator's.
    pub async fn begin(&self, db: &Db) -> Result<JoinedTx, sqlx::Error> {
        match &self.request {
            Some(request) => Ok(JoinedTx::Request(request.tx.begin(db).await?)),
            None => Ok(JoinedTx::Own(db.begin().await?)),
        }
    }
}

/// What is changed.
#[derive(Debug, Clone)]
pub struct Target {
    /// `user`, `group`, `invitation`, `article`.
    pub kind: &'static str,
    pub id: Option<i64>,
    pub name: String,
}

impl Target {
    pub fn user(id: UserId, name: &str) -> Self {
        Self { kind: "user", id: Some(id.0), name: name.to_owned() }
    }

    /// By its number: the trail is kept, and the address of one who never had an account is not.
    pub fn invitation(id: i64) -> Self {
        Self { kind: "invitation", id: Some(id), name: id.to_string() }
    }

    pub fn group(id: i64, name: &str) -> Self {
        Self { kind: "group", id: Some(id), name: name.to_owned() }
    }
}

/// An entry to be recorded.
#[derive(Clone)]
pub struct Entry {
    pub actor: Actor,
    pub action: AuditAction,
    pub target: Target,
    pub changes: Vec<Change>,
}

impl Entry {
    /// Whether a form was saved without a change.
    pub fn is_empty(&self) -> bool {
        self.action == AuditAction::Changed && self.changes.is_empty()
    }

    /// Writes the entry into the operator's log, text from users in quotes.
    pub fn log(&self) {
        if self.is_empty() {
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

/// Adds a field to the changes if its value has changed.
pub fn note(changes: &mut Vec<Change>, what: &str, before: impl ToString, after: impl ToString) {
    let (before, after) = (before.to_string(), after.to_string());
    if before != after {
        changes.push(Change { what: what.to_owned(), before, after });
    }
}

/// The entry for a password that the operator sets.
pub fn password_set_by_operator(user: UserId, name: &str) -> Entry {
    let target = Target::user(user, name);
    Entry { actor: Actor::operator(), action: AuditAction::PasswordSet, target, changes: Vec::new() }
}
