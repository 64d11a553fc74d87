//! All SQL that stores the words by which published articles are found; `search_store.rs` finds them.

use crate::server::db::{Tx, with_tx};

/// Stores the words of an article, or takes it out of the search.
pub async fn replace(tx: &mut Tx, id: i64, words: Option<&String>) -> Result<(), sqlx::Error> {
    const DELETE: &str = "DELETE FROM article_words WHERE id = $1";
    const INSERT: &str = "INSERT INTO article_words (id, words) VALUES ($1, $2) \
        ON CONFLICT (id) DO UPDATE SET words = excluded.words WHERE article_words.words <> excluded.words";
    with_tx!(tx, |connection| match words {
        Some(words) => sqlx::query(INSERT).bind(id).bind(words).execute(connection).await.map(|_| ()),
        None => sqlx::query(DELETE).bind(id).execute(connection).await.map(|_| ()),
    })
}
