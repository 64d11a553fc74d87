//! Measuring text, equally for forms and stores: its length, and its excerpt.

/// The number of Unicode code points. A line break counts as one, although browsers send CR LF.
pub fn count_chars(text: &str) -> u32 {
    let breaks = text.as_bytes().windows(2).filter(|pair| pair == b"\r\n").count();
    u32::try_from(text.chars().count() - breaks).unwrap_or(u32::MAX)
}

/// The beginning of a text in one line, cut after a word if one ends nearby, with an ellipsis if it is cut. `width` is in letters of the
/// Latin alphabet; a Hangul, Han or kana letter is two of them wide, so that excerpts fill equally many lines.
pub fn excerpt(text: &str, width: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut left = width;
    let cut = line.char_indices().find_map(|(at, c)| match left.checked_sub(1 + usize::from(is_wide(c))) {
        Some(rest) => {
            left = rest;
            None
        }
        None => Some(at),
    });
    let Some(cut) = cut else {
        return line;
    };
    let head = &line[..cut];
    let at_word = head.rfind(' ').filter(|space| cut - space < 24).map_or(head, |space| &head[..space]);
    format!("{at_word}…")
}

/// A number that tells a text from others, where no one gains by two of the same: FNV-1a.
pub fn fingerprint(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// Hangul, Han, kana and their signs, without those that are written half as wide.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}' | '\u{ff01}'..='\u{ff60}' | '\u{20000}'..='\u{3fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_break_counts_once_however_it_is_sent() {
        assert_eq!(count_chars("a\r\nb"), count_chars("a\nb"));
        assert_eq!(count_chars("한글"), 2);
    }

    #[test]
    fn an_excerpt_is_one_line_and_ends_at_a_word() {
        assert_eq!(excerpt("one\n\ntwo", 20), "one two");
        assert_eq!(excerpt("one two three", 9), "one two…");
        assert_eq!(excerpt(&"가".repeat(50), 10), format!("{}…", "가".repeat(5)));
        assert_eq!(excerpt("가나다라마", 10), "가나다라마");
        assert_eq!(excerpt("a가나다라마", 10), "a가나다라…");
    }
}
