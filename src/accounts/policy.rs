//! The rules for a new password, on both sides. The list of common passwords is long, so that rule runs only on the server
//! (`server/passwords.rs`). A password is never trimmed and never normalised.
//! Django: `password_validation`.

use super::{code::AccountCode, messages::password_rule};
use crate::shared::PasswordRule;

/// The longest password that is accepted, in characters: room for any pass phrase, and none for an attack on the hash.
pub const PASSWORD_MAX: u32 = 1_024;

/// With this share of characters in common, or more, a password is too similar (B18).
const MAX_SIMILARITY: f64 = 0.7;

/// The rules that the operator has chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
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
                let to = similar_attribute(password, attributes, str::to_lowercase)?.to_owned();
                Some(AccountCode::PasswordTooSimilar { to })
            }
            Self::TooShort => is_broken(self, password, attributes, min_length, str::to_lowercase)
                .then_some(AccountCode::PasswordTooShort { min: min_length }),
            Self::TooCommon => None,
            Self::EntirelyNumeric => is_broken(self, password, attributes, min_length, str::to_lowercase)
                .then_some(AccountCode::PasswordEntirelyNumeric),
        }
    }
}

/// Puts a text into lower case. Each side has its own table of all scripts, which is large.
pub type Lower = fn(&str) -> String;

/// Whether a password breaks this rule. The browser asks this during typing; which passwords are common, only the server knows.
pub fn is_broken(rule: PasswordRule, password: &str, attributes: &Attributes, min_length: u32, lower: Lower) -> bool {
    match rule {
        PasswordRule::TooSimilar => similar_attribute(password, attributes, lower).is_some(),
        PasswordRule::TooShort => length(password) < min_length,
        PasswordRule::TooCommon => false,
        PasswordRule::EntirelyNumeric => !password.is_empty() && password.chars().all(char::is_numeric),
    }
}

/// The name of the first piece that the password is too similar to.
fn similar_attribute<'a>(password: &str, attributes: &Attributes<'a>, lower: Lower) -> Option<&'a str> {
    let password = lower(password);
    attributes.iter().find(|(_, value)| is_too_similar(&password, &lower(value))).map(|(name, _)| *name)
}

/// All errors of a new password, in the order of the rules (B12).
pub fn check(password: &str, attributes: &Attributes, rules: &PasswordRules) -> Vec<AccountCode> {
    if length(password) > PASSWORD_MAX {
        return vec![AccountCode::PasswordTooLong { max: PASSWORD_MAX }];
    }
    rules.rules.iter().filter_map(|rule| rule.check(password, attributes, rules.min_length)).collect()
}

/// A number for a password, by which the browser asks whether it is a common one (FNV-1a). Its first byte alone leaves the browser; it
/// leaves one in 256 of all passwords. What was typed before tells a little more.
pub fn number_of(password: &str, lower: Lower) -> u32 {
    let step = |number: u32, byte: u8| (number ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    lower(password.trim()).bytes().fold(0x811c_9dc5, step)
}

/// The part of the number that is sent.
pub fn part_of(number: u32) -> u8 {
    number.to_be_bytes()[0]
}

/// In characters.
pub fn length(password: &str) -> u32 {
    u32::try_from(password.chars().count()).unwrap_or(u32::MAX)
}

/// Both in lower case.
fn is_too_similar(password: &str, value: &str) -> bool {
    let pieces = value.split(|c: char| !(c.is_alphanumeric() || c == '_'));
    pieces
        .chain(std::iter::once(value))
        .filter(|piece| !piece.is_empty() && !is_much_shorter(piece, password))
        .any(|piece| similarity(password, piece) >= MAX_SIMILARITY)
}

/// Pieces ten times shorter than the password are skipped, so a very long password costs nothing (B19).
fn is_much_shorter(piece: &str, password: &str) -> bool {
    let (piece, password) = (piece.chars().count() as f64, password.chars().count() as f64);
    password >= 10.0 * piece && piece < MAX_SIMILARITY / 2.0 * password
}

/// Twice the number of characters in common, in any order, over the length of both: from 0 to 1.
fn similarity(a: &str, b: &str) -> f64 {
    let mut left: Vec<char> = b.chars().collect();
    let length = a.chars().count() + left.len();
    let mut common = 0_u32;
    for c in a.chars() {
        if let Some(place) = left.iter().position(|other| *other == c) {
            left.swap_remove(place);
            common += 1;
        }
    }
    2.0 * f64::from(common) / length as f64
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
    fn a_password_has_the_number_that_its_standard_says_whatever_its_case() {
        assert_eq!(number_of("", str::to_lowercase), 0x811c_9dc5);
        assert_eq!(number_of(" FooBar ", str::to_lowercase), 0xbf9c_f968);
        assert_eq!(part_of(0xbf9c_f968), 0xbf);
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
