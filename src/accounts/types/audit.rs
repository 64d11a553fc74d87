//! What the audit trail says of a change, for both sides. Writing it: `server/audit.rs`. Django: `LogEntry.change_message`.

use serde::{Deserialize, Serialize};

/// The value of one field before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub what: String,
    pub before: String,
    pub after: String,
}
