//! `latchkey groups`: lists, shows, creates and deletes groups. `latchkey grant --group` grants them permissions.

use clap::{Args, Subcommand};

use super::{
    find_group, known_permissions,
    messages::{common::or_more, groups as messages},
};
use crate::{
    accounts::server::{Accounts, audit::Actor},
    server::output::{CommandError, say},
    shared::Cursor,
    staff::{
        server::groups::{
            change::{self, Wanted},
            list_store, name, store as group_store,
        },
        types::{GroupName, GroupSummary, MEMBERS_COUNTED},
    },
};

/// How many groups or members are read at once.
const BATCH: u32 = 200;

/// Options of the command.
#[derive(Args)]
pub struct Groups {
    #[command(subcommand)]
    command: Option<GroupsCommand>,
}

#[derive(Subcommand)]
enum GroupsCommand {
    /// List all groups (the default)
    List,
    /// Show the permissions and the members of a group
    Show { name: String },
    /// Create a group, with permissions by full name, such as articles.change_article
    Create { name: String, permissions: Vec<String> },
    /// Delete a group: its members lose its permissions
    Delete { name: String },
}

impl Groups {
    /// Runs the subcommand.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub async fn run(self, accounts: &Accounts) -> Result<(), CommandError> {
        match self.command.unwrap_or(GroupsCommand::List) {
            GroupsCommand::List => list(accounts).await,
            GroupsCommand::Show { name } => show(accounts, &name).await,
            GroupsCommand::Create { name, permissions } => create(accounts, &name, &permissions).await,
            GroupsCommand::Delete { name } => delete(accounts, &name).await,
        }
    }
}

async fn list(accounts: &Accounts) -> Result<(), CommandError> {
    let mut cursor = Cursor::First;
    let mut is_empty = true;
    loop {
        let groups = list_store::find(accounts.db(), "", cursor, BATCH).await.map_err(|error| error.to_string())?;
        let Some(last) = groups.last() else { break };
        cursor = Cursor::Before(last.id);
        is_empty = false;
        for GroupSummary { name, members, permissions, .. } in &groups {
            say(messages::row(name, *members, or_more(*members == MEMBERS_COUNTED), *permissions))?;
        }
    }
    if is_empty {
        say(messages::NO_GROUPS)?;
    }
    Ok(())
}

async fn show(accounts: &Accounts, name: &str) -> Result<(), CommandError> {
    let failed = |error: sqlx::Error| error.to_string();
    let GroupName { id, name } = find_group(accounts, name).await?;
    let state = group_store::find(accounts.db(), id).await.map_err(failed)?;
    say(&name)?;
    for permission in state.iter().flat_map(|state| state.permissions.names()) {
        say(messages::permission(permission))?;
    }
    let mut cursor = Cursor::First;
    loop {
        let members = list_store::members(accounts.db(), id, cursor, BATCH).await.map_err(failed)?;
        let Some(last) = members.last() else { return Ok(()) };
        cursor = Cursor::Before(last.id.0);
        members.iter().try_for_each(|member| say(messages::member(&member.username)))?;
    }
}

async fn create(accounts: &Accounts, name: &str, permissions: &[String]) -> Result<(), CommandError> {
    let name = name::parse(name).map_err(|errors| super::words(errors.into()))?;
    let wanted = Wanted { name, permissions: known_permissions(accounts, permissions)? };
    change::create(accounts, Actor::operator(), &wanted).await.map_err(super::words)?;
    say(messages::created(&wanted.name))
}

async fn delete(accounts: &Accounts, name: &str) -> Result<(), CommandError> {
    let GroupName { id, name } = find_group(accounts, name).await?;
    change::delete(accounts, Actor::operator(), id).await.map_err(super::words)?;
    say(messages::deleted(&name))
}
