//! From the setting to the engine.

use std::{path::Path, sync::Arc};

use super::{
    cached::SessionCache,
    cookie::CookieSessions,
    database::DatabaseSessions,
    engine::{EngineError, Sessions},
    file::FileStorage,
    outside::OutsideSessions,
    redis::RedisStorage,
    redis_cache::RedisCache,
    redis_link::Place,
    storage::Storage,
};
use crate::server::{
    db::Db,
    secret_key::SecretKey,
    settings::{self, SessionEngine},
};

/// The engine that the settings name. It connects at its first use.
///
/// # Errors
/// Where the address of Redis is none.
pub fn open(db: &Db, key: &SecretKey, settings: &settings::Sessions, base: &Path) -> Result<Sessions, EngineError> {
    if settings.engine == SessionEngine::Cookie {
        return Ok(Arc::new(CookieSessions::new(db.clone(), key.clone(), settings)));
    }
    if settings.engine == SessionEngine::Cached {
        let shared = match settings.redis_url.is_set() {
            true => Some(RedisCache::new(&Place::of(settings, base), settings.redis_prefix.as_str())?),
            false => None,
        };
        let cache = SessionCache::new(settings.cache_kib.get(), shared);
        return Ok(Arc::new(DatabaseSessions::cached(db.clone(), cache)));
    }
    Ok(match storage_of(settings.engine, settings, base)? {
        None => Arc::new(DatabaseSessions::new(db.clone())),
        Some(storage) => Arc::new(OutsideSessions::new(db.clone(), storage)),
    })
}

/// What stores the sessions of an engine, if that is not the database.
pub(super) fn storage_of(
    engine: SessionEngine,
    settings: &settings::Sessions,
    base: &Path,
) -> Result<Option<Arc<dyn Storage>>, EngineError> {
    Ok(match engine {
        SessionEngine::Database | SessionEngine::Cached | SessionEngine::Cookie => None,
        SessionEngine::File => Some(Arc::new(FileStorage::new(base.join(&settings.file_path)))),
        SessionEngine::Redis => {
            Some(Arc::new(RedisStorage::new(&Place::of(settings, base), settings.redis_prefix.as_str())?))
        }
    })
}
