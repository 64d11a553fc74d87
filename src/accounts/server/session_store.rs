//! The session store. Three things set it apart from published ones: the cookie's id is kept only as a hash; a new id is
//! always drawn here, never adopted; and saving only updates, so a request in flight cannot bring back a session that was
//! ended (B90). Django: `django.contrib.sessions.backends.db`.

use std::{
    collections::HashMap,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, Ordering},
    },
};

use async_trait::async_trait;
use serde_json::Value;
use time::OffsetDateTime;
use tower_sessions_core::{
    SessionStore,
    session::{Id, Record},
    session_store::{Error, Result},
};

use super::sessions::key;
use crate::server::{
    clock::now,
    db::{Db, with_db},
    hex::sha256_hex,
};

/// For how many seconds an answer to an old id may be under way.
const LATE: i64 = 60;

/// What a save answers when the session was ended meanwhile.
pub const SESSION_IS_GONE: &str = "session is gone";

/// Sessions in the database, for one request.
#[derive(Clone)]
pub struct DbSessionStore {
    db: Db,
    current: CurrentRow,
}

/// What a session's row says besides its data, as it was when the request came. In the request, for whoever needs it.
#[derive(Debug, Clone, Copy)]
pub struct LoadedRow {
    /// The number of the session.
    pub id: i64,
    /// When the password was last entered for it.
    pub authenticated: i64,
    pub last_seen: i64,
    pub expires: i64,
    pub is_signed_in: bool,
}

/// The row behind the current request's session; none when there is no session.
#[derive(Clone, Default)]
pub struct CurrentRow(Arc<Current>);

#[derive(Default)]
struct Current {
    /// The hash of the id that the browser sent, whether there is such a session or not.
    sent: Option<String>,
    loaded: OnceLock<LoadedRow>,
    is_renewed: AtomicBool,
}

impl CurrentRow {
    pub fn get(&self) -> Option<LoadedRow> {
        self.0.loaded.get().copied()
    }

    /// The session goes on in its own row when it gets its next id. Otherwise a new row would be made, and a request in flight
    /// would bring back a session that was ended meanwhile.
    pub fn renew(&self) {
        self.0.is_renewed.store(true, Ordering::Relaxed);
    }

    /// Ends the session that the browser has named, also when another request has given it a new id meanwhile: logging out
    /// wins.
    pub async fn end(&self, db: &Db) -> std::result::Result<(), sqlx::Error> {
        const SQL: &str = "DELETE FROM sessions WHERE id_hash = $1 OR previous_hash = $1";
        if let Some(hash) = &self.0.sent {
            with_db!(write db, |pool| {
                sqlx::query(SQL).bind(hash).execute(pool).await?;
            });
        }
        Ok(())
    }

    /// Whether another request has just given this session a new id, which an answer to the old one must not take away. Not for ever:
    /// a browser that never got the new one must be able to begin anew.
    pub async fn has_successor(&self, db: &Db) -> std::result::Result<bool, sqlx::Error> {
        const SQL: &str = "SELECT EXISTS (SELECT 1 FROM sessions WHERE previous_hash = $1 AND authenticated > $2)";
        let since = now().0 - LATE;
        with_db!(read db, |pool| sqlx::query_scalar(SQL).bind(&self.0.sent).bind(since).fetch_one(pool).await)
    }

    /// The row to go on in.
    fn renewed(&self) -> Option<LoadedRow> {
        self.get().filter(|_| self.0.is_renewed.load(Ordering::Relaxed))
    }
}

impl DbSessionStore {
    /// `sent` is the id that the browser has sent.
    pub fn new(db: Db, sent: Option<Id>) -> Self {
        let current = Current { sent: sent.map(id_hash), ..Current::default() };
        Self { db, current: CurrentRow(Arc::new(current)) }
    }

    /// Where the row stands as soon as the session is read.
    pub fn current_row(&self) -> CurrentRow {
        self.current.clone()
    }
}

impl std::fmt::Debug for DbSessionStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DbSessionStore({})", self.db.kind())
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    data: String,
    authenticated: i64,
    last_seen: i64,
    expires: i64,
}

