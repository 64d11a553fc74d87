//! `latchkey grant` and `latchkey revoke`: what a user or a group may do. The same rules as in the staff area, and recorded like there.

use clap::Args;

use super::{find_group, known_permissions};
use crate::{
    accounts::{
        server::{
            Accounts,
            audit::{Actor, Entry},
            commands::find_user,
        },
        types::{PermissionSet, UserId},
    },
    staff::server::{
        groups::{self, store::GroupState},
        users::rights,
    },
};

/// Options of both commands.
#[derive(Args)]
pub struct Grant {
    /// The user; with --group the group
    name: String,
    /// Permissions by full name, for instance articles.change_article
    permissions: Vec<String>,
    /// The name is a group's
    #[arg(long)]
    group: bool,
    /// Membership in this group
    #[arg(long, value_name = "GROUP", conflicts_with = "group")]
    member: Vec<String>,
    /// The staff area
    #[arg(long, conflicts_with = "group")]
    staff: bool,
    /// Every right
    #[arg(long, conflicts_with = "group")]
    superuser: bool,
}

impl Grant {
    /// Gives what is named.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub async fn grant(self, accounts: &Accounts) -> Result<(), String> {
        self.run(accounts, true).await
    }

    /// Takes away what is named.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub async fn revoke(self, accounts: &Accounts) -> Result<(), String> {
        self.run(accounts, false).await
    }

    async fn run(self, accounts: &Accounts, gives: bool) -> Result<(), String> {
        let named = known_permissions(accounts, &self.permissions)?;
        if named.is_empty() && self.member.is_empty() && !self.staff && !self.superuser {
            return Err("name permissions, or --member, --staff or --superuser".to_owned());
        }
        if self.group {
            let (id, _) = find_group(accounts, &self.name).await?;
            let change = |state: &GroupState| Ok((state.name.clone(), changed(&state.permissions, &named, gives)));
            let entry = groups::alter(accounts, None, Actor::operator(), id, change).await.map_err(super::words)?;
            say(&self.name, entry.as_slice());
            return Ok(());
        }
        let user = UserId(find_user(accounts, &self.name).await?.id);
        let mut memberships = Vec::new();
        for name in &self.member {
            memberships.push(find_group(accounts, name).await?);
        }
        let mut entries = Vec::new();
        for (_, group) in memberships.iter().filter(|_| gives) {
            let entry = rights::change_by_operator(accounts, user, Some(group), |_, _| {}).await;
            entries.extend(entry.map_err(super::words)?);
        }
        let (is_staff, is_superuser) = (self.staff, self.superuser);
        let entry = rights::change_by_operator(accounts, user, None, |wanted, _| {
            wanted.permissions = changed(&wanted.permissions, &named, gives);
            if !gives {
                wanted.groups.retain(|id| !memberships.iter().any(|(group, _)| group == id));
            }
            wanted.is_superuser = if is_superuser { gives } else { wanted.is_superuser };
            wanted.is_staff = if is_staff { gives } else { wanted.is_staff } || wanted.is_superuser;
        });
        entries.extend(entry.await.map_err(super::words)?);
        say(&self.name, &entries);
        Ok(())
    }
}

/// The set with what is named, or without.
fn changed(set: &PermissionSet, named: &PermissionSet, gives: bool) -> PermissionSet {
    let stays = set.names().filter(|name| gives || !named.contains_name(name));
    stays.chain(named.names().filter(|_| gives)).map(str::to_owned).collect()
}

fn say(name: &str, entries: &[Entry]) {
    let mut changes = entries.iter().flat_map(|entry| &entry.changes).peekable();
    if changes.peek().is_none() {
        println!("Nothing to change for {name}.");
    }
    for change in changes {
        println!("{name}: {}: {:?} -> {:?}", change.what, change.before, change.after);
    }
}
