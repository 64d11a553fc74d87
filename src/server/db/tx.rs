//! A transaction on either database, as a value. Every begin, commit and rollback of the server is in this file.
//! Stores take `&mut Tx` and run their statements with `with_tx!`. Django: `transaction.atomic`.

use sqlx::{Postgres, Sqlite, Transaction};

use super::Db;

/// An open transaction. Dropping it without [`Tx::commit`] rolls it back.
#[must_use = "a transaction that is dropped is rolled back"]
pub enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Db {
    /// Begins a transaction that writes. On SQLite it holds the only connection that writes, and the lock of the file, until
    /// it is committed or dropped: begin late, and read what it does not need before.
    pub async fn begin(&self) -> Result<Tx, sqlx::Error> {
        match self {
            // IMMEDIATE waits here for another process that writes; a plain BEGIN would fail later, after its first read.
            Self::Sqlite { writer, .. } => writer.begin_with("BEGIN IMMEDIATE").await.map(Tx::Sqlite),
            Self::Postgres(pool) => pool.begin().await.map(Tx::Postgres),
        }
    }
}

impl Tx {
    pub async fn commit(self) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(transaction) => transaction.commit().await,
            Self::Postgres(transaction) => transaction.commit().await,
        }
    }
}

/// Runs statements in a transaction: `$tx` is a `&mut Tx`, `$connection` becomes a `&mut SqliteConnection` or a
/// `&mut PgConnection`. The body is compiled once for each, so its SQL must read on both, as in `with_db!`.
///
/// The body is an expression of type `Result<T, sqlx::Error>`, and so is the macro. It is an async block of its own: a `?`
/// inside ends the body and not the function around it, so the caller decides with a `?` after the macro:
///
/// ```ignore
/// async fn insert_tag(tx: &mut Tx, name: &str) -> Result<i64, sqlx::Error> {
///     with_tx!(tx, |connection| sqlx::query_scalar(INSERT).bind(name).fetch_one(connection).await)
/// }
///
/// let mut tx = db.begin().await?;
/// let id = insert_tag(&mut tx, name).await?;
/// with_tx!(&mut tx, |connection| {
///     for article in articles {
///         sqlx::query(LINK).bind(article).bind(id).execute(&mut *connection).await?;
///     }
///     Ok(())
/// })?;
/// tx.commit().await?;
/// ```
///
/// `execute` answers with a type for each database; end with `.await.map(|_| ())` or `.await.map(|done| done.rows_affected())`.
macro_rules! with_tx {
    ($tx:expr, |$connection:ident| $body:expr) => {
        match $tx {
            $crate::server::db::Tx::Sqlite(transaction) => {
                let $connection: &mut sqlx::SqliteConnection = transaction;
                let result: Result<_, sqlx::Error> = async { $body }.await;
                result
            }
            $crate::server::db::Tx::Postgres(transaction) => {
                let $connection: &mut sqlx::PgConnection = transaction;
                let result: Result<_, sqlx::Error> = async { $body }.await;
                result
            }
        }
    };
}
pub(crate) use with_tx;

#[cfg(test)]
mod tests {
    use super::*;

    async fn count(db: &Db) -> i64 {
        super::super::with_db!(read db, |pool| sqlx::query_scalar("SELECT COUNT(*) FROM t").fetch_one(pool).await.unwrap())
    }

    async fn insert(tx: &mut Tx, ids: &[i64]) -> Result<(), sqlx::Error> {
        with_tx!(tx, |connection| {
            for id in ids {
                sqlx::query("INSERT INTO t (id) VALUES ($1)").bind(id).execute(&mut *connection).await?;
            }
            Ok(())
        })
    }

    #[tokio::test]
    async fn a_transaction_keeps_what_it_commits_and_nothing_of_what_is_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open("sqlite:tx.sqlite3", folder.path(), 1).await.unwrap();
        let mut tx = db.begin().await.unwrap();
        with_tx!(&mut tx, |connection| {
            sqlx::query("CREATE TABLE t (id INTEGER PRIMARY KEY)").execute(connection).await.map(|_| ())
        })
        .unwrap();
        insert(&mut tx, &[1, 2]).await.unwrap();
        tx.commit().await.unwrap();

        let mut dropped = db.begin().await.unwrap();
        insert(&mut dropped, &[3]).await.unwrap();
        drop(dropped);
        let mut failed = db.begin().await.unwrap();
        assert!(insert(&mut failed, &[4, 1]).await.is_err(), "1 is taken");
        drop(failed);

        assert_eq!(count(&db).await, 2);
        let mut next = db.begin().await.unwrap();
        insert(&mut next, &[5]).await.unwrap();
        next.commit().await.unwrap();
        assert_eq!(count(&db).await, 3, "the connection is free for the next transaction");
    }
}
