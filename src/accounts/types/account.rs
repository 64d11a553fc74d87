//! What a person is told of the own account: profile, sessions, activity, and what leaving would end.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::shared::Timestamp;

/// Up to how many sessions are counted; so many means "or more".
pub const SESSIONS_COUNTED: u32 = 100;

/// What a person's own profile page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnProfile {
    pub username: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub date_joined: Timestamp,
    /// Browsers and devices that are signed in, this one among them; counted up to [`SESSIONS_COUNTED`].
    pub sessions: u32,
}

/// One session of a person, as its owner may see it. The number is good for ending it and for nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionInfo {
    pub id: i64,
    /// Browser and system in words.
    pub device: String,
    pub address: String,
    pub created: Timestamp,
    /// Correct to a minute.
    pub last_seen: Timestamp,
    /// The session that is asking.
    pub is_this: bool,
}

/// What is written down of an account for its owner, and under the same names in the operator's log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    Signup,
    Login,
    LoginFailed,
    /// The own password, asked for again, was wrong.
    WrongPassword,
    Logout,
    PasswordChanged,
    EmailChanged,
    SessionEnded,
    SessionsEnded,
    /// By staff or the operator, like those that follow.
    AllSessionsEnded,
    AccountCreated,
    PasswordSet,
    Deactivated,
    Activated,
    /// What the account may do.
    RightsChanged,
}

impl Event {
    pub const ALL: [Self; 15] = [
        Self::Signup,
        Self::Login,
        Self::LoginFailed,
        Self::WrongPassword,
        Self::Logout,
        Self::PasswordChanged,
        Self::EmailChanged,
        Self::SessionEnded,
        Self::SessionsEnded,
        Self::AllSessionsEnded,
        Self::AccountCreated,
        Self::PasswordSet,
        Self::Deactivated,
        Self::Activated,
        Self::RightsChanged,
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
            Self::AllSessionsEnded => "all_sessions_ended",
            Self::AccountCreated => "account_created",
            Self::PasswordSet => "password_set",
            Self::Deactivated => "deactivated",
            Self::Activated => "activated",
            Self::RightsChanged => "rights_changed",
        }
    }

    /// The event with that name.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|event| event.id() == id)
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Signup => "Signed up",
            Self::Login => "Signed in",
            Self::LoginFailed => "A sign-in failed",
            Self::WrongPassword => "A wrong password was entered here",
            Self::Logout => "Signed out",
            Self::PasswordChanged => "Password changed",
            Self::EmailChanged => "E-mail address changed",
            Self::SessionEnded => "A session was ended",
            Self::SessionsEnded => "All other sessions were ended",
            Self::AllSessionsEnded => "All sessions were ended by the site’s staff",
            Self::AccountCreated => "Account made by the site’s staff",
            Self::PasswordSet => "Password set by the site’s staff",
            Self::Deactivated => "Account deactivated by the site’s staff",
            Self::Activated => "Account activated by the site’s staff",
            Self::RightsChanged => "What this account may do was changed by the site’s staff",
        })
    }
}

/// One line of a person's recent activity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityEntry {
    pub id: i64,
    pub at: Timestamp,
    pub event: Event,
    /// Browser and system in words; empty for what the operator did.
    pub device: String,
    pub address: String,
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

/// An action that waits until its person has entered the password again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingAction {
    /// Which one, of all that this session ever had: a prompt finishes only the action that it was shown for.
    pub token: String,
    /// In words, after "to".
    pub purpose: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_event_has_a_name_of_its_own_that_the_wire_uses_too() {
        for event in Event::ALL {
            assert_eq!(Event::from_id(event.id()), Some(event));
            assert_eq!(serde_json::to_value(event).unwrap(), event.id());
        }
    }
}
