//! All SQL of `latchkey seed`.

use super::seed::{self, Seed};
use crate::{
    accounts::types::UserId,
    server::db::{Db, with_tx},
    shared::Timestamp,
};

/// How long after one article the next was written, in seconds; and in a magazine, somewhat more than a day.
const APART: i64 = 60;
const APART_IN_MAGAZINE: i64 = 97_531;

/// What is sown.
pub struct Sown<'a> {
    pub texts: &'a [Seed],
    pub count: usize,
    pub authors: &'a [UserId],
    /// The first two are still drafts.
    pub is_magazine: bool,
}

impl Sown<'_> {
    fn is_draft(&self, index: usize) -> bool {
        self.is_magazine && index < 2
    }
}

/// Stores as many articles, by the authors in turn, in one transaction. The last one is a moment old.
pub async fn insert(db: &Db, sown: Sown<'_>, now: Timestamp) -> Result<(), sqlx::Error> {
    const ARTICLE: &str = "INSERT INTO articles (author_id, title, content, content_html, html_rules, excerpt, is_published, \
        created, updated) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8) RETURNING id";
    const WORDS: &str = "INSERT INTO article_words (id, words) VALUES ($1, $2)";
    let Sown { texts, count, authors, is_magazine } = &sown;
    let apart = if *is_magazine { APART_IN_MAGAZINE } else { APART };
    let mut tx = db.begin().await?;
    with_tx!(&mut tx, |connection| {
        for (index, author) in (0..*count).zip(authors.iter().cycle()) {
            let seed = &texts[index % texts.len()];
            let created = now.0 - i64::try_from(count - 1 - index).unwrap_or_default() * apart;
            let id: i64 = sqlx::query_scalar(ARTICLE)
                .bind(author.0)
                .bind(seed::title(seed, index / texts.len()))
                .bind(&seed.article.content)
                .bind(&seed.made.html)
                .bind(seed.made.rules)
                .bind(&seed.made.excerpt)
                .bind(!sown.is_draft(index))
                .bind(created)
                .fetch_one(&mut *connection)
                .await?;
            if !sown.is_draft(index) {
                sqlx::query(WORDS).bind(id).bind(&seed.made.words).execute(&mut *connection).await?;
            }
        }
        Ok(())
    })?;
    tx.commit().await
}
