//! All SQL of the search. The words are taken apart in `words.rs`; the databases compare them, each by its own index: FTS5 on SQLite, a
//! `tsvector` on PostgreSQL. FTS5 reads along the ids. PostgreSQL's index knows no order, and the planner takes all words to be spread
//! evenly: left to it, a word that only old articles have is looked for in all newer ones. So the articles next to the cursor are looked
//! at first, which finds common words, and then all others are asked of the index.

use sqlx::PgPool;

use super::list_store::SummaryRow;
use crate::{articles::types::ArticleSummary, server::db::Db, shared::Cursor};

/// The query around the index of each database: it gives the ids of one slice, along the ids, and no more.
macro_rules! found {
    ($matches:literal, $slice:literal, $order:literal) => {
        concat!(
            "SELECT a.id, a.title, a.excerpt, a.is_published, a.created, a.author_id, u.username, u.first_name, u.last_name FROM (",
            $matches,
            $slice,
            ") f JOIN articles a ON a.id = f.found LEFT JOIN users u ON u.id = a.author_id WHERE a.is_published = TRUE ",
            $order
        )
    };
}

/// Older than a row, newer than a row.
type Directions = (&'static str, &'static str);

const ON_SQLITE: Directions = (
    found!(
        "SELECT rowid AS found FROM article_search WHERE article_search MATCH $3 ",
        "AND rowid < $1 ORDER BY rowid DESC LIMIT $2",
        "ORDER BY a.id DESC"
    ),
    found!(
        "SELECT rowid AS found FROM article_search WHERE article_search MATCH $3 ",
        "AND rowid > $1 ORDER BY rowid ASC LIMIT $2",
        "ORDER BY a.id ASC"
    ),
);
/// Among the articles next to the cursor.
const NEAR_ON_POSTGRES: Directions = (
    found!(
        "SELECT id AS found FROM (SELECT id, words FROM article_words WHERE id < $1 ORDER BY id DESC LIMIT 500) near ",
        "WHERE array_to_tsvector(string_to_array(words, ' ')) @@ CAST($3 AS tsquery) ORDER BY id DESC LIMIT $2",
        "ORDER BY a.id DESC"
    ),
    found!(
        "SELECT id AS found FROM (SELECT id, words FROM article_words WHERE id > $1 ORDER BY id ASC LIMIT 500) near ",
        "WHERE array_to_tsvector(string_to_array(words, ' ')) @@ CAST($3 AS tsquery) ORDER BY id ASC LIMIT $2",
        "ORDER BY a.id ASC"
    ),
);
/// Among all, by the index.
const ALL_ON_POSTGRES: Directions = (
    found!(
        "WITH matching AS MATERIALIZED (SELECT id FROM article_words \
        WHERE array_to_tsvector(string_to_array(words, ' ')) @@ CAST($3 AS tsquery)) ",
        "SELECT id AS found FROM matching WHERE id < $1 ORDER BY id DESC LIMIT $2",
        "ORDER BY a.id DESC"
    ),
    found!(
        "WITH matching AS MATERIALIZED (SELECT id FROM article_words \
        WHERE array_to_tsvector(string_to_array(words, ' ')) @@ CAST($3 AS tsquery)) ",
        "SELECT id AS found FROM matching WHERE id > $1 ORDER BY id ASC LIMIT $2",
        "ORDER BY a.id ASC"
    ),
);

/// Up to `limit` published articles with all of these words, along the cursor; after a cursor the oldest comes first. A word is letters
/// and digits only, so its quotation marks are never its own.
pub async fn search(db: &Db, words: &[String], cursor: Cursor, limit: u32) -> Result<Vec<ArticleSummary>, sqlx::Error> {
    let join = |mark: &str, between: &str| {
        words.iter().map(|word| format!("{mark}{word}{mark}")).collect::<Vec<_>>().join(between)
    };
    let limit = i64::from(limit);
    let rows: Vec<SummaryRow> = match db {
        Db::Sqlite { readers, .. } => {
            let (sql, id) = cursor.pick(ON_SQLITE.0, ON_SQLITE.1);
            sqlx::query_as(sql).bind(id).bind(limit).bind(join("\"", " ")).fetch_all(readers).await?
        }
        Db::Postgres(pool) => {
            let words = join("'", " & ");
            let (sql, id) = cursor.pick(NEAR_ON_POSTGRES.0, NEAR_ON_POSTGRES.1);
            let near: Vec<SummaryRow> = sqlx::query_as(sql).bind(id).bind(limit).bind(&words).fetch_all(pool).await?;
            if near.len() as i64 == limit { near } else { search_all(pool, &words, cursor, limit).await? }
        }
    };
    Ok(rows.into_iter().map(SummaryRow::summary).collect())
}

/// For words of most articles, too, the index is faster than taking each article apart.
async fn search_all(pool: &PgPool, words: &str, cursor: Cursor, limit: i64) -> Result<Vec<SummaryRow>, sqlx::Error> {
    let (sql, id) = cursor.pick(ALL_ON_POSTGRES.0, ALL_ON_POSTGRES.1);
    let mut tx = pool.begin().await?;
    sqlx::query("SET LOCAL enable_seqscan = off").execute(&mut *tx).await?;
    let rows = sqlx::query_as(sql).bind(id).bind(limit).bind(words).fetch_all(&mut *tx).await?;
    tx.commit().await?;
    Ok(rows)
}
