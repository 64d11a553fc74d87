//! Puts a backup of a SQLite database back. It is copied and looked through first, brought up to date, and only then takes the place of
//! the database, which is kept under another name. Nothing else may have the database open.

use std::{
    fs::{self, File, OpenOptions},
    io,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use sqlx::{
    ConnectOptions, Connection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode},
};
use thiserror::Error;

use super::{
    Db, Limits, MigrationError,
    address::{self, Address},
    backup::{first_damage, restore_command, sync_folder},
    carried,
    migrations::{migrate, pending},
    prepare_lock::PrepareLock,
    use_lock::{UseLock, beside},
};

/// Why a backup is not put back. The database is then as it was. The text is for the operator.
#[derive(Debug, Error)]
pub enum RestoreError {
    #[error(
        "PostgreSQL puts its own backups back; stop the servers and run, with the user and the password of DATABASE_URL: {0}"
    )]
    Postgres(String),
    #[error("cannot read the backup {0}: {1}")]
    Unreadable(PathBuf, io::Error),
    #[error(
        "{0} is a database in use, or a copy of one: there is a log beside it, without which it is not whole; make a backup with latchkey backup"
    )]
    InUseItself(PathBuf),
    #[error("{0} has the database open: stop it first (latchkey serve, or another program that uses SQLite)")]
    InUse(&'static str),
    #[error("{0} is still there, from an earlier restore: move it away, or remove it when you do not need it")]
    KeptBefore(PathBuf),
    #[error("the backup is damaged: {0}")]
    Damaged(String),
    #[error("the backup is no database of latchkey: it has no migrations")]
    NotOurs,
    #[error("the backup does not fit this program: {0}")]
    Migration(#[from] MigrationError),
    #[error("the schema of the backup differs from the one that its migrations make: {0}")]
    Schema(String),
    #[error("cannot read the backup: {0}")]
    Sql(#[from] sqlx::Error),
    #[error("cannot put the backup in place, {0}: {1}")]
    File(PathBuf, io::Error),
}

/// A backup that has been looked through and is ready to take its place. While this lives, no server can open the database.
pub struct Restore {
    /// The copy that will be the database.
    pub db: Db,
    copy: PathBuf,
    target: PathBuf,
    _alone: UseLock,
    _prepare: PrepareLock,
}

/// The endings of the files that SQLite has beside a database, and of ours.
const BESIDE: [&str; 5] = ["-wal", "-shm", "-journal", ".lock", ".open"];

impl Restore {
    /// Copies the backup beside the database at this address, looks through it, and brings it up to date.
    ///
    /// # Errors
    /// Every reason not to put it back; the database is as it was.
    pub async fn prepare(address: &Address, backup: &Path) -> Result<Self, RestoreError> {
        let target = match address {
            Address::Sqlite(file) => file.path.clone(),
            Address::Postgres(server) => return Err(RestoreError::Postgres(restore_command(server, backup))),
        };
        let alone = UseLock::alone(&target).map_err(|error| RestoreError::File(target.clone(), error))?;
        let alone = alone.ok_or(RestoreError::InUse("a process of latchkey"))?;
        let prepare = PrepareLock::take(&target).await;
        let kept = kept_as(&target);
        if kept.exists() {
            return Err(RestoreError::KeptBefore(kept));
        }
        let copy = beside(&target, ".restoring");
        remove(&copy);
        let checked = check(backup, &copy, &target).await;
        let db = checked.inspect_err(|_| remove(&copy))?;
        Ok(Self { db, copy, target, _alone: alone, _prepare: prepare })
    }

    /// Lets the copy take its place. Gives where the database of before is kept, if there was one.
    ///
    /// # Errors
    /// When another program has the database open, and when files cannot be moved.
    pub async fn finish(self) -> Result<Option<PathBuf>, RestoreError> {
        let done = self.take_place().await;
        remove(&self.copy);
        done
    }

    async fn take_place(&self) -> Result<Option<PathBuf>, RestoreError> {
        self.db.close().await;
        let failed = |error| RestoreError::File(self.target.clone(), error);
        File::open(&self.copy).and_then(|file| file.sync_all()).map_err(failed)?;
        let kept = self.target.exists().then(|| kept_as(&self.target));
        if let Some(kept) = &kept {
            settle(&self.target).await?;
            // What a log holds belongs to the database of before only.
            for ending in ["-wal", "-shm", "-journal"] {
                let log = beside(&self.target, ending);
                if log.exists() {
                    fs::rename(&log, beside(kept, ending)).map_err(failed)?;
                }
            }
            // A second name first, so that there is a database at any moment.
            fs::hard_link(&self.target, kept).map_err(failed)?;
        }
        fs::rename(&self.copy, &self.target).map_err(failed)?;
        sync_folder(&self.target).map_err(failed)?;
        Ok(kept)
    }
}

/// Where the database of before is kept.
fn kept_as(target: &Path) -> PathBuf {
    beside(target, ".before-restore")
}

/// Removes a copy and what is beside it.
fn remove(copy: &Path) {
    _ = fs::remove_file(copy);
    BESIDE.iter().for_each(|ending| _ = fs::remove_file(beside(copy, ending)));
}

/// Copies the backup and gives the copy, if it can be a database of this program.
async fn check(backup: &Path, copy: &Path, target: &Path) -> Result<Db, RestoreError> {
    let unreadable = |error| RestoreError::Unreadable(backup.to_owned(), error);
    let mut source = File::open(backup).map_err(unreadable)?;
    if fs::metadata(beside(backup, "-wal")).is_ok_and(|log| log.len() > 0) {
        return Err(RestoreError::InUseItself(backup.to_owned()));
    }
    let mut written = OpenOptions::new().write(true).create_new(true).mode(0o600).open(copy);
    let written =
        written.as_mut().map_err(|error| RestoreError::File(copy.to_owned(), io::Error::from(error.kind())))?;
    io::copy(&mut source, written).map_err(unreadable)?;
    let mut connection = SqliteConnectOptions::new().filename(copy).connect().await.map_err(damaged)?;
    if let Some(wrong) = first_damage(&mut connection).await.map_err(damaged)? {
        return Err(RestoreError::Damaged(wrong));
    }
    connection.close().await?;
    let file = address::File { path: copy.to_owned(), may_create: false };
    let db = Db::open_sqlite(&file, &Limits::of(1)).await?;
    let lacking = pending(&db).await?;
    if lacking.iter().any(|name| name.starts_with("0001_")) {
        return Err(RestoreError::NotOurs);
    }
    migrate(&db).await?;
    compare_schema(&db, copy).await?;
    carried::carry_numbers_on(&db, target).await?;
    Ok(db)
}

/// Compares the schema with that of a new database.
async fn compare_schema(db: &Db, copy: &Path) -> Result<(), RestoreError> {
    let path = beside(copy, ".schema");
    remove(&path);
    let new = Db::open_sqlite(&address::File { path: path.clone(), may_create: true }, &Limits::of(1)).await?;
    let migrated = migrate(&new).await;
    let (ours, theirs) = (carried::schema(&new).await, carried::schema(db).await);
    new.close().await;
    remove(&path);
    migrated?;
    let (ours, theirs) = (ours?, theirs?);
    let differs = theirs.iter().find(|part| !ours.contains(part)).or(ours.iter().find(|part| !theirs.contains(part)));
    differs.map_or(Ok(()), |(name, _)| Err(RestoreError::Schema(name.clone())))
}

/// A file that SQLite cannot read at all.
fn damaged(error: sqlx::Error) -> RestoreError {
    match error.as_database_error().and_then(|error| error.code()).as_deref() {
        Some("26" | "11") => RestoreError::Damaged(error.to_string()),
        _ => error.into(),
    }
}

/// Brings all that is in the log into the file, which only works where nothing else has the database open. A database that cannot be
/// read is left as it is: that may be why the backup is put back.
async fn settle(target: &Path) -> Result<(), RestoreError> {
    let options = SqliteConnectOptions::new().filename(target).journal_mode(SqliteJournalMode::Delete);
    match options.busy_timeout(std::time::Duration::from_millis(200)).connect().await {
        Ok(connection) => Ok(connection.close().await?),
        Err(error) if is_busy(&error) => Err(RestoreError::InUse("another program")),
        Err(error) => {
            tracing::warn!(cause = ?error.to_string(), "the database of before cannot be read; it is kept as it is");
            Ok(())
        }
    }
}

fn is_busy(error: &sqlx::Error) -> bool {
    error.as_database_error().and_then(|error| error.code()).is_some_and(|code| matches!(&*code, "5" | "261" | "517"))
}
