//! One line of text, without characters that show nothing, except where they can be seen to work: joiners between letters and
//! pictures, selectors of a shape, and the tags of a flag.

use icu_properties::props::{GeneralCategory, JoiningType, Script};

use super::unicode::{
    category, is_emoji, is_indic_mark, is_invisible, is_mark, is_picture, is_virama, joining, script,
};

/// The flag that tags make the flag of a region, and the tag that ends them.
const FLAG: char = '\u{1f3f4}';
const LAST_TAG: char = '\u{e007f}';

/// One line: each run of spaces and control characters is one space, none at the ends.
pub fn clean(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let next = seen_after(&chars);
    let mut line = Line::default();
    let mut at = 0;
    while at < chars.len() {
        let c = chars[at];
        line.add(c, next[at]);
        at += 1;
        if c == FLAG {
            let tags = tags(&chars[at..]);
            line.text.extend(tags);
            at += tags.len();
        }
    }
    line.text
}

/// For each character the next one that is seen; `None` where a gap or the end comes first. In one pass: a text may be long.
fn seen_after(chars: &[char]) -> Vec<Option<char>> {
    let mut after = None;
    let mut next: Vec<Option<char>> = chars
        .iter()
        .rev()
        .map(|c| {
            let next = after;
            after = match *c {
                c if c.is_whitespace() || c.is_control() => None,
                c if is_invisible(c) => next,
                c => Some(c),
            };
            next
        })
        .collect();
    next.reverse();
    next
}

/// The tags of a flag at the beginning, with the one that ends them; empty where they are no whole flag.
fn tags(chars: &[char]) -> &[char] {
    let is_tag = |c: &&char| ('\u{e0020}'..LAST_TAG).contains(*c);
    let count = chars.iter().take_while(is_tag).count();
    if count > 0 && chars.get(count) == Some(&LAST_TAG) { &chars[..=count] } else { &[] }
}

/// A line as it grows.
#[derive(Default)]
struct Line {
    text: String,
    after_gap: bool,
    /// Whether the last character that is seen is a picture, or belongs to one.
    after_picture: bool,
    /// How the last letter joins; marks on it do not count.
    joining: Option<JoiningType>,
}

impl Line {
    fn add(&mut self, c: char, next: Option<char>) {
        if c.is_whitespace() || c.is_control() {
            self.after_gap = true;
        } else if !is_invisible(c) {
            if self.after_gap && !self.text.is_empty() {
                self.text.push(' ');
            }
            self.see(c);
            self.text.push(c);
        } else if !self.after_gap
            && let Some(last) = self.text.chars().next_back()
            && (self.joins(last, c, next) || selects(last, c, next))
        {
            self.text.push(c);
        }
    }

    fn see(&mut self, c: char) {
        self.after_gap = false;
        // A colour of skin, or the frame of a key.
        let belongs = matches!(c, '\u{1f3fb}'..='\u{1f3ff}' | '\u{20e3}');
        self.after_picture = is_picture(c) || (self.after_picture && belongs);
        if joining(c) != JoiningType::Transparent {
            self.joining = Some(joining(c));
        }
    }

    /// Whether a joiner can be seen to work here.
    fn joins(&self, last: char, c: char, next: Option<char>) -> bool {
        let can_join = |next: char| matches!(joining(next), JoiningType::RightJoining | JoiningType::DualJoining);
        let is_open = matches!(self.joining, Some(JoiningType::LeftJoining | JoiningType::DualJoining));
        let is_indic = is_virama(last) || next.is_some_and(is_indic_mark);
        let is_last_visible = !is_invisible(last);
        match c {
            '\u{200c}' => is_last_visible && (is_indic || (is_open && next.is_some_and(|c| can_join(c) || is_mark(c)))),
            '\u{200d}' if self.after_picture => last != c && next.is_some_and(is_picture),
            '\u{200d}' => is_last_visible && (is_indic || is_open || next.is_some_and(can_join)),
            '\u{34f}' => is_last_visible && next.is_some_and(is_mark),
            '\u{180e}' => is_mongolian(last) && next.is_some_and(is_mongolian),
            _ => false,
        }
    }
}

