//! The session store: the data of one session, read and written by its cookie. It differs from published stores in three
//! ways: the id is stored only as a hash; a new id is always drawn here, never taken from a cookie; and saving only updates, so
//! a request in flight cannot bring back a session that has ended (B90). Django: `django.contrib.sessions.backends.db`.

use std::collections::HashMap;

use async_trait::async_trait;
use serde_json::Value;
use time::OffsetDateTime;
use tower_sessions_core::{
    SessionStore,
    session::{Id, Record},
    session_store::{Error, Result},
};

use super::{
    current::{CurrentRow, LoadedRow},
    load_store,
};
use crate::{
    server::{
        clock::now,
        context::Client,
        db::{Db, JoinedTx, RequestTx, Tx, with_db, with_tx},
        hex::sha256_hex,
    },
    shared::Timestamp,
};

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

/// For how many seconds a late answer may still carry the previous id.
const LATE: i64 = 60;

/// Sessions in the database, for one request.
#[derive(Clone)]
pub struct DbSessionStore {
    db: Db,
    /// The transaction of the request: while it is open, the session is written in it.
    tx: RequestTx,
    current: CurrentRow,
}

impl DbSessionStore {
    /// `sent` is the id in the cookie.
    pub fn new(db: Db, sent: Option<Id>, tx: RequestTx) -> Self {
        Self { db, tx, current: CurrentRow::new(sent.map(id_hash)) }
    }

    /// A store that has read nothing yet, with the row of this one.
    #[must_use]
    pub fn anew(current: CurrentRow, db: Db, tx: RequestTx) -> Self {
        Self { db, tx, current }
    }

    /// The row, which is filled as soon as the session is read.
    pub fn current_row(&self) -> CurrentRow {
        self.current.clone()
    }

    /// Gives a row its next id, if it still exists. Its longest life begins again.
    async fn renew(&self, row: LoadedRow, record: &mut Record) -> Result<()> {
        const SQL: &str = "UPDATE sessions SET previous_hash = id_hash, id_hash = $2, user_id = $3, data = $4, \
            authenticated = $5, last_seen = $5, expires = $6 WHERE id = $1 AND expires > 0 RETURNING id";
        record.id = Id::default();
        let data = encode(&record.data)?;
        let mut tx = self.write().await?;
        let renewed: Option<i64> = with_tx!(&mut *tx, |connection| {
            sqlx::query_scalar(SQL)
                .bind(row.id)
                .bind(id_hash(record.id))
                .bind(user_id(&record.data))
                .bind(&data)
                .bind(now().0)
                .bind(record.expiry_date.unix_timestamp())
                .fetch_optional(connection)
                .await
        })
        .map_err(backend)?;
        tx.finish().await.map_err(backend)?;
        self.expect_saved(renewed.is_some())
    }

    /// The transaction to write in.
    async fn write(&self) -> Result<JoinedTx> {
        self.tx.join(&self.db).await.map_err(backend)
    }

    fn expect_saved(&self, is_saved: bool) -> Result<()> {
        if is_saved {
            return Ok(());
        }
        // The trait has no error for this; `CurrentRow::save` tells it by the row.
        self.current.set_ended();
        Err(Error::Backend("the session has ended".to_owned()))
    }
}

impl std::fmt::Debug for DbSessionStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DbSessionStore({})", self.db.kind())
    }
}

#[async_trait]
impl SessionStore for DbSessionStore {
    async fn create(&self, record: &mut Record) -> Result<()> {
        const SQL: &str = "INSERT INTO sessions (id_hash, previous_hash, user_id, data, created, authenticated, last_seen, expires, \
            user_agent, address) VALUES ($1, $2, $3, $4, $5, $5, $5, $6, $7, $8) ON CONFLICT (id_hash) DO NOTHING RETURNING id_hash";
        if let Some(row) = self.current.renewed() {
            return self.renew(row, record).await;
        }
        let data = encode(&record.data)?;
        let text = |key: &str| record.data.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let (user_agent, address, now) = (text(key::CLIENT_AGENT), text(key::CLIENT_ADDRESS), now().0);
        let mut tx = self.write().await?;
        loop {
            record.id = Id::default();
            let created: Option<String> = with_tx!(&mut *tx, |connection| {
                sqlx::query_scalar(SQL)
                    .bind(id_hash(record.id))
                    .bind(self.current.get().and(self.current.sent_hash()))
                    .bind(user_id(&record.data))
                    .bind(&data)
                    .bind(now)
                    .bind(record.expiry_date.unix_timestamp())
                    .bind(&user_agent)
                    .bind(&address)
                    .fetch_optional(connection)
                    .await
            })
            .map_err(backend)?;
            if created.is_some() {
                return tx.finish().await.map_err(backend);
            }
        }
    }

