//! `latchkey audit`: the audit trail, newest first.

use clap::Args;

use super::messages::audit as messages;
use crate::{
    accounts::{server::Accounts, types::AuditAction},
    server::output::{CommandError, say},
    shared::Cursor,
    staff::{
        server::audit,
        types::{AuditEntry, AuditQuery},
    },
};

/// Options of the command.
#[derive(Args)]
pub struct Audit {
    /// Only changes by this actor: a user name, or "command line"
    #[arg(long)]
    actor: Option<String>,
    /// Only changes of the user, group or article with this name
    #[arg(long)]
    target: Option<String>,
    /// Only this action: created, changed, deleted, sessions_ended, reset_link_made, password_set
    #[arg(long)]
    action: Option<String>,
    /// How many entries, the newest first
    #[arg(long, default_value_t = 50)]
    limit: u32,
    /// Print one JSON object on each line
    #[arg(long)]
    json: bool,
}

impl Audit {
    /// Prints the entries.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub async fn run(self, accounts: &Accounts) -> Result<(), CommandError> {
        if let Some(action) = self.action.as_deref().filter(|action| AuditAction::from_id(action).is_none()) {
            let known = AuditAction::ALL.map(AuditAction::id).join(", ");
            return Err(messages::no_action(action, &known).into());
        }
        let query = AuditQuery {
            actor: self.actor.unwrap_or_default(),
            target: self.target.unwrap_or_default(),
            action: self.action.unwrap_or_default(),
            cursor: Cursor::First,
        };
        let page = audit::search(accounts.db(), &query, self.limit).await.map_err(|error| error.to_string())?;
        if page.items.is_empty() && !self.json {
            say(messages::EMPTY)?;
        }
        for entry in &page.items {
            match self.json {
                true => say(serde_json::to_string(entry).map_err(|error| error.to_string())?)?,
                false => print(entry)?,
            }
        }
        Ok(())
    }
}

fn print(entry: &AuditEntry) -> Result<(), CommandError> {
    let AuditEntry { at, actor, phrase, target_kind, target, changes, .. } = entry;
    let (actor_id, target_id) = (messages::id(entry.actor_id), messages::id(entry.target_id));
    let (at, from) = (at.human_utc(), messages::from(&entry.address));
    say(format_args!("{at} {actor:?}{actor_id} {phrase} {target_kind} {target:?}{target_id}{from}"))?;
    changes.iter().try_for_each(|change| say(messages::change(change)))
}
