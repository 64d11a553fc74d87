//! What a password link is: what it is bound to, and its text. Which links are valid, and what they do, is in `reset.rs`.

use super::{Accounts, mails, store::UserRow};
use crate::{
    accounts::{paths, types::PermissionSet},
    server::db::Tx,
    shared::AppError,
};

/// What a link is bound to.
pub struct LinkState<'a> {
    pub user: &'a UserRow,
    /// Their own permissions and those of their groups.
    pub permissions: &'a PermissionSet,
    /// When the link was made, in Unix seconds.
    pub at: i64,
    pub by: MadeBy,
}

/// Who made a link. One that was asked for by mail does not end with a newer one, or strangers could end it by asking again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MadeBy {
    Staff,
    /// Staff, and it went to the address of the user: who opens it has that mailbox.
    StaffByMail,
    Mail,
}

impl MadeBy {
    /// The purpose of the MAC in a token.
    pub fn purpose(self) -> &'static str {
        match self {
            Self::Staff => "password reset",
            Self::StaffByMail => "password reset by mail of staff",
            Self::Mail => "password reset by mail",
        }
    }

    /// Whether it came by a mail to the address of the account.
    pub fn proves_mailbox(self) -> bool {
        self != Self::Staff
    }
}

impl LinkState<'_> {
    /// The link stops working when the user's password, address, last login or permissions change, or the account is deactivated. So a link that was made for a
    /// user with few permissions does not lead to the permissions that this user gets later.
    pub fn text(&self) -> String {
        let UserRow { id, password, email, is_staff, is_superuser, .. } = self.user;
        let permissions: Vec<&str> = self.permissions.names().collect();
        let (at, last_login) = (self.at, self.user.last_login.unwrap_or(0));
        let mut text = format!(
            "{id}\n{at}\n{last_login}\n{password}\n{email}\n{is_staff}\n{is_superuser}\n{}",
            permissions.join(" ")
        );
        // Links of an earlier release have none.
        if self.user.links_epoch > 0 {
            text.push_str(&format!("\n{}", self.user.links_epoch));
        }
        text
    }
}

/// Sends a link to its user, for staff; false where no mail can be sent, or mail to them came back. One who opens it has that mailbox.
pub async fn mail(accounts: &Accounts, tx: &mut Tx, state: &LinkState<'_>) -> Result<bool, AppError> {
    if !accounts.mail().is_on() || state.user.email.is_empty() {
        return Ok(false);
    }
    accounts.mail().post(tx, &mails::staff_link(state.user, link(accounts, state))).await.map(|mail| mail.is_some())
}

/// The path of a link.
pub fn link(accounts: &Accounts, state: &LinkState<'_>) -> String {
    paths::RESET_LINK.replace("{token}", &token(accounts, state))
}

pub fn token(accounts: &Accounts, state: &LinkState<'_>) -> String {
    let mac = accounts.0.secret_key.mac(state.by.purpose(), &state.text());
    format!("{}-{}-{mac}", state.user.id, state.at)
}
