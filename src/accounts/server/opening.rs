//! Opens the links of mails in a session (`mail_link.rs`), and tells pages which one was opened.

use tower_sessions_core::Session;

use super::{
    Accounts, addresses, invitation_link,
    mail_link::{self, MailLink},
    reset, securing,
};
use crate::{server::context::extension, shared::AppError};

/// Opens a link: a valid token is stored in the session. The page tells whether there is one.
pub async fn open(accounts: &Accounts, session: &Session, link: MailLink, token: &str) -> Result<(), AppError> {
    if link == MailLink::PasswordReset {
        return reset::open(accounts, session, token).await;
    }
    if is_valid(accounts, link, token).await? {
        tracing::info!(event = "mail_link_opened", link = link.page());
        return mail_link::keep(accounts, session, link, token).await;
    }
    tracing::info!(event = "mail_link_refused", link = link.page());
    // A token that was opened before must not be mistaken for this one.
    mail_link::forget(session, link).await
}

/// The token that was opened last in this session, if it is valid now. For a page on the server: no function gives it to a script.
pub async fn opened(link: MailLink) -> Result<Option<String>, AppError> {
    let (accounts, session): (Accounts, Session) = (extension()?, extension()?);
    let Some(token) = mail_link::kept(&accounts, &session, link).await? else { return Ok(None) };
    Ok(is_valid(&accounts, link, &token).await?.then_some(token))
}

async fn is_valid(accounts: &Accounts, link: MailLink, token: &str) -> Result<bool, AppError> {
    match link {
        MailLink::PasswordReset => reset::is_valid(accounts, token).await,
        MailLink::EmailConfirmation => addresses::is_valid(accounts, token).await,
        MailLink::Securing => Ok(securing::find(accounts, token).await?.is_some()),
        MailLink::Invitation => Ok(invitation_link::is_open(accounts, token).await?),
    }
}
