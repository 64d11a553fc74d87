//! A password on its way to be checked, which reveals nothing about itself.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::accounts::policy::PASSWORD_MAX;

/// A password as entered. It prints nothing in a log or an error, and it is never trimmed (B14).
///
/// It can be serialised because the browser has to send it; the server stores it nowhere.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PasswordInput(String);

impl PasswordInput {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    pub fn reveal(&self) -> &str {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Longer than a password may be: refused at once, before any hash.
    pub fn is_too_long(&self) -> bool {
        self.0.chars().count() > PASSWORD_MAX as usize
    }
}

impl fmt::Debug for PasswordInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordInput(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_says_nothing_when_it_is_printed() {
        assert!(!format!("{:?}", PasswordInput::new("hunter2")).contains("hunter2"));
    }
}
