//! The operator's commands on accounts. Each is one file: options, and what it does. Django: `management/commands/`.

mod changepassword;
mod clearsessions;
mod messages;
pub(crate) mod prompts;

pub use changepassword::ChangePassword;
pub use clearsessions::clear_sessions;
pub use prompts::watch_for_ctrl_c;

use super::{
    Accounts,
    store::{self, UserRow},
    username::Username,
};
use crate::{accounts::forms, shared::Code};

/// The user with exactly this name.
pub(crate) async fn find_user(accounts: &Accounts, name: &str) -> Result<UserRow, String> {
    let username = Username::parse(name).map_err(|code| messages::invalid_username(name, sentence(&code)))?;
    let found = store::find_by_key(&accounts.0.db, &username.key()).await.map_err(|error| error.to_string())?;
    match found {
        Some(user) if user.username == username.as_str() => Ok(user),
        Some(user) => Err(messages::no_user_but(name, &user.username)),
        None => Err(messages::no_user(name)),
    }
}

/// The sentence of an error in what the operator has entered.
pub(crate) fn sentence(code: &Code) -> String {
    forms::sentence("", code).unwrap_or_else(|| code.to_string())
}
