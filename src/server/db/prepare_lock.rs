//! One process at a time prepares a SQLite file: makes it, switches it to WAL, brings its schema up to date. The lock is an
//! advisory one on an empty file beside the database; it ends with the process that holds it. PostgreSQL has locks of its own.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io,
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

use super::use_lock::beside;

/// Held until it is dropped.
#[must_use = "the lock ends when it is dropped"]
pub struct PrepareLock {
    _file: Option<File>,
}

impl PrepareLock {
    /// Waits until no other process prepares this database. Where the file of the lock cannot be made, or the file system has no
    /// locks, nothing is locked: opening the database then says what is wrong, or works as long as one process starts alone.
    pub async fn take(database: &Path) -> Self {
        let path = beside(database, ".lock");
        let taken = tokio::task::spawn_blocking(move || lock(&path)).await;
        let file = taken.unwrap_or_else(|error| Err(io::Error::other(error)));
        Self { _file: file.inspect_err(|error| tracing::debug!(cause = ?error.to_string(), "nothing is locked")).ok() }
    }
}

fn lock(path: &Path) -> io::Result<File> {
    let file = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path)?;
    match file.try_lock() {
        Ok(()) => return Ok(file),
        Err(TryLockError::WouldBlock) => tracing::info!("waiting for another process that prepares the database"),
        Err(TryLockError::Error(error)) => return Err(error),
    }
    file.lock()?;
    Ok(file)
}