    async fn save(&self, record: &Record) -> Result<()> {
        const SQL: &str = "UPDATE sessions SET user_id = $2, data = $3, last_seen = $4, expires = $5 WHERE id_hash = $1 \
            AND expires > 0 RETURNING id_hash";
        let data = encode(&record.data)?;
        let mut tx = self.write().await?;
        let saved: Option<String> = with_tx!(&mut *tx, |connection| {
            sqlx::query_scalar(SQL)
                .bind(id_hash(record.id))
                .bind(user_id(&record.data))
                .bind(&data)
                .bind(now().0)
                .bind(record.expiry_date.unix_timestamp())
                .fetch_optional(connection)
                .await
        })
        .map_err(backend)?;
        tx.finish().await.map_err(backend)?;
        self.expect_saved(saved.is_some())
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let found = load_store::find(&self.db, &id_hash(*id), now()).await.map_err(backend)?;
        let Some((row, user)) = found else { return Ok(None) };
        let (Ok(expiry_date), Ok(data)) =
            (OffsetDateTime::from_unix_timestamp(row.expires), serde_json::from_str(&row.data))
        else {
            // Tampered with or damaged: treated as no session (B91).
            tracing::warn!(event = "session_unreadable");
            return Ok(None);
        };
        let record = Record { id: *id, data, expiry_date };
        self.current.set_loaded(row.loaded(user_id(&record.data).is_some()), user);
        Ok(Some(record))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        const SQL: &str = "DELETE FROM sessions WHERE id_hash = $1";
        if self.current.renewed().is_some() {
            // The row stays: it gets its next id when the session is saved.
            return Ok(());
        }
        let mut tx = self.write().await?;
        with_tx!(&mut *tx, |connection| sqlx::query(SQL).bind(id_hash(*id)).execute(connection).await.map(|_| ()))
            .map_err(backend)?;
        tx.finish().await.map_err(backend)
    }
}

const SUCCESSOR: &str =
    "SELECT EXISTS (SELECT 1 FROM sessions WHERE previous_hash = $1 AND authenticated > $2 AND expires > 0)";

impl CurrentRow {
    /// Ends the session that the cookie names, also when another request has given it a new id meanwhile: a logout wins.
    pub async fn end(&self, tx: &mut Tx) -> std::result::Result<(), sqlx::Error> {
        const SQL: &str = "DELETE FROM sessions WHERE id_hash = $1 OR previous_hash = $1";
        let Some(hash) = self.sent_hash() else { return Ok(()) };
        with_tx!(tx, |connection| sqlx::query(SQL).bind(hash).execute(connection).await.map(|_| ()))
    }

    /// Whether another request has just given this session a new id, which a late answer must not overwrite. Only for a
    /// minute: a browser that never received the new id must be able to start again.
    pub async fn has_successor(&self, db: &Db) -> std::result::Result<bool, sqlx::Error> {
        let since = now().0 - LATE;
        with_db!(read db, |pool| sqlx::query_scalar(SUCCESSOR).bind(self.sent_hash()).bind(since).fetch_one(pool).await)
    }

    /// The same inside an open transaction, which must not wait for another connection.
    pub async fn has_successor_in(&self, tx: &mut Tx) -> std::result::Result<bool, sqlx::Error> {
        let since = now().0 - LATE;
        with_tx!(tx, |connection| {
            sqlx::query_scalar(SUCCESSOR).bind(self.sent_hash()).bind(since).fetch_one(connection).await
        })
    }
}

/// Notes that the session is in use, and until when it lives.
pub(super) async fn touch(
    db: &Db,
    id: i64,
    now: Timestamp,
    expires: Timestamp,
    client: &Client,
) -> std::result::Result<(), sqlx::Error> {
    const SQL: &str = "UPDATE sessions SET last_seen = $2, expires = $3, user_agent = $4, address = $5 \
        WHERE id = $1 AND last_seen < $2 AND expires > 0";
    let mut tx = db.begin().await?;
    with_tx!(&mut tx, |connection| {
        let query = sqlx::query(SQL).bind(id).bind(now.0).bind(expires.0);
        query.bind(&client.user_agent).bind(&client.address).execute(connection).await.map(|_| ())
    })?;
    tx.commit().await
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
