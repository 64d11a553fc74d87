//! Invitations: their list, the page of one, the form, and the page that its mail leads to.

use crate::staff::types::InvitationState;

pub const HEADING: &str = "Invitations";
pub const INVITE: &str = "Invite someone";
pub const EMAIL: &str = "E-mail address";
pub const STATE: &str = "State";
pub const BY: &str = "Invited by";
pub const SENT: &str = "Sent";
/// The head of the column.
pub const END: &str = "End";
pub const ACCEPTED_BY: &str = "User";
pub const NO_INVITATIONS: &str = "No invitations";
pub const NO_INVITATIONS_TEXT: &str = "People whom you invite get a mail with a link to sign up. Invitations are \
                                       listed for a week after they have ended.";
pub const NO_MAIL: &str = "This site sends no mail, so no one can be invited. Ask the people who run it to set \
                           mail.url; until then, add a user and pass on a password link.";

pub const TEXT: &str = "They get a mail with a link that works once, within a week. With it they choose a user name \
                        and a password, and confirm the address.";
pub const STAFF: &str = "Staff: can open the staff area";
pub const RIGHTS: &str = "What they will be able to do";
pub const SEND: &str = "Send the invitation";

pub const IS_STAFF: &str = "Staff";
pub const YES: &str = "yes";
pub const NO: &str = "no";
pub const GROUPS: &str = "Groups";
pub const PERMISSIONS: &str = "Permissions";
pub const HAS_MORE: &str = "This invitation gives rights that you cannot give, so you cannot change it.";
pub const AGAIN: &str = "Send again";
pub const AGAIN_TEXT: &str =
    "They get another mail from you, with a new link for another week. The old link does not work any more.";
pub const WITHDRAW: &str = "Withdraw";
pub const WITHDRAW_TEXT: &str = "The link stops working. They get no mail about it.";

/// Where no mail reaches the address.
pub const IS_IT_RIGHT: &str = "Is the address right? If not, withdraw this invitation and invite the right one. If so, \
                               ask the people who run this site: they can see what the mail server answered.";

/// Why a refused one ended.
pub const SENDER_LACKS_RIGHTS: &str = "When it was to be accepted, its sender could not give these rights any more.";

/// Before the time at which it expires, or has ended.
pub fn ends(state: InvitationState) -> &'static str {
    if state.is_open() { "Ends" } else { "Ended" }
}

/// The state in a word or two.
pub fn state(state: InvitationState) -> &'static str {
    match state {
        InvitationState::Waiting => "Waiting",
        InvitationState::Bounced => "Mail came back",
        InvitationState::Undelivered => "Mail could not be delivered",
        InvitationState::Expired => "Expired",
        InvitationState::Accepted => "Accepted",
        InvitationState::Withdrawn => "Withdrawn",
        InvitationState::Refused => "Sender lacks rights",
    }
}

/// The page that the link of the mail leads to.
pub mod accept {
    pub const HEADING: &str = "Accept the invitation";
    pub const BY: &str = "Invited by";
    pub const FOR: &str = "E-mail address";
    pub const FOR_HELP: &str = "This will be the confirmed address of your account.";
    pub const ACCEPT: &str = "Create my account";
    pub const INVALID: &str = "This link opens no invitation. A link works once, within a week, in a browser that \
                               keeps cookies, and not after the invitation was withdrawn. If you have accepted it \
                               already, log in.";
    pub const OPEN_AGAIN: &str =
        "Otherwise open the link in the newest mail again, or ask the people who run this site for a new invitation.";
    pub const LOGGED_IN: &str = "You are logged in, and this browser has no open invitation. An invitation works once.";
    pub const LOG_OUT_FIRST: &str = "You are logged in, and an invitation makes a new account. To accept it, log out \
                                     and then open the link in the mail again. Your present account stays as it is.";
}
