//! The form of an article: field names, lengths, and the rules for both. Django: `ArticleForm(ModelForm)`.

use serde::{Deserialize, Serialize};

use super::messages;
use crate::shared::{Code, FormErrors, count_chars};

/// Field names, as posted.
pub mod field {
    pub const TITLE: &str = "title";
    pub const CONTENT: &str = "content";
    pub const VISIBILITY: &str = "visibility";
    pub const VERSION: &str = "version";
    pub const ID: &str = "id";
}

/// Values of the visibility field.
pub mod visibility {
    pub const PUBLISHED: &str = "published";
    pub const DRAFT: &str = "draft";
}

/// Lengths in characters.
pub const TITLE_MAX: u32 = 200;
pub const CONTENT_MAX: u32 = 20_000;

/// What is posted to create or update an article.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ArticleForm {
    pub title: String,
    pub content: String,
    /// Not a check box: a client that does not send this field must not unpublish the article.
    pub visibility: String,
}

/// An article that may be stored: title and content within their lengths, without space around them, lines ended by LF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValidArticle {
    pub title: String,
    pub content: String,
    pub is_published: bool,
}

impl ArticleForm {
    /// Checks all fields at once. A form without visibility keeps `is_published` as it is.
    ///
    /// # Errors
    /// `Required`, `TooLong` or `InvalidChoice` on the field.
    pub fn validate(self, is_published: bool) -> Result<ValidArticle, FormErrors> {
        let mut errors = FormErrors::default();
        // A title is one line.
        let title = self.title.split_whitespace().collect::<Vec<_>>().join(" ");
        let content = self.content.replace("\r\n", "\n");
        // Only blank lines go at the start: an indented first line stays indented.
        let content = content.trim_end().trim_start_matches(['\n', '\r']).to_owned();
        for (name, text, max) in [(field::TITLE, &title, TITLE_MAX), (field::CONTENT, &content, CONTENT_MAX)] {
            match count_chars(text) {
                _ if text.trim().is_empty() => errors.add(name, Code::Required),
                actual if actual > max => errors.add(name, Code::TooLong { max, actual }),
                _ => {}
            }
        }
        let is_published = match self.visibility.as_str() {
            "" => Ok(is_published),
            visibility::PUBLISHED => Ok(true),
            visibility::DRAFT => Ok(false),
            _ => Err(Code::InvalidChoice),
        };
        match errors.check(field::VISIBILITY, is_published) {
            Some(is_published) if errors.is_empty() => Ok(ValidArticle { title, content, is_published }),
            _ => Err(errors),
        }
    }
}

/// The sentence of a code on a field of this form.
pub fn sentence(field: &str, code: &Code) -> Option<String> {
    let sentence = match (field, code) {
        (field::TITLE, Code::Required) => messages::form::TITLE_REQUIRED,
        (field::CONTENT, Code::Required) => messages::form::CONTENT_REQUIRED,
        _ => return None,
    };
    Some(sentence.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(title: &str, content: &str) -> Result<ValidArticle, FormErrors> {
        ArticleForm { title: title.to_owned(), content: content.to_owned(), ..Default::default() }.validate(true)
    }

    #[test]
    fn blank_fields_are_required_both_at_once() {
        let errors = form(" \t", "\r\n \r\n").unwrap_err();
        assert_eq!((errors.of("title"), errors.of("content")), (&[Code::Required][..], &[Code::Required][..]));
    }

    #[test]
    fn lengths_are_counted_in_characters_after_cleaning() {
        assert!(form(&"가".repeat(200), &"나".repeat(20_000)).is_ok());
        let errors = form(&"가".repeat(201), &"나".repeat(20_001)).unwrap_err();
        assert_eq!(errors.of("title"), [Code::TooLong { max: 200, actual: 201 }]);
        assert_eq!(errors.of("content"), [Code::TooLong { max: 20_000, actual: 20_001 }]);
    }

    #[test]
    fn line_breaks_inside_a_content_stay_and_a_title_is_one_line() {
        let article = form(" a\r\nb ", "\r\n  one\r\n\r\ntwo\r\n").unwrap();
        assert_eq!((article.title.as_str(), article.content.as_str()), ("a b", "  one\n\ntwo"));
    }

    #[test]
    fn a_form_without_visibility_leaves_it_as_it_is() {
        let form = |visibility: &str| ArticleForm {
            title: "T".to_owned(),
            content: "C".to_owned(),
            visibility: visibility.to_owned(),
        };
        for (posted, before, after) in
            [("", true, true), ("", false, false), ("published", false, true), ("draft", true, false)]
        {
            assert_eq!(form(posted).validate(before).unwrap().is_published, after, "{posted:?} {before}");
        }
        let errors = form("everybody").validate(true).unwrap_err();
        assert_eq!(errors.of("visibility"), [Code::InvalidChoice]);
    }
}
