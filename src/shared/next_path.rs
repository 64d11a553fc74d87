//! `NextPath`: the only type that a redirect of this site accepts. One set of rules on both sides.
//! Stricter than Django's `url_has_allowed_host_and_scheme`: absolute and relative addresses are refused, only a path of
//! this site passes (L4). A property test compares it with the WHATWG parser.

use std::fmt;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::{Deserialize, Deserializer, Serialize};

use super::site::{LOGIN, NEVER_NEXT, NEXT_DEFAULT};

/// The longest `next` that is accepted, in bytes.
const MAX_BYTES: usize = 2_048;

/// What WHATWG encodes in a query, and in a path; `%` is left so that nothing is encoded twice.
const QUERY_TEXT: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>');
const PATH_TEXT: &AsciiSet = &QUERY_TEXT.add(b'`').add(b'{').add(b'}');

/// What Django's `urlencode(safe="/")` encodes in the value of `next`.
const QUERY_VALUE: &AsciiSet =
    &percent_encoding::NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// A path of this site, with query and fragment, in ASCII, that is safe to redirect to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct NextPath(String);

impl NextPath {
    /// Accepts the text of a link or form; `None` if it is not a safe path of this site (L4).
    pub fn parse(text: &str) -> Option<Self> {
        // A browser drops spaces at the end.
        let text = text.trim_end_matches(' ');
        if text.len() > MAX_BYTES || !text.starts_with('/') || text.chars().any(is_damaged) {
            return None;
        }
        let (path, rest) = text.split_at(text.find(['?', '#']).unwrap_or(text.len()));
        // A parser of http addresses reads a backslash as a slash.
        if path.contains('\\') || starts_with_encoded_slash(&path[1..]) {
            return None;
        }
        let path = remove_dot_segments(path);
        if path.starts_with("//") || starts_with_encoded_slash(&path[1..]) || is_refused(&path) {
            return None;
        }
        // Encoding makes it longer, and an accepted path has to be accepted again.
        let next = format!("{}{}", utf8_percent_encode(&path, PATH_TEXT), utf8_percent_encode(rest, QUERY_TEXT));
        (next.len() <= MAX_BYTES).then_some(Self(next))
    }

    /// The text if it is safe, otherwise [`NEXT_DEFAULT`].
    pub fn or_default(text: &str) -> Self {
        Self::parse(text).unwrap_or_default()
    }

    /// The path of one of this site's own pages, as the program writes it. Never for text from outside.
    pub fn own(path: impl Into<String>) -> Self {
        Self(path.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The login page that leads back here.
    pub fn login_url(&self) -> String {
        format!("{LOGIN}?next={}", encode_query_value(&self.0))
    }
}

impl Default for NextPath {
    fn default() -> Self {
        Self(NEXT_DEFAULT.to_owned())
    }
}

impl fmt::Display for NextPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for NextPath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        // The server also redirects to its own login page, which `parse` refuses as a `next`.
        let own = text.starts_with('/') && !starts_with_encoded_slash(&text[1..]) && text.is_ascii();
        if own { Ok(Self(text)) } else { Err(serde::de::Error::custom("not a path of this site")) }
    }
}

/// Encodes a value for a query string as Django does: slashes stay (B50).
pub fn encode_query_value(value: &str) -> String {
    utf8_percent_encode(value, QUERY_VALUE).to_string()
}

/// A control character, or the sign that stands for what was not text.
fn is_damaged(c: char) -> bool {
    c.is_control() || c == char::REPLACEMENT_CHARACTER
}

/// A slash or backslash, raw or percent-encoded, at the front.
fn starts_with_encoded_slash(text: &str) -> bool {
    let head = text.get(..3).unwrap_or_default();
    text.starts_with(['/', '\\']) || head.eq_ignore_ascii_case("%2f") || head.eq_ignore_ascii_case("%5c")
}

/// RFC 3986, 5.2.4 with WHATWG's encoded dots: `/a/../b` is `/b`, `/%2e%2e/b` too.
fn remove_dot_segments(path: &str) -> String {
    let segments: Vec<&str> = path[1..].split('/').collect();
    let last = segments.len() - 1;
    let mut kept: Vec<&str> = Vec::with_capacity(segments.len());
    for (index, segment) in segments.into_iter().enumerate() {
        let plain = segment.to_ascii_lowercase().replace("%2e", ".");
        match plain.as_str() {
            "." | ".." => {
                if plain == ".." {
                    kept.pop();
                }
                if index == last {
                    kept.push("");
                }
            }
            _ => kept.push(segment),
        }
    }
    format!("/{}", kept.join("/"))
}

