//! All SQL of single articles; that of lists is in `list_store.rs`. Each query reads on both databases, and none of them grows
//! with the table.

use super::valid_article::ValidArticle;
use crate::{
    accounts::{
        server::{audit::Entry, audit_store},
        types::{UserId, display_name},
    },
    articles::types::{Article, Author},
    server::db::{Db, Tx, with_db, with_tx},
    shared::{Timestamp, excerpt},
};

/// How much of an article a list shows, in characters.
const EXCERPT_CHARS: usize = 240;

#[derive(sqlx::FromRow)]
struct ArticleRow {
    id: i64,
    title: String,
    content: String,
    is_published: bool,
    version: i64,
    created: i64,
    updated: i64,
    #[sqlx(flatten)]
    author: AuthorRow,
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
        Some(Author { id, name: display_name(&username, &first, &last) })
    }
}

/// Whether a change was stored.
#[derive(Debug, PartialEq, Eq)]
pub enum Saved {
    Yes,
    /// The article has another version, or is gone.
    ChangedMeanwhile,
}

const BY_ID: &str = "SELECT a.id, a.title, a.content, a.is_published, a.version, a.created, a.updated, a.author_id, \
    u.username, u.first_name, u.last_name FROM articles a LEFT JOIN users u ON u.id = a.author_id WHERE a.id = $1";

pub async fn find(db: &Db, id: i64) -> Result<Option<Article>, sqlx::Error> {
    let row: Option<ArticleRow> = with_db!(read db, |pool| sqlx::query_as(BY_ID).bind(id).fetch_optional(pool).await?);
    Ok(row.map(ArticleRow::article))
}

/// The article, read inside a transaction: while one is open, no other connection may be waited for.
pub async fn read(tx: &mut Tx, id: i64) -> Result<Option<Article>, sqlx::Error> {
    let row: Option<ArticleRow> =
        with_tx!(tx, |connection| sqlx::query_as(BY_ID).bind(id).fetch_optional(connection).await)?;
    Ok(row.map(ArticleRow::article))
}

impl ArticleRow {
    fn article(self) -> Article {
        Article {
            id: self.id,
            title: self.title,
            content: self.content,
            author: self.author.author(),
            is_published: self.is_published,
            version: self.version,
            created: Timestamp(self.created),
            updated: Timestamp(self.updated),
        }
    }
}

const INSERT: &str = "INSERT INTO articles (author_id, title, content, excerpt, is_published, created, updated) \
    VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id";

/// Stores a new article. Its author is locked by the transaction, or was read in it.
pub async fn insert(tx: &mut Tx, author: UserId, article: &ValidArticle, now: Timestamp) -> Result<i64, sqlx::Error> {
    with_tx!(tx, |connection| {
        sqlx::query_scalar(INSERT)
            .bind(author.0)
            .bind(&article.title)
            .bind(&article.content)
            .bind(excerpt(&article.content, EXCERPT_CHARS))
            .bind(article.is_published)
            .bind(now.0)
            .bind(now.0)
            .fetch_one(connection)
            .await
    })
}

/// Stores many articles in one transaction, by the authors in turn, a minute apart and the last one now.
pub async fn insert_many(
    db: &Db,
    articles: &[ValidArticle],
    authors: &[UserId],
    now: Timestamp,
) -> Result<(), sqlx::Error> {
    let mut tx = db.begin().await?;
    with_tx!(&mut tx, |connection| {
        for (index, (article, author)) in articles.iter().zip(authors.iter().cycle()).enumerate() {
            let age = i64::try_from(articles.len() - 1 - index).unwrap_or_default() * 60;
            sqlx::query(INSERT)
                .bind(author.0)
                .bind(&article.title)
                .bind(&article.content)
                .bind(excerpt(&article.content, EXCERPT_CHARS))
                .bind(article.is_published)
                .bind(now.0 - age)
                .bind(now.0 - age)
                .execute(&mut *connection)
                .await?;
        }
        Ok(())
    })?;
    tx.commit().await
}

/// Stores a change if the article still has that version, and stores the entry of the audit trail with it.
pub async fn update(
    tx: &mut Tx,
    id: i64,
    version: i64,
    article: &ValidArticle,
    now: Timestamp,
    entry: Option<Entry>,
) -> Result<Saved, sqlx::Error> {
    const SQL: &str = "UPDATE articles SET title = $3, content = $4, excerpt = $5, is_published = $6, updated = $7, \
        version = version + 1 WHERE id = $1 AND version = $2 RETURNING id";
    let saved: Option<i64> = with_tx!(tx, |connection| {
        sqlx::query_scalar(SQL)
            .bind(id)
            .bind(version)
            .bind(&article.title)
            .bind(&article.content)
            .bind(excerpt(&article.content, EXCERPT_CHARS))
            .bind(article.is_published)
            .bind(now.0)
            .fetch_optional(connection)
            .await
    })?;
    if saved.is_none() {
        return Ok(Saved::ChangedMeanwhile);
    }
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
