//! Every sentence of this domain's pages and components, for both sides. What the operator reads is in
//! `server/commands/messages.rs`, and what is wrong with a form in `shared/`.

mod notices;
mod recovery;

pub use notices::{notice, session_notice};
pub use recovery::{email, password_reset, password_reset_done, secure};

/// Labels and buttons that several pages share.
pub mod label {
    pub const USERNAME: &str = "User name";
    pub const PASSWORD: &str = "Password";
    pub const PASSWORD_AGAIN: &str = "Password again";
    pub const OLD_PASSWORD: &str = "Old password";
    pub const NEW_PASSWORD: &str = "New password";
    pub const NEW_PASSWORD_AGAIN: &str = "New password again";
    pub const EMAIL: &str = "E-mail address";
    pub const FIRST_NAME: &str = "Given name";
    pub const LAST_NAME: &str = "Family name";

    pub const LOG_IN: &str = "Log in";
    pub const LOG_OUT: &str = "Log out";
    pub const SIGN_UP: &str = "Sign up";
    pub const CONTINUE: &str = "Continue";
    pub const CANCEL: &str = "Cancel";
    pub const SAVE: &str = "Save";
    pub const YOUR_ACCOUNT: &str = "Your account";
    pub const CHANGE_PASSWORD: &str = "Change password";
    pub const DELETE_ACCOUNT: &str = "Delete account";
    pub const READ_ARTICLES: &str = "Read the articles";
}

/// The menu of a logged-in user, and the navigation of the account's pages.
pub mod menu {
    pub const LABEL: &str = "Account menu";
    pub const ACCOUNT: &str = "Account";
    pub const OVERVIEW: &str = "Overview";
    pub const PROFILE: &str = "Profile";
    pub const PASSWORD: &str = "Password";
    pub const ACTIVITY: &str = "Activity";
}

/// What a password may not resemble: "too similar to your …".
pub mod attribute {
    pub const USERNAME: &str = "user name";
    pub const EMAIL: &str = "e-mail address";
    pub const FIRST_NAME: &str = "given name";
    pub const LAST_NAME: &str = "family name";
}

/// The rules for a new password, as help under its field.
pub mod password_rule {
    pub const TOO_SIMILAR: &str = "Must not be like your name or e-mail address.";
    pub const TOO_COMMON: &str = "Must not be a commonly used password.";
    pub const ENTIRELY_NUMERIC: &str = "Must not be just numbers.";

    pub fn too_short(min_length: u32) -> String {
        format!("At least {min_length} characters; a few words in a row are best.")
    }
}

pub mod account {
    pub const HEADING: &str = "Your account";
    pub const PROFILE: &str = "Profile";
    pub const NAME: &str = "Name";
    pub const EMAIL: &str = "E-mail";
    pub const JOINED: &str = "Joined";
    pub const NOT_SET: &str = "Not set · ";
    pub const ADD: &str = "Add";
    pub const EDIT: &str = "Edit profile";
    pub const SECURITY: &str = "Password and sessions";
    pub const LOGGED_IN_ON: &str = "Logged in on";
    pub const THIS_DEVICE_ONLY: &str = "1 device (this one)";
    pub const UNKNOWN_DEVICES: &str = "This device, perhaps others";
    pub const SEE_SESSIONS: &str = "See sessions";
    pub const ACTIVITY: &str = "Recent activity";
    pub const ALL_ACTIVITY: &str = "All recent activity";
    pub const DELETE: &str =
        "You can delete your account at any time, and choose what happens to what you have written.";

    pub fn devices(count: u32) -> String {
        format!("{count} devices")
    }

    pub fn devices_or_more(count: u32) -> String {
        format!("{count} devices or more")
    }
}

pub mod activity {
    pub const HEADING: &str = "Recent activity";
    pub const EMPTY: &str = "No recent activity.";
    pub const UNKNOWN: &str = "Don’t recognise something? ";
    pub const CHANGE_PASSWORD: &str = "Change your password";
    pub const CHANGE_PASSWORD_EFFECT: &str = "; that logs out every other device.";

