//! The row behind the current request's session. The session layer puts it into the request, the store fills it.

use std::sync::{
    Arc, Mutex, MutexGuard, OnceLock, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use thiserror::Error;
use tower_sessions_core::{Session, session};

use super::{
    engine::{EngineError, FollowedSession, Sessions},
    loaded::{LoadedRow, LoadedUser},
};
use crate::server::{
    clock::now,
    db::{RequestTx, Tx, public_pages::Generation},
};

/// For how many seconds a late answer may still carry the previous id.
const LATE: i64 = 60;

/// The row of the current request's session; empty when there is no session. Cheap to clone.
#[derive(Clone)]
pub struct CurrentRow(Arc<Current>);

struct Current {
    sessions: Sessions,
    /// The hash of the id in the cookie, whether a session has that id or not.
    sent_hash: Option<String>,
    loaded: OnceLock<LoadedRow>,
    user: Mutex<Option<LoadedUser>>,
    public: OnceLock<Generation>,
    is_renewed: AtomicBool,
    has_ended: AtomicBool,
    now: Mutex<Now>,
}

/// What is known of the row beyond what was loaded.
#[derive(Default)]
struct Now {
    /// When this request has entered the password, in Unix seconds.
    authenticated: Option<i64>,
    /// When the password was entered that this request uses up for one action.
    used: Option<i64>,
    /// Once the row is locked: the id it has now, and when the password was entered that is stored for one action.
    locked: Option<(String, Option<i64>)>,
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
    pub(super) fn new(sessions: Sessions, sent_hash: Option<String>) -> Self {
        Self(Arc::new(Current {
            sessions,
            sent_hash,
            loaded: OnceLock::default(),
            user: Mutex::default(),
            public: OnceLock::default(),
            is_renewed: AtomicBool::default(),
            has_ended: AtomicBool::default(),
            now: Mutex::default(),
        }))
    }

    /// Where this session lives, as this request uses it.
    pub fn sessions(&self) -> &Sessions {
        &self.0.sessions
    }

    pub fn get(&self) -> Option<LoadedRow> {
        let row = self.0.loaded.get().copied()?;
        Some(LoadedRow { authenticated: self.now().authenticated.unwrap_or(row.authenticated), ..row })
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

    /// Whether the session gets its next id with this request.
    pub fn is_renewed(&self) -> bool {
        self.0.is_renewed.load(Ordering::Relaxed)
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
        self.get().filter(|_| self.is_renewed())
    }

    /// Notes what the store has read; only the first time counts.
    pub(super) fn set_loaded(&self, row: LoadedRow, user: Option<LoadedUser>) {
        if self.0.loaded.set(row).is_ok() {
            if let Some(generation) = user.as_ref().and_then(|user| user.public) {
                self.0.public.get_or_init(|| generation);
            }
            *self.user() = user;
        }
    }

    /// The generation of what visitors see when the user of the session was read.
    pub fn public(&self) -> Option<Generation> {
        self.0.public.get().copied()
    }

    /// The user of the session as they were when it was read; given once.
    pub fn take_user(&self) -> Option<LoadedUser> {
        self.user().take()
    }

    fn user(&self) -> MutexGuard<'_, Option<LoadedUser>> {
        self.0.user.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The session as an open page follows it.
    pub fn followed(&self) -> Option<FollowedSession> {
        Some(FollowedSession { id: self.id()?, id_hash: self.sent_hash()?.to_owned() })
    }

    /// Uses up, by this request, the password that was entered at that moment for one action; false when another request has used it
    /// up already.
    pub async fn use_password(&self, entered: i64) -> Result<bool, EngineError> {
        let sent = self.sent_hash().unwrap_or_default();
        if let Some(is_used) = self.0.sessions.use_password(sent, entered).await? {
            return Ok(is_used);
        }
        let mut now = self.now();
        now.used = Some(entered);
        Ok(now.is_unused())
    }

    /// Ends the session that the cookie names, also when another request has given it a new id meanwhile: a logout wins.
    pub async fn end(&self, tx: &mut Tx) -> Result<(), EngineError> {
        match self.sent_hash() {
            Some(hash) => self.0.sessions.end(tx, hash).await,
            None => Ok(()),
        }
    }

    /// Whether another request has just given this session a new id, which a late answer must not overwrite. Only for a
    /// minute: a browser that never received the new id must be able to start again.
    pub async fn has_successor(&self, tx: &RequestTx) -> Result<bool, EngineError> {
        let Some(hash) = self.sent_hash() else { return Ok(false) };
        let since = now().0 - LATE;
        match tx.open() {
            Some(mut tx) => self.0.sessions.has_successor(Some(&mut tx), hash, since).await,
            None => self.0.sessions.has_successor(None, hash, since).await,
        }
    }

    /// Notes what the locked row says; false when the password that this request uses up has been used up already.
    pub(super) fn set_locked(&self, id_hash: &str, entered: Option<i64>) -> bool {
        let mut now = self.now();
        now.locked = Some((id_hash.to_owned(), entered));
        now.is_unused()
    }

    /// Whether another request has given the session a new id since the cookie was sent; known once the row is locked.
    pub fn has_new_id(&self) -> bool {
        self.now().locked.as_ref().is_some_and(|(id_hash, _)| Some(id_hash.as_str()) != self.sent_hash())
    }

    /// Notes that the row was stored with the password entered now.
    pub fn set_authenticated(&self, at: i64) {
        self.now().authenticated = Some(at);
    }

    fn now(&self) -> MutexGuard<'_, Now> {
        self.0.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets what was to become of the row: the request was stored, or its changes were dropped.
    pub fn reset(&self) {
        let mut now = self.now();
        (now.used, now.locked) = (None, None);
        drop(now);
        self.0.is_renewed.store(false, Ordering::Relaxed);
        self.0.has_ended.store(false, Ordering::Relaxed);
    }

    /// Notes that the store found no row to save the session in.
    pub(super) fn set_ended(&self) {
        self.0.has_ended.store(true, Ordering::Relaxed);
    }
}

impl Now {
    fn is_unused(&self) -> bool {
        match (&self.used, &self.locked) {
            (Some(used), Some((_, stored))) => *stored == Some(*used),
            _ => true,
        }
    }
}
