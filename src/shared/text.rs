//! Measuring text, equally for forms and stores: its length, and its excerpt.

/// The number of Unicode code points. A line break counts as one, although browsers send CR LF.
pub fn count_chars(text: &str) -> u32 {
    u32::try_from(text.replace("\r\n", "\n").chars().count()).unwrap_or(u32::MAX)
}

/// The beginning of a text in one line, cut after a word if one ends nearby, with an ellipsis if it is cut.
pub fn excerpt(text: &str, max_chars: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((cut, _)) = line.char_indices().nth(max_chars) else {
        return line;
    };
    let head = &line[..cut];
    let at_word = head.rfind(' ').filter(|space| cut - space < 24).map_or(head, |space| &head[..space]);
    format!("{at_word}…")
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
        assert_eq!(excerpt(&"가".repeat(50), 10), format!("{}…", "가".repeat(10)));
    }
}
