//! Opening the database at an address. SQLite runs in WAL mode, with one connection that writes and several that read.

use std::{fmt, fs::OpenOptions, os::unix::fs::OpenOptionsExt, path::Path, time::Duration};

use sqlx::{
    ConnectOptions, Connection, PgPool, SqlitePool,
    postgres::PgPoolOptions,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use thiserror::Error;

use super::{
    address::{self, Address, AddressError},
    prepare_lock::PrepareLock,
};

/// How long a statement waits for another process that writes the same SQLite file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// How long emptying SQLite's log waits for another process.
const LOG_TIMEOUT: Duration = Duration::from_millis(50);

/// The database. Cheap to clone: the pools are shared.
#[derive(Clone)]
pub enum Db {
    Sqlite { readers: SqlitePool, writer: SqlitePool },
    Postgres(PgPool),
}

/// Why a database could not be opened.
#[derive(Debug, Error)]
pub enum DbError {
    #[error("{0}; check DATABASE_URL, or database.url in the settings")]
    Address(#[from] AddressError),
    #[error("cannot open the database {place}: {source}; check DATABASE_URL, or database.url in the settings")]
    Open { place: String, source: sqlx::Error },
    #[error(
        "cannot log in to the database {place}: {source}; check the user and the password in DATABASE_URL: special characters must be percent-encoded in it, such as %23 for #"
    )]
    Login { place: String, source: sqlx::Error },
}

impl DbError {
    fn of(address: &impl fmt::Display, source: sqlx::Error) -> Self {
        let place = address.to_string();
        // Codes of this class: the name or the password is wrong, or this user may not connect from here.
        let is_login =
            source.as_database_error().and_then(|error| error.code()).is_some_and(|code| code.starts_with("28"));
        if is_login { Self::Login { place, source } } else { Self::Open { place, source } }
    }
}

impl Db {
    /// Opens the database at `url`; a relative SQLite path starts at `base`. A missing SQLite file is created.
    pub async fn open(url: &str, base: &Path, connections: u32) -> Result<Self, DbError> {
        let address = Address::parse(url, base)?;
        let opened = match &address {
            Address::Sqlite(file) => Self::open_sqlite(file, connections).await,
            Address::Postgres(server) => Self::open_postgres(server, connections).await,
        };
        opened.map_err(|source| DbError::of(&address, source))
    }

    async fn open_sqlite(file: &address::File, connections: u32) -> Result<Self, sqlx::Error> {
        // A new file is switched to WAL, which fails where two processes do it at once.
        let _lock = PrepareLock::take(&file.path).await;
        if file.may_create {
            create_for_owner_only(&file.path);
        }
        let options = SqliteConnectOptions::new()
            .filename(&file.path)
            .create_if_missing(file.may_create)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            .foreign_keys(true)
            // Deleted rows are overwritten: a copy of the file must not hold the name of a deleted account.
            .pragma("secure_delete", "on")
            .busy_timeout(BUSY_TIMEOUT)
            .statement_cache_capacity(100);
        let writer = SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(connections)
            .connect_with(options.pragma("query_only", "on"))
            .await?;
        Ok(Self::Sqlite { readers, writer })
    }

    async fn open_postgres(server: &address::Server, connections: u32) -> Result<Self, sqlx::Error> {
        if !server.ignored.is_empty() {
            let names = server.ignored.join(", ");
            tracing::warn!(?names, "the database address has parameters that are ignored");
        }
        // A pool reports every failure as a timeout; a single connection reports the cause.
        let probe = server.options.connect().await?;
        _ = probe.close().await;
        let pool = PgPoolOptions::new().max_connections(connections).acquire_timeout(Duration::from_secs(10));
        pool.connect_with(server.options.clone()).await.map(Self::Postgres)
    }

    /// `SQLite` or `PostgreSQL`, for messages.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Sqlite { .. } => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
        }
    }

    /// Removes deleted rows from SQLite's write-ahead log too. While another connection, a backup for example, still reads an older
    /// state, the log cannot be emptied; therefore this runs again from time to time. PostgreSQL does it by itself (`VACUUM`, and the
    /// retention of its log).
    pub async fn forget_deleted(&self) {
        if let Self::Sqlite { writer, .. } = self
            && let Err(error) = truncate_log(writer).await
        {
            tracing::warn!(cause = ?error.to_string(), "the write-ahead log could not be emptied; it is tried again later");
        }
    }

    /// Closes every connection once its running statements have finished.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { readers, writer } => {
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// Creates a missing database file, readable by its owner only; the write-ahead log inherits that. If it cannot be created, opening it
/// reports why.
fn create_for_owner_only(path: &Path) {
    _ = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
}

/// Empties the write-ahead log on a connection of its own, which has its own settings: where this ends half-way, the writer is as
/// it was. The writer is held meanwhile, so that nothing of this server is written, and readers are not waited for.
async fn truncate_log(writer: &SqlitePool) -> Result<(), sqlx::Error> {
    let _turn = writer.acquire().await?;
    let options = (*writer.connect_options()).clone().busy_timeout(LOG_TIMEOUT);
    let mut connection = options.connect().await?;
    let emptied = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").fetch_all(&mut connection).await;
    _ = connection.close().await;
    emptied.map(|_| ())
}

#[cfg(test)]
mod tests {
    use sqlx::SqliteConnection;

    use super::*;

    /// What is set on a connection, by name.
    async fn settings(pool: &SqlitePool) -> Vec<(&'static str, i64)> {
        const READ: [(&str, &str); 5] = [
            ("busy_timeout", "PRAGMA busy_timeout"),
            ("foreign_keys", "PRAGMA foreign_keys"),
            ("secure_delete", "PRAGMA secure_delete"),
            ("synchronous", "PRAGMA synchronous"),
            ("query_only", "PRAGMA query_only"),
        ];
        let mut found = Vec::new();
        for (name, sql) in READ {
            found.push((name, sqlx::query_scalar(sql).fetch_one(pool).await.unwrap()));
        }
        found
    }

    #[tokio::test]
    async fn fault_a4_emptying_the_log_leaves_the_writer_as_it_was_wherever_it_is_interrupted() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open("sqlite:log.sqlite3", folder.path(), 1).await.unwrap();
        let Db::Sqlite { writer, .. } = &db else { unreachable!() };
        let set = settings(writer).await;
        assert_eq!(set[0], ("busy_timeout", 10_000));
        sqlx::query("CREATE TABLE t (id INTEGER PRIMARY KEY)").execute(writer).await.unwrap();
        // Another program that reads an older state keeps the log from being emptied until the time is up.
        let mut other = SqliteConnection::connect_with(&writer.connect_options()).await.unwrap();
        sqlx::raw_sql("BEGIN; SELECT * FROM t").execute(&mut other).await.unwrap();
        for id in 0..40_i64 {
            sqlx::query("INSERT INTO t (id) VALUES ($1)").bind(id).execute(writer).await.unwrap();
            let moment = Duration::from_micros(u64::try_from(id).unwrap() * 1_700);
            _ = tokio::time::timeout(moment, db.forget_deleted()).await;
            assert_eq!(settings(writer).await, set, "{moment:?}");
        }
        other.close().await.unwrap();
        db.forget_deleted().await;
        let log = std::fs::metadata(folder.path().join("log.sqlite3-wal")).unwrap();
        assert_eq!(log.len(), 0, "the log is emptied as soon as no connection reads");
    }
}
