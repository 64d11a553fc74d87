//! Sentences of the way back into an account by mail, and of addresses that are confirmed by one.

pub mod password_reset {
    pub const HEADING: &str = "Forgot your password?";
    pub const TEXT: &str =
        "Enter the e-mail address of your account. We will send you a link that sets a new password.";
    pub const SUBMIT: &str = "Send the link";
    pub const NO_MAIL: &str = "This site sends no mail. Ask the people who run it for a link that sets a new password.";
}

pub mod password_reset_done {
    pub const HEADING: &str = "Look into your mailbox";
    /// The same for every address.
    pub const TEXT: &str = "If an account has that address, a mail is on its way. Its link works for three days.";
    pub const NOT_THERE: &str =
        "Nothing after some minutes? Look where junk goes, check the address, or ask the people who run this site.";
    pub const CODE_HEADING: &str = "Reading mail on another device?";
    pub const CODE_TEXT: &str = "Type the code of the mail here instead. It works for ten minutes.";
    pub const CODE: &str = "Code";
    pub const SUBMIT: &str = "Use the code";
    pub const AGAIN: &str = "Send another mail";
}

/// "Was it not you?"
pub mod secure {
    pub const HEADING: &str = "Was it not you?";
    pub const FOR: &str = "A mail to you led here. This logs the account ";
    pub const EFFECT: &str = " out everywhere and ends its password. Then set a new one.";
    pub const GIVES_BACK: &str =
        "The account has another e-mail address now. This gives it back the address that the mail went to.";
    pub const SECURE: &str = "Secure your account";
    pub const RESTORE: &str = "Take the old address back";
    pub const AGAIN: &str = "Set a new password";
    pub const INVALID: &str = "This link does not work any more: it works once, within a week. If a newer mail tells of the account, open that one.";
    pub const ASK: &str = "Ask for a new password";
    pub const DONE_HEADING: &str = "Account secured";
    pub const DONE_TEXT: &str = "Every session has ended, and the password does not count any more. Open the link of the mail once more, and set a new one.";
}

pub mod email {
    pub const CONFIRM_HEADING: &str = "Confirm your e-mail address";
    pub const CONFIRM_TEXT: &str = "A mail to you led here. Confirm that the address it went to is yours.";
    pub const CONFIRM: &str = "Confirm the address";
    pub const CODE_TEXT: &str = "Type the code of the mail, within ten minutes, or open its link.";
    pub const CODE: &str = "Code";
    pub const MUST_CONFIRM: &str = "This site asks you to confirm your e-mail address before you write.";
    pub const NO_MAIL_YET: &str = "No mail? Look where junk goes, or check the address:";
    pub const CHANGE_ADDRESS: &str = "Change the address";
    pub const OPEN_LINK: &str = "Open the link of the newest mail that we have sent you. It works once, within three days, and not after a change of the account.";
    pub const LOG_IN_FOR_ANOTHER: &str = "Log in to send another mail.";

    pub const DONE_HEADING: &str = "Address confirmed";
    pub const DONE_TEXT: &str = "Your e-mail address is confirmed. What happens to your account is told to it.";

    pub const NOT_CONFIRMED: &str =
        "Your e-mail address is not confirmed yet: open the link of the mail that we have sent there.";
    /// Before the time.
    pub const BOUNCED: &str = "Mail to your e-mail address came back ";
    pub const BOUNCED_EFFECT: &str =
        ": no more is sent there. Enter another address, or have a mail sent that confirms this one again.";
    pub const SEND_AGAIN: &str = "Send the mail again";
    pub const ENTER_CODE: &str = "Enter its code";

    pub fn waits(email: &str) -> String {
        format!("{email} waits to be confirmed by the mail that we have sent there.")
    }
}
