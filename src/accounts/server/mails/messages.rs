//! Every sentence of this domain's mails.

/// A subject and the first paragraph.
pub struct Opening {
    pub subject: String,
    pub text: String,
}

pub mod fact {
    pub const DEVICE: &str = "Device";
    pub const ADDRESS: &str = "Internet address";
}

pub mod password_reset {
    use super::Opening;

    pub const BUTTON: &str = "Set a new password";
    pub const CODE: &str = "The link works once, within three days. Or enter this code on the page where you asked for \
                            it, within ten minutes:";
    pub const NOT_YOU: &str = "If you did not ask for this, do nothing: your password stays as it is. Never give the \
                               link or the code to anyone.";

    pub fn of(username: &str) -> Opening {
        Opening {
            subject: format!("New password for {username}"),
            text: format!("You, or someone else, asked for a new password for your account “{username}”."),
        }
    }
}

pub mod staff_link {
    use super::Opening;

    pub const NOT_YOU: &str =
        "The link works once, within three days. Never pass it on. If you did not expect this mail, do nothing.";

    pub fn of(username: &str) -> Opening {
        Opening {
            subject: format!("Set a password for {username}"),
            text: format!(
                "The people who run this site have sent you this link to set the password of your account “{username}”."
            ),
        }
    }
}

pub mod email_confirmation {
    use super::Opening;

    pub const BUTTON: &str = "Confirm the address";
    pub const CODE: &str = "Or enter this code on your account page, within ten minutes:";
    pub const NOT_YOU: &str = "If this is not your account, do nothing: an address that is not confirmed is not used.";

    pub fn of(username: &str) -> Opening {
        Opening {
            subject: "Confirm your e-mail address".to_owned(),
            text: format!("This e-mail address was entered for the account “{username}”. Confirm that it is yours."),
        }
    }
}

pub mod invitation {
    use super::Opening;

    pub const BUTTON: &str = "Accept the invitation";
    pub const NOT_YOU: &str = "The link works once. Never pass it on: anyone who opens it can take the account. If you \
                               did not expect this mail, do nothing.";

    pub fn of(site: &str, by: &str, until: &str) -> Opening {
        Opening {
            subject: format!("{by} invites you to {site}"),
            text: format!(
                "“{by}”, who helps to run {site}, invites you to open an account there. Choose a user name and a password by {until}."
            ),
        }
    }
}

pub mod told {
    use super::Opening;
    use crate::accounts::types::ActivityEvent;

    pub const NOT_YOU: &str = "Was it not you? Within a week, this link logs your account out everywhere, its password \
                               stops working, and you set a new one. If it was you, do nothing.";
    pub const SECURE: &str = "Secure your account";
    pub const ASK_STAFF: &str = "If that is wrong, write to the people who run this site.";
    pub const RESTORED: &str =
        "It was changed back by the mail to the old address. If that is wrong, write to the people who run this site.";
    pub const RESTORE_TEXT: &str = "Was it not you? Within a week, you can take back your old address. That ends all \
                                    sessions of your account, its password stops working, and you set a new one.";
    pub const RESTORE: &str = "Take back the old address";

    pub fn of(event: ActivityEvent, username: &str) -> Opening {
        let (subject, what) = match event {
            ActivityEvent::PasswordChanged => {
                ("Your password was changed", "The password of your account “{}” was changed.")
            }
            ActivityEvent::PasswordSet => (
                "Your password was changed",
                "The people who run this site have set a new password for your account “{}”.",
            ),
            ActivityEvent::EmailChanged => (
                "Your e-mail address was changed",
                "Your account “{}” has another e-mail address now, or none. This one is not used any more.",
            ),
            ActivityEvent::EmailChangeAsked => (
                "Another e-mail address was entered",
                "Another e-mail address was entered for your account “{}”. It replaces this one once it is confirmed.",
            ),
            ActivityEvent::EmailRestored => (
                "Your e-mail address was changed",
                "Your account “{}” has its old e-mail address back. This one is not used any more.",
            ),
            ActivityEvent::Login => {
                ("A new device logged in", "A browser that is new to your account “{}” logged in with your password.")
            }
            ActivityEvent::AllSessionsEnded => (
                "You were logged out everywhere",
                "The people who run this site have ended all sessions of your account “{}”.",
            ),
            ActivityEvent::RightsChanged => (
                "Your permissions were changed",
                "The people who run this site have changed what your account “{}” may do.",
            ),
            ActivityEvent::Deactivated => {
                ("Your account was deactivated", "The people who run this site have deactivated your account “{}”.")
            }
            ActivityEvent::Activated => {
                ("Your account was activated", "The people who run this site have activated your account “{}”.")
            }
            _ => ("News about your account", "Something has happened to your account “{}”: see its recent activity."),
        };
        Opening { subject: subject.to_owned(), text: what.replace("{}", username) }
    }
}

pub mod farewell {
    use super::Opening;

    pub const NOT_YOU: &str =
        "If it was not you, write to the people who run this site. This address is not stored any more.";

    pub fn of(username: &str) -> Opening {
        Opening {
            subject: "Your account was deleted".to_owned(),
            text: format!("Your account “{username}” was deleted, with all of its sessions. Thank you for being here."),
        }
    }
}
