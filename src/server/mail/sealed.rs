//! What a row of the outbox holds sealed: a stolen database tells neither an address nor a link.

use serde::{Deserialize, Serialize};

use crate::{
    server::{secret_key::SecretKey, text::Text},
    shared::AppError,
};

/// The purpose of the seal.
const SEAL: &str = "mail";

/// The purpose of the MAC that stands for an address.
const KEY: &str = "mail to";

/// The purpose of the MAC that stands for one whose mail came back.
const ADDRESS_KEY: &str = "mail came back";

/// The longest subject, in characters.
const SUBJECT_MAX: u32 = 200;

/// A rendered letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    pub to: String,
    pub subject: String,
    pub text: String,
    pub html: String,
}

impl Content {
    pub fn seal(&self, secret_key: &SecretKey) -> Result<String, AppError> {
        secret_key.seal(SEAL, self)
    }

    /// `None` once it has been sent, or with another key.
    pub fn open(secret_key: &SecretKey, sealed: &str) -> Option<Self> {
        secret_key.open(SEAL, sealed)
    }
}

/// What stands for an address in the table, by which its mails are counted.
pub fn recipient_key(secret_key: &SecretKey, to: &str) -> String {
    secret_key.mac(KEY, &mailbox_of(to))
}

/// What stands for an address by itself, whose mail came back.
pub fn address_key(secret_key: &SecretKey, to: &str) -> String {
    secret_key.mac(ADDRESS_KEY, &to.to_lowercase())
}

/// `joe+shop@` is the mailbox `joe@` at most providers.
fn mailbox_of(to: &str) -> String {
    let to = to.to_lowercase();
    match to.rsplit_once('@') {
        Some((name, domain)) => match name.split_once('+') {
            Some((mailbox, _)) if !mailbox.is_empty() => format!("{mailbox}@{domain}"),
            _ => to,
        },
        None => to,
    }
}

/// A subject is one line, whatever is put into it.
pub fn one_line(subject: &str) -> String {
    Text::label(subject, SUBJECT_MAX).into_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mails_to_one_mailbox_are_counted_together_whatever_stands_after_the_plus() {
        for (to, mailbox) in [
            ("Joe@Example.com", "joe@example.com"),
            ("joe+a@example.com", "joe@example.com"),
            ("joe+a+b@example.com", "joe@example.com"),
            ("+a@example.com", "+a@example.com"),
            ("joe@ex+ample.com", "joe@ex+ample.com"),
            ("no address", "no address"),
        ] {
            assert_eq!(mailbox_of(to), mailbox);
        }
    }

    #[test]
    fn b71_a_subject_is_one_line_whatever_is_put_into_it() {
        for (given, shown) in [
            ("New password for joe", "New password for joe"),
            ("joe\r\nBcc: all@example.com", "joe Bcc: all@example.com"),
            ("a\u{2028}b\u{85}c\0d\te", "a b c d e"),
        ] {
            let line = one_line(given);
            assert!(!line.chars().any(char::is_control) && !line.contains('\u{2028}'), "{line:?}");
            assert_eq!(line.split_whitespace().collect::<Vec<_>>(), shown.split(' ').collect::<Vec<_>>());
        }
    }
}
