//! Any text as a user name: an accepted one is normalised, short, accepted again unchanged, and one name in every case.
#![no_main]

use latchkey::accounts::server::username::Username;
use libfuzzer_sys::fuzz_target;
use unicode_normalization::{UnicodeNormalization, is_nfkc};

fuzz_target!(|text: &str| {
    let Ok(name) = Username::parse(text) else { return };
    let (stored, text) = (name.as_str(), text.trim());
    assert!(text.chars().count() <= 150 && (1..=150).contains(&stored.chars().count()));
    assert!(is_nfkc(stored), "{stored:?}");
    assert_eq!(stored, text.nfkc().collect::<String>());
    assert!(!stored.contains(|c: char| c.is_whitespace() || c.is_control() || "/\\?#%&=;,:<>\"'`".contains(c)));
    assert_eq!(Username::parse(stored).as_ref(), Ok(&name), "accepted again, and the same");

    let key = name.key();
    assert!(!key.is_empty() && is_nfkc(&key), "{key:?}");
    let is_foldable = !stored.contains(is_of_unicode_17);
    if let Ok(lower) = Username::parse(&stored.to_lowercase()).map(|lower| lower.key())
        && is_foldable
    {
        assert_eq!(lower, key, "{stored:?} in lower case is another name");
    }
});

/// Letters whose two cases the standard library knows and the folding of user names does not yet.
fn is_of_unicode_17(c: char) -> bool {
    matches!(c, '\u{a7ce}'..='\u{a7d5}' | '\u{16ea0}'..='\u{16ed3}')
}
