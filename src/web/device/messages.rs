//! Every sentence, label and button of this domain's page.

pub mod device {
    pub const HEADING: &str = "This device";
    pub const TEXT: &str = "What you choose here is kept in this browser only.";
    pub const THEME: &str = "Appearance";
    pub const SYSTEM: &str = "As the device is set";
    pub const LIGHT: &str = "Light";
    pub const DARK: &str = "Dark";
    pub const SAVE: &str = "Save";
    pub const USERNAME: &str = "Logging in";
    pub const REMEMBER: &str = "Fill in my user name on this device";
    pub const REMEMBER_HELP: &str = "Leave this off on a device that you share.";
    pub const FORGET: &str = "Forget everything";
    pub const FORGET_TEXT: &str =
        "Removes what you have chosen here, and the reading list of this browser. You stay logged in.";
    pub const WHICH: &str = "All cookies of this site";
}

/// The operator's notice.
pub mod notice {
    pub const LABEL: &str = "Notice";
    pub const TODAY: &str = "Hide for today";
    pub const ALWAYS: &str = "Don’t show again";
}
