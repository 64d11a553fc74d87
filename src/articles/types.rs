//! Articles as both sides know them. Who may do what with one is in `rules.rs`.

use serde::{Deserialize, Serialize};

use crate::{
    accounts::types::{Model, UserId},
    shared::Timestamp,
};

/// The model of this domain that permissions are about.
pub const ARTICLE: Model = Model::new("articles", "article", "articles");

/// Who wrote an article. It has none once that account is deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    pub id: UserId,
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

/// A whole article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    pub id: i64,
    pub title: String,
    pub content: String,
    pub author: Option<Author>,
    pub is_published: bool,
    /// Grows by one with each save. A save that was made from an older version is refused (L6).
    pub version: i64,
    pub created: Timestamp,
    pub updated: Timestamp,
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

impl ArticleSummary {
    pub fn facts(&self) -> Facts {
        Facts::of(self.author.as_ref(), self.is_published)
    }
}
