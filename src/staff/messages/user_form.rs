//! The forms of a user: profile, and access.

pub const SAVE_PROFILE: &str = "Save profile";
pub const SAVE_ACCESS: &str = "Save access";
pub const USERNAME: &str = "User name";
pub const EMAIL: &str = "E-mail address";
pub const FIRST_NAME: &str = "Given name";
pub const LAST_NAME: &str = "Family name";
pub const ACCOUNT: &str = "Account";
pub const ACTIVE: &str = "Active: can log in";
pub const STAFF: &str = "Staff: can open the staff area";
pub const SUPERUSER: &str = "Superuser: can do everything";
pub const SUPERUSER_LIMITED: &str = "Superuser: can do everything (only superusers change this)";
pub const GROUPS: &str = "Groups";
pub const GROUPS_LIMITED: &str = "You can only add users to groups whose permissions you have yourself.";
pub const OWN_GROUPS_LIMITED: &str = "You cannot add yourself to a group.";
pub const FILTER_GROUPS: &str = "Filter groups";
pub const NO_GROUP_MATCHES: &str = "No group matches.";
pub const ADD_GROUP: &str = "Add to another group";
pub const ADD_GROUP_HELP: &str = "The exact name of a group that is not listed.";
