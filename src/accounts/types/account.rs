//! What users see of their own account: profile, sessions, activity, and what would be deleted with it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{accounts::messages::activity as words, shared::Timestamp};

/// Up to how many sessions are counted; this number means "or more".
pub const SESSIONS_COUNTED: u32 = 100;

/// A user's own profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnProfile {
    pub username: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    /// Whether the address was confirmed; `None` where the site sends no mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email_confirmed: Option<bool>,
    /// When mail to the address came back, if it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email_bounced: Option<Timestamp>,
    /// A new address that has to be confirmed first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new_email: Option<String>,
    pub date_joined: Timestamp,
    /// The current one too; counted up to [`SESSIONS_COUNTED`].
    pub sessions: u32,
}

/// The password link that was opened in a browser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenedLink {
    /// Whose password it sets.
    pub username: String,
    /// What binds a form to this link. It grants nothing.
    pub binding: String,
}

/// One session, as its user sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionInfo {
    /// For ending it, and for nothing else.
    pub id: i64,
    /// Browser and system in words.
    pub device: String,
    pub address: String,
    pub created: Timestamp,
    /// Correct to a minute.
    pub last_seen: Timestamp,
    /// The current session.
    pub is_this: bool,
    /// Whether the user may have others that cannot be listed.
    #[serde(default)]
    pub others_are_unknown: bool,
}

/// What happens to an account: recorded for its owner, and under the same names in the operator's log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActivityEvent {
    Signup,
    Login,
    LoginFailed,
    /// When the password was asked for again.
    WrongPassword,
    Logout,
    PasswordChanged,
    EmailChanged,
    SessionEnded,
    SessionsEnded,
    /// To make room for a login.
    OldestSessionEnded,
    /// By staff or the operator, like those that follow.
    AllSessionsEnded,
    AccountCreated,
    PasswordSet,
    Deactivated,
    Activated,
    /// Permissions, groups or flags.
    RightsChanged,
    /// By mail, to the address of the account, because it was asked for.
    ResetLinkMailed,
    /// The new one has to be confirmed first.
    EmailChangeAsked,
    EmailConfirmed,
    /// By the mail that told the old address.
    EmailRestored,
    /// All sessions and the password ended, by a mail that told of something.
    Secured,
    /// Someone was invited, or once more.
    Invited,
}

impl ActivityEvent {
    pub const ALL: [Self; 22] = [
        Self::Signup,
        Self::Login,
        Self::LoginFailed,
        Self::WrongPassword,
        Self::Logout,
        Self::PasswordChanged,
        Self::EmailChanged,
        Self::SessionEnded,
        Self::SessionsEnded,
        Self::OldestSessionEnded,
        Self::AllSessionsEnded,
        Self::AccountCreated,
        Self::PasswordSet,
        Self::Deactivated,
        Self::Activated,
        Self::RightsChanged,
        Self::ResetLinkMailed,
        Self::EmailChangeAsked,
        Self::EmailConfirmed,
        Self::EmailRestored,
        Self::Secured,
        Self::Invited,
    ];

    /// The name in the database and in the log.
    pub fn id(self) -> &'static str {
        match self {
            Self::Signup => "signup",
            Self::Login => "login",
            Self::LoginFailed => "login_failed",
            Self::WrongPassword => "wrong_password",
            Self::Logout => "logout",
            Self::PasswordChanged => "password_changed",
            Self::EmailChanged => "email_changed",
            Self::SessionEnded => "session_ended",
            Self::SessionsEnded => "sessions_ended",
            Self::OldestSessionEnded => "oldest_session_ended",
            Self::AllSessionsEnded => "all_sessions_ended",
            Self::AccountCreated => "account_created",
            Self::PasswordSet => "password_set",
            Self::Deactivated => "deactivated",
            Self::Activated => "activated",
            Self::RightsChanged => "rights_changed",
            Self::ResetLinkMailed => "reset_link_mailed",
            Self::EmailChangeAsked => "email_change_asked",
            Self::EmailConfirmed => "email_confirmed",
            Self::EmailRestored => "email_restored",
            Self::Secured => "secured",
            Self::Invited => "invited",
        }
    }

    /// The event with that name.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|event| event.id() == id)
    }
}

impl fmt::Display for ActivityEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Signup => words::SIGNUP,
            Self::Login => words::LOGIN,
            Self::LoginFailed => words::LOGIN_FAILED,
            Self::WrongPassword => words::WRONG_PASSWORD,
            Self::Logout => words::LOGOUT,
            Self::PasswordChanged => words::PASSWORD_CHANGED,
            Self::EmailChanged => words::EMAIL_CHANGED,
            Self::SessionEnded => words::SESSION_ENDED,
            Self::SessionsEnded => words::SESSIONS_ENDED,
            Self::OldestSessionEnded => words::OLDEST_SESSION_ENDED,
            Self::AllSessionsEnded => words::ALL_SESSIONS_ENDED,
            Self::AccountCreated => words::ACCOUNT_CREATED,
            Self::PasswordSet => words::PASSWORD_SET,
            Self::Deactivated => words::DEACTIVATED,
            Self::Activated => words::ACTIVATED,
            Self::RightsChanged => words::RIGHTS_CHANGED,
            Self::ResetLinkMailed => words::RESET_LINK_MAILED,
            Self::EmailChangeAsked => words::EMAIL_CHANGE_ASKED,
            Self::EmailConfirmed => words::EMAIL_CONFIRMED,
            Self::EmailRestored => words::EMAIL_RESTORED,
            Self::Secured => words::SECURED,
            Self::Invited => words::INVITED,
        })
    }
}

/// One entry of a user's recent activity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityEntry {
    pub id: i64,
    pub at: Timestamp,
    pub event: ActivityEvent,
    /// Browser and system in words; empty for what the operator did.
    pub device: String,
    pub address: String,
    /// A mail told of it.
    #[serde(default)]
    pub mailed: bool,
}

/// What is deleted with the account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeletionPreview {
    #[serde(rename = "belongings")]
    pub content: Vec<ContentCount>,
    /// Counted up to [`SESSIONS_COUNTED`].
    pub sessions: u32,
    /// The last active superuser cannot delete the account.
    pub is_last_superuser: bool,
}

/// How much content of one kind a user has, in the words of its domain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContentCount {
    pub noun: Noun,
    pub count: u32,
}

/// A noun in singular and plural.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Noun {
    pub one: String,
    pub many: String,
}

impl ContentCount {
    /// `1 article`, `12 articles`.
    pub fn words(&self) -> String {
        match self.count {
            1 => format!("1 {}", self.noun.one),
            count => format!("{count} {}", self.noun.many),
        }
    }
}

/// An action that was refused until the user has entered their password again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingAction {
    /// Tells it from all others of this session: a prompt finishes only the action that it was shown for.
    pub token: String,
    /// In words, after "to".
    pub purpose: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_event_has_a_name_of_its_own_that_the_wire_uses_too() {
        for event in ActivityEvent::ALL {
            assert_eq!(ActivityEvent::from_id(event.id()), Some(event));
            assert_eq!(serde_json::to_value(event).unwrap(), event.id());
        }
    }
}
