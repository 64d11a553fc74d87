//! `latchkey audit`: what was changed in the staff area and by command, newest first.

use clap::Args;

use crate::{
    accounts::{server::Accounts, types::AuditAction},
    shared::Cursor,
    staff::{
        server::audit,
        types::{AuditEntry, AuditQuery},
    },
};

/// Options of the command.
#[derive(Args)]
pub struct Audit {
    /// Only what this one did: a user name, or "command line"
    #[arg(long)]
    actor: Option<String>,
    /// Only what was done to this user or group
    #[arg(long)]
    target: Option<String>,
    /// Only one kind: created, changed, deleted, sessions_ended, reset_link_made, password_set
    #[arg(long)]
    action: Option<String>,
    /// The latest so many
    #[arg(long, default_value_t = 50)]
    limit: u32,
    /// One JSON object a line
    #[arg(long)]
    json: bool,
}

impl Audit {
    /// Prints the trail.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub async fn run(self, accounts: &Accounts) -> Result<(), String> {
        if let Some(action) = self.action.as_deref().filter(|action| AuditAction::from_id(action).is_none()) {
            let known = AuditAction::ALL.map(AuditAction::id).join(", ");
            return Err(format!("there is no action {action:?}; there are: {known}"));
        }
        let query = AuditQuery {
            actor: self.actor.unwrap_or_default(),
            target: self.target.unwrap_or_default(),
            action: self.action.unwrap_or_default(),
            cursor: Cursor::First,
        };
        let page = audit::search(accounts.db(), &query, self.limit).await.map_err(|error| error.to_string())?;
        if page.items.is_empty() && !self.json {
            println!("Nothing was changed.");
        }
        for entry in &page.items {
            match self.json {
                true => println!("{}", serde_json::to_string(entry).map_err(|error| error.to_string())?),
                false => print(entry),
            }
        }
        Ok(())
    }
}

/// Names and values are foreign text on the operator's terminal: quoted, with control characters escaped.
fn print(entry: &AuditEntry) {
    let AuditEntry { at, actor_id, actor, action, target_kind, target_id, target, changes, address, .. } = entry;
    // Names can be given to somebody else.
    let number = |id: &Option<i64>| id.map(|id| format!(" (number {id})")).unwrap_or_default();
    let (actor_number, target_number) = (number(actor_id), number(target_id));
    let from = if address.is_empty() { String::new() } else { format!(" from {address}") };
    println!("{} {actor:?}{actor_number} {action} {target_kind} {target:?}{target_number}{from}", at.human_utc());
    for change in changes {
        println!("    {}: {:?} -> {:?}", change.what, change.before, change.after);
    }
}
