//! The rules that a new password can have, by the ids that settings, pages and server share. What each rule checks is in
//! `accounts/policy.rs`. Django: `AUTH_PASSWORD_VALIDATORS`.

use serde::{Deserialize, Serialize};
use thiserror::Error;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "&'static str")]
pub enum PasswordRule {
    TooSimilar,
    TooShort,
    /// Only the server has the list.
    TooCommon,
    EntirelyNumeric,
}

/// An id that no rule has.
#[derive(Debug, Error)]
#[error("{id:?} is not a password rule: use any of {}", PasswordRule::ALL.map(PasswordRule::id).join(", "))]
pub struct UnknownPasswordRule {
    id: String,
}

impl PasswordRule {
    pub const ALL: [Self; 4] = [Self::TooSimilar, Self::TooShort, Self::TooCommon, Self::EntirelyNumeric];

    pub const fn id(self) -> &'static str {
        match self {
            Self::TooSimilar => "too_similar",
            Self::TooShort => "too_short",
            Self::TooCommon => "too_common",
            Self::EntirelyNumeric => "entirely_numeric",
        }
    }
}

impl From<PasswordRule> for &'static str {
    fn from(rule: PasswordRule) -> Self {
        rule.id()
    }
}

impl TryFrom<String> for PasswordRule {
    type Error = UnknownPasswordRule;

    fn try_from(id: String) -> Result<Self, UnknownPasswordRule> {
        Self::ALL.into_iter().find(|rule| rule.id() == id).ok_or(UnknownPasswordRule { id })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wire_has_a_rule_by_its_id_and_an_unknown_id_is_refused_with_those_that_exist() {
        for rule in PasswordRule::ALL {
            let json = serde_json::to_value(rule).unwrap();
            assert_eq!(json, rule.id());
            assert_eq!(serde_json::from_value::<PasswordRule>(json).unwrap(), rule);
        }
        let error = PasswordRule::try_from("x".to_owned()).unwrap_err().to_string();
        assert_eq!(
            error,
            "\"x\" is not a password rule: use any of too_similar, too_short, too_common, entirely_numeric"
        );
    }
}
