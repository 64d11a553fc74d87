//! The session of one request, as the core of tower-sessions reads and writes it: ids are drawn here and handed on as hashes. Where
//! it is kept is the engine's business. Django: `SessionStore`.

use std::{collections::HashMap, fmt};

use async_trait::async_trait;
use serde_json::Value;
use time::OffsetDateTime;
use tower_sessions_core::{
    SessionStore,
    session::{Id, Record},
    session_store::{Error, Result},
};

use super::{
    current::CurrentRow,
    engine::{EngineError, NewSession, Saved, Sessions},
    loaded::LoadedRow,
};
use crate::server::{clock::now, db::RequestTx, hex::sha256_hex};

/// Keys of the session's data, with Django's names where it has one.
pub mod key {
    pub const USER_ID: &str = "_auth_user_id";
    /// The MAC over the user's password hash.
    pub const MAC: &str = "_auth_user_hash";
    /// "Keep me logged in" was ticked.
    pub const REMEMBER: &str = "keep";
    /// When the password was last entered, in Unix seconds.
    pub const PASSWORD_ENTERED: &str = "password_entered";
    /// When it was entered because an action asked for it: it counts for that action, whatever the setting says.
    pub const REAUTHENTICATED: &str = "reauthenticated";
    pub const CLIENT_ADDRESS: &str = "address";
    pub const CLIENT_AGENT: &str = "user_agent";
}

/// The session of one request.
#[derive(Clone)]
pub struct RequestStore {
    sessions: Sessions,
    /// The transaction of the request: while it is open, what becomes of the session belongs to it.
    tx: RequestTx,
    current: CurrentRow,
}

impl RequestStore {
    /// `sent` is the id in the cookie.
    pub fn new(sessions: Sessions, sent: Option<Id>, tx: RequestTx) -> Self {
        let current = CurrentRow::new(sessions.clone(), sent.map(id_hash));
        Self { sessions, tx, current }
    }

    /// A store that has read nothing yet, with the row of this one.
    #[must_use]
    pub fn anew(current: CurrentRow, tx: RequestTx) -> Self {
        Self { sessions: current.sessions().clone(), tx, current }
    }

    /// The row, which is filled as soon as the session is read.
    pub fn current_row(&self) -> CurrentRow {
        self.current.clone()
    }

    fn expect_saved(&self, is_saved: bool) -> Result<()> {
        if is_saved {
            return Ok(());
        }
        // The trait has no error for this; `CurrentRow::save` tells it by the row.
        self.current.set_ended();
        Err(Error::Backend("the session has ended".to_owned()))
    }

    /// What a session with a new id has.
    fn new_session(&self, record: &mut Record) -> Result<NewSession> {
        record.id = Id::default();
        let text = |key: &str| record.data.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        Ok(NewSession {
            id_hash: id_hash(record.id),
            previous_hash: self.current.get().and(self.current.sent_hash()).map(str::to_owned),
            user_id: user_id(&record.data),
            data: encode(&record.data)?,
            now: now().0,
            expires: record.expiry_date.unix_timestamp(),
            user_agent: text(key::CLIENT_AGENT),
            address: text(key::CLIENT_ADDRESS),
        })
    }
}

impl fmt::Debug for RequestStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RequestStore({:?})", self.sessions)
    }
}

#[async_trait]
impl SessionStore for RequestStore {
    async fn create(&self, record: &mut Record) -> Result<()> {
        if let Some(row) = self.current.renewed() {
            let new = self.new_session(record)?;
            return self.expect_saved(self.sessions.renew(&self.tx, &row, new).await.map_err(backend)?);
        }
        loop {
            let new = self.new_session(record)?;
            if self.sessions.create(&self.tx, new).await.map_err(backend)? {
                return Ok(());
            }
        }
    }

    async fn save(&self, record: &Record) -> Result<()> {
        let saved = Saved {
            id_hash: id_hash(record.id),
            user_id: user_id(&record.data),
            data: encode(&record.data)?,
            now: now().0,
            expires: record.expiry_date.unix_timestamp(),
        };
        self.expect_saved(self.sessions.save(&self.tx, saved).await.map_err(backend)?)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let Some(found) = self.sessions.load(&id_hash(*id)).await.map_err(backend)? else { return Ok(None) };
        let (Ok(expiry_date), Ok(data)) =
            (OffsetDateTime::from_unix_timestamp(found.row.expires), serde_json::from_str(&found.data))
        else {
            // Tampered with or damaged: treated as no session (B91).
            tracing::warn!(event = "session_unreadable");
            return Ok(None);
        };
        let record = Record { id: *id, data, expiry_date };
        let is_logged_in = user_id(&record.data).is_some();
        self.current.set_loaded(LoadedRow { is_logged_in, ..found.row }, found.user);
        Ok(Some(record))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        if self.current.renewed().is_some() {
            // The row stays: it gets its next id when the session is saved.
            return Ok(());
        }
        self.sessions.delete(&self.tx, &id_hash(*id)).await.map_err(backend)
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

fn backend(error: EngineError) -> Error {
    Error::Backend(error.to_string())
}
