//! The link of an invitation, and the mail that brings it. Who may invite, and what becomes of it, is decided by the staff area.

pub use super::invitation_store::expire_all_by;
use super::{Accounts, invitation_store as store, mail_link::MailLink, mails};
use crate::{
    accounts::types::User,
    server::{clock::now, db::Tx, hex::sha256_hex, random::random_token},
    shared::{AppError, Timestamp},
};

/// How long an invitation can be accepted, in seconds.
const AGE: i64 = 604_800;

/// How many an address gets in a day, by all who invite: it may be a stranger's.
const DAILY_TO_ONE: i64 = 3;

/// How many one user sends in a day.
const DAILY_BY_ONE: i64 = 50;

/// What is stored of an invitation that was mailed.
pub struct Sent {
    pub token_hash: String,
    /// The number of the mail, where the site sends any.
    pub mail: Option<i64>,
    pub at: Timestamp,
    pub until: Timestamp,
}

/// How a mail ended.
pub enum Sending {
    Sent(Sent),
    /// The address got enough of them today.
    AddressHasEnough,
    /// The user has sent enough of them today.
    SentEnough,
}

/// Writes to an address that this user invites it, in the transaction that stores it. The link is the mailbox's: staff does not see it, and
/// what is stored opens nothing. The mail goes with the account of the user.
pub async fn mail(accounts: &Accounts, tx: &mut Tx, by: &User, to: &str) -> Result<Sending, AppError> {
    let mail = accounts.mail();
    mail.serialise_to(tx, to).await?;
    if mail.count_to(tx, to, mails::INVITATION, 86_400).await? >= DAILY_TO_ONE {
        return Ok(Sending::AddressHasEnough);
    }
    if mail.count_by(tx, mails::INVITATION, 86_400, by.id.0).await? >= DAILY_BY_ONE {
        return Ok(Sending::SentEnough);
    }
    let at = now();
    let until = Timestamp(at.0 + AGE);
    // The form of all tokens in mails, which no line of the log shows (`server/log_text.rs`).
    let token = format!("{}-{}-{}", by.id.0, at.0, random_token()?);
    let path = MailLink::Invitation.with(&token);
    let number = mail.post(tx, &mails::invitation(mail.site(), by, to, path, until, AGE)).await?;
    Ok(Sending::Sent(Sent { token_hash: hash_of(&token), mail: number, at, until }))
}

/// What is stored of a token, of any text.
pub fn hash_of(token: &str) -> String {
    sha256_hex(token)
}

/// Whether a token opens an invitation now; false for any other text.
pub async fn is_open(accounts: &Accounts, token: &str) -> Result<bool, sqlx::Error> {
    store::is_open(&accounts.0.db, &hash_of(token)).await
}
