//! What the next page says of something that was done. A code, made into a sentence here. Django: `messages`.

use std::fmt;

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    ProfileSaved,
    SessionEnded,
    SessionsEnded,
    /// An action that waited for the password was not there any more.
    NotDone,
    /// A form that was posted while nobody was logged in is back.
    Parked,
    /// The same, and others wait for their pages.
    ParkedAndMore,
    /// A form was posted while nobody was logged in, and waits.
    Waiting,
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
            Self::NotDone => "That had waited too long and was not done. Please do it again.",
            Self::UserSaved => "The user is saved.",
            Self::UserCreated => "The user is made. A password link lets them in.",
            Self::UserDeleted => "The user is deleted.",
            Self::UsersSessionsEnded => "All sessions of this user have ended.",
            Self::GroupSaved => "The group is saved.",
            Self::GroupDeleted => "The group is deleted.",
            Self::Waiting => "You had been logged out. Log in, and what you have typed is there again, for you and nobody else.",
            Self::SessionOver => "Your session has ended, so you are logged out.",
            Self::ParkedAndMore => {
                "You had been logged out, so this was not sent. What you typed is here again, ready to send. There is more: open the \
                 page of the other form, or this one once more when this is sent."
            }
            Self::Parked => {
                "You had been logged out, so this was not sent. What you typed is here again, ready to send."
            }
        })
    }
}
