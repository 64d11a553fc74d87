//! The migrations of the schema: two folders with equal numbers and names, built into the binary.
//! Django: `manage.py migrate`, `showmigrations`.

use std::collections::HashSet;

use sqlx::{ConnectOptions, Connection, migrate::Migrator};
use thiserror::Error;

use super::{Db, prepare_lock::PrepareLock, with_db};

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// The lock that processes hold while they bring a PostgreSQL database up to date.
const LOCK: i64 = 0x6c61_7463_686b_6579;

/// Why the schema could not be brought up to date.
#[derive(Debug, Error)]
pub enum MigrationError {
    #[error("cannot bring the database up to date: {0}")]
    Failed(#[from] sqlx::migrate::MigrateError),
    #[error("cannot read which migrations the database has: {0}")]
    Unreadable(#[from] sqlx::Error),
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
            // Besides the pool, which may have one connection only. The lock ends with it.
            let mut lock = pool.connect_options().connect().await?;
            sqlx::query("SELECT pg_advisory_lock($1)").bind(LOCK).execute(&mut lock).await?;
            let pending = pending(db).await?;
            POSTGRES.run(pool).await?;
            _ = lock.close().await;
            Ok(pending)
        }
    }
}

/// The migrations that the database lacks, in order, as `0001_users`.
pub async fn pending(db: &Db) -> Result<Vec<String>, MigrationError> {
    let applied: HashSet<i64> = if has_history(db).await? {
        with_db!(read db, |pool| {
            sqlx::query_scalar("SELECT version FROM _sqlx_migrations WHERE success = TRUE").fetch_all(pool).await?
        })
        .into_iter()
        .collect()
    } else {
        HashSet::new()
    };
    let known = match db {
        Db::Sqlite { .. } => &SQLITE,
        Db::Postgres(_) => &POSTGRES,
    };
    Ok(known
        .iter()
        .filter(|migration| !applied.contains(&migration.version))
        .map(|migration| format!("{:04}_{}", migration.version, migration.description.replace(' ', "_")))
        .collect())
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
