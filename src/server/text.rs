//! Text that people read, cleaned before it is stored by the properties that Unicode gives each character: a title, a name, the
//! content of an article, a remark (L7). What shows nothing does not count, and nothing turns the direction of what stands around it.
//! Not for user names, which refuse what this drops, and not for passwords, which are never changed.

use super::{
    text_line::clean,
    unicode::{has_ink, is_gap, is_invisible, turns_direction},
};
use crate::shared::{Code, count_chars};

/// A cleaned text. It is empty if nothing of it would be seen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text(String);

impl Text {
    /// One line: each run of spaces and control characters is one space. Invisible characters are dropped, except joiners, selectors
    /// and tags where they can be seen to work, which many scripts and emoji need.
    ///
    /// # Errors
    /// `TooLong`, counted afterwards.
    pub fn line(text: &str, max: u32) -> Result<Self, Code> {
        Self(clean(text)).check(max)
    }

    /// Lines, ended by LF, without blank ones at both ends; the first may be indented. Invisible characters stay: some break words or
    /// mark a direction. Those that turn the direction of other characters are dropped, and so are control characters.
    ///
    /// # Errors
    /// `TooLong`, counted afterwards.
    pub fn lines(text: &str, max: u32) -> Result<Self, Code> {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let is_kept = |c: &char| matches!(c, '\n' | '\t') || !(c.is_control() || turns_direction(*c));
        let text: String = text.chars().filter(is_kept).collect();
        let after_blank_lines = text.trim_end().trim_start_matches('\n');
        Self(after_blank_lines.to_owned()).check(max)
    }

    /// A line that no person has entered, such as the name of a program, cut to its length.
    pub fn label(text: &str, max: u32) -> Self {
        let text: String = text.chars().take(max as usize).collect();
        Self::line(&text, max).unwrap_or_default()
    }

    /// Refuses an empty text.
    ///
    /// # Errors
    /// `Required`.
    pub fn required(self) -> Result<Self, Code> {
        if self.0.is_empty() { Err(Code::Required) } else { Ok(self) }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn into_string(self) -> String {
        self.0
    }

    fn check(self, max: u32) -> Result<Self, Code> {
        match count_chars(&self.0) {
            _ if !self.0.chars().any(has_ink) => Ok(Self::default()),
            actual if actual > max => Err(Code::TooLong { max, actual }),
            _ => Ok(self),
        }
    }
}

/// A text without what shows nothing around it: spaces, and what comes along when a text is copied. Letters of Hangul that show
/// nothing are part of names that an earlier release has accepted.
pub fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| is_gap(c) || (is_invisible(c) && !c.is_alphabetic()))
}

