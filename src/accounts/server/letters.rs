//! Which characters a user name may have, by the properties that Unicode gives them: letters with their marks, digits, a few signs,
//! and the joiners that some scripts are written with (B1, B2).

use icu_properties::{
    props::{GeneralCategory, JoiningType, Script},
    script::ScriptWithExtensions,
};

use crate::server::unicode::{self, category, is_invisible, is_virama, joining, script};

/// U+200C and U+200D: they change how letters join, so no two names differ in them alone.
pub const JOINERS: [char; 2] = [NON_JOINER, '\u{200d}'];
const NON_JOINER: char = '\u{200c}';

/// The most marks above and below one letter (UTS 39, 5.4): more would cover the lines around it.
const MARKS_MAX: usize = 4;

/// Whether a text in NFKC is made of these characters, each where it may stand.
pub fn is_name(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    let fits = |at: usize| {
        let (before, c, after) = (&chars[..at], chars[at], &chars[at + 1..]);
        is_letter_or_digit(c)
            || is_sign(c)
            || is_mark_of_letter(before, c)
            || is_joiner_between(before, c, after)
            || is_joined_virama(before, c)
    };
    (0..chars.len()).all(fits)
}

fn is_sign(c: char) -> bool {
    matches!(c, '_' | '@' | '.' | '+' | '-')
}

fn is_letter_or_digit(c: char) -> bool {
    c.is_alphanumeric() && !unicode::is_mark(c) && !is_invisible(c)
}

/// Whether it is a mark on the letter before it, among at most four, and of its script.
fn is_mark_of_letter(before: &[char], c: char) -> bool {
    let marks = before.iter().rev().take_while(|c| unicode::is_mark(**c)).count();
    let (letter, marks) = before.split_at(before.len() - marks);
    let Some(letter) = letter.last().filter(|c| c.is_alphabetic() && is_letter_or_digit(**c)) else { return false };
    let covering = marks.iter().chain([&c]).filter(|c| category(**c) == GeneralCategory::NonspacingMark).count();
    is_mark(c) && covering <= MARKS_MAX && is_of_script(c, *letter)
}

/// A mark that may stand in a name: none that encloses, shows nothing, or is a letter once its case is folded (U+0345).
fn is_mark(c: char) -> bool {
    let is_plain = matches!(category(c), GeneralCategory::NonspacingMark | GeneralCategory::SpacingMark);
    is_plain && !is_invisible(c) && c != '\u{345}'
}

/// Whether a mark belongs to the script of a letter, or to none in particular.
fn is_of_script(mark: char, letter: char) -> bool {
    let is_common = |script: Script| script == Script::Common || script == Script::Inherited;
    is_common(script(mark)) || is_common(script(letter)) || ScriptWithExtensions::new().has_script(mark, script(letter))
}

/// A virama on the letter before a joiner, which the joiner keeps apart from it: Bengali `র‍্য`.
fn is_joined_virama(before: &[char], c: char) -> bool {
    is_virama(c)
        && before.split_last().is_some_and(|(last, before)| JOINERS.contains(last) && is_mark_of_letter(before, c))
}

/// A joiner where it can be seen (RFC 5892, A.1 and A.2): after a virama; U+200C between letters that would join, too. Unlike there
/// also before the virama of a letter that is written together with the next one: so the standard spells Bengali and Kannada.
fn is_joiner_between(before: &[char], c: char, after: &[char]) -> bool {
    let follows_virama = before.last().is_some_and(|c| is_virama(*c));
    let precedes_virama = matches!(after, [virama, next, ..]
        if is_virama(*virama) && is_mark_of_letter(before, *virama) && is_letter_or_digit(*next) && is_of_script(*virama, *next));
    let is_passed = |c: &&char| joining(**c) == JoiningType::Transparent;
    let left = before.iter().rev().find(|c| !is_passed(c)).map(|c| joining(*c));
    let right = after.iter().find(|c| !is_passed(c)).map(|c| joining(*c));
    let parts = matches!(left, Some(JoiningType::LeftJoining | JoiningType::DualJoining))
        && matches!(right, Some(JoiningType::RightJoining | JoiningType::DualJoining));
    JOINERS.contains(&c) && (follows_virama || precedes_virama || (c == NON_JOINER && parts))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fault_d8_letters_with_their_marks_are_letters() {
        for name in [
            "สวัสดี",
            "नमस्ते",
            "বাংলা",
            "தமிழ்",
            "ភាសាខ្មែរ",
            "မြန်မာ",
            "བོད་".trim_end_matches('་'),
            "සිංහල",
            "ລາວ",
            "مُحَمَّد",
            "שָׁלוֹם",
            "x\u{30c}y",
            "r\u{325}gveda",
            "Яков\u{301}",
            "మీకు",
            "ދިވެހި",
            "عَلِيّ.1",
        ] {
            assert!(is_name(name), "{name}");
        }
    }

    #[test]
    fn fault_d8_a_mark_without_its_letter_is_none() {
        for name in [
            "\u{301}",
            "\u{5b0}",
            "\u{e35}",
            "1\u{301}",
            "_\u{301}",
            "a.\u{301}b",
            "@\u{94d}",
            "\u{301}a",
            "a\u{20dd}",
            "a\u{345}",
            "a\u{34f}",
            "a\u{fe0f}",
            "a\u{5b0}",
            "a\u{e35}",
            "ก\u{5b0}",
            "a\u{301}\u{302}\u{303}\u{304}\u{305}",
        ] {
            assert!(!is_name(name), "{name:?}");
        }
        assert!(is_name("x\u{301}\u{302}\u{303}\u{304}"));
    }

    #[test]
    fn fault_d8_a_joiner_stands_only_where_it_can_be_seen() {
        for name in [
            "می\u{200c}خواهم",
            "क्\u{200d}ष",
            "क्\u{200c}ष",
            "ශ්\u{200d}රී",
            "അവന്\u{200d}",
            "র\u{200d}্য",
            "ರ\u{200d}್ಕ",
            "র\u{200c}্য",
        ] {
            assert!(is_name(name), "{name:?}");
        }
        for name in [
            "jo\u{200d}e",
            "jo\u{200c}e",
            "\u{200c}a",
            "a\u{200d}",
            "می\u{200d}خ",
            "د\u{200c}خ",
            "می\u{200c}",
            "क\u{200d}ष",
            "র\u{200d}্",
            "র\u{200d}\u{200d}্য",
            "a\u{200d}্য",
            "র\u{200d}্a",
            "1\u{200d}্য",
            "\u{200d}্য",
            "ক\u{200d}া",
        ] {
            assert!(!is_name(name), "{name:?}");
        }
    }
}
