//! All SQL of reading lists: a user's own, and the articles of a visitor's. Each runs on both databases, along the primary key.

use super::store::AuthorRow;
use crate::{
    accounts::types::UserId,
    articles::types::ReadingEntry,
    server::db::{Db, Tx, with_db, with_tx},
    shared::Timestamp,
};

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    title: String,
    is_published: bool,
    created: i64,
    #[sqlx(flatten)]
    author: AuthorRow,
}

impl Row {
    fn entry(self) -> ReadingEntry {
        ReadingEntry {
            id: self.id,
            title: self.title,
            author: self.author.author(),
            is_published: self.is_published,
            created: Timestamp(self.created),
        }
    }
}

const OF_USER: &str = "SELECT a.id, a.title, a.is_published, a.created, a.author_id, u.username, u.first_name, u.last_name \
    FROM reading_list r JOIN articles a ON a.id = r.article_id LEFT JOIN users u ON u.id = a.author_id \
    WHERE r.user_id = $1 ORDER BY r.added DESC, r.article_id DESC LIMIT $2";

/// How many articles a visitor's list has at most: as many as this query has places.
pub const VISITOR_MAX: usize = 50;

const BY_IDS: &str = "SELECT a.id, a.title, a.is_published, a.created, a.author_id, u.username, u.first_name, u.last_name \
    FROM articles a LEFT JOIN users u ON u.id = a.author_id \
    WHERE a.id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, \
    $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50)";

pub async fn of_user(db: &Db, user: UserId, most: i64) -> Result<Vec<ReadingEntry>, sqlx::Error> {
    let rows: Vec<Row> =
        with_db!(read db, |pool| sqlx::query_as(OF_USER).bind(user.0).bind(most).fetch_all(pool).await?);
    Ok(rows.into_iter().map(Row::entry).collect())
}

/// The articles with these ids that exist, in no order.
pub async fn by_ids(db: &Db, ids: &[i64]) -> Result<Vec<ReadingEntry>, sqlx::Error> {
    // No article has the id 0.
    let places: Vec<i64> = ids.iter().copied().chain(std::iter::repeat(0)).take(VISITOR_MAX).collect();
    let rows: Vec<Row> = with_db!(read db, |pool| {
        places.iter().fold(sqlx::query_as(BY_IDS), |query, id| query.bind(*id)).fetch_all(pool).await?
    });
    Ok(rows.into_iter().map(Row::entry).collect())
}

pub async fn has(db: &Db, user: UserId, article: i64) -> Result<bool, sqlx::Error> {
    const SQL: &str = "SELECT COUNT(*) FROM reading_list WHERE user_id = $1 AND article_id = $2";
    let count: i64 =
        with_db!(read db, |pool| sqlx::query_scalar(SQL).bind(user.0).bind(article).fetch_one(pool).await?);
    Ok(count > 0)
}

/// How many are on the list.
pub async fn count(tx: &mut Tx, user: UserId) -> Result<i64, sqlx::Error> {
    const SQL: &str = "SELECT COUNT(*) FROM reading_list WHERE user_id = $1";
    with_tx!(tx, |connection| sqlx::query_scalar(SQL).bind(user.0).fetch_one(connection).await)
}

/// Adds an article, if it exists and is not there already.
pub async fn add(tx: &mut Tx, user: UserId, article: i64, now: Timestamp) -> Result<(), sqlx::Error> {
    const SQL: &str = "INSERT INTO reading_list (user_id, article_id, added) SELECT $1, id, $3 FROM articles WHERE id = $2 \
        ON CONFLICT DO NOTHING";
    with_tx!(tx, |connection| sqlx::query(SQL)
        .bind(user.0)
        .bind(article)
        .bind(now.0)
        .execute(connection)
        .await
        .map(drop))
}

pub async fn remove(tx: &mut Tx, user: UserId, article: i64) -> Result<(), sqlx::Error> {
    const SQL: &str = "DELETE FROM reading_list WHERE user_id = $1 AND article_id = $2";
    with_tx!(tx, |connection| sqlx::query(SQL).bind(user.0).bind(article).execute(connection).await.map(drop))
}
