//! Sentences of the way back into an account by mail, and of addresses that are confirmed by one.

pub mod password_reset {
    pub const HEADING: &str = "Forgot your password?";
    pub const TEXT: &str =
        "Enter the e-mail address of your account. We will send you a link that sets a new password.";
    pub const SUBMIT: &str = "Send the link";
    pub const NO_MAIL: &str = "This site sends no mail. Ask the people who run it for a link that sets a new password.";
}

pub mod password_reset_done {
    pub const HEADING: &str = "Check your mail";
    /// The same for every address.
    pub const TEXT: &str =
        "If an account has confirmed that address, a mail is on its way. Its link works for three days.";
    pub const NOT_THERE: &str = "No mail after a few minutes? Look in your spam folder, check the address, or ask the \
                                 people who run this site.";
    pub const CODE_HEADING: &str = "Reading mail on another device?";
    pub const CODE_TEXT: &str = "Enter the code from the mail here instead. It works for ten minutes.";
    pub const CODE: &str = "Code";
    pub const SUBMIT: &str = "Use the code";
    pub const AGAIN: &str = "Send another mail";
}

/// "Was it not you?"
pub mod secure {
    pub const HEADING: &str = "Was it not you?";
    pub const FOR: &str = "This logs the account ";
    pub const EFFECT: &str = " out everywhere, and its password stops working. Then you set a new one.";
    pub const GIVES_BACK: &str =
        "The account has another e-mail address now. This changes it back to the address that our mail went to.";
    pub const SECURE: &str = "Secure your account";
    pub const RESTORE: &str = "Take back the old address";
    pub const AGAIN: &str = "Set a new password";
    pub const INVALID: &str = "This link does not work any more: it works once, within a week. If you have a newer \
                               mail about your account, use the link in that one.";
    pub const ASK: &str = "Ask for a new password";
    pub const DONE_HEADING: &str = "Account secured";
    pub const DONE_TEXT: &str = "All sessions have ended, and the password does not work any more. Open the link in \
                                 the mail once more to set a new one.";
}

pub mod email {
    pub const CONFIRM_HEADING: &str = "Confirm your e-mail address";
    pub const CONFIRM_TEXT: &str = "Confirm that the address to which we have sent our mail is yours.";
    pub const CONFIRM: &str = "Confirm the address";
    pub const CODE_TEXT: &str = "Enter the code from the mail within ten minutes, or open the link in it.";
    pub const CODE: &str = "Code";
    pub const MUST_CONFIRM: &str = "This site asks you to confirm your e-mail address before you write.";
    pub const NO_MAIL_YET: &str = "No mail? Look in your spam folder, or check the address:";
    pub const CHANGE_ADDRESS: &str = "Change the address";
    pub const OPEN_LINK: &str = "Open the link in our newest mail. It works once, within three days, and only until \
                                 something changes in your account.";
    pub const LOG_IN_FOR_ANOTHER: &str = "Log in to get another mail.";

    pub const DONE_HEADING: &str = "Address confirmed";
    pub const DONE_TEXT: &str = "Your e-mail address is confirmed. We will write there about your account.";

    pub const NOT_CONFIRMED: &str =
        "Your e-mail address is not confirmed yet: open the link in the mail that we have sent there.";
    /// Before the time.
    pub const BOUNCED: &str = "Mail to your e-mail address came back ";
    pub const BOUNCED_EFFECT: &str =
        ": we send no more there. Enter another address, or send the mail again to confirm this one.";
    pub const SEND_AGAIN: &str = "Send the mail again";
    pub const ENTER_CODE: &str = "Enter the code from the mail";

    pub fn waits(email: &str) -> String {
        format!("{email} is waiting to be confirmed: open the link in the mail that we have sent there.")
    }
}
