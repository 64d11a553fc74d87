//! The domain's server half: deciding who may do what with which article, and all of its SQL.

mod audit;
mod kept_lists;
mod list_store;
pub mod lists;
mod made;
pub mod markdown;
pub mod reading;
mod reading_store;
pub mod remaking;
mod remaking_store;
mod search_store;
mod seed;
mod seed_store;
pub mod service;
mod store;
mod valid_article;
mod words;
mod words_store;

use kept_lists::KeptLists;
use markdown::Rules;

use crate::{
    accounts::server::OwnedContent,
    server::{db::Db, settings},
};

/// What users own here. An article that is not erased with its author's account stays under "a former member".
pub const OWNED_CONTENT: OwnedContent =
    OwnedContent { one: "article", many: "articles", count: store::COUNT_OF_AUTHOR, erase: store::DELETE_OF_AUTHOR };

/// What this domain needs, made once at start. Cheap to clone.
#[derive(Clone)]
pub struct Articles {
    db: Db,
    page_size: u32,
    /// How Markdown is read.
    rules: Rules,
    kept: KeptLists,
}

impl Articles {
    pub fn new(db: Db, settings: &settings::Articles) -> Self {
        let rules = Rules { remote_images: settings.remote_images };
        Self { db, page_size: settings.page_size.get(), rules, kept: KeptLists::default() }
    }
}
