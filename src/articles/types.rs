//! Articles as both sides know them. Who may do what with one is in `rules.rs`.

use serde::{Deserialize, Serialize};

use crate::{
    accounts::types::{
        Model,
        PermissionAction::{Change, Delete, View},
        UserId,
    },
    shared::Timestamp,
};

/// The model of this domain that permissions are about.
pub const ARTICLE: Model = Model::new("articles", "article", "articles").checking(&[Change, Delete, View]);

/// Who wrote an article. It has none once that account is deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    pub id: UserId,
    pub username: String,
    pub name: String,
}

/// An article in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleSummary {
    pub id: i64,
    pub title: String,
    pub excerpt: String,
    pub author: Option<Author>,
    pub is_published: bool,
    pub created: Timestamp,
}

/// An article on a reading list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadingEntry {
    pub id: i64,
    pub title: String,
    pub author: Option<Author>,
    pub is_published: bool,
    pub created: Timestamp,
}

/// A whole article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    pub id: i64,
    pub title: String,
    /// As it was written, in Markdown.
    pub content: String,
    /// The HTML of the content, ready to be shown.
    pub html: String,
    /// The rules that have made the HTML, of which only the server knows.
    #[serde(skip)]
    pub html_rules: i64,
    /// Its beginning as plain text.
    pub excerpt: String,
    pub author: Option<Author>,
    pub is_published: bool,
    /// Grows by one with each save. A save that was made from an older version is refused (L6).
    pub version: i64,
    pub created: Timestamp,
    pub updated: Timestamp,
    /// Where it is read: what was published before it and after it.
    pub older: Option<Neighbour>,
    pub newer: Option<Neighbour>,
}

/// A text as others will see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rendering {
    pub html: String,
}

/// The published article before or after another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Neighbour {
    pub id: i64,
    pub title: String,
}

/// What the rules ask about an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// `None` once the author's account is deleted.
    pub author: Option<UserId>,
    pub is_published: bool,
}

impl Facts {
    fn of(author: Option<&Author>, is_published: bool) -> Self {
        Self { author: author.map(|author| author.id), is_published }
    }
}

impl Article {
    pub fn facts(&self) -> Facts {
        Facts::of(self.author.as_ref(), self.is_published)
    }
}

impl ReadingEntry {
    pub fn facts(&self) -> Facts {
        Facts::of(self.author.as_ref(), self.is_published)
    }
}

/// For how many minutes a text is read: words, and characters of scripts that do not separate words.
pub fn minutes_to_read(text: &str) -> usize {
    const WORDS: usize = 230;
    const CHARACTERS: usize = 500;
    let is_character =
        |c: char| matches!(c, '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}');
    let characters = text.chars().filter(|c| is_character(*c)).count();
    let words =
        text.split(|c: char| c.is_whitespace() || is_character(c)).filter(|word| word.contains(char::is_alphanumeric));
    (words.count() * CHARACTERS + characters * WORDS).div_ceil(WORDS * CHARACTERS).max(1)
}

impl ArticleSummary {
    pub fn facts(&self) -> Facts {
        Facts::of(self.author.as_ref(), self.is_published)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_by_words_and_a_korean_one_by_characters() {
        for (text, minutes) in [
            (String::new(), 1),
            ("word ".repeat(230), 1),
            ("word ".repeat(231), 2),
            ("가나 ".repeat(250), 1),
            ("가나 ".repeat(500), 2),
            ("word 가나 ".repeat(230), 2),
            ("-- ".repeat(5_000), 1),
        ] {
            assert_eq!(minutes_to_read(&text), minutes, "{}", &text.chars().take(9).collect::<String>());
        }
    }
}