/// Whether a variation selector can choose a shape of the character before it.
fn selects(last: char, c: char, next: Option<char>) -> bool {
    match c {
        // A digit is a picture only on a key.
        '\u{fe0e}' | '\u{fe0f}' if last.is_ascii() => is_emoji(last) && next == Some('\u{20e3}'),
        '\u{fe0e}' | '\u{fe0f}' => is_emoji(last),
        '\u{fe00}'..='\u{fe0d}' => has_variants(last),
        '\u{180b}'..='\u{180d}' | '\u{180f}' => is_mongolian(last),
        '\u{e0100}'..='\u{e01ef}' => script(last) == Script::Han,
        _ => false,
    }
}

/// Of the kinds of which Unicode lists variants: signs of mathematics and punctuation of the East, and letters of a few scripts.
fn has_variants(c: char) -> bool {
    let is_sign = matches!(c, '0' | '\u{3001}' | '\u{3002}' | '\u{ff01}'..='\u{ff1f}');
    let is_listed = [Script::Han, Script::Myanmar, Script::PhagsPa, Script::Manichaean, Script::EgyptianHieroglyphs]
        .contains(&script(c));
    is_sign || category(c) == GeneralCategory::MathSymbol && !c.is_ascii() || is_listed
}

fn is_mongolian(c: char) -> bool {
    script(c) == Script::Mongolian && c.is_alphabetic()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fault_d6_what_scripts_and_emoji_are_made_of_stays() {
        for text in [
            "می\u{200c}خواهم",
            "ക്\u{200d}ഷ അവന്\u{200d}",
            "श्\u{200d}री",
            "👨\u{200d}👩\u{200d}👧",
            "🏳\u{fe0f}\u{200d}🌈 ❤\u{fe0f} 1\u{fe0f}\u{20e3}",
            "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
            "👩🏽\u{200d}🚀",
            "葛\u{e0100}城",
            "ᠠ\u{180b}ᠨ\u{180e}ᠠ",
            "שׂ\u{34f}ְ",
            "⠃⠗⠁⠊⠇⠇⠑⠀⠃",
            "র\u{200d}্যাব",
            "ರ\u{200d}್ಕ",
            "بب\u{200d} ه\u{200d}",
            "👩\u{200d}❤\u{fe0f}\u{200d}👨",
            "0\u{fe00} ∩\u{fe00}",
        ] {
            assert_eq!(clean(text), text);
        }
    }

    #[test]
    fn fault_d6_in_a_line_what_shows_nothing_and_does_nothing_is_dropped() {
        for (typed, stored) in [
            ("\u{200b}Edi\u{200b}tors\u{feff}", "Editors"),
            ("Edi\u{ad}tors\u{2060}", "Editors"),
            ("\u{3164}Joe\u{3164}", "Joe"),
            ("\u{200d}Joe\u{200d}\u{200d}\u{200c} \u{200d}\u{fe0f}Doe", "Joe Doe"),
            ("Editors\u{200d}", "Editors"),
            ("Edi\u{200c}t\u{200d}o\u{34f}rs\u{fe0f}\u{fe00}\u{e0100}\u{e0041}\u{e007f}", "Editors"),
            ("1\u{fe0f} a\u{180b}\u{180e}b", "1 ab"),
            ("👩\u{200d} 👧\u{200d}\u{200d}👧\u{200d}a", "👩 👧\u{200d}👧a"),
            ("🏴\u{e0067}\u{e0062} 🏴\u{e007f}a\u{e0067}\u{e007f}", "🏴 🏴a"),
            ("د\u{200c}خ می\u{200c}", "دخ می"),
            ("  one\r\n\t two\u{3000}three\u{1b}[31m ", "one two three [31m"),
        ] {
            assert_eq!(clean(typed), stored, "{typed:?}");
        }
    }

    #[test]
    fn fault_d6_a_long_text_of_joiners_is_cleaned_in_one_pass() {
        let text = format!("👩{}", "\u{200d}\u{fe0f}\u{e0067}".repeat(100_000));
        let begun = std::time::Instant::now();
        assert_eq!(clean(&text), "👩\u{fe0f}");
        assert!(begun.elapsed().as_secs() < 10);
    }
}
