//! Any text as `next`: an accepted one is a path of this site for a browser too, and is accepted again unchanged.
#![no_main]

use latchkey::shared::NextPath;
use libfuzzer_sys::fuzz_target;
use percent_encoding::percent_decode_str;
use url::Url;

fuzz_target!(|text: &str| {
    let Some(next) = NextPath::parse(text) else { return };
    let accepted = next.as_str();
    assert!(accepted.is_ascii() && !accepted.contains(char::is_control), "{accepted:?}");
    assert!(accepted.starts_with('/') && !accepted.starts_with("//") && !accepted.starts_with("/\\"), "{accepted:?}");

    let base = Url::parse("https://site.example/accounts/login/").unwrap();
    let reached = base.join(accepted).unwrap();
    assert_eq!(reached.origin(), base.origin());
    assert!(reached.username().is_empty() && reached.password().is_none());
    assert!(!reached.path().starts_with("//"), "{reached}");
    let given = base.join(text).unwrap();
    assert_eq!(given.origin(), base.origin(), "a link to what was given leads elsewhere");
    if !has_drive_letter(text) {
        assert_eq!(given.path(), reached.path(), "it means what was given");
        // In a query, more is encoded here than a browser encodes.
        let query = |url: &Url| url.query().map(|query| percent_decode_str(query).collect::<Vec<u8>>());
        assert_eq!(query(&given), query(&reached), "it means what was given");
    }

    assert_eq!(NextPath::parse(accepted).as_ref(), Some(&next), "accepted again, and the same");
    let wire = serde_json::to_string(&next).unwrap();
    assert_eq!(serde_json::from_str::<NextPath>(&wire).unwrap(), next, "the other side takes it");
    let login = base.join(&next.login_url()).unwrap();
    let (_, carried) = login.query_pairs().find(|(name, _)| name == "next").unwrap();
    assert_eq!(carried, accepted, "the login page gets it unchanged");
});

/// Whether the reference parser would take a segment for the drive of a `file` address, and so read the path in another way than
/// browsers do.
fn has_drive_letter(text: &str) -> bool {
    text.split(['/', '?', '#'])
        .any(|segment| matches!(segment.as_bytes(), [letter, b':' | b'|'] if letter.is_ascii_alphabetic()))
}
