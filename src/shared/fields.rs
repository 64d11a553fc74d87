//! What is wrong with a form: codes with parameters, by field, and the one place that makes sentences of them.
//! Not the rules themselves: those live in the types of each domain.
//! Django: `ValidationError` with its codes and `form.errors`.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};

use super::AppError;

/// The key of errors that belong to no single field (Django's `__all__`).
pub const WHOLE_FORM: &str = "__all__";

/// One thing that is wrong. The variant is the code; what it carries are the parameters of its sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    Required,
    /// More characters than allowed.
    TooLong {
        max: u32,
        actual: u32,
    },
    /// A value that the form does not offer.
    InvalidChoice,
    /// Characters that a user name may not have.
    InvalidUsername,
    /// A user name that exists, also one that differs only in case.
    UsernameTaken,
    InvalidEmail,
    /// The two passwords differ.
    PasswordMismatch,
    PasswordTooShort {
        min: u32,
    },
    PasswordTooLong {
        max: u32,
    },
    /// Too close to the named piece of the person's own data.
    PasswordTooSimilar {
        to: String,
    },
    PasswordTooCommon,
    PasswordEntirelyNumeric,
    /// Unknown user, wrong password, inactive user: one text for all (B28).
    InvalidLogin,
    /// The password of somebody who is signed in, asked for again.
    WrongPassword,
    /// The last active superuser cannot leave or be deactivated.
    LastSuperuser,
    /// Somebody saved the same thing since this form was opened.
    ChangedMeanwhile,
    /// The same, where the page shows the new state.
    RecordChangedMeanwhile,
    /// A group that exists, also one that differs only in case.
    GroupTaken,
    NoSuchGroup,
    /// A group gives what the person who would add somebody to it lacks.
    GroupGivesMore,
    /// The account is deactivated.
    Deactivated,
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Required => f.write_str("This field is required."),
            Self::TooLong { max, actual } => {
                write!(f, "At most {max} characters are allowed; this has {actual}.")
            }
            Self::InvalidChoice => f.write_str("Choose one of the values that are offered."),
            Self::InvalidUsername => {
                f.write_str("Only letters, digits and @ . + - _ are allowed; spaces and other signs are not.")
            }
            Self::UsernameTaken => f.write_str("A user with that user name already exists."),
            Self::InvalidEmail => f.write_str("Enter an e-mail address such as name@example.com."),
            Self::PasswordMismatch => f.write_str("The two passwords are not the same."),
            Self::PasswordTooShort { min } => {
                write!(f, "This password is too short: it needs at least {min} characters.")
            }
            Self::PasswordTooLong { max } => {
                write!(f, "This password is too long: at most {max} characters can be used.")
            }
            Self::PasswordTooSimilar { to } => write!(f, "This password is too similar to your {to}."),
            Self::PasswordTooCommon => f.write_str("This password is too common."),
            Self::PasswordEntirelyNumeric => f.write_str("This password has only digits."),
            Self::InvalidLogin => f.write_str(
                "Please enter a correct user name and password. Note that both may be case-sensitive.",
            ),
            Self::WrongPassword => f.write_str("That is not your password."),
            Self::LastSuperuser => f.write_str(
                "This is the last active superuser. Make somebody else a superuser first, or nobody could run this site.",
            ),
            Self::RecordChangedMeanwhile => f.write_str(
                "Somebody else has changed this since you opened it. Load the page again to see how it is now, and change it then.",
            ),
            Self::GroupTaken => f.write_str("A group with that name already exists."),
            Self::NoSuchGroup => f.write_str("There is no group with that name."),
            Self::GroupGivesMore => f.write_str("That group gives permissions that you do not have yourself."),
            Self::Deactivated => f.write_str("This account is deactivated. Activate it first."),
            Self::ChangedMeanwhile => f.write_str(
                "This article was changed elsewhere while you were writing. Your text is still here; the saved version is shown above it.",
            ),
        }
    }
}

/// All that is wrong with one form: field name to codes, in the order they were found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FormErrors(BTreeMap<String, Vec<Code>>);

impl FormErrors {
    /// One error, on one field.
    pub fn one(field: &str, code: Code) -> Self {
        let mut errors = Self::default();
        errors.add(field, code);
        errors
    }

    /// Adds an error to a field, after those it has.
    pub fn add(&mut self, field: &str, code: Code) {
        self.0.entry(field.to_owned()).or_default().push(code);
    }

    /// Takes the value out of a rule's result, or notes its error under the field and gives `None`.
    pub fn check<T>(&mut self, field: &str, result: Result<T, Code>) -> Option<T> {
        result.map_err(|code| self.add(field, code)).ok()
    }

    /// The errors of one field; none is an empty slice.
    pub fn of(&self, field: &str) -> &[Code] {
        self.0.get(field).map_or(&[], Vec::as_slice)
    }

    /// True when some error, on whichever field, is this one.
    pub fn has(&self, code: &Code) -> bool {
        self.0.values().flatten().any(|found| found == code)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Refuses when anything is wrong.
    pub fn into_result(self) -> Result<(), AppError> {
        if self.is_empty() { Ok(()) } else { Err(AppError::Invalid(self)) }
    }

    /// The names of the fields that are wrong, [`WHOLE_FORM`] among them.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}
