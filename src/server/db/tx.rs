//! A transaction on either database, as a value. Every begin, commit and rollback of the server is in this file, and every
//! write goes through it: a row that `RETURNING` gives is not stored before its commit. Stores take `&mut Tx` and run their
//! statements with `with_tx!`. Django: `transaction.atomic`, `transaction.on_commit`.

use std::{future::Future, pin::Pin};

use sqlx::{Database, Executor, Postgres, Sqlite, pool::PoolConnection};

use super::{Db, request_scope};

/// An open transaction. Dropping it without [`Tx::commit`] rolls it back.
#[must_use = "a transaction that is dropped is rolled back"]
pub struct Tx {
    connection: TxConnection,
    on_commit: Vec<Later>,
    on_rollback: Vec<Later>,
}

type Later = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The connection that a transaction holds, for `with_tx!`.
pub enum TxConnection {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
    /// Committed or rolled back: the connection is in the pool again.
    Ended,
}

impl Db {
    /// Begins a transaction that writes. On SQLite it holds the only connection that writes, and the lock of the file, until
    /// it is committed or dropped: begin late, and read what it does not need before.
    ///
    /// # Errors
    /// Also inside a request whose own transaction is open: SQLite has one writer, which would wait for itself.
    pub async fn begin(&self) -> Result<Tx, sqlx::Error> {
        request_scope::note_begin()?;
        let (connection, statement) = match self {
            // IMMEDIATE waits here for another process that writes; a plain BEGIN would fail later, after its first read.
            Self::Sqlite { writer, .. } => (TxConnection::Sqlite(writer.acquire().await?), "BEGIN IMMEDIATE"),
            Self::Postgres(pool) => (TxConnection::Postgres(pool.acquire().await?), "BEGIN"),
        };
        // Made first: where the caller goes away while it begins, dropping it rolls back.
        let mut tx = Tx { connection, on_commit: Vec::new(), on_rollback: Vec::new() };
        match tx.connection.run(statement).await {
            Ok(()) => Ok(tx),
            Err(error) => Err(tx.take_out(error)),
        }
    }
}

impl Tx {
    /// Runs `then` after a good commit, in the order of the calls: log lines of what has happened, for instance.
    pub fn on_commit(&mut self, then: impl Future<Output = ()> + Send + 'static) {
        self.on_commit.push(Box::pin(then));
    }

    /// Runs `then` when the transaction ends without a good commit: what was done outside the database is taken back.
    pub fn on_rollback(&mut self, then: impl Future<Output = ()> + Send + 'static) {
        self.on_rollback.push(Box::pin(then));
    }

    /// Commits, and runs what was registered with [`Tx::on_commit`].
    ///
    /// # Errors
    /// Nothing of the transaction may count as stored. Its connection is closed: what state it is in is not known.
    pub async fn commit(mut self) -> Result<(), sqlx::Error> {
        if let Err(error) = self.connection.run("COMMIT").await {
            let error = self.take_out(error);
            run_all(std::mem::take(&mut self.on_rollback)).await;
            return Err(error);
        }
        self.connection = TxConnection::Ended;
        self.on_rollback.clear();
        run_all(std::mem::take(&mut self.on_commit)).await;
        Ok(())
    }

    /// Rolls back and waits for it: afterwards the connection is free.
    pub async fn rollback(mut self) {
        std::mem::replace(&mut self.connection, TxConnection::Ended).rollback().await;
        run_all(std::mem::take(&mut self.on_rollback)).await;
    }

    /// For `with_tx!`.
    pub fn connection(&mut self) -> &mut TxConnection {
        &mut self.connection
    }

    /// Closes the connection of a transaction that did not begin or end as it should, so that it is not used again: SQLite
    /// rolls back by itself on a full disk, and what state the connection is in then is not known.
    fn take_out(&mut self, error: sqlx::Error) -> sqlx::Error {
        tracing::error!(cause = ?error.to_string(), "a transaction failed to begin or to end; its connection is closed");
        std::mem::replace(&mut self.connection, TxConnection::Ended).close();
        error
    }
}

impl Drop for Tx {
    fn drop(&mut self) {
        let connection = std::mem::replace(&mut self.connection, TxConnection::Ended);
        if !matches!(connection, TxConnection::Ended)
            && let Ok(runtime) = tokio::runtime::Handle::try_current()
        {
            let then = std::mem::take(&mut self.on_rollback);
            runtime.spawn(async move {
                connection.rollback().await;
                run_all(then).await;
            });
        }
    }
}

async fn run_all(all: Vec<Later>) {
    for then in all {
        then.await;
    }
}

