//! What an engine outside the database must store: single sessions by the hash of their id, and which of them are a user's. Each
//! call is one step: of two at once, one comes first.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use super::engine::{NewSession, Result};

/// A session as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, sqlx::FromRow)]
pub struct Stored {
    /// What pages and forms call it by; it stays when the session gets a new id. A later login has a higher one.
    pub number: i64,
    pub user_id: Option<i64>,
    /// JSON.
    pub data: String,
    pub created: i64,
    pub authenticated: i64,
    pub last_seen: i64,
    pub expires: i64,
    pub user_agent: String,
    pub address: String,
}

impl Stored {
    pub fn new(new: &NewSession, number: i64) -> Self {
        Self {
            number,
            user_id: new.user_id,
            data: new.data.clone(),
            created: new.now,
            authenticated: new.now,
            last_seen: new.now,
            expires: new.expires,
            user_agent: new.user_agent.clone(),
            address: new.address.clone(),
        }
    }
}

/// What is left of an id when its session has got another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// The hash of the new id.
    pub to: String,
    pub at: i64,
    pub expires: i64,
}

/// What stands under the hash of an id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Entry {
    Live(Stored),
    Moved(Moved),
}

/// A change of a session that leaves the rest of it alone.
#[derive(Debug, Clone)]
pub enum Update {
    Data {
        user_id: Option<i64>,
        data: String,
        last_seen: i64,
        expires: i64,
    },
    Seen {
        last_seen: i64,
        expires: i64,
        user_agent: String,
        address: String,
    },
    /// Only where the data is still the old one.
    Swap {
        old: String,
        new: String,
    },
}

impl Update {
    /// The session after this change; `None` when it does not apply.
    pub fn apply(self, stored: Stored) -> Option<Stored> {
        match self {
            Self::Data { user_id, data, last_seen, expires } => {
                Some(Stored { user_id, data, last_seen, expires, ..stored })
            }
            Self::Seen { last_seen, expires, user_agent, address } => {
                (last_seen > stored.last_seen).then_some(Stored { last_seen, expires, user_agent, address, ..stored })
            }
            Self::Swap { old, new } => (stored.data == old).then_some(Stored { data: new, ..stored }),
        }
    }
}

/// Some of all sessions, with the hashes of their ids, for moving them.
pub struct Part {
    pub sessions: Vec<(String, Stored)>,
    /// Where the next part begins, if there is one.
    pub next: Option<u64>,
}

/// Where sessions are stored outside the database. An error means that it does not answer.
#[async_trait]
pub trait Storage: Send + Sync + 'static {
    /// The engine's name in the settings.
    fn name(&self) -> &'static str;

    /// What stands under this hash, also when it has expired.
    async fn get(&self, hash: &str) -> Result<Option<Entry>>;

    /// Stores a new session; false when the hash is taken.
    async fn insert(&self, hash: &str, stored: &Stored) -> Result<bool>;

    /// Changes a session; false when it has ended, or the change does not apply.
    async fn update(&self, hash: &str, update: Update) -> Result<bool>;

    /// Puts a session under another hash, as it is given; false when it has ended. `moved` stays in its old place.
    async fn rename(&self, from: &str, to: &str, stored: &Stored, moved: Option<&Moved>) -> Result<bool>;

    /// Replaces a session that has ended by where to find the next one.
    async fn leave(&self, hash: &str, moved: &Moved) -> Result<()>;

    /// Ends a session.
    async fn remove(&self, hash: &str) -> Result<()>;

    /// All sessions of a user that are stored, with the hashes of their ids.
    async fn of_user(&self, user: i64) -> Result<Vec<(String, Stored)>>;

    /// Ends the sessions of a user that have these numbers.
    async fn end(&self, user: i64, numbers: &[i64]) -> Result<()>;

    /// Deletes up to `limit` that have expired, and returns how many there were.
    async fn sweep(&self, limit: u32) -> Result<u32>;

    /// Some of all sessions, from here on; the first part begins at 0.
    async fn part(&self, from: u64) -> Result<Part>;

    /// How many are stored.
    async fn total(&self) -> Result<u64>;

    /// Whether it answers and can be written.
    async fn ping(&self) -> Result<()>;
}
