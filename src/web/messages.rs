//! Sentences and labels of the layout, and what the URL table says to people.

/// What surrounds every page.
pub mod layout {
    pub const SKIP: &str = "Skip to content";
    pub const MAIN: &str = "Main";
    pub const ARTICLES: &str = "Articles";
    pub const WRITE: &str = "Write";
    pub const STAFF: &str = "Staff";
    pub const OFFLINE: &str = "No connection. Your text is safe; you can send it when you are back online.";
    pub const FOOTER: &str = "Latchkey: Django’s accounts system, in Rust.";
}

/// What an account lacks, after "Your account cannot".
pub mod access {
    pub const STAFF_AREA: &str = "open the staff area";
}

/// What an action of the staff area does that may need a recent password, after "to".
pub mod staff_action {
    pub const CHANGE_USER: &str = "change a user’s permissions";
    pub const END_SESSIONS_OF_USER: &str = "log a user out everywhere";
    pub const CREATE_RESET_LINK: &str = "create a password link";
    pub const DELETE_USER: &str = "delete a user’s account";
    pub const CREATE_GROUP: &str = "create a group";
    pub const CHANGE_GROUP: &str = "change a group’s permissions";
    pub const DELETE_GROUP: &str = "delete a group";
}
