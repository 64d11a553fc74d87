//! The operator's log of what happens to accounts, under the names that the activity of an account has.

use crate::{
    accounts::types::{ActivityEvent, UserId},
    server::{context::Client, log_text},
};

/// Writes one line to the operator's log. Text from outside is quoted, with its line breaks escaped.
pub fn log(event: ActivityEvent, user: Option<UserId>, client: &Client) {
    let user_id = user.map(|user| user.0);
    let (event, Client { address, user_agent, .. }) = (event.id(), client);
    tracing::info!(event, user_id, address, user_agent = ?log_text::foreign(user_agent));
}
