//! Environment variables that are no settings of a table: names and secrets. An empty one counts as unset, everywhere: it is what a
//! compose file or a unit file leaves of a value that it does not have.

use std::env;

use thiserror::Error;

/// Why a variable or a typed secret cannot be used; the text is for the operator and never has the value.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum EnvironmentError {
    #[error("{0} is not valid text: it has bytes that are not UTF-8")]
    NotText(String),
    #[error(
        "{0} ends in a line break, which would be a part of it: remove it (a file with Windows line ends has one more, and `printf %s` writes none)"
    )]
    LineBreak(String),
    #[error("{0} has a control character in it, such as a line break or a tab, which is hardly meant: remove it")]
    ControlCharacter(String),
}

/// The value of a variable; `None` when it is unset or empty.
pub fn variable(name: &str) -> Result<Option<String>, EnvironmentError> {
    match env::var(name) {
        Ok(value) => Ok(Some(value).filter(|value| !value.is_empty())),
        Err(env::VarError::NotPresent) => Ok(None),
        Err(env::VarError::NotUnicode(_)) => Err(EnvironmentError::NotText(name.to_owned())),
    }
}

/// The same for a secret.
pub fn secret(name: &str) -> Result<Option<String>, EnvironmentError> {
    let value = variable(name)?;
    value.map(|value| check_secret(name, &value).map(|()| value)).transpose()
}

/// Refuses a secret with something in it that was hardly meant: no form could take it.
pub fn check_secret(name: &str, value: &str) -> Result<(), EnvironmentError> {
    let is_break = |c| matches!(c, '\r' | '\n' | '\u{85}' | '\u{2028}' | '\u{2029}');
    if value.ends_with(is_break) {
        Err(EnvironmentError::LineBreak(name.to_owned()))
    } else if value.chars().any(|c| c.is_control() || is_break(c) || c == '\u{feff}') {
        Err(EnvironmentError::ControlCharacter(name.to_owned()))
    } else {
        Ok(())
    }
}

/// Whether a variable counts as set.
pub fn is_set(name: &str) -> bool {
    env::var_os(name).is_some_and(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fault_e7_a_secret_that_nobody_could_type_is_refused_with_the_reason_and_without_itself() {
        let control = EnvironmentError::ControlCharacter("NAME".into());
        for end in ["\r", "\n", "\r\n", "\u{85}", "\u{2028}"] {
            let error = check_secret("NAME", &format!("secret{end}")).unwrap_err();
            assert_eq!(error, EnvironmentError::LineBreak("NAME".into()), "{end:?}");
        }
        for odd in ["sec\tret", "sec\rret", "\nsecret", "sec\u{7f}ret", "\u{feff}secret", "sec\u{1b}[Aret", "sec\0ret"]
        {
            let error = check_secret("NAME", odd).unwrap_err();
            assert_eq!(error, control, "{odd:?}");
            assert!(!error.to_string().contains("secret"));
        }
        for good in ["secret", " secret ", "säcret 鍵", "a\u{a0}b", ""] {
            assert_eq!(check_secret("NAME", good), Ok(()), "{good:?}");
        }
    }
}
