//! The session store, and what of a session this domain reads and writes by name. Three things set it apart from published
//! stores: the cookie's id is kept only as a hash; a new id is always drawn here, never adopted; and saving only updates, so
//! a request in flight cannot bring back a session that was ended (B90). Django: `django.contrib.sessions`.

use std::collections::HashMap;

use async_trait::async_trait;
use serde_json::Value;
use sha2::{Digest, Sha256};
use time::OffsetDateTime;
use tower_sessions_core::{
    SessionStore,
    session::{Id, Record, Session},
    session_store::{Error, Result},
};

use crate::{
    accounts::types::UserId,
    server::{
        clock::now,
        context::Client,
        db::{Db, with_db},
    },
    shared::AppError,
};

/// Keys of the session's data, with Django's names where it has one.
pub mod key {
    pub const USER_ID: &str = "_auth_user_id";
    pub const HASH: &str = "_auth_user_hash";
    /// "Keep me signed in" was ticked.
    pub const KEEP: &str = "keep";
    pub const CLIENT_ADDRESS: &str = "address";
    pub const CLIENT_AGENT: &str = "user_agent";
}

/// What a save answers when the session was ended meanwhile.
pub const SESSION_IS_GONE: &str = "session is gone";

/// Sessions in the database.
#[derive(Clone)]
pub struct DbSessionStore(pub Db);

impl std::fmt::Debug for DbSessionStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DbSessionStore({})", self.0.kind())
    }
}

#[async_trait]
impl SessionStore for DbSessionStore {
    async fn create(&self, record: &mut Record) -> Result<()> {
        const SQL: &str = "INSERT INTO sessions (id_hash, user_id, data, created, last_seen, expires, user_agent, address) \
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id_hash) DO NOTHING RETURNING id_hash";
        let data = encode(&record.data)?;
        let text = |key: &str| record.data.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let (user_agent, address, now) = (text(key::CLIENT_AGENT), text(key::CLIENT_ADDRESS), now().0);
        loop {
            record.id = Id::default();
            let made: Option<String> = with_db!(write & self.0, |pool| {
                sqlx::query_scalar(SQL)
                    .bind(id_hash(record.id))
                    .bind(user_id(&record.data))
                    .bind(&data)
                    .bind(now)
                    .bind(now)
                    .bind(record.expiry_date.unix_timestamp())
                    .bind(&user_agent)
                    .bind(&address)
                    .fetch_optional(pool)
                    .await
                    .map_err(backend)?
            });
            if made.is_some() {
                return Ok(());
            }
        }
    }

    async fn save(&self, record: &Record) -> Result<()> {
        const SQL: &str = "UPDATE sessions SET user_id = $2, data = $3, last_seen = $4, expires = $5 WHERE id_hash = $1 RETURNING id_hash";
        let data = encode(&record.data)?;
        let saved: Option<String> = with_db!(write & self.0, |pool| {
            sqlx::query_scalar(SQL)
                .bind(id_hash(record.id))
                .bind(user_id(&record.data))
                .bind(&data)
                .bind(now().0)
                .bind(record.expiry_date.unix_timestamp())
                .fetch_optional(pool)
                .await
                .map_err(backend)?
        });
        saved.map(|_| ()).ok_or_else(|| Error::Backend(SESSION_IS_GONE.to_owned()))
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        const SQL: &str = "SELECT data, expires FROM sessions WHERE id_hash = $1 AND expires > $2";
        let row: Option<(String, i64)> = with_db!(read & self.0, |pool| {
            sqlx::query_as(SQL).bind(id_hash(*id)).bind(now().0).fetch_optional(pool).await.map_err(backend)?
        });
        let record = row.as_ref().and_then(|(data, expires)| {
            let expiry_date = OffsetDateTime::from_unix_timestamp(*expires).ok()?;
            Some(Record { id: *id, data: serde_json::from_str(data).ok()?, expiry_date })
        });
        if row.is_some() && record.is_none() {
            // Tampered with or damaged: as good as no session (B91).
            tracing::warn!(event = "session_unreadable");
        }
        Ok(record)
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        const SQL: &str = "DELETE FROM sessions WHERE id_hash = $1";
        with_db!(write & self.0, |pool| {
            sqlx::query(SQL).bind(id_hash(*id)).execute(pool).await.map_err(backend)?;
        });
        Ok(())
    }
}

/// How many live sessions a user has.
pub async fn count_of(db: &Db, user: UserId) -> std::result::Result<i64, sqlx::Error> {
    const SQL: &str = "SELECT COUNT(*) FROM sessions WHERE user_id = $1 AND expires > $2";
    with_db!(read db, |pool| sqlx::query_scalar(SQL).bind(user.0).bind(now().0).fetch_one(pool).await)
}

/// Deletes sessions that have expired, at most this many, and says how many there were.
pub async fn delete_expired(db: &Db, limit: u32) -> std::result::Result<u32, sqlx::Error> {
    const SQL: &str = "DELETE FROM sessions WHERE id_hash IN \
        (SELECT id_hash FROM sessions WHERE expires <= $1 LIMIT $2) RETURNING id_hash";
    let deleted: Vec<String> =
        with_db!(write db, |pool| sqlx::query_scalar(SQL).bind(now().0).bind(i64::from(limit)).fetch_all(pool).await?);
    Ok(u32::try_from(deleted.len()).unwrap_or(u32::MAX))
}

/// Ends every session of a user; they are anonymous on their next request.
pub async fn end_all_of(db: &Db, user: UserId) -> std::result::Result<(), sqlx::Error> {
    const SQL: &str = "DELETE FROM sessions WHERE user_id = $1";
    with_db!(write db, |pool| {
        sqlx::query(SQL).bind(user.0).execute(pool).await?;
    });
    Ok(())
}

/// Makes this session the user's own (B34 to B36): the id is new in every case; what an anonymous visitor had is kept;
/// what belonged to another user, or to this one before a change of password, is dropped.
pub async fn start(
    session: &Session,
    user: UserId,
    hash_mark: &str,
    keep: bool,
    client: &Client,
) -> std::result::Result<(), AppError> {
    let owner: Option<String> = session.get(key::USER_ID).await?;
    let mark: Option<String> = session.get(key::HASH).await?;
    let same = owner.as_deref() == Some(user.0.to_string().as_str()) && mark.as_deref() == Some(hash_mark);
    if owner.is_some() && !same {
        session.clear().await;
    }
    session.cycle_id().await?;
    session.insert(key::USER_ID, user.0.to_string()).await?;
    session.insert(key::HASH, hash_mark).await?;
    session.insert(key::KEEP, keep).await?;
    session.insert(key::CLIENT_AGENT, &client.user_agent).await?;
    session.insert(key::CLIENT_ADDRESS, &client.address).await?;
    Ok(())
}

fn user_id(data: &HashMap<String, Value>) -> Option<i64> {
    data.get(key::USER_ID)?.as_str()?.parse().ok()
}

fn id_hash(id: Id) -> String {
    Sha256::digest(id.to_string()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn encode(data: &HashMap<String, Value>) -> Result<String> {
    serde_json::to_string(data).map_err(|error| Error::Encode(error.to_string()))
}

fn backend(error: sqlx::Error) -> Error {
    Error::Backend(error.to_string())
}
