//! The migrations of the schema: two folders with equal numbers and names, built into the binary.
//! Django: `manage.py migrate`, `showmigrations`.

use std::collections::HashSet;

use sqlx::migrate::Migrator;
use thiserror::Error;

use super::{Db, with_db};

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

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
    let pending = pending(db).await?;
    match db {
        Db::Sqlite { writer, .. } => SQLITE.run(writer).await?,
        Db::Postgres(pool) => POSTGRES.run(pool).await?,
    }
    Ok(pending)
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
