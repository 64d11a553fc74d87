//! A new password: the shared rules, and the list of common ones, which only the server has. A `NewPassword` has passed
//! them all. Django: `validate_password`, `CommonPasswordValidator`.

use std::{collections::HashSet, sync::LazyLock};

use super::{Accounts, store::UserRow};
use crate::{
    accounts::{
        code::AccountCode,
        messages::attribute,
        policy::{self, Attributes, PasswordRules},
        types::PasswordInput,
    },
    shared::{Code, FormErrors, PasswordRule},
};

/// The 8,354 entries of at least eight characters in the list that Django ships (collected from leaks by Royce Williams).
static COMMON: LazyLock<HashSet<&str>> = LazyLock::new(|| include_str!("common_passwords.txt").lines().collect());

/// The numbers of all entries, by the part that a browser sends.
static NUMBERS: LazyLock<Vec<Vec<u32>>> = LazyLock::new(|| {
    let mut parts = vec![Vec::new(); 256];
    for number in COMMON.iter().map(|password| policy::number_of(password, str::to_lowercase)) {
        if let Some(part) = parts.get_mut(usize::from(policy::part_of(number))) {
            part.push(number);
        }
    }
    parts
});

/// The numbers of the common passwords whose number begins with this part: some thirty. The password itself stays in the browser until it is
/// sent, and the list is no secret, so anyone may ask.
pub fn common_beginning_with(part: u8) -> Vec<u32> {
    NUMBERS.get(usize::from(part)).cloned().unwrap_or_default()
}

/// A password that may be set. It cannot be shown or serialised.
pub struct NewPassword(PasswordInput);

impl NewPassword {
    /// Accepts a password that passes every rule; otherwise lists all that is wrong with it (B12).
    pub fn parse(
        input: PasswordInput,
        attributes: &Attributes,
        rules: &PasswordRules,
    ) -> Result<Self, Vec<AccountCode>> {
        let mut errors = policy::check(input.reveal(), attributes, rules);
        if rules.rules.contains(&PasswordRule::TooCommon) && is_common(input.reveal()) {
            errors.push(AccountCode::PasswordTooCommon);
        }
        if errors.is_empty() { Ok(Self(input)) } else { Err(errors) }
    }

    /// A password that the operator insists on, whatever the rules say (B96).
    pub fn bypassing_policy(input: PasswordInput) -> Self {
        Self(input)
    }

    pub fn into_input(self) -> PasswordInput {
        self.0
    }
}

/// A new password and its confirmation. A missing one is an error of its own field; a difference and the policy are errors of
/// the confirmation, all at once (B12, B13). `None` when there is an error.
pub fn clean_twice(
    accounts: &Accounts,
    errors: &mut FormErrors,
    names: [&str; 2],
    passwords: [PasswordInput; 2],
    attributes: &Attributes,
) -> Option<NewPassword> {
    for (name, password) in names.iter().zip(&passwords) {
        if password.is_empty() {
            errors.add(name, Code::Required);
        }
    }
    let ([_, confirmation], [password, again]) = (names, passwords);
    if password.is_empty() || again.is_empty() {
        return None;
    }
    if password != again {
        errors.add(confirmation, AccountCode::PasswordMismatch);
        return None;
    }
    let parsed = NewPassword::parse(password, attributes, accounts.password_rules());
    parsed.map_err(|codes| codes.into_iter().for_each(|code| errors.add(confirmation, code))).ok()
}

/// The data of a user that a password may not resemble.
pub fn attributes_of(user: &UserRow) -> [(&'static str, &str); 4] {
    [
        (attribute::USERNAME, &user.username),
        (attribute::FIRST_NAME, &user.first_name),
        (attribute::LAST_NAME, &user.last_name),
        (attribute::EMAIL, &user.email),
    ]
}

/// Compared after trimming and lower-casing (B21). A very long text is not in the list, so it is not lower-cased at all.
fn is_common(password: &str) -> bool {
    password.len() <= 256 && COMMON.contains(password.trim().to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b21_a_common_password_is_refused_in_any_case_and_with_spaces_around_it() {
        assert!(is_common(" Password1 ") && is_common("iloveyou"));
        assert!(!is_common("correcthorsebatterystaple"));
        assert_eq!(COMMON.len(), 8_354);
    }

    #[test]
    fn a_part_has_few_numbers_and_that_of_a_common_password_has_its_own() {
        let number = policy::number_of("Password1", str::to_lowercase);
        assert!(common_beginning_with(policy::part_of(number)).contains(&number));
        let lengths: Vec<usize> = (0..=255).map(|part| common_beginning_with(part).len()).collect();
        assert_eq!(lengths.iter().sum::<usize>(), 8_354);
        assert!(lengths.iter().all(|length| (10..70).contains(length)), "{lengths:?}");
    }
}
