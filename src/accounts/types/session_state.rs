//! What an open page learns of its session.

use serde::{Deserialize, Serialize};

use super::UserId;

/// Whose session it is now, and how long it lives.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionState {
    /// `None` when there is no session, or no longer one.
    pub user: Option<UserId>,
    /// In seconds: the clock of the browser may be wrong.
    pub ends_in: u32,
    /// Use extends it; otherwise only the password does.
    pub lasts_by_use: bool,
}
