//! Takes a text apart into words, equally for articles and for what is searched for, so that both databases only compare words. Scripts
//! that do not separate their words, such as Chinese, and Korean, whose words have endings, are cut into pairs of characters: whatever is
//! searched for stands among them.

use std::collections::BTreeSet;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The longest word, the most of one article, and the most of a search.
const WORD_MAX: usize = 40;
const ARTICLE_MAX: usize = 10_000;
const SEARCH_MAX: usize = 12;

/// The words of an article, each once, separated by spaces.
pub fn of_article(title: &str, text: &str) -> String {
    let mut words = BTreeSet::new();
    for text in [title, text] {
        take_apart(text, |run| match run {
            Run::Word(word) => _ = words.insert(word),
            Run::Characters(run) => {
                words.extend(pairs(&run));
                words.extend(run.into_iter().map(String::from));
            }
        });
    }
    words.into_iter().take(ARTICLE_MAX).collect::<Vec<_>>().join(" ")
}

/// The words that an article must have to be found. None for a text without any.
pub fn of_search(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    take_apart(text, |run| match run {
        Run::Word(word) => words.push(word),
        Run::Characters(run) if run.len() == 1 => words.extend(run.into_iter().map(String::from)),
        Run::Characters(run) => words.extend(pairs(&run)),
    });
    let mut seen = BTreeSet::new();
    words.retain(|word| seen.insert(word.clone()));
    words.truncate(SEARCH_MAX);
    words
}

enum Run {
    Word(String),
    Characters(Vec<char>),
}

fn pairs(run: &[char]) -> impl Iterator<Item = String> {
    run.windows(2).map(|pair| pair.iter().collect())
}

/// Finds the runs of a text: without case, and each character in one form.
fn take_apart(text: &str, mut found: impl FnMut(Run)) {
    let (mut word, mut run) = (String::new(), Vec::new());
    for c in caseless::default_case_fold_str(text).nfkc().chain([' ']) {
        let (is_paired, is_letter) = (is_paired(c), c.is_alphanumeric() || is_combining_mark(c));
        if (!is_letter || is_paired) && !word.is_empty() {
            found(Run::Word(stem(std::mem::take(&mut word))));
        }
        if !is_paired && !run.is_empty() {
            found(Run::Characters(std::mem::take(&mut run)));
        }
        if is_paired {
            run.push(c);
        } else if is_letter && word.chars().count() < WORD_MAX {
            word.push(c);
        }
    }
}

/// Scripts whose words are not found by their spaces.
fn is_paired(c: char) -> bool {
    matches!(c,
        '\u{ac00}'..='\u{d7a3}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}' | '\u{3041}'..='\u{309f}' | '\u{30a1}'..='\u{30ff}' | '\u{e01}'..='\u{e5b}')
        && c.is_alphanumeric()
}

/// One word for "lock" and "locks".
fn stem(word: String) -> String {
    let is_plural =
        word.len() > 3 && word.is_ascii() && word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us");
    match word.strip_suffix("ies").filter(|stem| is_plural && stem.len() > 2) {
        Some(stem) => format!("{stem}y"),
        None if is_plural => word[..word.len() - 1].to_owned(),
        None => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(text: &str, search: &str) -> bool {
        let words = of_article("", text);
        let searched = of_search(search);
        !searched.is_empty() && searched.iter().all(|word| words.split(' ').any(|other| other == word))
    }

    #[test]
    fn words_are_found_whatever_their_case_form_and_number() {
        for (text, search) in [
            ("Three locks, one key.", "LOCK"),
            ("The lock", "locks the"),
            ("Libraries", "library"),
            ("Straße", "STRASSE"),
            ("Cafe\u{301} noir", "café"),
            ("ｆｕｌｌ width", "full"),
            ("바다를 처음 본 날", "바다"),
            ("바다를 처음 본 날", "바다를 처음"),
            ("바다를 처음 본 날", "날"),
            ("단비", "비"),
            ("\u{1112}\u{1161}\u{11ab}글", "한글"),
            ("日本語の本", "日本"),
            ("rust언어", "언어 rust"),
            ("हिन्दी", "हिन्दी"),
            ("it's 42", "42"),
        ] {
            assert!(finds(text, search), "{search} in {text}: {:?} {}", of_search(search), of_article("", text));
        }
        for (text, search) in
            [("locksmith", "lock"), ("바다", "바람"), ("a", ""), ("a", "-- ' \" * ()"), ("bus glass", "bu glas")]
        {
            assert!(!finds(text, search), "{search} in {text}");
        }
    }

    #[test]
    fn words_have_nothing_that_a_database_reads_as_more_than_a_word() {
        let hostile = "a'b \"c\" d*e (f) g:h -i ^j NEAR(k) l AND\\m \0n | & ! <-> {o} %_p;";
        let words = of_article("", hostile);
        assert!(words.split(' ').all(|word| word.chars().all(char::is_alphanumeric)), "{words}");
        assert!(of_search(hostile).iter().all(|word| word.chars().all(char::is_alphanumeric)));
    }

    #[test]
    fn what_is_stored_and_searched_for_is_bounded() {
        assert_eq!(of_search(&(0..50).map(|number| format!("w{number} ")).collect::<String>()).len(), SEARCH_MAX);
        assert_eq!(of_search(&"x".repeat(5_000)), ["x".repeat(WORD_MAX)]);
        let many: String = (0..20_000_u32).filter_map(|number| char::from_u32(0x4e00 + number)).collect();
        assert_eq!(of_article("", &many).split(' ').count(), ARTICLE_MAX);
    }
}