/// What is seen of a text, for comparing: without characters that show nothing, each gap one space.
pub fn seen(text: &str) -> String {
    let seen: String = text.chars().filter(|c| !is_invisible(*c)).map(|c| if is_gap(c) { ' ' } else { c }).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn line(text: &str) -> String {
        Text::line(text, 200).unwrap().into_string()
    }

    fn lines(text: &str) -> String {
        Text::lines(text, 20_000).unwrap().into_string()
    }

    #[test]
    fn fault_d6_a_text_without_ink_is_empty() {
        for blank in [
            "\u{3164}",
            "\u{200b}",
            "\u{2800}",
            "\u{115f}",
            "\u{1160}",
            "\u{ffa0}",
            "\u{180e}",
            "\u{ad}",
            "\u{34f}",
            "\u{61c}",
            "\u{17b4}",
            "\u{200c}",
            "\u{200d}",
            "\u{200e}",
            "\u{2060}",
            "\u{2063}",
            "\u{206f}",
            "\u{202e}",
            "\u{2068}",
            "\u{fe0f}",
            "\u{feff}",
            "\u{fff9}",
            "\u{13441}",
            "\u{1d159}",
            "\u{1d173}",
            "\u{e0001}",
            "\u{e0061}",
            "\u{e0100}",
            " ",
            "\t",
            "\u{a0}",
            "\u{2028}",
            "\u{3000}",
            "\u{85}",
            "\u{1b}",
            "\0",
            "",
        ] {
            for text in [blank.to_owned(), format!("{blank}{blank}"), format!(" {blank}\n\u{200b}\u{2800} ")] {
                assert_eq!((line(&text), lines(&text)), (String::new(), String::new()), "{text:?}");
                assert_eq!(Text::line(&text, 1).and_then(Text::required), Err(Code::Required), "{text:?}");
            }
        }
        for seen in ["a", "가", "\u{301}", "½", "😀", "·", "\u{e000}", "\u{378}"] {
            assert_eq!((line(seen).as_str(), lines(seen).as_str()), (seen, seen), "{seen:?}");
        }
    }

    #[test]
    fn fault_d6_nothing_turns_the_direction_of_a_text() {
        for turn in
            ["\u{202a}", "\u{202b}", "\u{202c}", "\u{202d}", "\u{202e}", "\u{2066}", "\u{2067}", "\u{2068}", "\u{2069}"]
        {
            let text = format!("{turn}one{turn} two{turn}");
            assert_eq!((line(&text).as_str(), lines(&text).as_str()), ("one two", "one two"), "{turn:?}");
        }
        // A mark is part of a text in which two directions meet, and turns nothing else.
        for mark in ["\u{61c}", "\u{200e}", "\u{200f}"] {
            assert_eq!((line(&format!("a{mark}b")).as_str(), lines(&format!("a{mark}b"))), ("ab", format!("a{mark}b")));
        }
    }

    #[test]
    fn fault_d6_d7_what_is_seen_is_compared() {
        for text in
            ["Editors", " Editors\u{2800}", "Edi\u{34f}tors\u{200d}", "\u{3164}Edi\u{200c}tors\u{e0041}\u{fffb}"]
        {
            assert_eq!(seen(text), "Editors", "{text:?}");
        }
        assert_eq!(seen("a\u{200b} \u{2800}\n\u{200b}b"), "a b");
        assert_eq!(
            (trim("\u{feff} \u{200b}jo\u{200b}e\u{2800}\t"), trim("joe\u{1160}")),
            ("jo\u{200b}e", "joe\u{1160}")
        );
    }

    #[test]
    fn the_lines_of_a_content_stay() {
        let text = "\r\n\r\n  in\u{200b}dented\r\n\r\n\tsecond\rthird \u{1b}[31m\0\r\n \n";
        assert_eq!(lines(text), "  in\u{200b}dented\n\n\tsecond\nthird [31m");
    }

    #[test]
    fn length_is_counted_in_what_is_stored() {
        assert!(Text::line(&format!("\u{200b}{}\u{200b}  ", "가".repeat(200)), 200).is_ok());
        assert_eq!(Text::line(&"가".repeat(201), 200), Err(Code::TooLong { max: 200, actual: 201 }));
        assert_eq!(Text::lines(&"a\n".repeat(11), 20), Err(Code::TooLong { max: 20, actual: 21 }));
        assert_eq!(Text::line(&"\u{200b}".repeat(201), 200), Ok(Text::default()));
    }

    proptest! {
        #[test]
        fn a_cleaned_text_is_clean(text in "([a-cא-ג ]|[\u{200b}-\u{200f}\u{202a}-\u{202e}\u{2066}-\u{2069}\u{fe0f}\u{3164}\u{2800}]|\\PC|[\n\r\t]){0,24}") {
            for clean in [line(&text), lines(&text)] {
                prop_assert!(!clean.chars().any(turns_direction));
                prop_assert!(clean.is_empty() || clean.chars().any(has_ink));
            }
            let clean = line(&text);
            prop_assert_eq!(clean.trim(), &clean);
            prop_assert!(!clean.contains("  ") && !clean.chars().any(char::is_control));
            prop_assert_eq!(line(&clean), clean);
            prop_assert_eq!(lines(&lines(&text)), lines(&text));
        }
    }
}
