//! Invitations: their list, the page of one, the form, and the page that its mail leads to.

use crate::staff::types::InvitationState;

pub const HEADING: &str = "Invitations";
pub const INVITE: &str = "Invite someone";
pub const EMAIL: &str = "E-mail address";
pub const STATE: &str = "State";
pub const BY: &str = "Invited by";
pub const SENT: &str = "Sent";
pub const ENDS: &str = "Ends";
pub const ACCEPTED_BY: &str = "User";
pub const NO_INVITATIONS: &str = "No invitations";
pub const NO_INVITATIONS_TEXT: &str =
    "Who is invited gets a mail, and signs up by its link. Invitations are listed for a week after they have ended.";
pub const NO_MAIL: &str = "This site sends no mail, so no one can be invited. Who runs it sets mail.url; until then, add a user and hand \
                           over a password link.";

pub const TEXT: &str = "They get a mail with a link that works once, within a week. By it they choose a user name and a password; the \
                        address is confirmed then.";
pub const STAFF: &str = "Staff: can open the staff area";
pub const RIGHTS: &str = "What they will be able to do";
pub const SEND: &str = "Send the invitation";

pub const DETAIL: &str = "Invitation";
pub const IS_STAFF: &str = "Staff";
pub const YES: &str = "yes";
pub const NO: &str = "no";
pub const GROUPS: &str = "Groups";
pub const PERMISSIONS: &str = "Permissions";
pub const HAS_MORE: &str = "This invitation gives rights that you cannot give, so you cannot change it.";
pub const AGAIN: &str = "Send again";
pub const AGAIN_TEXT: &str =
    "They get another mail with a new link, for another week, from you. The old link does not work any more.";
pub const WITHDRAW: &str = "Withdraw";
pub const WITHDRAW_TEXT: &str = "The link does not work any more. No mail tells them.";

/// The state in words.
pub fn state(state: InvitationState) -> &'static str {
    match state {
        InvitationState::Waiting => "Waiting",
        InvitationState::Bounced => "Mail came back",
        InvitationState::Expired => "Expired",
        InvitationState::Accepted => "Accepted",
        InvitationState::Withdrawn => "Withdrawn",
        InvitationState::Refused => "Ended: its sender could not give these rights any more",
    }
}

/// The page that the link of the mail leads to.
pub mod accept {
    pub const HEADING: &str = "Accept the invitation";
    pub const BY: &str = "Invited by";
    pub const FOR: &str = "E-mail address";
    pub const FOR_HELP: &str = "It is the address of your account then, and confirmed.";
    pub const ACCEPT: &str = "Create my account";
    pub const INVALID: &str = "This invitation does not work any more: it works once, within a week, and can be withdrawn. Ask the people \
                               who run this site for a new one.";
    pub const OPEN_AGAIN: &str = "Or open the link of the newest mail again.";
    pub const LOG_OUT_FIRST: &str = "You are logged in, and an invitation makes a new account. To accept it, log out and then open the link \
                                     of the mail again. Your present account stays as it is.";
}
