//! What the next page says of something that was done. A code, made into a sentence here. Django: `messages`.

use std::fmt;

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    ProfileSaved,
    SessionEnded,
    SessionsEnded,
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ProfileSaved => "Your profile is saved.",
            Self::SessionEnded => "The session has ended.",
            Self::SessionsEnded => "All other sessions have ended.",
        })
    }
}
