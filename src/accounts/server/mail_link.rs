//! The links of mails. Opening one changes nothing but the browser's session: the token moves into it and the browser is redirected to
//! a page without it, so that no history, `Referer` or log has it, and a program that opens every link of a mail uses none up. The page has a
//! button. Django does so for password links (`INTERNAL_RESET_SESSION_TOKEN`).

use tower_sessions_core::Session;

use super::Accounts;
use crate::{accounts::paths, shared::AppError};

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailLink {
    PasswordReset,
    EmailConfirmation,
    Securing,
    Invitation,
}

impl MailLink {
    pub const ALL: [Self; 4] = [Self::PasswordReset, Self::EmailConfirmation, Self::Securing, Self::Invitation];

    /// Its address, with `{token}`.
    pub const fn path(self) -> &'static str {
        match self {
            Self::PasswordReset => paths::RESET_LINK,
            Self::EmailConfirmation => paths::EMAIL_CONFIRM_LINK,
            Self::Securing => paths::SECURE_LINK,
            Self::Invitation => paths::INVITATION_LINK,
        }
    }

    /// The page that it leads to.
    pub const fn page(self) -> &'static str {
        match self {
            Self::PasswordReset => paths::RESET,
            Self::EmailConfirmation => paths::EMAIL_CONFIRM,
            Self::Securing => paths::SECURE,
            Self::Invitation => paths::INVITATION,
        }
    }

    /// Key of the session's data, and purpose of the seal.
    pub const fn key(self) -> &'static str {
        match self {
            Self::PasswordReset => "reset_opened",
            Self::EmailConfirmation => "email_confirmation_opened",
            Self::Securing => "securing_opened",
            Self::Invitation => "invitation_opened",
        }
    }

    pub fn with(self, token: &str) -> String {
        self.path().replace("{token}", token)
    }
}

/// Keeps the token of a link that was opened in this session.
pub async fn keep(accounts: &Accounts, session: &Session, link: MailLink, token: &str) -> Result<(), AppError> {
    Ok(session.insert(link.key(), accounts.0.secret_key.seal(link.key(), &token.to_owned())?).await?)
}

/// The token of the link that was opened last in this session.
pub async fn kept(accounts: &Accounts, session: &Session, link: MailLink) -> Result<Option<String>, AppError> {
    let sealed: Option<String> = session.get(link.key()).await?;
    Ok(sealed.and_then(|sealed| accounts.0.secret_key.open(link.key(), &sealed)))
}

/// Forgets a link that was opened.
pub async fn forget(session: &Session, link: MailLink) -> Result<(), AppError> {
    if session.get_value(link.key()).await?.is_some() {
        session.remove_value(link.key()).await?;
    }
    Ok(())
}
