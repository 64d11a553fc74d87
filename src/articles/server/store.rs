//! All SQL of single articles; that of lists is in `list_store.rs`. Each query reads on both databases, and none of them grows
//! with the table.

use super::{made::Made, valid_article::ValidArticle, words_store};
use crate::{
    accounts::{
        server::{audit::Entry, audit_store},
        types::{UserId, display_name},
    },
    articles::types::{Article, Author, Neighbour},
    server::db::{Db, Tx, with_db, with_tx},
    shared::Timestamp,
};

#[derive(sqlx::FromRow)]
struct ArticleRow {
    id: i64,
    title: String,
    content: String,
    content_html: String,
    html_rules: i64,
    excerpt: String,
    is_published: bool,
    version: i64,
    created: i64,
    updated: i64,
    #[sqlx(flatten)]
    author: AuthorRow,
    #[sqlx(default)]
    older_id: Option<i64>,
    #[sqlx(default)]
    older_title: Option<String>,
    #[sqlx(default)]
    newer_id: Option<i64>,
    #[sqlx(default)]
    newer_title: Option<String>,
}

/// The author's columns; all null once that account is deleted.
#[derive(sqlx::FromRow)]
pub(super) struct AuthorRow {
    author_id: Option<i64>,
    username: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
}

impl AuthorRow {
    pub(super) fn author(self) -> Option<Author> {
        let (id, username) = (UserId(self.author_id?), self.username?);
        let (first, last) = (self.first_name.unwrap_or_default(), self.last_name.unwrap_or_default());
        let name = display_name(&username, &first, &last);
        Some(Author { id, username, name })
    }
}

/// A row as it was read.
#[derive(Debug, Clone, Copy)]
pub struct Version {
    pub id: i64,
    pub version: i64,
}

/// Whether a change was stored.
#[derive(Debug, PartialEq, Eq)]
pub enum Saved {
    Yes,
    /// The article has another version, or is gone.
    ChangedMeanwhile,
}

/// The query of whole articles, from the condition on.
macro_rules! articles {
    ($rest:literal) => {
        articles!("", $rest)
    };
    ($more:literal, $rest:literal) => {
        concat!(
            "SELECT a.id, a.title, a.content, a.content_html, a.html_rules, a.excerpt, a.is_published, a.version, a.created, \
             a.updated, a.author_id, u.username, u.first_name, u.last_name",
            $more,
            " FROM articles a LEFT JOIN users u ON u.id = a.author_id ",
            $rest
        )
    };
}

/// With the published articles before and after it: four look-ups in an index, in one query.
const WITH_NEIGHBOURS: &str = articles!(
    ", o.id AS older_id, o.title AS older_title, n.id AS newer_id, n.title AS newer_title",
    "LEFT JOIN articles o ON o.id = (SELECT MAX(id) FROM articles WHERE is_published = TRUE AND id < $1) \
     LEFT JOIN articles n ON n.id = (SELECT MIN(id) FROM articles WHERE is_published = TRUE AND id > $1) WHERE a.id = $1"
);
const BY_ID: &str = articles!("WHERE a.id = $1");

/// The article with its neighbours.
pub async fn find(db: &Db, id: i64) -> Result<Option<Article>, sqlx::Error> {
    let row: Option<ArticleRow> =
        with_db!(read db, |pool| sqlx::query_as(WITH_NEIGHBOURS).bind(id).fetch_optional(pool).await?);
    Ok(row.map(ArticleRow::article))
}

/// The article, read inside a transaction: while one is open, no other connection may be waited for.
pub async fn read(tx: &mut Tx, id: i64) -> Result<Option<Article>, sqlx::Error> {
    let row: Option<ArticleRow> =
        with_tx!(tx, |connection| sqlx::query_as(BY_ID).bind(id).fetch_optional(connection).await)?;
    Ok(row.map(ArticleRow::article))
}

/// The newest published articles.
pub async fn newest(db: &Db, limit: u32) -> Result<Vec<Article>, sqlx::Error> {
    const SQL: &str = articles!("WHERE a.is_published = TRUE ORDER BY a.id DESC LIMIT $1");
    let rows: Vec<ArticleRow> =
        with_db!(read db, |pool| sqlx::query_as(SQL).bind(i64::from(limit)).fetch_all(pool).await?);
    Ok(rows.into_iter().map(ArticleRow::article).collect())
}

