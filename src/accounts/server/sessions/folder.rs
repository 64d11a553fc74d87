//! The files of sessions in their folder, read and written on the thread that asks. What it looks like is in `file.rs`.

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, ErrorKind, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, UNIX_EPOCH},
};

use super::storage::{Entry, Moved, Part, Stored, Update};
use crate::server::clock::now;

/// Into how many folders the sessions are divided, by the first two digits of the hash.
const PARTS: u32 = 256;

pub struct Folder {
    pub root: PathBuf,
    /// Which part is swept next.
    swept: AtomicU32,
    /// Held, with the lock of the file, while something is changed.
    lock: Mutex<Option<File>>,
}

/// The folder, locked for this process and for all others.
pub struct Locked<'a> {
    folder: &'a Folder,
    file: MutexGuard<'a, Option<File>>,
}

impl Folder {
    pub fn new(root: PathBuf) -> Self {
        Self { root, swept: AtomicU32::new(0), lock: Mutex::default() }
    }

    /// Removes up to `limit` files whose time has come, part by part, and gives how many.
    pub fn sweep(&self, limit: u32) -> io::Result<u32> {
        let mut count = 0;
        for _ in 0..PARTS {
            let part = self.swept.load(Ordering::Relaxed) % PARTS;
            count += self.sweep_part(part, limit - count)?;
            if count == limit {
                break;
            }
            self.swept.store(part + 1, Ordering::Relaxed);
        }
        Ok(count)
    }

    fn part_path(&self, part: u32) -> PathBuf {
        self.root.join("sessions").join(format!("{part:02x}"))
    }

    fn sweep_part(&self, part: u32, limit: u32) -> io::Result<u32> {
        let (path, mut count) = (self.part_path(part), 0);
        for hash in names(&path)? {
            let file = path.join(&hash);
            if !has_expired(&file) {
                continue;
            }
            // Looked at again, for it may have been used just now.
            let locked = self.lock()?;
            if has_expired(&file) {
                locked.remove(&hash)?;
                count += 1;
            }
            if count == limit {
                break;
            }
        }
        Ok(count)
    }

    /// The sessions of one part.
    pub fn part(&self, part: u32) -> io::Result<Part> {
        let mut sessions = Vec::new();
        for hash in names(&self.part_path(part))? {
            if let Some(stored) = self.read_live(&hash)? {
                sessions.push((hash, stored));
            }
        }
        Ok(Part { sessions, next: Some(u64::from(part + 1)).filter(|next| *next < u64::from(PARTS)) })
    }

    /// How many sessions there are.
    pub fn total(&self) -> io::Result<u64> {
        (0..PARTS).try_fold(0, |sum, part| Ok(sum + names(&self.part_path(part))?.len() as u64))
    }

    /// Makes the folder, and fails where nothing can be written into it.
    pub fn check(&self) -> io::Result<()> {
        drop(self.lock()?);
        make_folder(&self.root.join("sessions"))
    }

    pub fn session(&self, hash: &str) -> PathBuf {
        self.root.join("sessions").join(hash.get(..2).unwrap_or_default()).join(hash)
    }

    fn user(&self, user: i64) -> PathBuf {
        self.root.join("users").join(user.to_string())
    }

    /// What stands under this hash. What cannot be read is no session.
    pub fn read(&self, hash: &str) -> io::Result<Option<Entry>> {
        let text = match fs::read(self.session(hash)) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            text => text?,
        };
        let entry = serde_json::from_slice(&text).ok();
        if entry.is_none() {
            tracing::warn!(event = "session_unreadable");
        }
        Ok(entry)
    }

    pub fn read_live(&self, hash: &str) -> io::Result<Option<Stored>> {
        Ok(match self.read(hash)? {
            Some(Entry::Live(stored)) => Some(stored),
            _ => None,
        })
    }

    pub fn of_user(&self, user: i64) -> io::Result<Vec<(String, Stored)>> {
        let mut found = Vec::new();
        for hash in names(&self.user(user))? {
            if let Some(stored) = self.read_live(&hash)?.filter(|stored| stored.user_id == Some(user)) {
                found.push((hash, stored));
            }
        }
        Ok(found)
    }

    pub fn lock(&self) -> io::Result<Locked<'_>> {
        let mut file = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        if file.is_none() {
            make_folder(&self.root)?;
            *file = Some(private().create(true).truncate(false).open(self.root.join("lock"))?);
        }
        if let Some(file) = &*file {
            file.lock()?;
        }
        Ok(Locked { folder: self, file })
    }
}