#[async_trait]
impl SessionStore for DbSessionStore {
    async fn create(&self, record: &mut Record) -> Result<()> {
        const SQL: &str = "INSERT INTO sessions (id_hash, previous_hash, user_id, data, created, authenticated, last_seen, expires, \
            user_agent, address) VALUES ($1, $2, $3, $4, $5, $5, $5, $6, $7, $8) ON CONFLICT (id_hash) DO NOTHING RETURNING id_hash";
        if let Some(row) = self.current.renewed() {
            return self.go_on(row, record).await;
        }
        let data = encode(&record.data)?;
        let text = |key: &str| record.data.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let (user_agent, address, now) = (text(key::CLIENT_AGENT), text(key::CLIENT_ADDRESS), now().0);
        loop {
            record.id = Id::default();
            let made: Option<String> = with_db!(write & self.db, |pool| {
                sqlx::query_scalar(SQL)
                    .bind(id_hash(record.id))
                    .bind(self.current.get().and(self.current.0.sent.as_deref()))
                    .bind(user_id(&record.data))
                    .bind(&data)
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
        const SQL: &str = "UPDATE sessions SET user_id = $2, data = $3, last_seen = $4, expires = $5 WHERE id_hash = $1 \
            RETURNING id_hash";
        let data = encode(&record.data)?;
        let saved: Option<String> = with_db!(write & self.db, |pool| {
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
        const SQL: &str =
            "SELECT id, data, authenticated, last_seen, expires FROM sessions WHERE id_hash = $1 AND expires > $2";
        let row: Option<Row> = with_db!(read & self.db, |pool| {
            sqlx::query_as(SQL).bind(id_hash(*id)).bind(now().0).fetch_optional(pool).await.map_err(backend)?
        });
        let record = row.as_ref().and_then(|row| {
            let expiry_date = OffsetDateTime::from_unix_timestamp(row.expires).ok()?;
            Some(Record { id: *id, data: serde_json::from_str(&row.data).ok()?, expiry_date })
        });
        match (&row, &record) {
            (Some(row), Some(record)) => {
                let is_signed_in = user_id(&record.data).is_some();
                let Row { id, authenticated, last_seen, expires, .. } = *row;
                _ = self.current.0.loaded.set(LoadedRow { id, authenticated, last_seen, expires, is_signed_in });
            }
            // Tampered with or damaged: as good as no session (B91).
            (Some(_), None) => tracing::warn!(event = "session_unreadable"),
            (None, _) => {}
        }
        Ok(record)
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        if self.current.renewed().is_some() {
            // The row is kept: it gets its next id when the session is saved.
            return Ok(());
        }
        const SQL: &str = "DELETE FROM sessions WHERE id_hash = $1";
        with_db!(write & self.db, |pool| {
            sqlx::query(SQL).bind(id_hash(*id)).execute(pool).await.map_err(backend)?;
        });
        Ok(())
    }
}

impl DbSessionStore {
    /// Gives a row its next id, if it is still there. Its longest life begins anew.
    async fn go_on(&self, row: LoadedRow, record: &mut Record) -> Result<()> {
        const SQL: &str = "UPDATE sessions SET previous_hash = id_hash, id_hash = $2, user_id = $3, data = $4, \
            authenticated = $5, last_seen = $5, expires = $6 WHERE id = $1 RETURNING id";
        record.id = Id::default();
        let data = encode(&record.data)?;
        let renewed: Option<i64> = with_db!(write & self.db, |pool| {
            sqlx::query_scalar(SQL)
                .bind(row.id)
                .bind(id_hash(record.id))
                .bind(user_id(&record.data))
                .bind(&data)
                .bind(now().0)
                .bind(record.expiry_date.unix_timestamp())
                .fetch_optional(pool)
                .await
                .map_err(backend)?
        });
        renewed.map(|_| ()).ok_or_else(|| Error::Backend(SESSION_IS_GONE.to_owned()))
    }
}

fn user_id(data: &HashMap<String, Value>) -> Option<i64> {
    data.get(key::USER_ID)?.as_str()?.parse().ok()
}

fn id_hash(id: Id) -> String {
    sha256_hex(&id.to_string())
}

fn encode(data: &HashMap<String, Value>) -> Result<String> {
    serde_json::to_string(data).map_err(|error| Error::Encode(error.to_string()))
}

fn backend(error: sqlx::Error) -> Error {
    Error::Backend(error.to_string())
}