    pub const SIGNUP: &str = "Signed up";
    pub const LOGIN: &str = "Logged in";
    pub const LOGIN_FAILED: &str = "Failed login";
    pub const WRONG_PASSWORD: &str = "Wrong password entered";
    pub const LOGOUT: &str = "Logged out";
    pub const PASSWORD_CHANGED: &str = "Password changed";
    pub const EMAIL_CHANGED: &str = "E-mail address changed";
    pub const SESSION_ENDED: &str = "Ended another session";
    pub const SESSIONS_ENDED: &str = "Ended all other sessions";
    pub const OLDEST_SESSION_ENDED: &str = "Oldest session ended to make room for a new one";
    pub const ALL_SESSIONS_ENDED: &str = "All sessions ended by staff";
    pub const ACCOUNT_CREATED: &str = "Account created by staff";
    pub const PASSWORD_SET: &str = "Password set by staff";
    pub const DEACTIVATED: &str = "Account deactivated by staff";
    pub const ACTIVATED: &str = "Account activated by staff";
    pub const RIGHTS_CHANGED: &str = "Permissions changed by staff";
    pub const RESET_LINK_MAILED: &str = "Password link asked for and mailed";
    pub const EMAIL_CHANGE_ASKED: &str = "Another e-mail address asked for";
    pub const EMAIL_CONFIRMED: &str = "E-mail address confirmed";
    pub const EMAIL_RESTORED: &str = "E-mail address changed back by mail";
    pub const INVITED: &str = "Invitation sent";
    pub const SECURED: &str = "Account secured by mail: password and all sessions ended";
    pub const MAILED: &str = "mailed to you";
}

/// A device where its browser or system is not known by name.
pub mod device {
    pub const BROWSER: &str = "A browser";
    pub const UNKNOWN: &str = "Unknown device";

    pub fn unknown_on(system: &str) -> String {
        format!("Unknown program on {system}")
    }

    pub fn browser_on(browser: &str, system: &str) -> String {
        format!("{browser} on {system}")
    }
}

pub mod delete {
    pub const HEADING: &str = "Delete account";
    pub const WHAT: &str = "What will be deleted";
    pub const PROFILE: &str = "Your user name, name, e-mail address and password";
    pub const THIS_SESSION: &str = "This session and your recent activity";
    pub const EVERY_SESSION: &str = "All your sessions and your recent activity";
    pub const ONLY_SUPERUSER: &str = "You are the only superuser. Make someone else one first, then come back.";
    pub const FINAL: &str = "This cannot be undone. Someone else can then take your user name.";
    pub const CONTENT: &str = "What you have written";
    pub const REASONS: &str = "Why are you leaving? (optional)";
    pub const REASON: &str = "In your own words (optional)";
    pub const REASON_HELP: &str = "Stored without your name, so please leave your name out.";
    pub const SUBMIT: &str = "Delete my account";

    pub const NOT_USED: &str = "I don’t use it any more";
    pub const NOT_USEFUL: &str = "It doesn’t do what I need";
    pub const TOO_HARD: &str = "It is too hard to use";
    pub const PRIVACY: &str = "I worry about my data";
    pub const OTHER_ACCOUNT: &str = "I have another account";

    pub fn all_sessions(count: u32) -> String {
        format!("All {count} sessions, including this one, and your recent activity")
    }

    pub fn sessions_or_more(count: u32) -> String {
        format!("All sessions, {count} or more, and your recent activity")
    }

    pub fn if_chosen(content: &str) -> String {
        format!("{content}, if you choose to erase them below")
    }

    pub fn keep_content(content: &str) -> String {
        format!("Keep my {content}, under “a former member”")
    }

    pub fn erase_content(content: &str) -> String {
        format!("Erase my {content}")
    }
}

pub mod goodbye {
    pub const HEADING: &str = "Goodbye";
    pub const TEXT: &str = "Your account has been deleted. Thank you for being here.";
    /// For a user who opens the address without having deleted anything.
    pub const LOGGED_IN: &str = "People come here after deleting their account. Yours is still here.";
}

pub mod login {
    pub const HEADING: &str = "Log in";
    /// Clients outside this repository know the box by this label.
    pub const REMEMBER: &str = "Keep me signed in";
    pub const NO_ACCOUNT: &str = "No account yet? ";
    pub const FORGOTTEN: &str = "Forgot your password?";

