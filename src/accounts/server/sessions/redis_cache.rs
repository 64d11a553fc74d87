//! The part of the engine `cached` that several servers share: data of sessions in Redis, by the hashes of their ids. It is a cache and no
//! more: where Redis does not answer, the database does, and Redis is left alone for a moment.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use ::redis::{AsyncCommands, RedisError, aio::ConnectionManager};

use super::{
    engine::Result,
    redis_link::{Place, connect},
};
use crate::server::clock::now;

/// How long a page waits for it: reading from the database is no slower.
const PATIENCE: Duration = Duration::from_millis(100);

/// For how many seconds nothing is asked of it after a failure.
const LEFT_ALONE: i64 = 2;

/// For how long data stays that has ended on another server, or is not asked for.
pub const KEPT: Duration = Duration::from_secs(60);

/// The data of a session in one of its versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    pub number: i64,
    /// JSON.
    pub data: Arc<str>,
}

/// The shared cache. Cheap to clone.
#[derive(Clone)]
pub struct RedisCache {
    connection: ConnectionManager,
    prefix: Arc<str>,
    /// Until when nothing is asked of it.
    resting: Arc<AtomicI64>,
}

impl RedisCache {
    /// # Errors
    /// Where the address is none. It connects at the first use.
    pub fn new(place: &Place, prefix: &str) -> Result<Self> {
        let prefix = format!("{prefix}:cached-session:").into();
        Ok(Self { connection: connect(place, PATIENCE)?, prefix, resting: Arc::default() })
    }

    fn key(&self, id_hash: &str) -> String {
        format!("{}{id_hash}", self.prefix)
    }

    pub async fn find(&self, id_hash: &str) -> Option<Version> {
        let text = self.ask(self.connection.clone().get::<_, Option<String>>(self.key(id_hash))).await??;
        let (number, data) = text.split_once(' ')?;
        Some(Version { number: number.parse().ok()?, data: data.into() })
    }

    pub async fn keep(&self, id_hash: &str, version: &Version) {
        let text = format!("{} {}", version.number, version.data);
        self.ask(self.connection.clone().set_ex::<_, _, ()>(self.key(id_hash), text, KEPT.as_secs())).await;
    }

    pub async fn forget(&self, id_hash: &str) {
        self.ask(self.connection.clone().del::<_, ()>(self.key(id_hash))).await;
    }

    async fn ask<T>(&self, question: impl Future<Output = std::result::Result<T, RedisError>>) -> Option<T> {
        if now().0 < self.resting.load(Ordering::Relaxed) {
            return None;
        }
        match question.await {
            Ok(answer) => Some(answer),
            Err(error) => {
                self.resting.store(now().0 + LEFT_ALONE, Ordering::Relaxed);
                tracing::warn!(cause = ?error.to_string(), "Redis does not answer; sessions are read from the database");
                None
            }
        }
    }
}
