//! What the audit trail records, for both sides: what was done, and which fields changed. Writing it: `server/audit.rs`.
//! Django: `LogEntry.action_flag`, `LogEntry.change_message`.

use serde::{Deserialize, Serialize};

/// What was done to a user, a group or another domain's content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditAction {
    Created,
    Changed,
    Deleted,
    SessionsEnded,
    ResetLinkMade,
    PasswordSet,
    /// Of an invitation.
    SentAgain,
    Withdrawn,
}

impl AuditAction {
    pub const ALL: [Self; 8] = [
        Self::Created,
        Self::Changed,
        Self::Deleted,
        Self::SessionsEnded,
        Self::ResetLinkMade,
        Self::PasswordSet,
        Self::SentAgain,
        Self::Withdrawn,
    ];

    /// The name in the database, in the log and in addresses.
    pub fn id(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Changed => "changed",
            Self::Deleted => "deleted",
            Self::SessionsEnded => "sessions_ended",
            Self::ResetLinkMade => "reset_link_made",
            Self::PasswordSet => "password_set",
            Self::SentAgain => "sent_again",
            Self::Withdrawn => "withdrawn",
        }
    }

    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.id() == id)
    }
}

/// The value of one field before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub what: String,
    pub before: String,
    pub after: String,
}

/// The names of changed fields. They are stored with each entry, so they stay as they are.
pub mod changed {
    pub const USERNAME: &str = "user name";
    pub const EMAIL: &str = "e-mail";
    pub const FIRST_NAME: &str = "first name";
    pub const LAST_NAME: &str = "last name";
    pub const ACTIVE: &str = "active";
    pub const STAFF: &str = "staff";
    pub const SUPERUSER: &str = "superuser";
    pub const GROUPS: &str = "groups";
    /// Those given directly.
    pub const PERMISSIONS: &str = "permissions";
    pub const ALL_PERMISSIONS: &str = "permissions, those of groups too";
    /// Of a group.
    pub const NAME: &str = "name";
    pub const MEMBERS: &str = "members";
    /// The number of the one by which a user was created.
    pub const INVITATION: &str = "invitation";
}
