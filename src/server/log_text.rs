//! Text from outside as lines of the log have it: without the tokens of password links, which are secrets, and cut to a length.
//! Whatever a request brings (its path, its method, a header, a cause that repeats them) is logged through here. Quoting and escaping
//! is left to the line that logs it, by Debug.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// The longest foreign text in a line of the log, in characters; and the longest cause of an error, which may repeat one.
pub const TEXT_MAX: usize = 256;
const CAUSE_MAX: usize = 1_024;

/// What is written instead of a token.
const MASK: &str = "…";

/// What stands before the token in the links of mails.
const BEFORE_TOKEN: [&str; 4] = ["reset", "confirm", "secure", "invitation"];

/// A path. Whatever follows one of `BEFORE_TOKEN` is masked, whether it is a token that is still good or not.
pub fn path(path: &str) -> Cow<'_, str> {
    let mut is_after = false;
    let mut is_masked = false;
    let mut segments = Vec::new();
    for segment in path.split('/') {
        let plain = decoded(segment);
        let is_secret = has_token(&plain) || is_after && !plain.is_empty() && plain != "done";
        is_after |= BEFORE_TOKEN.iter().any(|before| plain.eq_ignore_ascii_case(before));
        is_masked |= is_secret;
        segments.push(if is_secret { MASK } else { segment });
    }
    if is_masked { cut(&segments.join("/"), TEXT_MAX).into_owned().into() } else { cut(path, TEXT_MAX) }
}

/// Any other text: a header, a method.
pub fn foreign(text: &str) -> Cow<'_, str> {
    masked(text, TEXT_MAX)
}

/// The cause of an error, which may repeat what came from outside.
pub fn cause(text: &str) -> Cow<'_, str> {
    masked(text, CAUSE_MAX)
}

fn masked(text: &str, max: usize) -> Cow<'_, str> {
    if has_token(text) || has_token(&decoded(text)) {
        let words = text.split(|c: char| c.is_whitespace() || "/\"'<>=&;,()".contains(c));
        let tokens: Vec<&str> = words.filter(|word| has_token(word) || has_token(&decoded(word))).collect();
        let masked = tokens.into_iter().fold(text.to_owned(), |text, token| text.replace(token, MASK));
        return cut(&masked, max).into_owned().into();
    }
    cut(text, max)
}

fn cut(text: &str, max: usize) -> Cow<'_, str> {
    match text.char_indices().nth(max) {
        Some((end, _)) => format!("{}…", &text[..end]).into(),
        None => text.into(),
    }
}

/// Decoded twice, as some programs encode what is encoded already.
fn decoded(text: &str) -> String {
    let once = percent_decode_str(text).decode_utf8_lossy();
    percent_decode_str(&once).decode_utf8_lossy().into_owned()
}

/// Whether a text has the token of a password link in it: an id, a time and a MAC, as `accounts/server/reset.rs` makes it.
fn has_token(text: &str) -> bool {
    let is_time = |piece: &str| piece.len() >= 9 && piece.bytes().all(|byte| byte.is_ascii_digit());
    let begins_with_mac = |piece: &str| piece.bytes().take_while(u8::is_ascii_hexdigit).count() >= 16;
    let pieces: Vec<&str> = text.split('-').collect();
    pieces
        .windows(3)
        .any(|three| three[0].ends_with(|c: char| c.is_ascii_digit()) && is_time(three[1]) && begins_with_mac(three[2]))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "7-1700000000-0123456789abcdef0123456789abcdef";

    #[test]
    fn fault_b7_a_path_has_no_token_in_any_spelling_and_an_end() {
        for (given, logged) in [
            ("/articles/7/", "/articles/7/"),
            ("/accounts/reset/", "/accounts/reset/"),
            ("/accounts/reset/done/", "/accounts/reset/done/"),
            ("/accounts/reset/7-1700000000-0123456789abcdef/", "/accounts/reset/…/"),
            ("/accounts/reset/no-token/", "/accounts/reset/…/"),
            ("/accounts/email/confirm/", "/accounts/email/confirm/"),
            ("/accounts/email/confirm/x/", "/accounts/email/confirm/…/"),
            ("/accounts/secure/x/", "/accounts/secure/…/"),
            ("/accounts/secure/done/", "/accounts/secure/done/"),
            ("/accounts/invitation/x/", "/accounts/invitation/…/"),
            ("/staff/invitations/12/", "/staff/invitations/12/"),
            ("//accounts/reset/x/y", "//accounts/reset/…/…"),
            ("/Accounts/RESET/x", "/Accounts/RESET/…"),
            ("/accounts/%72eset/x", "/accounts/%72eset/…"),
        ] {
            assert_eq!(path(given), logged);
        }
        let dashed = TOKEN.replace('-', "%2D");
        for given in [
            format!("/x/{TOKEN}/"),
            format!("/x/{dashed}"),
            format!("/accounts%2Freset%2F{TOKEN}%2F"),
            format!("/{}", dashed.replace('%', "%25")),
            format!("/x{TOKEN}x/{}", "y".repeat(60_000)),
        ] {
            let logged = path(&given);
            assert!(!logged.contains("0123456789abcdef") && logged.chars().count() <= TEXT_MAX + 1, "{logged}");
        }
        assert_eq!(path(&format!("/{}", "é".repeat(10_000))).chars().count(), TEXT_MAX + 1);
    }

    #[test]
    fn fault_b7_any_other_text_has_no_token_and_an_end() {
        let link = format!("https://x.example/accounts/reset/{TOKEN}/");
        for given in [link.clone(), format!("no such page: \"{link}\" ({link})"), link.replace('-', "%2d")] {
            assert!(!foreign(&given).contains("0123456789abcdef"), "{given}");
        }
        assert_eq!(foreign("Mozilla/5.0 (X11; 2026-11-28) a-b-c"), "Mozilla/5.0 (X11; 2026-11-28) a-b-c");
        assert_eq!(foreign(&"x".repeat(60_000)).chars().count(), TEXT_MAX + 1);
    }
}
