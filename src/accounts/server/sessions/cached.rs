//! The engine `cached`: the database is the truth, and the data of a session is kept in the memory of this process, and in Redis where
//! the settings name one. Django: `django.contrib.sessions.backends.cached_db`.
//!
//! Nothing here is ever believed: the query of every request, which reads the user and their rights, asks whether the session lives and
//! whether its data is still of the version that is kept. So an end, a changed right and a write act with the next request, whichever
//! server they came from; what is spared is reading, sending and storing data that has not changed.

use moka::sync::Cache;

use super::{
    engine::{Loaded, Result},
    load_store,
    redis_cache::{KEPT, RedisCache, Version},
};
use crate::server::{clock::now, db::Db, metrics::Counter};

/// What an entry costs besides its text, in bytes.
const OVERHEAD: usize = 256;

static NEAR: Counter = Counter::new();
static SHARED: Counter = Counter::new();
static DATABASE: Counter = Counter::new();

/// Where the data of sessions was read, for operators.
pub const READS: [(&str, &Counter); 3] = [("memory", &NEAR), ("redis", &SHARED), ("database", &DATABASE)];

/// The data of sessions, by the hashes of their ids. Cheap to clone.
#[derive(Clone)]
pub struct SessionCache {
    near: Cache<String, Version>,
    shared: Option<RedisCache>,
}

impl SessionCache {
    /// A cache of at most these KiB in this process, before the one in Redis.
    pub fn new(kib: u32, shared: Option<RedisCache>) -> Self {
        let weigher = |hash: &String, version: &Version| {
            u32::try_from(hash.len() + version.data.len() + OVERHEAD).unwrap_or(u32::MAX)
        };
        let near = Cache::builder().max_capacity(u64::from(kib) * 1_024).weigher(weigher).time_to_live(KEPT).build();
        Self { near, shared }
    }

    /// The session whose id has this hash, if it lives, and its user.
    pub async fn load(&self, db: &Db, id_hash: &str) -> Result<Option<Loaded>> {
        let (known, counter) = self.find(id_hash).await;
        let Some(found) = load_store::find(db, id_hash, now(), known.as_ref().map(|known| known.number)).await? else {
            if known.is_some() {
                self.forget(id_hash).await;
            }
            return Ok(None);
        };
        let data = match (found.data, known) {
            (Some(data), _) => {
                DATABASE.count();
                self.keep(id_hash, Version { number: found.version, data: data.as_str().into() }).await;
                data
            }
            (None, known) => {
                counter.count();
                known.map(|known| known.data.to_string()).unwrap_or_default()
            }
        };
        Ok(Some(Loaded { row: found.row, data, user: found.user }))
    }

    /// What is kept of a session, and who had it.
    async fn find(&self, id_hash: &str) -> (Option<Version>, &'static Counter) {
        if let Some(version) = self.near.get(id_hash) {
            return (Some(version), &NEAR);
        }
        let Some(shared) = &self.shared else { return (None, &NEAR) };
        let version = shared.find(id_hash).await;
        if let Some(version) = &version {
            self.near.insert(id_hash.to_owned(), version.clone());
        }
        (version, &SHARED)
    }

    async fn keep(&self, id_hash: &str, version: Version) {
        self.near.insert(id_hash.to_owned(), version.clone());
        if let Some(shared) = &self.shared {
            shared.keep(id_hash, &version).await;
        }
    }

    /// Forgets the data of a session that has ended: it should not lie around.
    pub async fn forget(&self, id_hash: &str) {
        self.near.invalidate(id_hash);
        if let Some(shared) = &self.shared {
            shared.forget(id_hash).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[tokio::test]
    async fn the_cache_is_bounded_in_bytes_and_forgets_what_has_ended() {
        let cache = SessionCache::new(64, None);
        let large: Arc<str> = "x".repeat(16 * 1_024).into();
        for number in 0..20 {
            cache.keep(&number.to_string(), Version { number, data: large.clone() }).await;
        }
        cache.near.run_pending_tasks();
        assert!((1..=4).contains(&cache.near.entry_count()), "{}", cache.near.entry_count());
        let version = Version { number: 7, data: "{}".into() };
        cache.keep("a", version.clone()).await;
        assert_eq!(cache.find("a").await.0, Some(version));
        cache.forget("a").await;
        assert_eq!(cache.find("a").await.0, None);
    }
}
