//! What an open page learns of its session.

use std::sync::Arc;

use serde::Serialize;

use super::{Rights, UserId};

/// Whose session it is now, and how long it lives.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SessionState {
    /// `None` when there is no session, or no longer one.
    pub user: Option<UserId>,
    /// In seconds: the clock of the browser may be wrong.
    pub ends_in: u32,
    /// Use extends it; otherwise only the password does.
    pub lasts_by_use: bool,
    /// What the user may do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rights: Option<Rights>,
    /// The build that the server serves now; none where files have no hash.
    #[serde(skip_serializing_if = "str::is_empty", serialize_with = "as_text")]
    pub build: Arc<str>,
}

fn as_text<S: serde::Serializer>(build: &Arc<str>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(build)
}
