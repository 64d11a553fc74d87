//! Who has a SQLite file open. Every process that has holds a shared lock on an empty file beside it, for as long as it runs; who
//! replaces the file takes the lock alone. The lock ends with its process, so nothing is left over after a crash.

use std::{
    ffi::OsString,
    fs::{File, OpenOptions, TryLockError},
    io,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

/// Held until it is dropped.
#[must_use = "the lock ends when it is dropped"]
pub struct UseLock {
    _file: Option<File>,
}

impl UseLock {
    /// Says that this process has the file open, from now on; waits while another one replaces it. Where the file of the lock cannot be
    /// made, or the file system has no locks, nothing is locked: opening the database says what is wrong.
    pub async fn share(database: &Path) -> Self {
        let path = beside(database, ".open");
        let taken = tokio::task::spawn_blocking(move || share(&path)).await;
        let file = taken.unwrap_or_else(|error| Err(io::Error::other(error)));
        Self { _file: file.inspect_err(|error| tracing::debug!(cause = ?error.to_string(), "nothing is locked")).ok() }
    }

    /// Keeps all others from opening the file. `None` where one has it open.
    ///
    /// # Errors
    /// When the file of the lock cannot be made or locked.
    pub fn alone(database: &Path) -> io::Result<Option<Self>> {
        let file = open(&beside(database, ".open"))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _file: Some(file) })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

/// A file beside another, with a longer name.
pub fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(ending);
    name.into()
}

fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path)
}

fn share(path: &Path) -> io::Result<File> {
    let file = open(path)?;
    match file.try_lock_shared() {
        Ok(()) => return Ok(file),
        Err(TryLockError::WouldBlock) => tracing::info!("waiting for another process that replaces the database"),
        Err(TryLockError::Error(error)) => return Err(error),
    }
    file.lock_shared()?;
    Ok(file)
}
