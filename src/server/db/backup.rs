//! A copy of a SQLite database while it is in use, in one file, as it is at one moment. Writers do not wait for it. PostgreSQL has
//! programs of its own for that, which are named.

use std::{
    fs::{self, File, OpenOptions},
    io,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use sqlx::{ConnectOptions, Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use thiserror::Error;

use super::{
    address::{Address, Server},
    use_lock::beside,
};

/// Why there is no backup. The text is for the operator.
#[derive(Debug, Error)]
pub enum BackupError {
    #[error("{0} exists already: name another file, or remove that one")]
    Exists(PathBuf),
    #[error("there is no database at {0}; check DATABASE_URL, or database.url in the settings")]
    NoDatabase(PathBuf),
    #[error("PostgreSQL makes its own backups; run, with the user and the password of DATABASE_URL: {0}")]
    Postgres(String),
    #[error("cannot write the backup {0}: {1}")]
    File(PathBuf, io::Error),
    #[error("cannot copy the database: {0}")]
    Sql(#[from] sqlx::Error),
    #[error("the copy is damaged ({0}), so the database is: no backup was kept; look at the disk")]
    Damaged(String),
}

/// Copies the database at an address to a new file, which only its owner can read. Gives the size of the file in bytes.
///
/// # Errors
/// When the file exists, and when the copy cannot be made or is not whole; then no file is left.
pub async fn backup(address: &Address, file: &Path) -> Result<u64, BackupError> {
    let database = match address {
        Address::Sqlite(database) => &database.path,
        Address::Postgres(server) => return Err(BackupError::Postgres(dump_command(server, file))),
    };
    if file.exists() {
        return Err(BackupError::Exists(file.to_owned()));
    }
    if !database.is_file() {
        return Err(BackupError::NoDatabase(database.clone()));
    }
    let part = beside(file, ".part");
    let copied = copy(database, &part).await;
    let named = copied.and_then(|()| keep(&part, file));
    _ = fs::remove_file(&part);
    named
}

/// Copies the database by SQLite's own means, which see one moment of it, and looks whether the copy is whole.
async fn copy(database: &Path, part: &Path) -> Result<(), BackupError> {
    let failed = |error| BackupError::File(part.to_owned(), error);
    _ = fs::remove_file(part);
    // SQLite takes an empty file, and leaves its mode as it is.
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(part).map_err(failed)?;
    let mut connection = SqliteConnectOptions::new().filename(database).connect().await?;
    sqlx::query("VACUUM INTO $1").bind(part.to_string_lossy()).execute(&mut connection).await?;
    connection.close().await?;
    let mut copied = SqliteConnectOptions::new().filename(part).read_only(true).connect().await?;
    let wrong = first_damage(&mut copied).await?;
    copied.close().await?;
    if let Some(wrong) = wrong {
        return Err(BackupError::Damaged(wrong));
    }
    // SQLite does not wait until such a copy is on the disk.
    File::open(part).and_then(|file| file.sync_all()).map_err(failed)
}

/// Gives the finished copy its name, unless another file has it meanwhile.
fn keep(part: &Path, file: &Path) -> Result<u64, BackupError> {
    fs::hard_link(part, file).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => BackupError::Exists(file.to_owned()),
        _ => BackupError::File(file.to_owned(), error),
    })?;
    let failed = |error| BackupError::File(file.to_owned(), error);
    sync_folder(file).map_err(failed)?;
    fs::metadata(file).map(|found| found.len()).map_err(failed)
}

/// What is wrong with a database, if anything: pages and indexes first, then rows that refer to nothing.
pub(super) async fn first_damage(connection: &mut SqliteConnection) -> Result<Option<String>, sqlx::Error> {
    let found: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check(1)").fetch_all(&mut *connection).await?;
    if let Some(wrong) = found.into_iter().find(|line| line != "ok") {
        return Ok(Some(wrong));
    }
    let orphans: Option<(String, Option<i64>, String)> =
        sqlx::query_as("SELECT \"table\", rowid, parent FROM pragma_foreign_key_check LIMIT 1")
            .fetch_optional(connection)
            .await?;
    Ok(orphans.map(|(table, _, parent)| format!("a row of {table} refers to none of {parent}")))
}

/// Waits until the names in the folder of a file are on the disk.
pub(super) fn sync_folder(file: &Path) -> io::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

fn dump_command(server: &Server, file: &Path) -> String {
    format!("pg_dump --format=custom --file='{}' {}", file.display(), place_of(server))
}

/// The command that puts back what `pg_dump` has written.
pub fn restore_command(server: &Server, file: &Path) -> String {
    let place = place_of(server);
    format!("pg_restore --clean --if-exists --exit-on-error --single-transaction {place} '{}'", file.display())
}

/// Where the database is, as options of PostgreSQL's own programs; without user and password.
fn place_of(server: &Server) -> String {
    let options = &server.options;
    let host = options.get_socket().map_or_else(|| options.get_host().to_owned(), |path| path.display().to_string());
    let database = options.get_database().unwrap_or("latchkey");
    format!("--host={host} --port={} --dbname={database}", options.get_port())
}
