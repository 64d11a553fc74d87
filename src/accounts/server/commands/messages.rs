//! Every sentence that the operator reads at the accounts' commands. Their help is in the doc comments of their options.

pub const CANCELLED: &str = "Cancelled.";
pub const THE_PASSWORD: &str = "the password";

pub mod changepassword {
    pub const NEEDS_TERMINAL: &str = "changepassword asks for the password, so it needs a terminal";
    pub const NEEDS_NAME: &str = "give the user name, as in: latchkey changepassword joe";
    pub const PROMPT: &str = "New password: ";
    pub const PROMPT_AGAIN: &str = "New password again: ";
    pub const EMPTY: &str = "No password was entered, so nothing was changed.";
    pub const DIFFERENT: &str = "The two passwords are not the same.";
    pub const CHANGED_MEANWHILE: &str = "the password was changed elsewhere meanwhile, so nothing was done; try again";

    pub fn changing(username: &str) -> String {
        format!("Changing the password of {username}.")
    }

    pub fn done(username: &str) -> String {
        format!("The password of {username} has been changed, and all their sessions have ended.")
    }

    pub fn gave_up(tries: u32, username: &str) -> String {
        format!("no usable password in {tries} tries, so the password of {username} is unchanged")
    }
}

pub fn invalid_username(name: &str, reason: impl std::fmt::Display) -> String {
    format!("user name {name:?}: {reason}")
}

pub fn no_user(name: &str) -> String {
    format!("there is no user {name:?}")
}
