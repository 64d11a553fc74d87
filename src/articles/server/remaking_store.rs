//! All SQL of what is made anew of articles.

use super::{made::Made, words_store};
use crate::server::db::{Db, Tx, with_db, with_tx};

/// An article whose HTML was made by other rules.
#[derive(sqlx::FromRow)]
pub struct Outdated {
    pub id: i64,
    pub version: i64,
    pub title: String,
    pub content: String,
    pub html_rules: i64,
}

/// Some articles whose HTML was made by other rules than those of this number.
pub async fn outdated(db: &Db, rules: i64, limit: u32) -> Result<Vec<Outdated>, sqlx::Error> {
    // Two ranges of the index: "not equal" is none.
    const SQL: &str = "SELECT id, version, title, content, html_rules FROM articles WHERE html_rules < $1 \
        UNION ALL SELECT id, version, title, content, html_rules FROM articles WHERE html_rules > $1 LIMIT $2";
    with_db!(read db, |pool| sqlx::query_as(SQL).bind(rules).bind(i64::from(limit)).fetch_all(pool).await)
}

/// Stores what was made, unless the article has been saved meanwhile.
pub async fn store(tx: &mut Tx, article: &Outdated, made: &Made) -> Result<(), sqlx::Error> {
    const SQL: &str = "UPDATE articles SET content_html = $4, html_rules = $5, excerpt = $6 \
        WHERE id = $1 AND version = $2 AND html_rules = $3 RETURNING is_published";
    let stored: Option<bool> = with_tx!(tx, |connection| {
        sqlx::query_scalar(SQL)
            .bind(article.id)
            .bind(article.version)
            .bind(article.html_rules)
            .bind(&made.html)
            .bind(made.rules)
            .bind(&made.excerpt)
            .fetch_optional(connection)
            .await
    })?;
    match stored {
        Some(is_published) => words_store::replace(tx, article.id, is_published.then_some(&made.words)).await,
        None => Ok(()),
    }
}