/// True for login, logout, signup and server functions, however their letters are encoded or cased.
fn is_refused(path: &str) -> bool {
    let decoded = percent_encoding::percent_decode_str(path).decode_utf8_lossy().to_lowercase();
    NEVER_NEXT
        .iter()
        .any(|prefix| decoded.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use url::Url;

    use super::*;

    /// Reads the escapes of the vector file.
    fn unescape(text: &str) -> String {
        let text = text.replace("{LF}", "\n").replace("{TAB}", "\t").replace("{BS}", "\u{8}");
        for length in [2_048, 2_049] {
            let mark = format!("{{{length}}}");
            if let Some(start) = text.find(&mark) {
                return text.replace(&mark, &"a".repeat(length - start));
            }
        }
        text
    }

    #[test]
    fn every_address_of_the_vector_file_is_refused_or_leads_where_it_says() {
        let mut seen = 0;
        for line in include_str!("next_path_vectors.txt").lines().filter(|line| !line.starts_with('#')) {
            let (kind, text) = line.split_once(' ').unwrap();
            let (given, leads) = text.split_once(" -> ").unwrap_or((text, text));
            let (given, leads) = (unescape(given), unescape(leads));
            let expected = (kind == "safe").then_some(leads.as_str());
            assert_eq!(NextPath::parse(&given).as_ref().map(NextPath::as_str), expected, "{line}");
            seen += 1;
        }
        assert!(seen > 80, "only {seen}");
    }

    #[test]
    fn what_is_accepted_once_is_accepted_again_and_spaces_at_the_end_are_dropped() {
        assert_eq!(NextPath::parse("/a b  ").map(|next| next.to_string()).as_deref(), Some("/a%20b"));
        let longest = format!("/{}", "글".repeat(227));
        let next = NextPath::parse(&longest).unwrap();
        assert_eq!(NextPath::parse(next.as_str()), Some(next));
        // Short enough as it is, and too long once it is encoded.
        assert_eq!(NextPath::parse(&format!("/{}", "글".repeat(228))), None);
    }

    #[test]
    fn fault_d1_the_query_of_an_address_stays_as_it_is() {
        for query in [
            "q=a%20b%26c%3Dd",
            "a=1&b=2&c=%26%3D",
            "q=a+b%2Bc%25",
            "q=%ED%95%9C",
            "q={a}`|^'[]\\",
            "q=%zz%",
            "?&&=",
            "",
        ] {
            let address = format!("/articles/create/?{query}");
            let next = NextPath::parse(&address).unwrap();
            assert_eq!(next.as_str(), address);
            let carried = next.login_url();
            let (_, carried) = carried.split_once('?').unwrap();
            assert_eq!(crate::shared::query_value(carried, "next"), Some(address));
        }
    }

    #[test]
    fn b50_a_login_address_encodes_next_as_django_does() {
        let login = |path: &str| NextPath::parse(path).unwrap().login_url();
        assert_eq!(login("/articles/1/?a=1&b=2"), "/accounts/login/?next=/articles/1/%3Fa%3D1%26b%3D2");
        assert_eq!(login("/글/"), "/accounts/login/?next=/%25EA%25B8%2580/");
    }

    proptest! {
        /// Whatever is accepted stays on this site for a browser, means what was given, and is plain ASCII.
        #[test]
        fn what_is_accepted_is_same_origin_for_a_whatwg_parser(text in "(/|//|/\\\\|\\./)?([a-z.]|%2[eEfF]|%5[cC]|[/\\\\?#@:&;= ]|[\u{0}-\u{20}]|\\PC){0,24}") {
            // The parser takes a segment such as `c:` for a drive, which browsers do not.
            let is_drive = |segment: &str| matches!(segment.as_bytes(), [letter, b':' | b'|'] if letter.is_ascii_alphabetic());
            prop_assume!(!text.split(['/', '?', '#']).any(is_drive));
            if let Some(next) = NextPath::parse(&text) {
                let base = Url::parse("https://site.example/accounts/login/").unwrap();
                let reached = base.join(next.as_str()).unwrap();
                prop_assert_eq!(reached.origin(), base.origin());
                prop_assert!(!reached.path().starts_with("//"));
                prop_assert!(next.as_str().is_ascii() && !next.as_str().contains(char::is_control));
                let given = base.join(&text).unwrap();
                prop_assert_eq!(given.path(), reached.path());
                prop_assert_eq!(NextPath::parse(next.as_str()), Some(next));
            }
        }
    }
}