impl Drop for Locked<'_> {
    fn drop(&mut self) {
        if let Some(file) = &*self.file {
            // Where that fails, closing the file at the end of the process unlocks it.
            _ = file.unlock();
        }
    }
}

impl Locked<'_> {
    /// Writes a file beside its place and renames it: a reader finds the old one or the new one.
    pub fn write(&self, hash: &str, entry: &Entry) -> io::Result<()> {
        let path = self.folder.session(hash);
        make_folder(path.parent().unwrap_or(&self.folder.root))?;
        let beside = self.folder.root.join("new");
        let mut file = private().create(true).truncate(true).open(&beside)?;
        file.write_all(&serde_json::to_vec(entry)?)?;
        let expires = match entry {
            Entry::Live(stored) => stored.expires,
            Entry::Moved(moved) => moved.expires,
        };
        file.set_modified(UNIX_EPOCH + Duration::from_secs(u64::try_from(expires).unwrap_or_default()))?;
        drop(file);
        // Before the session itself: one that is not in the list could not be ended with the others.
        if let Entry::Live(Stored { user_id: Some(user), .. }) = entry {
            let folder = self.folder.user(*user);
            make_folder(&folder)?;
            private().create(true).truncate(true).open(folder.join(hash))?;
        }
        fs::rename(beside, path)
    }

    /// Removes what stands under this hash, and takes it out of its user's list.
    pub fn remove(&self, hash: &str) -> io::Result<()> {
        let user = self.folder.read_live(hash)?.and_then(|stored| stored.user_id);
        remove_file(&self.folder.session(hash))?;
        user.map_or(Ok(()), |user| self.unlist(user, hash))
    }

    fn unlist(&self, user: i64, hash: &str) -> io::Result<()> {
        let folder = self.folder.user(user);
        remove_file(&folder.join(hash))?;
        // It stays where there are others.
        _ = fs::remove_dir(folder);
        Ok(())
    }

    pub fn update(&self, hash: &str, update: Update) -> io::Result<bool> {
        let Some(old) = self.folder.read_live(hash)? else { return Ok(false) };
        let user = old.user_id;
        let Some(new) = update.apply(old) else { return Ok(false) };
        if let Some(user) = user.filter(|user| new.user_id != Some(*user)) {
            self.unlist(user, hash)?;
        }
        self.write(hash, &Entry::Live(new))?;
        Ok(true)
    }

    pub fn rename(&self, from: &str, to: &str, stored: &Stored, moved: Option<&Moved>) -> io::Result<bool> {
        if self.folder.read_live(from)?.is_none() {
            return Ok(false);
        }
        self.remove(from)?;
        self.write(to, &Entry::Live(stored.clone()))?;
        if let Some(moved) = moved {
            self.write(from, &Entry::Moved(moved.clone()))?;
        }
        Ok(true)
    }
}

/// Whether the time of a session has come; not where it has gone.
fn has_expired(file: &Path) -> bool {
    let modified = fs::metadata(file).and_then(|metadata| metadata.modified());
    let expires = modified.ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok()).map(|age| age.as_secs());
    expires.and_then(|expires| i64::try_from(expires).ok()).is_some_and(|expires| expires <= now().0)
}

/// Opens a file that only its owner may read.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).mode(0o600);
    options
}

pub fn make_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

fn remove_file(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        done => done,
    }
}

/// The names in a folder; none where it does not exist.
fn names(folder: &Path) -> io::Result<Vec<String>> {
    match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        entries => entries?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect(),
    }
}
