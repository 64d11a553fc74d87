//! An e-mail address as it is stored: optional, trimmed, in one form, its domain in lower case (B7). Django: `normalize_email`.

use std::borrow::Cow;

use email_address::{EmailAddress, Options};
use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
use unicode_normalization::UnicodeNormalization;

use crate::{
    accounts::{code::AccountCode, forms::EMAIL_MAX},
    server::{
        text::trim,
        unicode::{has_ink, is_mark, is_meaningless},
    },
    shared::{Code, count_chars},
};

/// An address alone, without a name before it; a domain, not a number in brackets.
const OPTIONS: Options = Options {
    minimum_sub_domains: 0,
    allow_domain_literal: false,
    allow_display_text: false,
    allow_long_local_parts: false,
};

/// Checks what was entered; an empty text is allowed and means no address. The name is in NFC (RFC 6532), the domain as UTS 46 maps
/// it, in Unicode: one mailbox has one form.
///
/// # Errors
/// `TooLong`, or `InvalidEmail` for text that is not `name@domain`.
pub fn parse_email(text: &str) -> Result<String, Code> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(String::new());
    }
    check_length(text)?;
    let text: String = text.nfc().collect();
    let address = EmailAddress::parse_with_options(&text, OPTIONS).map_err(|_| AccountCode::InvalidEmail)?;
    let (name, domain) = (address.local_part(), to_domain(address.domain()).ok_or(AccountCode::InvalidEmail)?);
    // A quoted name is valid, but no browser lets it pass, and hardly a mail server.
    let is_never_in_one = |c: char| c == '"' || !has_ink(c) || is_meaningless(c);
    if text.contains(is_never_in_one)
        || domain.contains(is_never_in_one)
        || name.split('.').any(|word| word.starts_with(is_mark))
    {
        return Err(AccountCode::InvalidEmail.into());
    }
    let stored = format!("{name}@{domain}");
    check_length(&stored)?;
    Ok(stored)
}

fn check_length(text: &str) -> Result<(), Code> {
    match count_chars(text) {
        actual if actual > EMAIL_MAX => Err(Code::TooLong { max: EMAIL_MAX, actual }),
        _ => Ok(()),
    }
}

/// The key by which an address is sorted and searched, whole or its beginning: in the form in which one is stored, in lower case.
pub fn email_key(text: &str) -> String {
    let text: String = trim(text).nfc().collect();
    match text.rsplit_once('@') {
        Some((name, domain)) => {
            let domain = mapped(domain).unwrap_or_else(|| domain.nfkc().collect::<String>().into());
            format!("{}@{}", name.to_lowercase(), domain.to_lowercase())
        }
        None => text.to_lowercase(),
    }
}

/// Checks what was entered, unless it is the stored address: an earlier release had other rules.
///
/// # Errors
/// As [`parse_email`].
pub fn parse_email_or_keep(text: &str, stored: &str) -> Result<String, Code> {
    if text.trim() == stored { Ok(stored.to_owned()) } else { parse_email(text) }
}

/// A domain as it is stored, where DNS can have it: letters, digits and hyphens of any script, with dots that look like dots. It does
/// not end in a number, which would make it an address of a computer (RFC 3696, 2).
fn to_domain(domain: &str) -> Option<String> {
    let ascii =
        Uts46::new().to_ascii(domain.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast, DnsLength::Verify);
    if ascii.is_err() || domain.contains(['\u{3002}', '\u{ff0e}', '\u{ff61}']) {
        return None;
    }
    let domain = mapped(domain)?;
    let is_number = domain.rsplit('.').next().is_some_and(|last| last.chars().all(char::is_numeric));
    (!is_number).then(|| domain.into_owned())
}

/// A domain in Unicode and lower case (UTS 46); `None` where it cannot be one.
fn mapped(domain: &str) -> Option<Cow<'_, str>> {
    let (domain, result) = Uts46::new().to_unicode(domain.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast);
    result.is_ok().then_some(domain)
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
    fn fault_d5_no_address_ends_in_a_number_or_has_a_character_that_nobody_sees_or_knows() {
        for bad in [
            "a@1.2.3.4",
            "a@0",
            "a@b.123",
            "a@b.１２",
            "a@b.٣",
            "a@b.²",
            "a\u{2800}@b.com",
            "a@b\u{2800}.com",
            "a\u{1d159}@b.com",
            "a\u{fff9}@b.com",
            "a\u{fffd}@b.com",
            "a@b\u{fffd}.com",
            "a\u{e000}@b.com",
            "a\u{f0000}@b.com",
            "a\u{fdd0}@b.com",
            "a\u{1ffff}@b.com",
            "a\u{10ffff}@b.com",
            "\u{301}a@b.com",
            "a.\u{301}@b.com",
            "\u{94d}@b.com",
            "a@b…com",
            "a@⒈com",
        ] {
            assert_eq!(parse_email(bad), Err(AccountCode::InvalidEmail.into()), "{bad:?}");
        }
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
            "न\u{94d}@example.com",
            "a@1x.2x",
            "a@r3---sn.example",
            "a@b.c.d.e.f.example",
        ] {
            assert_eq!(parse_email(good), Ok(good.to_owned()), "{good}");
        }
        assert_eq!(parse_email("A@BÜCHER.Example"), Ok("A@bücher.example".to_owned()));
        assert!(parse_email(&format!("{}@{}.example", "n".repeat(64), "d".repeat(63))).is_ok());
    }

    #[test]
    fn fault_d5_one_mailbox_has_one_form_and_one_key() {
        for (typed, stored) in [
            ("a@ｂ.com", "a@b.com"),
            ("A@Ｂ.ＣＯＭ", "A@b.com"),
            ("a@BU\u{308}CHER.example", "a@bücher.example"),
            ("a@xn--bcher-kva.example", "a@bücher.example"),
            ("a@XN--BCHER-KVA.example", "a@bücher.example"),
            ("a@①x.com", "a@1x.com"),
            ("Jose\u{301}@b.com", "José@b.com"),
            ("a@straße.example", "a@straße.example"),
        ] {
            assert_eq!(parse_email(typed), Ok(stored.to_owned()), "{typed}");
            assert_eq!(parse_email(stored), Ok(stored.to_owned()), "{stored}");
            assert_eq!(
                (email_key(typed), email_key(stored)),
                (stored.to_lowercase(), stored.to_lowercase()),
                "{typed}"
            );
        }
        // The beginning of one, as a search has it, and what is none.
        for (typed, key) in
            [("Joe@", "joe@"), ("joe@B-", "joe@b-"), ("\u{feff}JOE", "joe"), ("a\"B@c..d ", "a\"b@c..d")]
        {
            assert_eq!(email_key(typed), key, "{typed:?}");
        }
    }
}
