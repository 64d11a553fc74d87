//! Pages of the list of published articles, kept in memory with the generation of what is public in which they were read. Visitors get
//! whole pages out of a cache; who is logged in gets each page made anew, of articles that were read once.

use std::sync::Arc;

use moka::sync::Cache;

use crate::{
    articles::types::ArticleSummary,
    server::db::public_pages::Generation,
    shared::{AppError, Cursor, Page},
};

/// How many pages are kept.
const MOST: u64 = 64;

/// The kept pages of one process. Cheap to clone.
#[derive(Clone)]
pub struct KeptLists(Cache<Cursor, Kept>);

#[derive(Clone)]
struct Kept {
    generation: Generation,
    page: Arc<Page<ArticleSummary>>,
}

impl Default for KeptLists {
    fn default() -> Self {
        Self(Cache::new(MOST))
    }
}

impl KeptLists {
    /// The page at this cursor, read only where none of this generation is kept. Without a generation, which a request has that began
    /// with a user and changes nothing, it is always read.
    pub async fn get(
        &self,
        cursor: Cursor,
        generation: Option<Generation>,
        read: impl Future<Output = Result<Page<ArticleSummary>, AppError>>,
    ) -> Result<Page<ArticleSummary>, AppError> {
        let Some(generation) = generation else { return read.await };
        if let Some(kept) = self.0.get(&cursor).filter(|kept| kept.generation == generation) {
            return Ok(Page::clone(&kept.page));
        }
        let page = read.await?;
        self.0.insert(cursor, Kept { generation, page: Arc::new(page.clone()) });
        Ok(page)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(id: i64) -> Page<ArticleSummary> {
        let article = ArticleSummary {
            id,
            title: String::new(),
            excerpt: String::new(),
            author: None,
            is_published: true,
            created: crate::shared::Timestamp(0),
        };
        Page { items: vec![article], has_newer: false, has_older: false }
    }

    async fn get(kept: &KeptLists, cursor: Cursor, generation: Option<i64>, read: i64) -> i64 {
        let read = async { Ok(page(read)) };
        kept.get(cursor, generation.map(Generation), read).await.unwrap().items[0].id
    }

    #[tokio::test]
    async fn a_page_is_read_once_in_each_generation_and_always_without_one() {
        let kept = KeptLists::default();
        assert_eq!(get(&kept, Cursor::First, Some(1), 1).await, 1);
        assert_eq!(get(&kept, Cursor::First, Some(1), 2).await, 1);
        assert_eq!(get(&kept, Cursor::Before(9), Some(1), 3).await, 3, "another page");
        assert_eq!(get(&kept, Cursor::First, None, 4).await, 4);
        assert_eq!(get(&kept, Cursor::First, Some(2), 5).await, 5);
        assert_eq!(get(&kept, Cursor::First, Some(2), 6).await, 5);
    }

    #[tokio::test]
    async fn a_failed_read_is_not_kept() {
        let kept = KeptLists::default();
        let failed = kept.get(Cursor::First, Some(Generation(1)), async { Err(AppError::Internal) }).await;
        assert!(failed.is_err());
        assert_eq!(get(&kept, Cursor::First, Some(1), 1).await, 1);
    }
}
