//! An e-mail address as it is stored: optional, trimmed, its domain in lower case (B7). Django: `normalize_email`.

use crate::{
    accounts::{code::AccountCode, forms::EMAIL_MAX},
    shared::{Code, count_chars},
};

/// Checks what was entered; an empty text is allowed and means no address.
///
/// # Errors
/// `TooLong`, or `InvalidEmail` for text that is not `name@domain`.
pub fn parse_email(text: &str) -> Result<String, Code> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(String::new());
    }
    let actual = count_chars(text);
    if actual > EMAIL_MAX {
        return Err(Code::TooLong { max: EMAIL_MAX, actual });
    }
    let (name, domain) = text.rsplit_once('@').ok_or(AccountCode::InvalidEmail)?;
    let bad = |c: char| c.is_whitespace() || c.is_control();
    if name.is_empty() || domain.is_empty() || text.contains(bad) || domain.starts_with('.') || domain.ends_with('.') {
        return Err(AccountCode::InvalidEmail.into());
    }
    Ok(format!("{name}@{}", domain.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b7_only_the_domain_is_lower_cased_and_space_around_it_goes() {
        assert_eq!(parse_email("  Joe.Doe@Example.COM "), Ok("Joe.Doe@example.com".to_owned()));
        assert_eq!(parse_email(""), Ok(String::new()));
        for bad in ["joe", "@example.com", "joe@", "a b@example.com", "joe@.com"] {
            assert_eq!(parse_email(bad), Err(AccountCode::InvalidEmail.into()), "{bad}");
        }
    }
}
