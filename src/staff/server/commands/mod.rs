//! The operator's commands of the staff area. Each is one file: its options, and what it does. Django: `management/commands/`.

mod audit;
mod createsuperuser;
mod departures;
mod grant;
mod groups;
mod messages;
mod users;

pub use audit::Audit;
pub use createsuperuser::CreateSuperuser;
pub use departures::Departures;
pub use grant::Grant;
pub use groups::Groups;
pub use users::Users;

use messages::common;

use super::groups::{name, store as group_store};
use crate::{
    accounts::{
        server::{Accounts, commands, permissions::known},
        types::PermissionSet,
    },
    shared::{AppError, Code},
    staff::{code, types::GroupName},
};

/// A refusal in words for the operator.
fn words(error: AppError) -> String {
    let sentence = |found: &Code| code::sentence("", found).unwrap_or_else(|| commands::sentence(found));
    match error {
        AppError::Invalid(errors) => {
            let sentences = errors.fields().flat_map(|field| errors.of(field)).map(sentence);
            sentences.collect::<Vec<_>>().join(" ")
        }
        other => other.to_string(),
    }
}

/// The group with this name, in whatever spelling.
async fn find_group(accounts: &Accounts, text: &str) -> Result<GroupName, String> {
    let found = group_store::find_by_key(accounts.db(), &name::key(text)).await.map_err(|error| error.to_string())?;
    found.ok_or_else(|| common::no_group(text))
}

/// The named permissions, if all of them exist.
fn known_permissions(accounts: &Accounts, names: &[String]) -> Result<PermissionSet, String> {
    let known = known(accounts);
    match names.iter().find(|name| !known.contains(name)) {
        Some(unknown) => Err(common::no_permission(unknown, &known)),
        None => Ok(names.iter().cloned().collect()),
    }
}
