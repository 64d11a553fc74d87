//! What is made of an article's text when it is saved, and kept beside it: HTML, excerpt, and words for the search.

use super::{markdown::Rules, valid_article::ValidArticle, words};
use crate::{articles::types::Article, shared::excerpt};

/// How much of an article a list shows, in letters of the Latin alphabet.
const EXCERPT_WIDTH: usize = 140;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    pub html: String,
    /// The number of the rules that have made it.
    pub rules: i64,
    pub excerpt: String,
    /// Separated by spaces, each once.
    pub words: String,
}

impl Made {
    pub fn of(article: &ValidArticle, rules: Rules) -> Self {
        Self::new(&article.title, &article.content, rules)
    }

    pub fn new(title: &str, content: &str, rules: Rules) -> Self {
        let rendered = rules.render(content);
        Self {
            html: rendered.html,
            rules: rules.number(),
            excerpt: excerpt(&rendered.plain, EXCERPT_WIDTH),
            words: words::of_article(title, &rendered.plain),
        }
    }
}

/// The article with HTML by the present rules, which may not be what is stored.
pub fn up_to_date(mut article: Article, rules: Rules) -> Article {
    if article.html_rules != rules.number() {
        let made = Made::new(&article.title, &article.content, rules);
        (article.html, article.excerpt) = (made.html, made.excerpt);
    }
    article
}
