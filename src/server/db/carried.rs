//! What a database that is put back takes over from the one of before, so that nothing out there is mistaken for something else: ids go
//! on where they were, and the generation of what visitors see moves on.

use std::path::Path;

use sqlx::{ConnectOptions, Connection, SqliteConnection, sqlite::SqliteConnectOptions};

use super::{Db, with_db};

/// The parts of a schema, by name, with their text.
pub type Schema = Vec<(String, String)>;

/// Reads the schema of a SQLite database, without what SQLite keeps for itself, and the two tables that Litestream adds.
pub async fn schema(db: &Db) -> Result<Schema, sqlx::Error> {
    const SQL: &str = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
                       AND NOT (type = 'table' AND name IN ('_litestream_lock', '_litestream_seq')) ORDER BY name";
    with_db!(write db, |pool| sqlx::query_as(SQL).fetch_all(pool).await)
}

/// Lets the numbers of a database go on after those of the one of before, as far as that can be read. An id must not be given twice:
/// an address, or a session that is stored elsewhere, would be another's.
pub async fn carry_numbers_on(db: &Db, before: &Path) -> Result<(), sqlx::Error> {
    const IDS: &str = "UPDATE sqlite_sequence SET seq = $2 WHERE name = $1 AND seq < $2";
    const GENERATION: &str = "UPDATE public_pages SET generation = MAX(generation, $1) + 1 WHERE id = 1";
    let Db::Sqlite { writer, .. } = db else { return Ok(()) };
    let (ids, generation) = match numbers(before).await {
        Ok(numbers) => numbers,
        Err(error) => {
            tracing::warn!(cause = ?error.to_string(), "the numbers of the database of before cannot be read");
            Numbers::default()
        }
    };
    let mut tx = writer.begin().await?;
    for (name, last) in ids {
        sqlx::query(IDS).bind(name).bind(last).execute(&mut *tx).await?;
    }
    sqlx::query(GENERATION).bind(generation).execute(&mut *tx).await?;
    tx.commit().await
}

/// The last id of each table, and the generation of what visitors see.
type Numbers = (Vec<(String, i64)>, i64);

async fn numbers(before: &Path) -> Result<Numbers, sqlx::Error> {
    if !before.is_file() {
        return Ok(Numbers::default());
    }
    let mut connection: SqliteConnection = SqliteConnectOptions::new().filename(before).connect().await?;
    let ids = sqlx::query_as("SELECT name, seq FROM sqlite_sequence").fetch_all(&mut connection).await;
    let generation =
        sqlx::query_scalar("SELECT generation FROM public_pages WHERE id = 1").fetch_optional(&mut connection).await;
    _ = connection.close().await;
    // A database from before one of these has none.
    Ok((ids.unwrap_or_default(), generation.ok().flatten().unwrap_or_default()))
}
