//! What can be wrong with this domain's forms, beyond the general codes of `shared/`, and a sentence for each.
//! Django: the codes of `ValidationError` in `django.contrib.auth`.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::shared::Code;

#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountCode {
    #[error("Use only letters, digits and @ . + - _, without spaces.")]
    InvalidUsername,
    /// Another user has this name, perhaps in another case.
    #[error("That user name is taken.")]
    UsernameTaken,
    #[error("Enter an e-mail address such as name@example.com.")]
    InvalidEmail,
    #[error("The two passwords are not the same.")]
    PasswordMismatch,
    #[error("This password is too short: use at least {min} characters.")]
    PasswordTooShort { min: u32 },
    #[error("This password is too long: use at most {max} characters.")]
    PasswordTooLong { max: u32 },
    /// Too close to the named part of the user's own data.
    #[error("This password is too much like your {to}.")]
    PasswordTooSimilar { to: String },
    #[error("This password is too common: many people use it.")]
    PasswordTooCommon,
    #[error("This password is just numbers: add letters or words.")]
    PasswordEntirelyNumeric,
    /// Unknown user, wrong password or inactive user: one text for all (B28).
    #[error("That user name and password do not match.")]
    InvalidLogin,
    /// The same, where what was entered as the name looks like an address, whether there is such an account or not.
    #[error(
        "That e-mail address and password do not match. An address works here once it is confirmed; a user name always does."
    )]
    InvalidLoginByAddress,
    /// The password of a logged-in user, asked for again.
    #[error("That is not your password.")]
    WrongPassword,
    /// A form of one password link, sent after another one was opened.
    #[error("That form was for another account, so nothing was changed. Check whose password you set here.")]
    OtherLink,
    /// The code of a mail: wrong, too old, used, or tried too often.
    #[error("That code does not work. Check it, or ask for another mail.")]
    WrongCode,
    /// The link of a mail: too old, used, or overtaken by another change.
    #[error("This link does not work any more. Look for a newer mail.")]
    WrongLink,
    /// The last active superuser cannot be deleted or deactivated.
    #[error("This is the only superuser. Make someone else one first.")]
    LastSuperuser,
}

impl From<AccountCode> for Code {
    fn from(code: AccountCode) -> Self {
        Self::of_domain(&code)
    }
}
