//! Articles as both sides know them. Who may do what with one is in `rules.rs`.

use serde::{Deserialize, Serialize};

use super::rules::Facts;
use crate::{
    accounts::types::{Model, UserId},
    shared::Timestamp,
};

/// The model of this domain that permissions are about.
pub const ARTICLE: Model = Model::new("articles", "article", "articles");

/// Who wrote something; nobody, when the person has left.
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
    /// Grows by one with each save; a save that names an older one is told (L6).
    pub version: i64,
    pub created: Timestamp,
    pub updated: Timestamp,
}

impl Article {
    pub fn facts(&self) -> Facts {
        facts(self.author.as_ref(), self.is_published)
    }
}

impl ArticleSummary {
    pub fn facts(&self) -> Facts {
        facts(self.author.as_ref(), self.is_published)
    }
}

fn facts(author: Option<&Author>, is_published: bool) -> Facts {
    Facts { author: author.map(|author| author.id), is_published }
}

/// The address of an article's page.
pub fn article_path(id: i64) -> String {
    format!("/articles/{id}/")
}
