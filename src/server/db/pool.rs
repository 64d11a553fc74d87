//! Opening the database at an address. SQLite runs in WAL mode, with one connection that writes and several that read.

use std::{fs::OpenOptions, os::unix::fs::OpenOptionsExt, path::Path, sync::Arc, time::Duration};

use super::{
    address::{self, Address},
    open_error::DbError,
    prepare_lock::PrepareLock,
    use_lock::UseLock,
};
use sqlx::{
    ConnectOptions, Connection, Executor, PgPool, SqlitePool,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

/// How long emptying SQLite's log waits for another process.
const LOG_TIMEOUT: Duration = Duration::from_millis(50);

/// The database. Cheap to clone: the pools are shared.
#[derive(Clone)]
pub enum Db {
    Sqlite { readers: SqlitePool, writer: SqlitePool, in_use: Arc<UseLock> },
    Postgres(PgPool),
}

/// How much a process takes of its database.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    pub connections: u32,
    /// How long a statement may run on PostgreSQL, and a transaction wait for its next one; zero is no limit.
    pub statement: Duration,
    /// How long a statement waits for others that write the same; zero is no limit on PostgreSQL.
    pub lock: Duration,
}

impl Limits {
    /// So many connections, and the times that hold unless they are set.
    pub fn of(connections: u32) -> Self {
        Self { connections, statement: Duration::from_secs(30), lock: Duration::from_secs(10) }
    }

    /// The options of a connection to PostgreSQL, with the times that its address does not set itself.
    fn put_on(&self, options: PgConnectOptions) -> PgConnectOptions {
        let own = options.get_options().unwrap_or_default().to_owned();
        let times = [
            ("statement_timeout", self.statement),
            ("idle_in_transaction_session_timeout", self.statement),
            ("lock_timeout", self.lock),
        ];
        let missing = times.into_iter().filter(|(name, time)| !time.is_zero() && !own.contains(&format!("{name}=")));
        // The house stores no fractions, and poolers refuse settings that they do not know.
        let options = options.extra_float_digits(None);
        missing.fold(options, |options, (name, time)| options.options([(name, time.as_millis())]))
    }
}

/// The connections of one kind.
#[derive(Debug, Clone, Copy)]
pub struct PoolState {
    pub name: &'static str,
    pub size: u32,
    pub idle: u32,
    pub most: u32,
}

impl PoolState {
    fn of<D: sqlx::Database>(name: &'static str, pool: &sqlx::Pool<D>) -> Self {
        let idle = u32::try_from(pool.num_idle()).unwrap_or(u32::MAX);
        Self { name, size: pool.size(), idle, most: pool.options().get_max_connections() }
    }
}

impl Db {
    /// Opens the database at `url`; a relative SQLite path starts at `base`. A missing SQLite file is created.
    pub async fn open(url: &str, base: &Path, limits: &Limits) -> Result<Self, DbError> {
        let address = Address::parse(url, base)?;
        let opened = match &address {
            Address::Sqlite(file) => Self::open_sqlite(file, limits).await,
            Address::Postgres(server) => {
                server.check_files()?;
                Self::open_postgres(server, limits).await
            }
        };
        opened.map_err(|source| DbError::of(&address, source))
    }

    /// Opens a SQLite file.
    pub(super) async fn open_sqlite(file: &address::File, limits: &Limits) -> Result<Self, sqlx::Error> {
        let in_use = Arc::new(UseLock::share(&file.path).await);
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
            // In KiB, for each connection: what one does not keep, the system does.
            .pragma("cache_size", "-1024")
            .busy_timeout(limits.lock)
            .statement_cache_capacity(100);
        // A connection inside this process does not get lost between two uses.
        let pool = || SqlitePoolOptions::new().test_before_acquire(false);
        let writer = pool().max_connections(1).connect_with(options.clone()).await?;
        let readers =
            pool().max_connections(limits.connections).connect_with(options.pragma("query_only", "on")).await?;
        Ok(Self::Sqlite { readers, writer, in_use })
    }

    async fn open_postgres(server: &address::Server, limits: &Limits) -> Result<Self, sqlx::Error> {
        if !server.ignored.is_empty() {
            let names = server.ignored.join(", ");
            tracing::warn!(?names, "the database address has parameters that are ignored");
        }
        // A pool reports every failure as a timeout; a single connection reports the cause.
        let options = limits.put_on(server.options.clone());
        let mut probes = [options.connect().await?, options.connect().await?];
        for probe in &mut probes {
            // A pooler that mixes up what two connections have prepared is found now, and not some time later.
            probe.prepare(sqlx::SqlStr::from_static("SELECT 1")).await?;
        }
        for probe in probes {
            _ = probe.close().await;
        }
        let pool = PgPoolOptions::new().max_connections(limits.connections).acquire_timeout(Duration::from_secs(10));
        pool.connect_with(options).await.map(Self::Postgres)
    }

    /// `SQLite` or `PostgreSQL`, for messages.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Sqlite { .. } => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
        }
    }

    /// Its connections.
    pub fn pools(&self) -> Vec<PoolState> {
        match self {
            Self::Sqlite { readers, writer, .. } => {
                vec![PoolState::of("readers", readers), PoolState::of("writer", writer)]
            }
            Self::Postgres(pool) => vec![PoolState::of("all", pool)],
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
            Self::Sqlite { readers, writer, .. } => {
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
    use std::str::FromStr;

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
        let db = Db::open("sqlite:log.sqlite3", folder.path(), &Limits::of(1)).await.unwrap();
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

    #[test]
    fn a_connection_to_postgresql_has_the_times_that_its_address_does_not_set() {
        let put = |limits: Limits, address: &str| {
            let options = limits.put_on(PgConnectOptions::from_str(address).unwrap());
            options.get_options().map(str::to_owned).unwrap_or_default()
        };
        let all = put(Limits::of(1), "postgres://db.example/site");
        let times = ["statement_timeout=30000", "idle_in_transaction_session_timeout=30000", "lock_timeout=10000"];
        assert!(times.iter().all(|time| all.contains(time)), "{all}");
        let own = put(Limits::of(1), "postgres://db.example/site?options[lock_timeout]=5");
        assert!(own.contains("lock_timeout=5") && !own.contains("10000"), "{own}");
        let none = Limits { statement: Duration::ZERO, lock: Duration::ZERO, ..Limits::of(1) };
        assert_eq!(put(none, "postgres://db.example/site"), "", "a pooler refuses options");
    }
}
