//! What the operator reads of the staff area's commands. Names and values are quoted where they are text from users, with control
//! characters escaped: they appear on the operator's terminal.

use crate::accounts::types::Change;

/// What several commands say.
pub mod common {
    pub fn no_group(name: &str) -> String {
        format!("there is no group {name:?}; see: latchkey groups")
    }

    pub fn no_permission(name: &str, known: &[String]) -> String {
        format!("there is no permission {name:?}; there are:\n  {}", known.join("\n  "))
    }

    pub fn bad_username(text: &str, problem: &str) -> String {
        format!("user name {text:?}: {problem}")
    }

    pub fn or_more(is_most: bool) -> &'static str {
        if is_most { " or more" } else { "" }
    }
}

pub mod audit {
    pub const EMPTY: &str = "No entries.";

    pub fn no_action(id: &str, known: &str) -> String {
        format!("there is no action {id:?}; there are: {known}")
    }

    /// An id tells users apart who have had one name in turn.
    pub fn id(id: Option<i64>) -> String {
        id.map(|id| format!(" (number {id})")).unwrap_or_default()
    }

    pub fn from(address: &str) -> String {
        if address.is_empty() { String::new() } else { format!(" from {address}") }
    }

    pub fn change(change: &super::Change) -> String {
        format!("    {}: {:?} -> {:?}", change.what, change.before, change.after)
    }
}

pub mod createsuperuser {
    pub const NO_TERMINAL: &str = "No superuser was created, because this is not a terminal. Run `latchkey createsuperuser` in one, \
        or with --noinput.";
    pub const EMAIL_PROMPT: &str = "E-mail address (may be empty): ";
    pub const PASSWORD_PROMPT: &str = "Password: ";
    pub const PASSWORD_AGAIN_PROMPT: &str = "Password again: ";
    pub const MISMATCH: &str = "The two passwords are not the same.";
    pub const BLANK: &str = "A blank password is not allowed.";
    pub const USE_ANYWAY_PROMPT: &str = "Use it anyway? [y/N]: ";

    pub fn username_prompt(default: Option<&str>) -> String {
        let default = default.map(|name| format!(" (leave empty for {name})")).unwrap_or_default();
        format!("User name{default}: ")
    }

    pub fn created(username: &str) -> String {
        format!("Superuser {username} was created.")
    }

    pub fn no_password(variable: &str) -> String {
        format!(
            "They have no password and cannot log in yet: set one with latchkey changepassword ({variable} was not set)."
        )
    }

    pub fn username_missing(variable: &str) -> String {
        format!("a user name is needed: give --username or set {variable}")
    }

    pub fn weak_password(problem: &impl std::fmt::Display) -> String {
        format!("The password is accepted, though sign-up would refuse it: {problem}")
    }

    pub fn bad_email(text: &str, problem: &str) -> String {
        format!("e-mail address {text:?}: {problem}")
    }
}

pub mod departures {
    pub fn total(total: u32, kept: u32, days: u32) -> String {
        let accounts = if total == 1 { "account" } else { "accounts" };
        format!(
            "{total} {accounts} deleted in the last {days} days; {kept} of them erased nothing that they had written."
        )
    }

    pub fn reason(count: u32, reason: &impl std::fmt::Display) -> String {
        format!("{count:>6}  {reason}")
    }

    pub const NO_REASON: &str = "(no reason ticked)";
}

pub mod grant {
    pub const NOTHING_NAMED: &str = "name permissions, or --member, --staff or --superuser";

    pub fn unchanged(name: &str) -> String {
        format!("Nothing to change for {name}.")
    }

    pub fn change(name: &str, change: &super::Change) -> String {
        format!("{name}: {}: {:?} -> {:?}", change.what, change.before, change.after)
    }
}

pub mod groups {
    pub const NO_GROUPS: &str = "There are no groups yet. Create one: latchkey groups create NAME";

    pub fn row(name: &str, members: u32, more: &str, permissions: u32) -> String {
        format!("{name:<30} {members}{more} members, {permissions} permissions")
    }

    pub fn permission(name: &str) -> String {
        format!("  may    {name}")
    }

    pub fn member(username: &str) -> String {
        format!("  member {username}")
    }

    pub fn created(name: &str) -> String {
        format!("Created the group {name:?}.")
    }

    pub fn deleted(name: &str) -> String {
        format!("Deleted the group {name:?}.")
    }
}

pub mod users {
    /// Before the value of each line of `users show`.
    pub mod label {
        pub const ID: &str = "id";
        pub const USERNAME: &str = "user name";
        pub const FIRST_NAME: &str = "first name";
        pub const LAST_NAME: &str = "last name";
        pub const EMAIL: &str = "e-mail";
        pub const STATE: &str = "state";
        pub const PASSWORD: &str = "password";
        pub const JOINED: &str = "joined";
        pub const LAST_LOGIN: &str = "last login";
        pub const SESSIONS: &str = "sessions";
        pub const GROUPS: &str = "groups";
        pub const PERMISSIONS: &str = "may";
    }

    pub const DEACTIVATED: &str = "deactivated";
    pub const SUPERUSER: &str = "superuser";
    pub const STAFF: &str = "staff";
    pub const ACTIVE: &str = "active";
    pub const UNKNOWN: &str = "not known: they are kept in browsers";
    pub const NEVER: &str = "never";
    pub const PASSWORD_SET: &str = "set";
    pub const NO_PASSWORD: &str = "none that can be used";

    pub fn no_match(text: &str) -> String {
        format!("No user's name begins with {text:?}.")
    }

    pub fn first_only(most: u32) -> String {
        format!("These are the first {most}; give more letters to see others.")
    }

    pub fn active_already(username: &str) -> String {
        format!("{username} is active already.")
    }

    pub fn activated(username: &str) -> String {
        format!("{username} can log in again.")
    }

    pub fn deactivated_already(username: &str) -> String {
        format!("{username} is deactivated already.")
    }

    pub fn deactivated(username: &str) -> String {
        format!("{username} can no longer log in, and all their sessions have ended.")
    }

    pub fn last_superuser(username: &str) -> String {
        format!("{username} is the last active superuser: make another user one first, with latchkey createsuperuser")
    }

    pub fn sessions_ended(username: &str) -> String {
        format!("All sessions of {username} have ended.")
    }
}
