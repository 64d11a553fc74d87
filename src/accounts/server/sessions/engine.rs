//! Where sessions live: what every engine can do. The rest of the code asks this trait and knows no engine. Django:
//! `SESSION_ENGINE`, `SessionBase`.
//!
//! What holds for each of them: an id is stored as its hash only; saving updates and never brings back a session that has ended;
//! what the transaction of a request ends has ended with its commit, for every machine; rights are read anew with each request.

use std::{fmt, sync::Arc};

use async_trait::async_trait;
use thiserror::Error;
use tower_sessions_core::session::Id;

use super::loaded::{LoadedRow, LoadedUser};
use crate::{
    accounts::types::UserId,
    server::{
        context::Client,
        db::{RequestTx, Tx},
        errors::internal,
    },
    shared::{AppError, Cursor, Timestamp},
};

/// After how many seconds another try is worth it while sessions cannot be read.
pub const AGAIN: u32 = 5;

/// The engine of this site. Cheap to clone.
pub type Sessions = Arc<dyn Engine>;

/// Why an engine could not do what it was asked.
#[derive(Debug, Error)]
pub enum EngineError {
    #[error(transparent)]
    Db(#[from] sqlx::Error),
    /// What keeps the sessions outside the database does not answer, or says something that makes no sense.
    #[error("the sessions cannot be read or written: {0}")]
    Outside(String),
}

impl From<EngineError> for AppError {
    fn from(error: EngineError) -> Self {
        let is_outside = matches!(error, EngineError::Outside(_));
        let error = internal(error);
        // It may answer again soon.
        if is_outside { Self::SessionsAway { retry_after: AGAIN } } else { error }
    }
}

pub type Result<T> = std::result::Result<T, EngineError>;

/// A session as it was read, with its user.
pub struct Loaded {
    pub row: LoadedRow,
    /// JSON.
    pub data: String,
    /// The user of a session that has one, read in one query with what they may do.
    pub user: Option<LoadedUser>,
}

/// A session that gets an id.
#[derive(Debug, Clone)]
pub struct NewSession {
    pub id_hash: String,
    /// The id that the browser had before.
    pub previous_hash: Option<String>,
    pub user_id: Option<i64>,
    pub data: String,
    pub now: i64,
    pub expires: i64,
    pub user_agent: String,
    pub address: String,
}

/// The new data of a session.
#[derive(Debug, Clone)]
pub struct Saved {
    pub id_hash: String,
    pub user_id: Option<i64>,
    pub data: String,
    pub now: i64,
    pub expires: i64,
}

/// A session that is locked, as it is stored now: other requests may have changed it since it was loaded.
#[derive(sqlx::FromRow)]
pub struct LockedSession {
    pub id_hash: String,
    pub data: String,
}

/// A line of the sessions page.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ListedSession {
    pub id: i64,
    pub created: i64,
    pub last_seen: i64,
    pub user_agent: String,
    pub address: String,
}

/// A session that an open page follows.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FollowedSession {
    pub id: i64,
    /// The hash of the id that it had when the page was opened.
    pub id_hash: String,
}

/// A session that has neither ended nor expired, of an active user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct LiveSession {
    pub id: i64,
    pub user_id: i64,
    /// When the password was last entered, in Unix seconds.
    pub authenticated: i64,
    pub expires: i64,
}

/// The MACs over the old and the new hash of one password, as sessions carry them.
#[derive(Debug, Clone, Copy)]
pub struct NewMac<'a> {
    pub old: &'a str,
    pub new: &'a str,
}