impl TxConnection {
    async fn run(&mut self, statement: &'static str) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(connection) => run(connection, statement).await,
            Self::Postgres(connection) => run(connection, statement).await,
            Self::Ended => Err(ended()),
        }
    }

    async fn rollback(mut self) {
        if let Err(error) = self.run("ROLLBACK").await
            && !matches!(self, Self::Ended)
        {
            tracing::warn!(cause = ?error.to_string(), "a transaction could not be rolled back; its connection is closed");
            self.close();
        }
    }

    fn close(self) {
        match self {
            Self::Sqlite(mut connection) => connection.close_on_drop(),
            Self::Postgres(mut connection) => connection.close_on_drop(),
            Self::Ended => {}
        }
    }
}

async fn run<D: Database>(connection: &mut PoolConnection<D>, statement: &'static str) -> Result<(), sqlx::Error>
where
    for<'c> &'c mut D::Connection: Executor<'c, Database = D>,
{
    (&mut **connection).execute(sqlx::raw_sql(statement)).await.map(|_| ())
}

/// What a statement answers whose transaction has ended.
pub(crate) fn ended() -> sqlx::Error {
    sqlx::Error::Protocol("the transaction has ended".into())
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
        match ($tx).connection() {
            $crate::server::db::TxConnection::Sqlite(connection) => {
                let $connection: &mut sqlx::SqliteConnection = connection;
                let result: ::std::result::Result<_, sqlx::Error> = async { $body }.await;
                result
            }
            $crate::server::db::TxConnection::Postgres(connection) => {
                let $connection: &mut sqlx::PgConnection = connection;
                let result: ::std::result::Result<_, sqlx::Error> = async { $body }.await;
                result
            }
            $crate::server::db::TxConnection::Ended => ::std::result::Result::Err($crate::server::db::ended()),
        }
    };
}
pub(crate) use with_tx;

#[cfg(test)]
mod tests {
    use std::sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    };

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

    async fn with_table(folder: &std::path::Path) -> Db {
        let db = Db::open("sqlite:tx.sqlite3", folder, &crate::server::db::Limits::of(1)).await.unwrap();
        let mut tx = db.begin().await.unwrap();
        with_tx!(&mut tx, |connection| {
            sqlx::query("CREATE TABLE t (id INTEGER PRIMARY KEY)").execute(connection).await.map(|_| ())
        })
        .unwrap();
        tx.commit().await.unwrap();
        db
    }

    #[tokio::test]
    async fn a_transaction_keeps_what_it_commits_and_nothing_of_what_is_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let db = with_table(folder.path()).await;
        let mut tx = db.begin().await.unwrap();
        insert(&mut tx, &[1, 2]).await.unwrap();
        tx.commit().await.unwrap();

        let mut dropped = db.begin().await.unwrap();
        insert(&mut dropped, &[3]).await.unwrap();
        drop(dropped);
        let mut failed = db.begin().await.unwrap();
        assert!(insert(&mut failed, &[4, 1]).await.is_err(), "1 is taken");
        drop(failed);
        let mut rolled_back = db.begin().await.unwrap();
        insert(&mut rolled_back, &[5]).await.unwrap();
        rolled_back.rollback().await;

        assert_eq!(count(&db).await, 2);
        let mut next = db.begin().await.unwrap();
        insert(&mut next, &[5]).await.unwrap();
        next.commit().await.unwrap();
        assert_eq!(count(&db).await, 3, "the connection is free for the next transaction");
    }

    #[tokio::test]
    async fn fault_a2_after_a_commit_that_failed_the_next_one_is_stored() {
        let folder = tempfile::tempdir().unwrap();
        let db = with_table(folder.path()).await;
        let told = Arc::new(AtomicU32::new(0));
        let tell = |tx: &mut Tx| {
            let told = told.clone();
            let undone = told.clone();
            tx.on_commit(async move { _ = told.fetch_add(1, Ordering::Relaxed) });
            tx.on_rollback(async move { _ = undone.fetch_add(100, Ordering::Relaxed) });
        };
        let mut tx = db.begin().await.unwrap();
        insert(&mut tx, &[1]).await.unwrap();
        tell(&mut tx);
        let TxConnection::Sqlite(connection) = tx.connection() else { unreachable!() };
        connection.lock_handle().await.unwrap().set_commit_hook(|| false);
        assert!(tx.commit().await.is_err());
        assert_eq!(
            (count(&db).await, told.swap(0, Ordering::Relaxed)),
            (0, 100),
            "what was done outside is taken back"
        );

        let mut tx = db.begin().await.unwrap();
        insert(&mut tx, &[2]).await.unwrap();
        tell(&mut tx);
        tx.commit().await.unwrap();
        assert_eq!((count(&db).await, told.load(Ordering::Relaxed)), (1, 1));
        let other = Db::open("sqlite:tx.sqlite3", folder.path(), &crate::server::db::Limits::of(1)).await.unwrap();
        assert_eq!(count(&other).await, 1, "it is in the file, for other programs too");
    }
}
