//! The operator's commands on accounts. Each is one file: options, and what it does. Django: `management/commands/`.

mod changepassword;
mod clearsessions;
mod createsuperuser;
mod departures;
mod prompts;
mod users;

pub use changepassword::ChangePassword;
pub use clearsessions::clear_sessions;
pub use createsuperuser::CreateSuperuser;
pub use departures::Departures;
pub use prompts::watch_for_ctrl_c;
pub use users::Users;

use super::{
    Accounts,
    store::{self, UserRow},
    username::Username,
};

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
