//! The row behind the current request's session. The session layer puts it into the request, the store fills it.

use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicBool, Ordering},
};

use thiserror::Error;
use tower_sessions_core::{Session, session};

/// The columns of a session's row beside its data, as they were when the request came.
#[derive(Debug, Clone, Copy)]
pub struct LoadedRow {
    pub id: i64,
    /// When the password was last entered, in Unix seconds.
    pub authenticated: i64,
    pub last_seen: i64,
    pub expires: i64,
    pub is_logged_in: bool,
}

/// The row of the current request's session; empty when there is no session. Cheap to clone.
#[derive(Clone, Default)]
pub struct CurrentRow(Arc<Current>);

#[derive(Default)]
struct Current {
    /// The hash of the id in the cookie, whether a session has that id or not.
    sent_hash: Option<String>,
    loaded: OnceLock<LoadedRow>,
    is_renewed: AtomicBool,
    has_ended: AtomicBool,
}

/// Why a session could not be saved.
#[derive(Debug, Error)]
pub enum SaveError {
    /// Another request has ended it meanwhile, and ending wins (B90).
    #[error("the session has ended")]
    Ended,
    #[error(transparent)]
    Failed(#[from] session::Error),
}

impl CurrentRow {
    pub(super) fn new(sent_hash: Option<String>) -> Self {
        Self(Arc::new(Current { sent_hash, ..Current::default() }))
    }

    pub fn get(&self) -> Option<LoadedRow> {
        self.0.loaded.get().copied()
    }

    /// The id of the row.
    pub fn id(&self) -> Option<i64> {
        self.get().map(|row| row.id)
    }

    /// Keeps the row when the session gets its next id. A new row instead would let a request in flight bring back a session
    /// that has ended meanwhile.
    pub fn renew(&self) {
        self.0.is_renewed.store(true, Ordering::Relaxed);
    }

    /// Saves the session of this row.
    ///
    /// # Errors
    /// [`SaveError::Ended`] when another request was faster.
    pub async fn save(&self, session: &Session) -> Result<(), SaveError> {
        session.save().await.map_err(|error| match self.0.has_ended.load(Ordering::Relaxed) {
            true => SaveError::Ended,
            false => SaveError::Failed(error),
        })
    }

    pub(super) fn sent_hash(&self) -> Option<&str> {
        self.0.sent_hash.as_deref()
    }

    /// The row that gets the session's next id.
    pub(super) fn renewed(&self) -> Option<LoadedRow> {
        self.get().filter(|_| self.0.is_renewed.load(Ordering::Relaxed))
    }

    /// Notes what the store has read; only the first time counts.
    pub(super) fn set_loaded(&self, row: LoadedRow) {
        _ = self.0.loaded.set(row);
    }

    /// Forgets what was to become of the row: the request was stored, or its changes were dropped.
    pub fn reset(&self) {
        self.0.is_renewed.store(false, Ordering::Relaxed);
        self.0.has_ended.store(false, Ordering::Relaxed);
    }

    /// Notes that the store found no row to save the session in.
    pub(super) fn set_ended(&self) {
        self.0.has_ended.store(true, Ordering::Relaxed);
    }
}
