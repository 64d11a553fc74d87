//! What can be wrong with the forms of the staff area, beyond the codes of `shared/` and `accounts/`, and the sentence of each.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::forms::staff_field;
use crate::shared::Code;

#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StaffCode {
    /// Another group has this name, perhaps in another case.
    #[error("That group name is taken.")]
    GroupTaken,
    #[error("There is no group with that name.")]
    NoSuchGroup,
    /// A ticked one was deleted meanwhile.
    #[error("A group that you ticked has been deleted. Open the page again to see which groups there are.")]
    GroupGone,
    /// The address has an invitation that waits.
    #[error("This address is invited already. Find that invitation in the list, to send it again or to withdraw it.")]
    InvitationWaits,
    #[error("An account has this confirmed address already, so there is no one to invite.")]
    HasAccount,
    #[error("This address has got enough invitations for today. Try again tomorrow.")]
    InvitedEnough,
    #[error("You have sent enough invitations for today. Try again tomorrow.")]
    SentEnough,
    #[error("Too many invitations are waiting. Withdraw some, or wait until they expire.")]
    TooManyInvitations,
    #[error("This invitation has ended. Invite the address anew.")]
    InvitationEnded,
    #[error("This site sends no mail, so no one can be invited.")]
    SendsNoMail,
    /// By the one who opened its link.
    #[error("This invitation has ended. If you have accepted it yourself, log in.")]
    InvitationOver,
    /// By the one who opened its link, and perhaps forgot.
    #[error("This address has an account already. Log in, or set a new password if you have forgotten it.")]
    AddressHasAccount,
    /// Who had invited cannot give any more what it gives.
    #[error("This invitation is over: who sent it can no longer give what it offers. Ask for a new one.")]
    InviterLacksRights,
    #[error("Choose the users first.")]
    NoneChosen,
    /// Of several users.
    #[error("No one was changed, because these users cannot be: {names}.")]
    NotAllChanged { names: String },
    #[error("That group gives permissions that you do not have yourself.")]
    GroupGivesMore,
    #[error("This account is deactivated. Activate it first.")]
    Deactivated,
    #[error(
        "No mail can be sent to this user: there is no e-mail address, mail to it came back, or this site sends no mail."
    )]
    NoMail,
}

impl From<StaffCode> for Code {
    fn from(code: StaffCode) -> Self {
        Self::of_domain(&code)
    }
}

/// The sentence of a code on a field of this domain.
pub fn sentence(field: &str, code: &Code) -> Option<String> {
    match code {
        Code::Required if field == staff_field::NAME => Some("Enter a name.".to_owned()),
        code => code.domain::<StaffCode>().map(|code| code.to_string()),
    }
}