/// What keeps the sessions. What takes the [`RequestTx`] joins the transaction of the request where that is open.
#[async_trait]
pub trait Engine: Send + Sync + 'static {
    /// Its name in the settings.
    fn name(&self) -> &'static str;

    /// Whether the sessions of a user can be listed, counted, limited in number and ended one by one.
    fn knows_all(&self) -> bool {
        true
    }

    /// The id that the value of a cookie names; `None` where the value is another program's.
    fn id_in(&self, value: &str) -> Option<Id> {
        value.parse().ok()
    }

    /// The engine for one request, where that must know what the cookie of the request carries; `None` where this one does.
    fn of_request(&self, _value: Option<&str>) -> Option<Sessions> {
        None
    }

    /// What the cookie of this session must say from now on, where it carries more than the id.
    fn cookie_value(&self, _id: Id) -> std::result::Result<Option<String>, AppError> {
        Ok(None)
    }

    /// The session whose id has this hash, if it lives, and its user.
    async fn load(&self, id_hash: &str) -> Result<Option<Loaded>>;

    /// Stores a new session; false when its id is taken.
    async fn create(&self, tx: &RequestTx, new: NewSession) -> Result<bool>;

    /// Stores new data; false when the session has ended.
    async fn save(&self, tx: &RequestTx, saved: Saved) -> Result<bool>;

    /// Gives this session its next id, and new data; false when it has ended. Its longest life begins again.
    async fn renew(&self, tx: &RequestTx, row: &LoadedRow, new: NewSession) -> Result<bool>;

    /// Ends the session with this id.
    async fn delete(&self, tx: &RequestTx, id_hash: &str) -> Result<()>;

    /// Ends the session that this id names, also when it has got a new id meanwhile: a logout wins.
    async fn end(&self, tx: &mut Tx, id_hash: &str) -> Result<()>;

    /// Whether the session with this id has got a new one at that moment or later, in the transaction that is open, if one is.
    async fn has_successor(&self, tx: Option<&mut Tx>, id_hash: &str, since: i64) -> Result<bool>;

    /// Notes that a session is in use, and until when it lives.
    async fn touch(&self, session: &FollowedSession, now: Timestamp, expires: Timestamp, client: &Client)
    -> Result<()>;

    /// Locks a session of a user until the end of the transaction; `None` when it has ended. Their row is locked already.
    async fn lock(&self, tx: &mut Tx, session: &FollowedSession, user: UserId) -> Result<Option<LockedSession>>;

    /// Uses up the password that was entered at that moment for one action: whether this call has done it. `None` where the
    /// locked row tells that.
    async fn use_password(&self, id_hash: &str, entered: i64) -> Result<Option<bool>>;

    /// Up to `limit` sessions of a user along the cursor; after a cursor they come oldest first.
    async fn list(&self, user: UserId, cursor: Cursor, limit: u32) -> Result<Vec<ListedSession>>;

    /// How many live sessions a user has, at most [`crate::accounts::types::SESSIONS_COUNTED`]; `None` where that cannot be known.
    async fn count(&self, user: UserId) -> Result<Option<u32>>;

    /// The same where the database does not know it, 0 where that cannot be known; `None` where a query has counted them already.
    async fn count_outside(&self, user: UserId) -> Result<Option<u32>>;

    /// Whether a session of this user has begun at that second or later.
    async fn has_begun_since(&self, user: UserId, since: Timestamp) -> Result<bool>;

    /// Ends one session of a user; false when the user has none with this number.
    async fn end_one(&self, tx: &mut Tx, user: UserId, id: i64) -> Result<bool>;

    /// Ends every session of a user but this one: their next requests are anonymous.
    async fn end_all_but(&self, tx: &mut Tx, user: UserId, kept: Option<i64>) -> Result<()>;

    /// Ends the oldest sessions of a user so that `most` remain beside this one; false when there are no more than that, or that
    /// cannot be known.
    async fn end_oldest(&self, tx: &mut Tx, user: UserId, this: Option<i64>, most: u32) -> Result<bool>;

    /// Forgets the sessions of a user who is deleted in this transaction.
    async fn forget(&self, tx: &mut Tx, user: UserId) -> Result<()>;

    /// Lets the sessions of a user go on when the hash of their password is replaced.
    async fn replace_mac(&self, tx: &mut Tx, user: UserId, mac: NewMac<'_>) -> Result<()>;

    /// The same for the one session that goes on when the password is replaced.
    async fn replace_mac_of(&self, tx: &mut Tx, id: i64, mac: NewMac<'_>) -> Result<()>;

    /// Deletes up to `limit` sessions that have expired or ended, and returns how many there were.
    async fn sweep(&self, limit: u32) -> Result<u32>;

    /// Those of these sessions that are live.
    async fn find_live(&self, sessions: &[FollowedSession]) -> Result<Vec<LiveSession>>;

    /// How many sessions are stored, those that have expired among them; `None` where that cannot be known. All are counted, so not
    /// often.
    async fn total(&self) -> Result<Option<u64>>;

    /// Whether it answers.
    async fn ping(&self) -> Result<()>;
}

impl fmt::Debug for dyn Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Engine({})", self.name())
    }
}