impl ArticleRow {
    fn article(self) -> Article {
        Article {
            id: self.id,
            title: self.title,
            content: self.content,
            html: self.content_html,
            html_rules: self.html_rules,
            excerpt: self.excerpt,
            author: self.author.author(),
            is_published: self.is_published,
            version: self.version,
            created: Timestamp(self.created),
            updated: Timestamp(self.updated),
            older: self.older_id.zip(self.older_title).map(|(id, title)| Neighbour { id, title }),
            newer: self.newer_id.zip(self.newer_title).map(|(id, title)| Neighbour { id, title }),
        }
    }
}

const INSERT: &str = "INSERT INTO articles (author_id, title, content, content_html, html_rules, excerpt, is_published, \
    created, updated) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8) RETURNING id";

/// Stores a new article with what was made of it. Its author is locked by the transaction, or was read in it.
pub async fn insert(
    tx: &mut Tx,
    author: UserId,
    article: &ValidArticle,
    made: &Made,
    now: Timestamp,
) -> Result<i64, sqlx::Error> {
    let id = with_tx!(tx, |connection| {
        sqlx::query_scalar(INSERT)
            .bind(author.0)
            .bind(&article.title)
            .bind(&article.content)
            .bind(&made.html)
            .bind(made.rules)
            .bind(&made.excerpt)
            .bind(article.is_published)
            .bind(now.0)
            .fetch_one(connection)
            .await
    })?;
    words_store::replace(tx, id, article.is_published.then_some(&made.words)).await?;
    Ok(id)
}

/// Stores a change if the article still has that version, with what was made of it and the entry of the audit trail.
pub async fn update(
    tx: &mut Tx,
    Version { id, version }: Version,
    article: &ValidArticle,
    made: &Made,
    now: Timestamp,
    entry: Option<Entry>,
) -> Result<Saved, sqlx::Error> {
    const SQL: &str = "UPDATE articles SET title = $3, content = $4, content_html = $5, html_rules = $6, excerpt = $7, \
        is_published = $8, updated = $9, version = version + 1 WHERE id = $1 AND version = $2 RETURNING id";
    let saved: Option<i64> = with_tx!(tx, |connection| {
        sqlx::query_scalar(SQL)
            .bind(id)
            .bind(version)
            .bind(&article.title)
            .bind(&article.content)
            .bind(&made.html)
            .bind(made.rules)
            .bind(&made.excerpt)
            .bind(article.is_published)
            .bind(now.0)
            .fetch_optional(connection)
            .await
    })?;
    if saved.is_none() {
        return Ok(Saved::ChangedMeanwhile);
    }
    words_store::replace(tx, id, article.is_published.then_some(&made.words)).await?;
    record(tx, entry).await?;
    Ok(Saved::Yes)
}

/// Deletes an article if it still has that version, and stores the entry of the audit trail with it. False if it has another one.
pub async fn delete(tx: &mut Tx, id: i64, version: i64, entry: Option<Entry>) -> Result<bool, sqlx::Error> {
    const SQL: &str = "DELETE FROM articles WHERE id = $1 AND version = $2 RETURNING id";
    let deleted: Option<i64> =
        with_tx!(tx, |connection| sqlx::query_scalar(SQL).bind(id).bind(version).fetch_optional(connection).await)?;
    if deleted.is_none() {
        return Ok(false);
    }
    record(tx, entry).await?;
    Ok(true)
}

/// An author changes their own article without a trace in the audit trail.
async fn record(tx: &mut Tx, entry: Option<Entry>) -> Result<(), sqlx::Error> {
    match entry {
        Some(entry) => audit_store::record(tx, entry).await,
        None => Ok(()),
    }
}

/// Run by the accounts when a user deletes their account: how many articles they wrote, and deleting those.
pub const COUNT_OF_AUTHOR: &str = "SELECT COUNT(*) FROM articles WHERE author_id = $1";
pub const DELETE_OF_AUTHOR: &str = "DELETE FROM articles WHERE author_id = $1";
