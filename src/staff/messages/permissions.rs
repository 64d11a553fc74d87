//! The table of permissions in a form, and what a user may do.

/// What a user may do, and why.
pub const RIGHTS: &str = "What they can do, and why";
pub const OWN: &str = "given to them";
pub const DEACTIVATED: &str = "Nothing while the account is deactivated.";
pub const SUPERUSER: &str = "Everything: they are a superuser.";
pub const NO_RIGHTS: &str = "No more than any user.";
pub const STAFF_ONLY: &str = "Can open the staff area, and no more.";
pub const LIMITED: &str = "You can only give and take permissions that you have yourself.";
pub const OWN_LIMITED: &str = "You cannot give permissions to yourself.";
pub const WHAT: &str = "What";
pub const ADD: &str = "Add";
pub const CHANGE: &str = "Change";
pub const DELETE: &str = "Delete";
pub const VIEW: &str = "View";

pub fn by_group(group: &str) -> String {
    format!("by the group {group}")
}
