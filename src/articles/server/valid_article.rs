//! The rules of an article's form.

use crate::{
    articles::{
        code::ArticleCode,
        forms::{ArticleForm, CONTENT_MAX, TITLE_MAX, field, visibility},
    },
    server::text::Text,
    shared::{Code, FormErrors, WHOLE_FORM},
};

/// An article that may be stored: title and content are clean and within their lengths.
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
    /// `Required`, `TooLong` or `InvalidChoice` on the field; `Preview` where that is asked for.
    pub fn validate(self, is_published: bool) -> Result<ValidArticle, FormErrors> {
        let mut errors = FormErrors::default();
        let title = errors.check(field::TITLE, Text::line(&self.title, TITLE_MAX).and_then(Text::required));
        let content = errors.check(field::CONTENT, Text::lines(&self.content, CONTENT_MAX).and_then(Text::required));
        let is_published = match self.visibility.as_str() {
            "" => Ok(is_published),
            visibility::PUBLISHED => Ok(true),
            visibility::DRAFT => Ok(false),
            _ => Err(Code::InvalidChoice),
        };
        let is_published = errors.check(field::VISIBILITY, is_published);
        if !self.preview.is_empty() && errors.is_empty() {
            errors.add(WHOLE_FORM, ArticleCode::Preview);
        }
        match (title, content, is_published) {
            (Some(title), Some(content), Some(is_published)) if errors.is_empty() => {
                Ok(ValidArticle { title: title.into_string(), content: content.into_string(), is_published })
            }
            _ => Err(errors),
        }
    }
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
    fn fault_d6_what_shows_nothing_is_no_title_and_no_content() {
        for blank in ["\u{3164}", "\u{200b}", "\u{2800}", "\u{115f}", "\u{ffa0}", "\u{180e}", "\u{202e}\u{200f}"] {
            let errors = form(blank, &format!("\n{blank} {blank}\n")).unwrap_err();
            assert_eq!(
                (errors.of("title"), errors.of("content")),
                (&[Code::Required][..], &[Code::Required][..]),
                "{blank:?}"
            );
        }
        let article = form("\u{202e}live", "a\u{202e}b\u{2066}c\u{200f}\n\u{200d}👨\u{200d}👩").unwrap();
        assert_eq!((article.title.as_str(), article.content.as_str()), ("live", "abc\u{200f}\n\u{200d}👨\u{200d}👩"));
    }

    #[test]
    fn a_form_that_asks_for_a_preview_is_not_stored() {
        let form = |title: &str| ArticleForm {
            title: title.to_owned(),
            content: "C".to_owned(),
            preview: "1".to_owned(),
            ..Default::default()
        };
        assert_eq!(form("T").validate(true).unwrap_err().of(WHOLE_FORM), [ArticleCode::Preview.into()]);
        let errors = form("").validate(true).unwrap_err();
        assert_eq!((errors.of("title"), errors.of(WHOLE_FORM)), (&[Code::Required][..], &[][..]));
    }

    #[test]
    fn a_form_without_visibility_leaves_it_as_it_is() {
        let form = |visibility: &str| ArticleForm {
            title: "T".to_owned(),
            content: "C".to_owned(),
            visibility: visibility.to_owned(),
            ..Default::default()
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
