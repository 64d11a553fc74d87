//! The operator's commands on accounts. Each is one file: options, and what it does. Django: `management/commands/`.

mod audit;
mod changepassword;
mod clearsessions;
mod createsuperuser;
mod departures;
mod grant;
mod groups;
mod prompts;
mod users;

pub use audit::Audit;
pub use changepassword::ChangePassword;
pub use clearsessions::clear_sessions;
pub use createsuperuser::CreateSuperuser;
pub use departures::Departures;
pub use grant::Grant;
pub use groups::Groups;
pub use prompts::watch_for_ctrl_c;
pub use users::Users;

use super::{
    Accounts,
    staff::{group_store, users::known},
    store::{self, UserRow},
    username::{Username, fold},
};
use crate::{accounts::types::PermissionSet, shared::AppError};

/// The user with exactly this name.
async fn find_user(accounts: &Accounts, name: &str) -> Result<UserRow, String> {
    let username = Username::parse(name).map_err(|code| format!("user name {name:?}: {code}"))?;
    let found = store::find_by_key(&accounts.0.db, &username.key()).await.map_err(|error| error.to_string())?;
    match found {
        Some(user) if user.username == username.as_str() => Ok(user),
        Some(user) => Err(format!("there is no user {name:?}; did you mean {:?}?", user.username)),
        None => Err(format!("there is no user {name:?}")),
    }
}

/// The number and the name of a group, whatever the case.
async fn find_group(accounts: &Accounts, name: &str) -> Result<(i64, String), String> {
    let found = group_store::by_key(&accounts.0.db, &fold(name)).await.map_err(|error| error.to_string())?;
    found.ok_or_else(|| format!("there is no group {name:?}; see: latchkey groups"))
}

/// Permissions by full name, which all exist.
fn known_permissions(accounts: &Accounts, names: &[String]) -> Result<PermissionSet, String> {
    let known = known(accounts);
    match names.iter().find(|name| !known.contains(name)) {
        Some(unknown) => Err(format!("there is no permission {unknown:?}; there are:\n  {}", known.join("\n  "))),
        None => Ok(names.iter().cloned().collect()),
    }
}

/// A refusal in words for the operator.
fn words(error: AppError) -> String {
    match error {
        AppError::Invalid(errors) => {
            let codes = errors.fields().flat_map(|field| errors.of(field)).map(ToString::to_string);
            codes.collect::<Vec<_>>().join(" ")
        }
        other => other.to_string(),
    }
}
