//! All SQL of lists of articles: a rule's terms choose the query. Each runs on both databases, and reads along an index, no
//! further than its page.

use super::store::AuthorRow;
use crate::{
    articles::{rules::Terms, types::ArticleSummary},
    server::db::{Db, with_db},
    shared::{Cursor, Timestamp},
};

#[derive(sqlx::FromRow)]
struct SummaryRow {
    id: i64,
    title: String,
    excerpt: String,
    is_published: bool,
    created: i64,
    #[sqlx(flatten)]
    author: AuthorRow,
}

impl SummaryRow {
    fn summary(self) -> ArticleSummary {
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
    /// Those that a rule allows the viewer to see.
    By(Terms),
    /// All unpublished ones, for a viewer who may see every article.
    Drafts,
}

/// The query of a list: the table, and the rest from the condition on. A literal, because SQL is one.
macro_rules! summaries {
    ($rest:literal) => {
        summaries!("articles", $rest)
    };
    ($from:expr, $rest:literal) => {
        concat!(
            "SELECT a.id, a.title, a.excerpt, a.is_published, a.created, a.author_id, u.username, u.first_name, u.last_name FROM ",
            $from,
            " a LEFT JOIN users u ON u.id = a.author_id ",
            $rest
        )
    };
}

/// The published articles and the viewer's own drafts. Not one condition with OR: each half is read along its own index, no further
/// than the page.
macro_rules! published_or_own {
    ($slice:literal) => {
        concat!(
            "(SELECT p.id, p.title, p.excerpt, p.is_published, p.created, p.author_id FROM \
             (SELECT id, title, excerpt, is_published, created, author_id FROM articles WHERE is_published = TRUE AND ",
            $slice,
            ") p UNION ALL SELECT o.id, o.title, o.excerpt, o.is_published, o.created, o.author_id FROM \
             (SELECT id, title, excerpt, is_published, created, author_id FROM articles \
             WHERE author_id = $3 AND is_published = FALSE AND ",
            $slice,
            ") o)"
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
const PUBLISHED_OR_OWN: Directions = (
    summaries!(published_or_own!("id < $1 ORDER BY id DESC LIMIT $2"), "ORDER BY a.id DESC LIMIT $2"),
    summaries!(published_or_own!("id > $1 ORDER BY id ASC LIMIT $2"), "ORDER BY a.id ASC LIMIT $2"),
);

/// Up to `limit` rows along the cursor; after a cursor the oldest comes first.
pub async fn list(db: &Db, listed: Listed, cursor: Cursor, limit: u32) -> Result<Vec<ArticleSummary>, sqlx::Error> {
    let ((before, after), author) = match listed {
        Listed::Drafts => (DRAFTS, None),
        Listed::By(Terms { always: true, .. }) => (ALL, None),
        // No rule lists only the viewer's own articles. If one did, it must not get more than that.
        Listed::By(Terms { if_published: false, .. }) => return Ok(Vec::new()),
        Listed::By(Terms { as_author: None, .. }) => (PUBLISHED, None),
        Listed::By(Terms { as_author: Some(author), .. }) => (PUBLISHED_OR_OWN, Some(author)),
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
        let db = Db::open("sqlite:plans.sqlite3", folder.path(), 1).await.unwrap();
        migrate(&db).await.unwrap();
        for ((before, after), indexes) in [
            (ALL, &["PRIMARY KEY"][..]),
            (PUBLISHED, &["articles_published"]),
            (DRAFTS, &["articles_drafts"]),
            (PUBLISHED_OR_OWN, &["articles_published", "articles_of_author (author_id=? AND is_published=? AND id"]),
        ] {
            for sql in [before, after] {
                let plan = plan(&db, sql).await;
                // Only the two halves of a page are sorted.
                let grows = |step: &String| {
                    step.starts_with("SCAN articles") || (step.starts_with("USE TEMP") && indexes.len() == 1)
                };
                assert!(!plan.iter().any(grows), "{sql}: {plan:#?}");
                let uses = |index: &&str| plan.iter().any(|step| step.starts_with("SEARCH") && step.contains(*index));
                assert!(indexes.iter().all(uses), "{sql}: {plan:#?}");
            }
        }
    }
}
