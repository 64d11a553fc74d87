//! `latchkey grant` and `latchkey revoke`: permissions, membership and flags. They follow the rules of the staff area and are
//! recorded in the audit trail.

use clap::Args;

use super::{find_group, known_permissions, messages::grant as messages};
use crate::{
    accounts::{
        server::{Accounts, audit::Actor, commands::find_user},
        types::{Change, PermissionSet, UserId},
    },
    server::output::{CommandError, say},
    staff::server::{
        groups::{self, store::GroupState},
        users::{rights, state_store::UserState, wanted::Wanted},
    },
};

/// Options of both commands.
#[derive(Args)]
pub struct Grant {
    /// The user, or with --group the group
    name: String,
    /// Permissions by full name, for instance articles.change_article
    permissions: Vec<String>,
    /// NAME is a group
    #[arg(long)]
    group: bool,
    /// Membership of this group
    #[arg(long, value_name = "GROUP", conflicts_with = "group")]
    member: Vec<String>,
    /// Entry to the staff area
    #[arg(long, conflicts_with = "group")]
    staff: bool,
    /// Every right
    #[arg(long, conflicts_with = "group")]
    superuser: bool,
}

impl Grant {
    /// Grants what the options name.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub async fn grant(self, accounts: &Accounts) -> Result<(), CommandError> {
        self.run(accounts, true).await
    }

    /// Revokes what the options name.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub async fn revoke(self, accounts: &Accounts) -> Result<(), CommandError> {
        self.run(accounts, false).await
    }

    async fn run(self, accounts: &Accounts, grants: bool) -> Result<(), CommandError> {
        let named = known_permissions(accounts, &self.permissions)?;
        if named.is_empty() && self.member.is_empty() && !self.staff && !self.superuser {
            return Err(messages::NOTHING_NAMED.into());
        }
        let changes = match self.group {
            true => self.change_group(accounts, &named, grants).await?,
            false => self.change_user(accounts, &named, grants).await?,
        };
        print(&self.name, &changes)
    }

    async fn change_group(
        &self,
        accounts: &Accounts,
        named: &PermissionSet,
        grants: bool,
    ) -> Result<Vec<Change>, String> {
        let id = find_group(accounts, &self.name).await?.id;
        let want = |group: &GroupState| {
            let permissions = changed(&group.permissions, named, grants);
            Ok(groups::change::Wanted { name: group.name.clone(), permissions })
        };
        groups::change::change(accounts, Actor::operator(), id, want).await.map_err(super::words)
    }

    async fn change_user(
        &self,
        accounts: &Accounts,
        named: &PermissionSet,
        grants: bool,
    ) -> Result<Vec<Change>, String> {
        let user = UserId(find_user(accounts, &self.name).await?.id);
        let mut groups = Vec::new();
        for name in &self.member {
            groups.push(find_group(accounts, name).await?);
        }
        let mut changes = Vec::new();
        // A form joins one group.
        for group in groups.iter().filter(|_| grants) {
            let want = |user: &UserState| Ok(Wanted { join: group.name.clone(), ..Wanted::unchanged(user) });
            changes.extend(rights::change(accounts, Actor::operator(), user, want).await.map_err(super::words)?);
        }
        let want = |user: &UserState| {
            let mut wanted = Wanted::unchanged(user);
            wanted.permissions = changed(&wanted.permissions, named, grants);
            wanted.groups.retain(|id| grants || !groups.iter().any(|group| group.id == *id));
            wanted.is_superuser = if self.superuser { grants } else { wanted.is_superuser };
            wanted.is_staff = if self.staff { grants } else { wanted.is_staff } || wanted.is_superuser;
            Ok(wanted)
        };
        changes.extend(rights::change(accounts, Actor::operator(), user, want).await.map_err(super::words)?);
        Ok(changes)
    }
}

/// The set with the named permissions, or without them.
fn changed(set: &PermissionSet, named: &PermissionSet, grants: bool) -> PermissionSet {
    let stays = set.names().filter(|name| grants || !named.contains_name(name));
    stays.chain(named.names().filter(|_| grants)).map(str::to_owned).collect()
}

fn print(name: &str, changes: &[Change]) -> Result<(), CommandError> {
    if changes.is_empty() {
        say(messages::unchanged(name))?;
    }
    changes.iter().try_for_each(|change| say(messages::change(name, change)))
}
