//! An e-mail address as it is stored: optional, trimmed, its domain in lower case (B7). Django: `normalize_email`.

use email_address::{EmailAddress, Options};
use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};

use crate::{
    accounts::{code::AccountCode, forms::EMAIL_MAX},
    server::unicode::is_invisible,
    shared::{Code, count_chars},
};

/// An address alone, without a name before it; a domain, not a number in brackets.
const OPTIONS: Options = Options {
    minimum_sub_domains: 0,
    allow_domain_literal: false,
    allow_display_text: false,
    allow_long_local_parts: false,
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
    let address = EmailAddress::parse_with_options(text, OPTIONS).map_err(|_| AccountCode::InvalidEmail)?;
    let (name, domain) = (address.local_part(), address.domain());
    // A quoted name is valid, but no browser lets it pass, and hardly a mail server.
    let is_never_in_one = |c: char| c == '"' || c.is_whitespace() || c.is_control() || is_invisible(c);
    if text.contains(is_never_in_one) || !is_domain(domain) {
        return Err(AccountCode::InvalidEmail.into());
    }
    Ok(format!("{name}@{}", domain.to_lowercase()))
}

/// Checks what was entered, unless it is the stored address: an earlier release had other rules.
///
/// # Errors
/// As [`parse_email`].
pub fn parse_email_or_keep(text: &str, stored: &str) -> Result<String, Code> {
    if text.trim() == stored { Ok(stored.to_owned()) } else { parse_email(text) }
}

/// Whether DNS can have this domain, in any script: letters, digits and hyphens, with dots that look like dots.
fn is_domain(domain: &str) -> bool {
    let ascii =
        Uts46::new().to_ascii(domain.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast, DnsLength::Verify);
    ascii.is_ok() && !domain.contains(['\u{3002}', '\u{ff0e}', '\u{ff61}'])
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

    #[test]
    fn fault_d5_what_no_mail_reaches_is_no_address() {
        let long = |name: usize, label: usize| format!("{}@{}.example", "n".repeat(name), "d".repeat(label));
        let too_long = [long(65, 3), long(3, 64)];
        let bad = [
            "a@b..example",
            "<a@b.com>",
            "a\"b@c.com",
            "a@-b.com",
            "a@b-.com",
            "a@.b.com",
            "a@b.com.",
            ".a@b.com",
            "a.@b.com",
            "a..b@c.com",
            "a@b@c.com",
            "@",
            "a@",
            "@b.com",
            "Joe <a@b.com>",
            "Joe Doe a@b.com",
            "\"Joe\" <a@b.com>",
            "\"a b\"@c.com",
            "\"a\"@b.com",
            "\"\"@b.com",
            "a@[127.0.0.1]",
            "a@[IPv6:::1]",
            "a@b_c.com",
            "a@b!c.com",
            "a@b/c.com",
            "a@b c.com",
            "a@b.com c@d.com",
            "a@b.com,c@d.com",
            "mailto:a@b.com",
            "a(b)@c.com",
            "a;b@c.com",
            "a\\b@c.com",
            "a@b.com>",
            "a@*.com",
            "a@%62.com",
            "a\u{a0}b@c.com",
            "a\u{200b}@c.com",
            "a@b\u{ad}c.com",
            "a@b\u{202e}.com",
            "\u{3164}@b.com",
            "a\0@b.com",
            "a@b\u{3002}com",
            "a@b.c\u{ff0e}com",
            "a@\u{301}b.com",
            "a@xn--a.com",
            "a\tb@c.com",
            "a\nb@c.com",
            "a@b:25",
        ];
        for bad in bad.into_iter().map(str::to_owned).chain(too_long) {
            assert_eq!(parse_email(&bad), Err(AccountCode::InvalidEmail.into()), "{bad:?}");
        }
        let text = format!("a@{}.example", vec!["d".repeat(60); 5].join("."));
        assert!(matches!(parse_email(&text), Err(Code::TooLong { max: 254, .. })));
    }

    #[test]
    fn fault_d5_an_address_that_works_is_one() {
        for good in [
            "a@b.com",
            "a+b.c-d_e@mail.b-c.example",
            "o'brien@example.com",
            "a/b=c!d#e$f%g&h*i?j^k`l{m|n}o~@example.com",
            "1@2.example",
            "a@localhost",
            "joe@bücher.example",
            "joe@例え.テスト",
            "josé@example.com",
            "지훈@example.com",
            "a@xn--bcher-kva.example",
            "a@r3---sn.example",
            "a@b.c.d.e.f.example",
        ] {
            assert_eq!(parse_email(good), Ok(good.to_owned()), "{good}");
        }
        assert_eq!(parse_email("A@BÜCHER.Example"), Ok("A@bücher.example".to_owned()));
        assert!(parse_email(&format!("{}@{}.example", "n".repeat(64), "d".repeat(63))).is_ok());
    }
}
