//! What is searched for in a list of users: runs of letters, digits and the signs of names and addresses. Each must stand somewhere in
//! the user name, the address or the names, whole.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::{accounts::server::email::email_key, server::text::trim};

/// The most runs of a search, and characters of one.
const RUNS: usize = 8;
const RUN: usize = 64;

/// How many characters the indexes know together.
const GRAM: usize = 3;

/// The runs of a text, in small letters; an address in the form in which one is stored. None for a text that has only spaces and other signs.
pub fn runs(text: &str) -> Vec<String> {
    let words = text.split_whitespace().map(|word| match word.contains('@') {
        true => email_key(word),
        false => trim(word).to_owned(),
    });
    let text = words.collect::<Vec<_>>().join(" ");
    let text: String = text.nfkc().flat_map(char::to_lowercase).collect();
    let runs = text.split(|c: char| !is_of_run(c)).filter(|run| run.chars().any(char::is_alphanumeric));
    runs.map(|run| run.chars().take(RUN).collect()).take(RUNS).collect()
}

/// As the tokenizer of the migration has it.
fn is_of_run(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c) || "@.+-_".contains(c)
}

/// Three characters at each place of a run; all of one that is shorter.
fn grams(run: &str) -> Vec<String> {
    let characters: Vec<char> = run.chars().collect();
    characters.windows(GRAM.min(characters.len()).max(1)).map(|gram| gram.iter().collect()).collect()
}

/// For FTS5: each run as a phrase. It has no quotation mark in it.
pub fn phrases(runs: &[String]) -> String {
    runs.iter().map(|run| format!("\"{}\"", grams(run).join(" "))).collect::<Vec<_>>().join(" ")
}

/// For an index of arrays: all grams, separated by spaces.
pub fn all_grams(runs: &[String]) -> String {
    runs.iter().flat_map(|run| grams(run)).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_becomes_runs_and_nothing_that_a_database_reads_as_more() {
        assert_eq!(runs("  Anna  LEE "), ["anna", "lee"]);
        assert_eq!(runs("ａｎｎａ\u{3000}홍길동"), ["anna", "홍길동"]);
        assert_eq!(runs("a.b+c@d-e_f"), ["a.b+c@d-e_f"]);
        assert_eq!(runs("100%_\" OR 1=1; -- *^(x)"), ["100", "or", "1", "1", "x"]);
        assert!(runs(" @ % \" ' * - \u{202e}").is_empty());
        assert_eq!(runs(&"x ".repeat(50)).len(), RUNS);
        assert_eq!(runs(&"x".repeat(500))[0].len(), RUN);
    }

    #[test]
    fn a_run_is_a_phrase_of_its_grams() {
        assert_eq!(phrases(&runs("Anna 길동")), "\"ann nna\" \"길동\"");
        assert_eq!(all_grams(&runs("Anna 길동")), "ann nna 길동");
    }
}
