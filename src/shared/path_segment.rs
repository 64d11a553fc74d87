//! A text as one segment of a path, such as a user name: in one spelling, so that a thing has one address (L8).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What user names have and a path may have as it is.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'@').remove(b'+');

/// The segment; none for a text that no segment can be, because browsers read it as a step within the path.
pub fn encode_segment(text: &str) -> Option<String> {
    (!matches!(text, "" | "." | "..")).then(|| utf8_percent_encode(text, ENCODED).to_string())
}

/// The text of a segment, if that is its one spelling.
pub fn decode_segment(segment: &str) -> Option<String> {
    let text = percent_decode_str(segment).decode_utf8().ok()?.into_owned();
    (encode_segment(&text).as_deref() == Some(segment)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_one_spelling_in_an_address() {
        for (name, segment) in [("joe", "joe"), ("a@b.c+d-e_f", "a@b.c+d-e_f"), ("홍", "%ED%99%8D"), ("...", "...")] {
            assert_eq!(encode_segment(name).as_deref(), Some(segment));
            assert_eq!(decode_segment(segment).as_deref(), Some(name));
        }
        for name in ["", ".", ".."] {
            assert_eq!(encode_segment(name), None, "{name}");
        }
        for segment in ["%6Aoe", "%ed%99%8d", "홍", "%ED", "", ".", "..", "%2E", "a b", "%zz", "a%2fb"] {
            assert_eq!(decode_segment(segment), None, "{segment}");
        }
    }
}
