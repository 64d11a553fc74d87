//! What a browser keeps for its visitor, by cookies that need no session. Read once for each request; what a server function changes is
//! sent with its answer. The table of all cookies, in words, is in `web/cookies.rs`.

use std::{
    mem::take,
    sync::{Arc, Mutex, PoisonError},
};

use crate::shared::fingerprint;

/// How long a browser keeps what its visitor has chosen, in seconds.
pub const YEAR: i64 = 365 * 24 * 60 * 60;

/// Light or dark.
pub const THEME: &str = "theme";
/// The minutes that a user's zone is ahead of UTC. The script of a page writes it.
pub const ZONE: &str = "zone";
/// The user name that is filled in on the login page; sealed.
pub const USERNAME: &str = "username";
/// The notice of the operator's that is put away.
pub const NOTICE: &str = "notice_away";
/// The welcome of the front page is put away.
pub const WELCOME: &str = "welcome_away";
/// A visitor's reading list; sealed.
pub const READING: &str = "reading";

/// What the visitor has chosen, all of which they can have forgotten.
pub const CHOSEN: [&str; 6] = [THEME, ZONE, USERNAME, NOTICE, WELCOME, READING];
/// Those that only a server with the secret key can read and write.
pub const SEALED: [&str; 2] = [USERNAME, READING];

/// Light or dark, where the visitor has chosen; else the browser decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    Light,
    Dark,
}

impl Theme {
    pub const ALL: [Self; 2] = [Self::Light, Self::Dark];

    pub const fn id(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.id() == id)
    }
}

/// In the request: what the browser keeps.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Preferences {
    pub theme: Option<Theme>,
    /// How many minutes the zone is ahead of UTC.
    pub zone: i32,
    pub username: Option<String>,
    pub notice_away: Option<NoticeId>,
    /// The front page welcomes them no longer.
    pub is_welcome_away: bool,
    /// Ids of articles, the newest first.
    pub reading: Vec<i64>,
}

/// In the request: tells the operator's notice from every other. It is no secret, and the same on every server.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NoticeId(pub u32);

impl NoticeId {
    pub fn of(text: &str) -> Self {
        Self(fingerprint(text))
    }
}

/// The farthest that a zone is from UTC, in minutes.
const ZONE_MAX: i32 = 14 * 60;

impl Preferences {
    /// What is no zone counts as UTC.
    pub fn zone(text: &str) -> i32 {
        text.parse().ok().filter(|zone: &i32| zone.abs() <= ZONE_MAX).unwrap_or_default()
    }
}

/// In the request: the names of the two cookies that the settings name.
#[derive(Debug, Clone, Default)]
pub struct CookieNames {
    pub session: String,
    pub device: String,
}

/// What a browser is to keep under a name, and for how many seconds; `None`: nothing any longer.
pub type Keep = (&'static str, Option<(String, i64)>);

/// In the request: what changes in what the browser keeps.
#[derive(Clone, Default)]
pub struct Kept(Arc<Mutex<Vec<Keep>>>);

impl Kept {
    pub fn keep(&self, name: &'static str, value: String, seconds: i64) {
        self.push((name, Some((value, seconds))));
    }

    pub fn forget(&self, name: &'static str) {
        self.push((name, None));
    }

    fn push(&self, keep: Keep) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(keep);
    }

    pub fn take(&self) -> Vec<Keep> {
        take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_zone_is_utc() {
        for (text, zone) in [("540", 540), ("-210", -210), ("840", 840), ("841", 0), ("", 0), ("x", 0), ("1e9", 0)] {
            assert_eq!(Preferences::zone(text), zone, "{text}");
        }
    }
}
