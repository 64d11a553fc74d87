//! Opening the database at an address. SQLite runs in WAL mode, with one connection that writes and several that read.

use std::{
    fs::OpenOptions,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    str::FromStr,
    time::Duration,
};

use sqlx::{
    ConnectOptions, Connection, PgPool, SqlitePool,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use thiserror::Error;

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
    #[error("the database address must start with sqlite: or postgres://, for example sqlite:latchkey.sqlite3")]
    UnknownKind,
    #[error("cannot read the database address: {0}")]
    Address(String),
    #[error("cannot open the database {place}: {source}; check DATABASE_URL, or database.url in the settings")]
    Open { place: String, source: sqlx::Error },
}

impl Db {
    /// Opens the database at `url`; a relative SQLite path starts at `base`. A missing SQLite file is created.
    pub async fn open(url: &str, base: &std::path::Path, connections: u32) -> Result<Self, DbError> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            Self::open_sqlite(&base.join(path.trim_start_matches("//")), connections).await
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Self::open_postgres(url, connections).await
        } else {
            Err(DbError::UnknownKind)
        }
    }

    async fn open_sqlite(path: &PathBuf, connections: u32) -> Result<Self, DbError> {
        let failed = |source| DbError::Open { place: path.display().to_string(), source };
        create_for_owner_only(path);
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            .foreign_keys(true)
            // Deleted rows are overwritten: a copy of the file must not hold the name of a deleted account.
            .pragma("secure_delete", "on")
            .busy_timeout(BUSY_TIMEOUT)
            .statement_cache_capacity(100);
        let writer = SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await.map_err(failed)?;
        let readers = SqlitePoolOptions::new()
            .max_connections(connections)
            .connect_with(options.pragma("query_only", "on"))
            .await
            .map_err(failed)?;
        Ok(Self::Sqlite { readers, writer })
    }

    async fn open_postgres(url: &str, connections: u32) -> Result<Self, DbError> {
        let options = PgConnectOptions::from_str(url).map_err(|error| DbError::Address(error.to_string()))?;
        // The address without its password, because errors show it.
        let place = format!("{}:{}", options.get_host(), options.get_port());
        // A pool reports every failure as a timeout; a single connection reports the cause.
        let probe = options.connect().await.map_err(|source| DbError::Open { place: place.clone(), source })?;
        _ = probe.close().await;
        PgPoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(Duration::from_secs(10))
            .connect_with(options)
            .await
            .map(Self::Postgres)
            .map_err(|source| DbError::Open { place, source })
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
        assert_eq!(log.len(), 0, "the log is emptied as soon as nobody reads");
    }
}
