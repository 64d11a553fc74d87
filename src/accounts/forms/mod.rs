//! The forms of this domain, with Django's field names and only the fields that a form may set (B66). A missing field counts as
//! empty, and the rules then report it as required.
//! Django: `UserCreationForm`, `AuthenticationForm`, `PasswordChangeForm`, `UserChangeForm`.

mod sentences;

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{messages::delete as words, types::PasswordInput};

pub use sentences::sentence;

/// Field names, as posted.
pub mod field {
    pub const USERNAME: &str = "username";
    pub const PASSWORD: &str = "password";
    pub const PASSWORD1: &str = "password1";
    pub const PASSWORD2: &str = "password2";
    pub const OLD_PASSWORD: &str = "old_password";
    pub const NEW_PASSWORD1: &str = "new_password1";
    pub const NEW_PASSWORD2: &str = "new_password2";
    pub const EMAIL: &str = "email";
    pub const FIRST_NAME: &str = "first_name";
    pub const LAST_NAME: &str = "last_name";
    pub const NEXT: &str = "next";
    pub const REMEMBER: &str = "keep";
    pub const ID: &str = "id";
    /// Which password link a form was made for.
    pub const LINK: &str = "link";
    /// What the link of a mail carries.
    pub const TOKEN: &str = "token";
    /// The short code of a mail.
    pub const CODE: &str = "code";
    /// The token of a pending action.
    pub const ACTION: &str = "action";
    /// What happens to the content of a deleted account: [`KEEP_CONTENT`](super::KEEP_CONTENT) or
    /// [`ERASE_CONTENT`](super::ERASE_CONTENT).
    pub const CONTENT: &str = "belongings";
    /// Free text of the exit survey.
    pub const REASON: &str = "reason";
}

/// The longest user name, in characters (B1).
pub const USERNAME_MAX: u32 = 150;
/// The longest first or last name, in characters (B8).
pub const NAME_MAX: u32 = 150;
/// The longest e-mail address, in characters (B7).
pub const EMAIL_MAX: u32 = 254;
/// The longest free text of the exit survey, in characters.
pub const REASON_MAX: u32 = 2_000;

pub const KEEP_CONTENT: &str = "keep";
pub const ERASE_CONTENT: &str = "erase";

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LoginForm {
    pub username: String,
    pub password: PasswordInput,
    /// Where to go afterwards, if it is safe.
    pub next: String,
    /// A ticked box sends `on`, an empty one nothing.
    #[serde(rename = "keep")]
    pub remember: String,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SignupForm {
    pub username: String,
    /// Where the site sends mail and asks for it.
    pub email: String,
    pub password1: PasswordInput,
    pub password2: PasswordInput,
    pub next: String,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LogoutForm {
    pub next: String,
}

/// Exactly three fields (S10): no other one of a user can be set.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ProfileForm {
    pub email: String,
    pub first_name: String,
    pub last_name: String,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PasswordForm {
    pub old_password: PasswordInput,
    pub new_password1: PasswordInput,
    pub new_password2: PasswordInput,
}

/// A password link, asked for by mail.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PasswordResetForm {
    pub email: String,
}

/// The short code beside such a link.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ResetCodeForm {
    pub email: String,
    pub code: String,
}

/// An address is confirmed, by the link of a mail or by its code.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EmailConfirmForm {
    pub token: String,
    pub code: String,
}

/// An account is secured, by the link of a mail.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SecureForm {
    pub token: String,
}

/// A new password, by a link.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ResetForm {
    /// Which link the form was made for.
    pub link: String,
    /// The name that the form shows; it stands in for a missing `link`.
    pub username: String,
    pub new_password1: PasswordInput,
    pub new_password2: PasswordInput,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ReauthenticateForm {
    pub password: PasswordInput,
    /// Where to go afterwards, if it is safe and no action is pending.
    pub next: String,
    /// The token of the pending action; empty for none.
    pub action: String,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DeletionForm {
    pub password: PasswordInput,
    #[serde(rename = "belongings")]
    pub content: String,
    /// One box for each reason: `on`, or nothing.
    pub reason_not_used: String,
    pub reason_not_useful: String,
    pub reason_too_hard: String,
    pub reason_privacy: String,
    pub reason_other_account: String,
    pub reason: String,
}

/// A reason of the exit survey (S16).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    NotUsed,
    NotUseful,
    TooHard,
    Privacy,
    OtherAccount,
}

impl Reason {
    pub const ALL: [Self; 5] = [Self::NotUsed, Self::NotUseful, Self::TooHard, Self::Privacy, Self::OtherAccount];

    /// The name of its box.
    pub const fn field(self) -> &'static str {
        match self {
            Self::NotUsed => "reason_not_used",
            Self::NotUseful => "reason_not_useful",
            Self::TooHard => "reason_too_hard",
            Self::Privacy => "reason_privacy",
            Self::OtherAccount => "reason_other_account",
        }
    }

    /// The name in the database.
    pub fn id(self) -> &'static str {
        self.field().trim_start_matches("reason_")
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::NotUsed => words::NOT_USED,
            Self::NotUseful => words::NOT_USEFUL,
            Self::TooHard => words::TOO_HARD,
            Self::Privacy => words::PRIVACY,
            Self::OtherAccount => words::OTHER_ACCOUNT,
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.label())
    }
}

impl DeletionForm {
    /// The reasons that were ticked, in their order.
    pub fn reasons(&self) -> Vec<Reason> {
        let ticked = |reason: &Reason| {
            !match reason {
                Reason::NotUsed => &self.reason_not_used,
                Reason::NotUseful => &self.reason_not_useful,
                Reason::TooHard => &self.reason_too_hard,
                Reason::Privacy => &self.reason_privacy,
                Reason::OtherAccount => &self.reason_other_account,
            }
            .is_empty()
        };
        Reason::ALL.into_iter().filter(ticked).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_box_of_every_reason_is_a_field_of_the_form() {
        for reason in Reason::ALL {
            let form: DeletionForm = serde_json::from_value(serde_json::json!({ reason.field(): "on" })).unwrap();
            assert_eq!(form.reasons(), [reason]);
        }
        assert!(DeletionForm::default().reasons().is_empty());
    }
}
