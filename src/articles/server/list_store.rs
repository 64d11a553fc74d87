//! All SQL of lists of articles, but for the search (`search_store.rs`). Each query runs on both databases, and reads along an index, no
//! further than its page.

use super::store::AuthorRow;
use crate::{
    accounts::types::UserId,
    articles::types::ArticleSummary,
    server::db::{Db, with_db},
    shared::{Cursor, Timestamp},
};

#[derive(sqlx::FromRow)]
pub(super) struct SummaryRow {
    id: i64,
    title: String,
    excerpt: String,
    is_published: bool,
    created: i64,
    #[sqlx(flatten)]
    author: AuthorRow,
}

impl SummaryRow {
    pub(super) fn summary(self) -> ArticleSummary {
        ArticleSummary {
            id: self.id,
            title: self.title,
            excerpt: self.excerpt,
            author: self.author.author(),
            is_published: self.is_published,
            created: Timestamp(self.created),
        }
    }
}

/// Which articles are listed.
#[derive(Debug, Clone, Copy)]
pub enum Listed {
    Published,
    PublishedBy(UserId),
    DraftsOf(UserId),
    /// Drafts too, for a viewer who may see every article.
    All,
    /// All unpublished ones, likewise.
    Drafts,
}

/// The query of a list, from the condition on. A literal, because SQL is one.
macro_rules! summaries {
    ($rest:literal) => {
        concat!(
            "SELECT a.id, a.title, a.excerpt, a.is_published, a.created, a.author_id, u.username, u.first_name, u.last_name \
             FROM articles a LEFT JOIN users u ON u.id = a.author_id ",
            $rest
        )
    };
}

/// The query of each direction: older than a row, newer than a row.
type Directions = (&'static str, &'static str);

const ALL: Directions = (
    summaries!("WHERE a.id < $1 ORDER BY a.id DESC LIMIT $2"),
    summaries!("WHERE a.id > $1 ORDER BY a.id ASC LIMIT $2"),
);
// These conditions are written exactly as in the partial indexes: otherwise the indexes are not used.
const PUBLISHED: Directions = (
    summaries!("WHERE a.is_published = TRUE AND a.id < $1 ORDER BY a.id DESC LIMIT $2"),
    summaries!("WHERE a.is_published = TRUE AND a.id > $1 ORDER BY a.id ASC LIMIT $2"),
);
const DRAFTS: Directions = (
    summaries!("WHERE a.is_published = FALSE AND a.version > 0 AND a.id < $1 ORDER BY a.id DESC LIMIT $2"),
    summaries!("WHERE a.is_published = FALSE AND a.version > 0 AND a.id > $1 ORDER BY a.id ASC LIMIT $2"),
);
const PUBLISHED_BY: Directions = (
    summaries!("WHERE a.author_id = $3 AND a.is_published = TRUE AND a.id < $1 ORDER BY a.id DESC LIMIT $2"),
    summaries!("WHERE a.author_id = $3 AND a.is_published = TRUE AND a.id > $1 ORDER BY a.id ASC LIMIT $2"),
);
const BY_NAME: Directions = (
    summaries!(
        "WHERE a.author_id = (SELECT id FROM users WHERE username_key = $3 AND username = $4) AND a.is_published = TRUE \
         AND a.id < $1 ORDER BY a.id DESC LIMIT $2"
    ),
    summaries!(
        "WHERE a.author_id = (SELECT id FROM users WHERE username_key = $3 AND username = $4) AND a.is_published = TRUE \
         AND a.id > $1 ORDER BY a.id ASC LIMIT $2"
    ),
);
const DRAFTS_OF: Directions = (
    summaries!("WHERE a.author_id = $3 AND a.is_published = FALSE AND a.id < $1 ORDER BY a.id DESC LIMIT $2"),
    summaries!("WHERE a.author_id = $3 AND a.is_published = FALSE AND a.id > $1 ORDER BY a.id ASC LIMIT $2"),
);

/// Up to `limit` rows along the cursor; after a cursor the oldest comes first.
pub async fn list(db: &Db, listed: Listed, cursor: Cursor, limit: u32) -> Result<Vec<ArticleSummary>, sqlx::Error> {
    let ((before, after), author) = match listed {
        Listed::Published => (PUBLISHED, None),
        Listed::PublishedBy(author) => (PUBLISHED_BY, Some(author)),
        Listed::DraftsOf(author) => (DRAFTS_OF, Some(author)),
        Listed::All => (ALL, None),
        Listed::Drafts => (DRAFTS, None),
    };
    let (sql, id) = cursor.pick(before, after);
    let rows: Vec<SummaryRow> = with_db!(read db, |pool| {
        let query = sqlx::query_as(sql).bind(id).bind(i64::from(limit));
        match author {
            Some(author) => query.bind(author.0).fetch_all(pool).await?,
            None => query.fetch_all(pool).await?,
        }
    });
    Ok(rows.into_iter().map(SummaryRow::summary).collect())
}

/// The published articles of the user with this name, spelt exactly so; it is looked up by its key.
pub async fn by_author(
    db: &Db,
    (key, name): (&str, &str),
    cursor: Cursor,
    limit: u32,
) -> Result<Vec<ArticleSummary>, sqlx::Error> {
    let (sql, id) = cursor.pick(BY_NAME.0, BY_NAME.1);
    let rows: Vec<SummaryRow> = with_db!(read db, |pool| {
        sqlx::query_as(sql).bind(id).bind(i64::from(limit)).bind(key).bind(name).fetch_all(pool).await?
    });
    Ok(rows.into_iter().map(SummaryRow::summary).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::db::migrate;

    /// The steps of SQLite's query plan.
    async fn plan(db: &Db, sql: &str) -> Vec<String> {
        let Db::Sqlite { readers, .. } = db else { return Vec::new() };
        let sql = sqlx::AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"));
        let steps: Vec<(i64, i64, i64, String)> = sqlx::query_as(sql).fetch_all(readers).await.unwrap();
        steps.into_iter().map(|step| step.3).collect()
    }

    #[tokio::test]
    async fn no_list_reads_or_sorts_more_than_its_page() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open("sqlite:plans.sqlite3", folder.path(), &crate::server::db::Limits::of(1)).await.unwrap();
        migrate(&db).await.unwrap();
        for ((before, after), index) in [
            (ALL, "PRIMARY KEY"),
            (PUBLISHED, "articles_published"),
            (DRAFTS, "articles_drafts"),
            (PUBLISHED_BY, "articles_of_author (author_id=? AND is_published=? AND id"),
            (BY_NAME, "articles_of_author (author_id=? AND is_published=? AND id"),
            (DRAFTS_OF, "articles_of_author (author_id=? AND is_published=? AND id"),
        ] {
            for sql in [before, after] {
                let plan = plan(&db, sql).await;
                let grows = |step: &String| step.starts_with("SCAN") || step.starts_with("USE TEMP");
                assert!(!plan.iter().any(grows), "{sql}: {plan:#?}");
                let uses = |step: &String| step.starts_with("SEARCH") && step.contains(index);
                assert!(plan.iter().any(uses), "{sql}: {plan:#?}");
            }
        }
    }
}
