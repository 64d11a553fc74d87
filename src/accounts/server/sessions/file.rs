//! The engine `file`: a folder of its own, one file a session, written beside and renamed, for its owner only. For one machine: the
//! lock that makes each change one step is that of a file. Django: `django.contrib.sessions.backends.file`.
//!
//! ```text
//! sessions/ab/ab…   what stands under the hash of an id, as JSON; the time of its last change is the time of its end
//! users/7/ab…       empty: this session is one of user 7
//! ```

use std::{io, path::PathBuf, sync::Arc};

use async_trait::async_trait;

use super::{
    engine::{EngineError, Result},
    folder::Folder,
    storage::{Entry, Moved, Part, Storage, Stored, Update},
};

/// Sessions in a folder. Cheap to clone.
#[derive(Clone)]
pub struct FileStorage(Arc<Folder>);

impl FileStorage {
    /// In this folder, which is made when it is needed.
    pub fn new(root: PathBuf) -> Self {
        Self(Arc::new(Folder::new(root)))
    }

    /// Runs what reads and writes files on a thread where that may take its time.
    async fn run<T: Send + 'static>(&self, what: impl FnOnce(&Folder) -> io::Result<T> + Send + 'static) -> Result<T> {
        let folder = self.0.clone();
        let done = tokio::task::spawn_blocking(move || what(&folder)).await;
        done.map_err(io::Error::other)
            .flatten()
            .map_err(|error| EngineError::Outside(format!("in the folder {}: {error}", self.0.root.display())))
    }
}

#[async_trait]
impl Storage for FileStorage {
    fn name(&self) -> &'static str {
        "file"
    }

    async fn get(&self, hash: &str) -> Result<Option<Entry>> {
        let hash = hash.to_owned();
        self.run(move |folder| folder.read(&hash)).await
    }

    async fn insert(&self, hash: &str, stored: &Stored) -> Result<bool> {
        let (hash, entry) = (hash.to_owned(), Entry::Live(stored.clone()));
        self.run(move |folder| {
            let locked = folder.lock()?;
            let is_free = !folder.session(&hash).exists();
            if is_free {
                locked.write(&hash, &entry)?;
            }
            Ok(is_free)
        })
        .await
    }

    async fn update(&self, hash: &str, update: Update) -> Result<bool> {
        let hash = hash.to_owned();
        self.run(move |folder| folder.lock()?.update(&hash, update)).await
    }

    async fn rename(&self, from: &str, to: &str, stored: &Stored, moved: Option<&Moved>) -> Result<bool> {
        let (from, to, stored, moved) = (from.to_owned(), to.to_owned(), stored.clone(), moved.cloned());
        self.run(move |folder| folder.lock()?.rename(&from, &to, &stored, moved.as_ref())).await
    }

    async fn leave(&self, hash: &str, moved: &Moved) -> Result<()> {
        let (hash, entry) = (hash.to_owned(), Entry::Moved(moved.clone()));
        self.run(move |folder| {
            let locked = folder.lock()?;
            locked.remove(&hash)?;
            locked.write(&hash, &entry)
        })
        .await
    }

    async fn remove(&self, hash: &str) -> Result<()> {
        let hash = hash.to_owned();
        self.run(move |folder| folder.lock()?.remove(&hash)).await
    }

    async fn of_user(&self, user: i64) -> Result<Vec<(String, Stored)>> {
        self.run(move |folder| folder.of_user(user)).await
    }

    async fn end(&self, user: i64, numbers: &[i64]) -> Result<()> {
        let numbers = numbers.to_vec();
        self.run(move |folder| {
            let locked = folder.lock()?;
            for (hash, stored) in folder.of_user(user)? {
                if numbers.contains(&stored.number) {
                    locked.remove(&hash)?;
                }
            }
            Ok(())
        })
        .await
    }

    async fn sweep(&self, limit: u32) -> Result<u32> {
        self.run(move |folder| folder.sweep(limit)).await
    }

    async fn part(&self, from: u64) -> Result<Part> {
        self.run(move |folder| folder.part(u32::try_from(from).unwrap_or(u32::MAX))).await
    }

    async fn total(&self) -> Result<u64> {
        self.run(Folder::total).await
    }

    async fn ping(&self) -> Result<()> {
        self.run(Folder::check).await
    }
}
