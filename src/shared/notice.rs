//! What the next page says of something that was done. A code, made into a sentence here. Django: `messages`.

use std::fmt;

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    ProfileSaved,
    SessionEnded,
    SessionsEnded,
    /// The pending action, for which the password was entered, has expired.
    #[serde(rename = "not_done")]
    ActionExpired,
    /// The page shows a held submission again.
    #[serde(rename = "parked")]
    Redisplayed,
    /// The page shows a held submission again, and more are held.
    #[serde(rename = "parked_and_more")]
    RedisplayedOfSeveral,
    /// A submission is held until the login.
    #[serde(rename = "waiting")]
    Held,
    /// The session has ended while the page was open.
    SessionOver,
    UserSaved,
    UserCreated,
    UserDeleted,
    UsersSessionsEnded,
    GroupSaved,
    GroupDeleted,
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ProfileSaved => "Your profile is saved.",
            Self::SessionEnded => "The session has ended.",
            Self::SessionsEnded => "All other sessions have ended.",
            Self::ActionExpired => "That had waited too long and was not done. Please do it again.",
            Self::UserSaved => "The user is saved.",
            Self::UserCreated => "The user is made. A password link lets them in.",
            Self::UserDeleted => "The user is deleted.",
            Self::UsersSessionsEnded => "All sessions of this user have ended.",
            Self::GroupSaved => "The group is saved.",
            Self::GroupDeleted => "The group is deleted.",
            Self::Held => "You had been logged out. Log in, and what you have typed is there again, for you and nobody else.",
            Self::SessionOver => "Your session has ended, so you are logged out.",
            Self::RedisplayedOfSeveral => {
                "You had been logged out, so this was not sent. What you typed is here again, ready to send. There is more: open the \
                 page of the other form, or this one once more when this is sent."
            }
            Self::Redisplayed => {
                "You had been logged out, so this was not sent. What you typed is here again, ready to send."
            }
        })
    }
}
