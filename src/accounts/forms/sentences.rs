//! The sentence of an error on a field of this domain.

use super::field;
use crate::{accounts::code::AccountCode, shared::Code};

/// `None` for a code, or a missing value, of another domain.
pub fn sentence(field: &str, code: &Code) -> Option<String> {
    match code {
        Code::Required => required(field).map(str::to_owned),
        code => code.domain::<AccountCode>().map(|code| code.to_string()),
    }
}

fn required(field: &str) -> Option<&'static str> {
    Some(match field {
        field::USERNAME => "Enter a user name.",
        field::PASSWORD => "Enter your password.",
        field::OLD_PASSWORD => "Enter your old password.",
        field::PASSWORD1 => "Enter a password.",
        field::NEW_PASSWORD1 => "Enter a new password.",
        field::PASSWORD2 | field::NEW_PASSWORD2 => "Enter the password again.",
        field::EMAIL => "Enter an e-mail address.",
        field::CODE => "Enter the code.",
        _ => return None,
    })
}
