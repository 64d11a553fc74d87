//! Bytes as hexadecimal digits, and the etag of a value: a form carries the etag of what it shows, so that saving it can tell
//! whether that has changed meanwhile.

use sha2::{Digest, Sha256};

const ETAG_BYTES: usize = 12;

/// Lower case, two digits a byte.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The bytes of a hexadecimal text, or `None` when it is not one.
pub fn decode_hex(text: &str) -> Option<Vec<u8>> {
    let pairs = text.as_bytes().chunks_exact(2);
    if !pairs.remainder().is_empty() {
        return None;
    }
    pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}

/// The SHA-256 of a text, in hexadecimal.
pub fn sha256_hex(text: &str) -> String {
    hex(&Sha256::digest(text))
}

/// 24 digits that differ whenever the `Debug` output of the value does.
pub fn etag(value: &impl std::fmt::Debug) -> String {
    hex(&Sha256::digest(format!("{value:?}"))[..ETAG_BYTES])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_become_digits_and_come_back() {
        assert_eq!(hex(&[0, 10, 255]), "000aff");
        assert_eq!(decode_hex("000aff"), Some(vec![0, 10, 255]));
        for wrong in ["0", "0g", "é1"] {
            assert_eq!(decode_hex(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn an_etag_stays_as_pages_that_are_open_in_browsers_have_it() {
        assert_eq!(etag(&("editors", vec!["articles.change_article"])), "7d2d74a3935559a46166fc23");
    }
}
