//! `latchkey groups`: seeing, making and deleting groups. What they may do is given by `latchkey grant --group`.

use clap::{Args, Subcommand};

use super::{find_group, known_permissions};
use crate::{
    accounts::server::{Accounts, audit::Actor},
    shared::Cursor,
    staff::{
        server::groups::{self, store as group_store},
        types::{GroupSummary, MEMBERS_COUNTED},
    },
};

/// How many groups or members are read at once.
const BATCH: u32 = 200;

/// Options of the command.
#[derive(Args)]
pub struct Groups {
    #[command(subcommand)]
    action: Option<Action>,
}

#[derive(Subcommand)]
enum Action {
    /// List all groups (the default)
    List,
    /// Print what a group gives, and who is in it
    Show { name: String },
    /// Make a group, with permissions by full name, for instance articles.change_article
    Create { name: String, permissions: Vec<String> },
    /// Delete a group: its members lose what it gave them
    Delete { name: String },
}

impl Groups {
    /// Does what is asked.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub async fn run(self, accounts: &Accounts) -> Result<(), String> {
        match self.action.unwrap_or(Action::List) {
            Action::List => list(accounts).await,
            Action::Show { name } => show(accounts, &name).await,
            Action::Create { name, permissions } => create(accounts, &name, &permissions).await,
            Action::Delete { name } => delete(accounts, &name).await,
        }
    }
}

async fn list(accounts: &Accounts) -> Result<(), String> {
    let mut cursor = Cursor::First;
    let mut is_empty = true;
    loop {
        let groups = group_store::find(accounts.db(), cursor, BATCH).await.map_err(|error| error.to_string())?;
        let Some(last) = groups.last() else { break };
        cursor = Cursor::Before(last.id);
        is_empty = false;
        for GroupSummary { name, members, permissions, .. } in &groups {
            let more = if *members == MEMBERS_COUNTED { " or more" } else { "" };
            println!("{name:<30} {members}{more} members, {permissions} permissions");
        }
    }
    if is_empty {
        println!("There are no groups. Make one: latchkey groups create NAME");
    }
    Ok(())
}

async fn show(accounts: &Accounts, name: &str) -> Result<(), String> {
    let failed = |error: sqlx::Error| error.to_string();
    let (id, name) = find_group(accounts, name).await?;
    let state = group_store::state(accounts.db(), id).await.map_err(failed)?;
    println!("{name}");
    for permission in state.iter().flat_map(|state| state.permissions.names()) {
        println!("  may    {permission}");
    }
    let mut cursor = Cursor::First;
    loop {
        let members = group_store::members(accounts.db(), id, cursor, BATCH).await.map_err(failed)?;
        let Some(last) = members.last() else { return Ok(()) };
        cursor = Cursor::Before(last.id.0);
        members.iter().for_each(|member| println!("  member {}", member.username));
    }
}

async fn create(accounts: &Accounts, name: &str, permissions: &[String]) -> Result<(), String> {
    let wanted = known_permissions(accounts, permissions)?;
    groups::make(accounts, None, Actor::operator(), name, &wanted).await.map_err(super::words)?;
    println!("Made the group {name:?}.");
    Ok(())
}

async fn delete(accounts: &Accounts, name: &str) -> Result<(), String> {
    let (id, name) = find_group(accounts, name).await?;
    groups::remove(accounts, None, Actor::operator(), id).await.map_err(super::words)?;
    println!("Deleted the group {name:?}.");
    Ok(())
}
