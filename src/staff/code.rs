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
