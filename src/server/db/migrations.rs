//! The migrations of the schema: two folders with equal numbers and names, built into the binary.
//! Django: `manage.py migrate`, `showmigrations`.

use sqlx::{ConnectOptions, Connection, migrate::Migrator};
use thiserror::Error;

use super::{Db, prepare_lock::PrepareLock, with_db};

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// The lock that processes hold while they bring a PostgreSQL database up to date.
const LOCK: i64 = 0x6c61_7463_686b_6579;

const NO_LIMITS: &str = "SET statement_timeout = 0; SET lock_timeout = 0; SET idle_in_transaction_session_timeout = 0";
const NO_LIMITS_HERE: &str =
    "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0";

/// Why the schema could not be brought up to date, or cannot be used.
#[derive(Debug, Error)]
pub enum MigrationError {
    #[error("cannot bring the database up to date: {0}; the migration that failed has changed nothing")]
    Failed(#[from] sqlx::migrate::MigrateError),
    #[error("cannot read which migrations the database has: {0}")]
    Unreadable(#[from] sqlx::Error),
    #[error(
        "the database is newer than this program, or another program’s: its migrations {0} are unknown here; run the version of latchkey that they came with, or restore a backup from before"
    )]
    Newer(String),
    #[error(
        "the migrations {0} of this program are not those that the database was made with: a migration must not be altered once it was applied; run the version of latchkey that it was made with, and put changes into a new migration"
    )]
    Altered(String),
    #[error(
        "the database has migrations that were begun and not finished ({0}), so what is in it is unknown: restore a backup from before"
    )]
    Unfinished(String),
}

/// Brings the schema up to date and returns the names of the migrations that it applied.
pub async fn migrate(db: &Db) -> Result<Vec<String>, MigrationError> {
    match db {
        Db::Sqlite { writer, .. } => {
            let _lock = PrepareLock::take(writer.connect_options().get_filename()).await;
            let pending = pending(db).await?;
            SQLITE.run(writer).await?;
            Ok(pending)
        }
        Db::Postgres(pool) => {
            // Besides the pool, which may have one connection only. The lock ends with its transaction: pgbouncer would give a
            // connection that has one of its own to others.
            let options = pool.connect_options();
            let mut holder = options.connect().await?;
            let mut lock = holder.begin().await?;
            sqlx::raw_sql(NO_LIMITS_HERE).execute(&mut *lock).await?;
            sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(LOCK).execute(&mut *lock).await?;
            let mut connection = options.connect().await?;
            if options.get_options().is_some() {
                // A migration takes the time that it needs.
                sqlx::raw_sql(NO_LIMITS).execute(&mut connection).await?;
            }
            let pending = pending(db).await?;
            let mut migrator = Migrator::with_migrations(POSTGRES.iter().cloned().collect());
            migrator.set_locking(false).run(&mut connection).await?;
            _ = connection.close().await;
            lock.commit().await?;
            _ = holder.close().await;
            Ok(pending)
        }
    }
}

/// A migration that the database has: its number, what it is called, the checksum of its text, whether it was finished.
type Applied = (i64, String, Vec<u8>, bool);

/// The migrations that the database lacks, in order, as `0001_users`.
///
/// # Errors
/// When the database is newer than the program, or was made by other migrations.
pub async fn pending(db: &Db) -> Result<Vec<String>, MigrationError> {
    const SQL: &str = "SELECT version, description, checksum, success FROM _sqlx_migrations ORDER BY version";
    let applied: Vec<Applied> = match has_history(db).await? {
        true => with_db!(read db, |pool| sqlx::query_as(SQL).fetch_all(pool).await?),
        false => Vec::new(),
    };
    let known = match db {
        Db::Sqlite { .. } => &SQLITE,
        Db::Postgres(_) => &POSTGRES,
    };
    compare(known, &applied)
}

fn compare(known: &Migrator, applied: &[Applied]) -> Result<Vec<String>, MigrationError> {
    let find = |version| known.iter().find(|migration| migration.version == version);
    let names = |is_wrong: &dyn Fn(&Applied) -> bool| {
        let wrong =
            applied.iter().filter(|row| is_wrong(row)).map(|(version, description, ..)| name(*version, description));
        Some(wrong.collect::<Vec<_>>().join(", ")).filter(|names| !names.is_empty())
    };
    if let Some(names) = names(&|(version, ..)| find(*version).is_none()) {
        return Err(MigrationError::Newer(names));
    }
    if let Some(names) = names(&|(.., is_finished)| !is_finished) {
        return Err(MigrationError::Unfinished(names));
    }
    let is_altered =
        |(version, _, checksum, _): &Applied| find(*version).is_some_and(|known| known.checksum[..] != checksum[..]);
    if let Some(names) = names(&is_altered) {
        return Err(MigrationError::Altered(names));
    }
    let is_pending = |version| !applied.iter().any(|(applied, ..)| *applied == version);
    let pending = known.iter().filter(|migration| is_pending(migration.version));
    Ok(pending.map(|migration| name(migration.version, &migration.description)).collect())
}

fn name(version: i64, description: &str) -> String {
    format!("{version:04}_{}", description.replace(' ', "_"))
}

/// True if the database has a history of migrations. Each database has its own catalogue, so this query exists twice.
async fn has_history(db: &Db) -> Result<bool, sqlx::Error> {
    match db {
        Db::Sqlite { readers, .. } => {
            sqlx::query_scalar(
                "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '_sqlx_migrations')",
            )
            .fetch_one(readers)
            .await
        }
        Db::Postgres(pool) => {
            sqlx::query_scalar("SELECT to_regclass('_sqlx_migrations') IS NOT NULL").fetch_one(pool).await
        }
    }
}
