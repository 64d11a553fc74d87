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
    username::{Username, key_of},
};
use crate::{accounts::forms, shared::Code};

/// The user with this name, whatever its case.
pub(crate) async fn find_user(accounts: &Accounts, name: &str) -> Result<UserRow, String> {
    let found = store::find_by_key(&accounts.0.db, &key_of(name)).await.map_err(|error| error.to_string())?;
    match (found, Username::parse(name)) {
        (Some(user), _) => Ok(user),
        (None, Ok(_)) => Err(messages::no_user(name)),
        (None, Err(code)) => Err(messages::invalid_username(name, sentence(&code))),
    }
}

/// The sentence of an error in what the operator has entered.
pub(crate) fn sentence(code: &Code) -> String {
    forms::sentence("", code).unwrap_or_else(|| code.to_string())
}
