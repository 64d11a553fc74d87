//! Asks before users are activated or deactivated together.

pub const ACTIVATE: &str = "Activate users";
pub const DEACTIVATE: &str = "Deactivate users";
pub const ACTIVATED: &str = "They can log in again.";
pub const DEACTIVATED: &str = "They are logged out everywhere at once and cannot log in. Nothing is deleted.";
pub const ALL_OR_NONE: &str = "If one of them cannot be changed, no one is.";
pub const KEPT: &str = "These stay as they are";
pub const NO_ONE: &str = "There is no one to change.";
pub const NONE_CHOSEN: &str = "Choose users in the list first.";
pub const BACK: &str = "Back to the users";

/// After the user name, of those who stay as they are.
pub const ACTIVE_ALREADY: &str = "active already";
pub const DEACTIVATED_ALREADY: &str = "deactivated already";
pub const ONESELF: &str = "your own account";
pub const HAS_MORE: &str = "has permissions that you do not have";

pub fn confirm(count: usize, is_active: bool) -> String {
    let verb = if is_active { "Activate" } else { "Deactivate" };
    if count == 1 { format!("{verb} 1 user") } else { format!("{verb} {count} users") }
}
