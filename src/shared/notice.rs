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
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ProfileSaved => "Your profile is saved.",
            Self::SessionEnded => "The session has ended.",
            Self::SessionsEnded => "All other sessions have ended.",
            Self::NotDone => "That had waited too long and was not done. Please do it again.",
            Self::Parked => {
                "You had been logged out, so this was not sent. What you typed is here again, ready to send."
            }
        })
    }
}
