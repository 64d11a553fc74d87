//! What a page learns of the session behind it while it is open.

use serde::{Deserialize, Serialize};

use super::UserId;

/// Whose session it is now, and how much longer it lives.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionState {
    /// Nobody when there is no session (any more).
    pub user: Option<UserId>,
    /// In seconds. A browser's clock may be wrong, so no moment is told.
    pub ends_in: u32,
    /// Using it makes it last longer; otherwise only the password does.
    pub lasts_by_use: bool,
}

/// Where a page listens to it: a stream of events.
pub const SESSION_EVENTS: &str = "/api/accounts/session-events";