    /// `purpose` says what the next page is for.
    pub fn log_in_to(purpose: &str) -> String {
        format!("Log in to {purpose}.")
    }

    /// Where the site sends no mail.
    pub const ASK_STAFF: &str = " Ask the people who run this site for a link that sets a new one.";
}

pub mod logout {
    pub const HEADING: &str = "Log out";
    pub const LOGGED_IN_AS: &str = "You are logged in as ";
    pub const NOT_LOGGED_IN: &str = "You are not logged in.";
    pub const STAY: &str = "Stay logged in";
}

pub mod password {
    pub const HEADING: &str = "Change password";
    pub const NO_OTHER_SESSION: &str = "You stay logged in here.";
    pub const OTHERS_END: &str = "You stay logged in here. These other sessions will end:";
    pub const ENDING_SESSIONS: &str = "Sessions that will end";
    pub const LAST_USED: &str = ", last used ";
    pub const OLDER: &str = "and older ones";
}

pub mod password_done {
    pub const HEADING: &str = "Password changed";
    pub const TEXT: &str =
        "Your password has been changed. You are still logged in here; every other session has ended.";
}

/// The dialog and the page that ask for the password again.
pub mod step_up {
    pub const HEADING: &str = "Confirm it is you";
    pub const TEXT: &str = "Enter your password to continue.";
    pub const NOTHING_PENDING: &str = "Nothing needs your password right now.";

    /// What an action does, after "to".
    pub const CHANGE_EMAIL: &str = "change your e-mail address";
    pub const END_SESSION: &str = "end a session";
    pub const END_OTHER_SESSIONS: &str = "end all other sessions";
    pub const LOG_OUT_EVERYWHERE: &str = "log out everywhere";

    pub fn for_action(purpose: &str) -> String {
        format!("Enter your password to {purpose}.")
    }
}

pub mod reset {
    pub const HEADING: &str = "Set a new password";
    pub const FOR: &str = "New password for ";
    pub const EFFECT: &str = ". This logs you out everywhere.";
    pub const SUBMIT: &str = "Set password";
    pub const INVALID_HEADING: &str = "This link is not valid";
    pub const INVALID_REASON: &str = "A password link works once, within three days. Perhaps this one has been used \
                                      already, or was not copied in full.";
    pub const INVALID_REMEDY: &str =
        "Copy the whole link and try again, or ask the people who run this site for a new one.";
}

pub mod reset_done {
    pub const HEADING: &str = "Password set";
    pub const TEXT: &str = "Your password has been changed. You can log in with it now.";
}

pub mod sessions {
    pub const HEADING: &str = "Sessions";
    pub const PAST_THE_END: &str = "The list ends before this page.";
    pub const OTHERS_UNKNOWN: &str =
        "Each session is kept in its own browser, so only this one is listed. You can end the others together.";
    pub const THIS_DEVICE: &str = "This device";
    pub const LOGGED_IN: &str = "Logged in ";
    pub const LAST_USED: &str = "Last used ";
    pub const ACTIVE_NOW: &str = "Active now";
    pub const ALL_OF_THEM: &str = "End sessions";
    pub const END: &str = "End";
    /// Read aloud after the word on the button, before the device.
    pub const END_WHICH: &str = " the session of ";
    pub const END_OTHERS: &str = "End all other sessions";
    pub const END_OTHERS_EFFECT: &str = "You stay logged in here and nowhere else.";
    pub const LOG_OUT_EVERYWHERE: &str = "Log out everywhere";
    pub const LOG_OUT_EVERYWHERE_EFFECT: &str = "Ends all your sessions, on this device and every other one.";
}

pub mod signup {
    pub const HEADING: &str = "Sign up";
    pub const USERNAME_HELP: &str = "Letters, digits and @ . + - _. No spaces.";
    pub const EMAIL_HELP: &str = "Optional. Once you have confirmed it by mail, you can get back in with it.";
    pub const EMAIL_NEEDED: &str = "We will send you a mail to confirm it.";
    pub const HAVE_ACCOUNT: &str = "Already have an account? ";
}

pub mod update {
    pub const HEADING: &str = "Edit profile";
    pub const EMAIL_HELP: &str = "Optional. Only you and the people who run this site see it.";
    pub const NAME_HELP: &str = "Shown on your articles instead of your user name.";
}
