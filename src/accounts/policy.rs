//! The rules for a new password, on both sides. The list of common passwords is long, so that rule runs only on the server
//! (`server/passwords.rs`). A password is never trimmed and never normalised.
//! Django: `password_validation`.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::{code::AccountCode, messages::password_rule};
use crate::shared::PasswordRule;

/// The longest password that is accepted, in characters: room for any pass phrase, and none for an attack on the hash.
pub const PASSWORD_MAX: u32 = 1_024;

/// With this share of characters in common, or more, a password is too similar (B18).
const MAX_SIMILARITY: f64 = 0.7;

/// The rules that the operator has chosen; in context on both sides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordRules {
    /// In characters.
    pub min_length: u32,
    pub rules: Vec<PasswordRule>,
}

impl Default for PasswordRules {
    fn default() -> Self {
        Self { min_length: 8, rules: PasswordRule::ALL.into() }
    }
}

/// What is known of the user: the name of each piece in words, and its value.
pub type Attributes<'a> = [(&'a str, &'a str)];

impl PasswordRule {
    /// The line of help under the field (B23).
    pub fn help(self, min_length: u32) -> String {
        match self {
            Self::TooSimilar => password_rule::TOO_SIMILAR.to_owned(),
            Self::TooShort => password_rule::too_short(min_length),
            Self::TooCommon => password_rule::TOO_COMMON.to_owned(),
            Self::EntirelyNumeric => password_rule::ENTIRELY_NUMERIC.to_owned(),
        }
    }

    /// Why this rule refuses a password. [`PasswordRule::TooCommon`] refuses none here.
    pub fn check(self, password: &str, attributes: &Attributes, min_length: u32) -> Option<AccountCode> {
        match self {
            Self::TooSimilar => {
                let (name, _) = attributes.iter().find(|(_, value)| is_too_similar(password, value))?;
                Some(AccountCode::PasswordTooSimilar { to: (*name).to_owned() })
            }
            Self::TooShort => {
                (length(password) < min_length).then_some(AccountCode::PasswordTooShort { min: min_length })
            }
            Self::TooCommon => None,
            Self::EntirelyNumeric => {
                let is_numeric = !password.is_empty() && password.chars().all(char::is_numeric);
                is_numeric.then_some(AccountCode::PasswordEntirelyNumeric)
            }
        }
    }
}

/// All errors of a new password, in the order of the rules (B12).
pub fn check(password: &str, attributes: &Attributes, rules: &PasswordRules) -> Vec<AccountCode> {
    if length(password) > PASSWORD_MAX {
        return vec![AccountCode::PasswordTooLong { max: PASSWORD_MAX }];
    }
    rules.rules.iter().filter_map(|rule| rule.check(password, attributes, rules.min_length)).collect()
}

fn length(password: &str) -> u32 {
    u32::try_from(password.chars().count()).unwrap_or(u32::MAX)
}

fn is_too_similar(password: &str, value: &str) -> bool {
    let (password, value) = (password.to_lowercase(), value.to_lowercase());
    let pieces = value.split(|c: char| !(c.is_alphanumeric() || c == '_'));
    pieces
        .chain(std::iter::once(value.as_str()))
        .filter(|piece| !piece.is_empty() && !is_much_shorter(piece, &password))
        .any(|piece| similarity(&password, piece) >= MAX_SIMILARITY)
}

/// Pieces ten times shorter than the password are skipped, so a very long password costs nothing (B19).
fn is_much_shorter(piece: &str, password: &str) -> bool {
    let (piece, password) = (piece.chars().count() as f64, password.chars().count() as f64);
    password >= 10.0 * piece && piece < MAX_SIMILARITY / 2.0 * password
}

/// Twice the number of characters in common, in any order, over the length of both: from 0 to 1.
fn similarity(a: &str, b: &str) -> f64 {
    let mut left: HashMap<char, u32> = HashMap::new();
    for c in b.chars() {
        *left.entry(c).or_default() += 1;
    }
    let mut common = 0_u32;
    for c in a.chars() {
        if let Some(count) = left.get_mut(&c).filter(|count| **count > 0) {
            *count -= 1;
            common += 1;
        }
    }
    2.0 * f64::from(common) / (a.chars().count() + b.chars().count()) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(password: &str) -> Vec<AccountCode> {
        check(password, &[("user name", "alice"), ("e-mail address", "al@example.com")], &PasswordRules::default())
    }

    #[test]
    fn b18_a_password_near_the_persons_own_data_is_refused_whatever_the_order() {
        for (password, refused) in [("ecila", true), ("alice1234", true), ("alice2024!", false), ("example.com", true)]
        {
            let found = codes(password).iter().any(|code| matches!(code, AccountCode::PasswordTooSimilar { .. }));
            assert_eq!(found, refused, "{password}");
        }
    }

    #[test]
    fn b19_a_very_long_password_is_not_compared_with_short_pieces() {
        assert!(codes(&"alice".repeat(100)).is_empty());
    }

    #[test]
    fn b20_length_is_counted_in_characters() {
        assert_eq!(codes("가나다라마바사"), [AccountCode::PasswordTooShort { min: 8 }]);
        assert!(codes("가나다라마바사아").is_empty());
    }

    #[test]
    fn b22_digits_of_every_script_are_only_digits() {
        for password in ["1234567890", "١٢٣٤٥٦٧٨", "①②③④⑤⑥⑦⑧", "¹²³⁴⁵⁶⁷⁸"] {
            assert_eq!(codes(password), [AccountCode::PasswordEntirelyNumeric], "{password}");
        }
        assert!(codes("1234 5678").is_empty() && codes("-12345678").is_empty());
    }

    #[test]
    fn b23_only_the_rules_that_are_set_apply() {
        let rules = PasswordRules { min_length: 8, rules: vec![PasswordRule::EntirelyNumeric] };
        assert_eq!(check("123", &[], &rules), [AccountCode::PasswordEntirelyNumeric]);
        assert!(check("a", &[("user name", "a")], &rules).is_empty());
    }

    #[test]
    fn all_errors_come_at_once() {
        assert_eq!(codes("123"), [AccountCode::PasswordTooShort { min: 8 }, AccountCode::PasswordEntirelyNumeric]);
    }

    #[test]
    fn a_password_of_144_characters_passes_and_one_of_100_000_is_refused() {
        assert!(codes(&"correct horse ".repeat(11)[..144]).is_empty());
        assert_eq!(codes(&"x".repeat(100_000)), [AccountCode::PasswordTooLong { max: PASSWORD_MAX }]);
    }
}
