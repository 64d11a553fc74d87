//! SQL of the outbox.

use super::bounces_store;
use crate::server::{
    clock::now,
    db::{Db, Tx, with_db, with_tx},
};

/// Where a mail is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Waiting,
    Sent,
    /// Given up.
    Failed,
    /// Given up: there is no such mailbox.
    Bounced,
}

impl State {
    pub const fn id(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Bounced => "bounced",
        }
    }
}

/// A new mail.
pub struct NewRow<'a> {
    pub message_id: &'a str,
    pub kind: &'a str,
    pub user: Option<i64>,
    pub recipient_key: &'a str,
    pub sealed: &'a str,
    pub lasts: i64,
}

/// A mail that this worker may send.
#[derive(Debug, Clone, Default, sqlx::FromRow)]
pub struct Claimed {
    pub id: i64,
    pub message_id: String,
    pub kind: String,
    pub sealed: String,
    pub made: i64,
    pub expires: i64,
    pub attempts: i64,
    pub lease: String,
}

/// A mail for the operator's list.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Row {
    pub id: i64,
    pub kind: String,
    pub sealed: String,
    pub state: String,
    pub made: i64,
    pub due: i64,
    pub attempts: i64,
    pub problem: String,
}

/// Gives the number of the mail.
pub async fn insert(tx: &mut Tx, row: &NewRow<'_>) -> Result<i64, sqlx::Error> {
    const SQL: &str = "INSERT INTO outbox (message_id, kind, user_id, recipient_key, sealed, state, made, expires, due) \
        VALUES ($1, $2, $3, $4, $5, 'waiting', $6, $7, $6) RETURNING id";
    let now = now().0;
    with_tx!(tx, |connection| {
        let query = sqlx::query_scalar(SQL).bind(row.message_id).bind(row.kind).bind(row.user).bind(row.recipient_key);
        query.bind(row.sealed).bind(now).bind(now.saturating_add(row.lasts)).fetch_one(connection).await
    })
}

/// How many mails of a kind went to an address, or wait for it, since a time.
pub async fn count_to(tx: &mut Tx, recipient_key: &str, kind: &str, since: i64) -> Result<i64, sqlx::Error> {
    const SQL: &str = "SELECT COUNT(*) FROM outbox WHERE recipient_key = $1 AND kind = $2 AND made > $3";
    with_tx!(tx, |connection| {
        sqlx::query_scalar(SQL).bind(recipient_key).bind(kind).bind(since).fetch_one(connection).await
    })
}

/// The same for one user.
pub async fn count_for(
    tx: &mut Tx,
    recipient_key: &str,
    kind: &str,
    since: i64,
    user: i64,
) -> Result<i64, sqlx::Error> {
    const SQL: &str =
        "SELECT COUNT(*) FROM outbox WHERE recipient_key = $1 AND kind = $2 AND made > $3 AND user_id = $4";
    with_tx!(tx, |connection| {
        let query = sqlx::query_scalar(SQL).bind(recipient_key).bind(kind).bind(since).bind(user);
        query.fetch_one(connection).await
    })
}

/// How many mails of a kind were written because of one user since a time, to whichever address.
pub async fn count_by(tx: &mut Tx, kind: &str, since: i64, user: i64) -> Result<i64, sqlx::Error> {
    const SQL: &str = "SELECT COUNT(*) FROM outbox WHERE user_id = $1 AND kind = $2 AND made > $3";
    with_tx!(tx, |connection| sqlx::query_scalar(SQL).bind(user).bind(kind).bind(since).fetch_one(connection).await)
}

/// Waits until no other transaction counts mails of this address. On SQLite there is one that writes anyway.
pub async fn serialise(tx: &mut Tx, db: &Db, recipient_key: &str) -> Result<(), sqlx::Error> {
    const ON_POSTGRES: &str = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))";
    if matches!(db, Db::Sqlite { .. }) {
        return Ok(());
    }
    with_tx!(tx, |connection| sqlx::query(ON_POSTGRES).bind(recipient_key).execute(connection).await.map(|_| ()))
}

/// Empties all mails of a user; those that wait are given up.
pub async fn forget_user(tx: &mut Tx, user: i64) -> Result<(), sqlx::Error> {
    const SQL: &str = "UPDATE outbox SET sealed = '', problem = '', \
        state = CASE WHEN state = 'waiting' THEN 'failed' ELSE state END WHERE user_id = $1";
    with_tx!(tx, |connection| sqlx::query(SQL).bind(user).execute(connection).await.map(|_| ()))
}

/// Empties a mail that was not sent yet, so that it is not sent any more. One that is on its way just now may arrive.
pub async fn take_back(tx: &mut Tx, id: i64) -> Result<(), sqlx::Error> {
    const SQL: &str =
        "UPDATE outbox SET sealed = '', problem = 'taken back', state = 'failed' WHERE id = $1 AND state <> 'sent'";
    with_tx!(tx, |connection| sqlx::query(SQL).bind(id).execute(connection).await.map(|_| ()))
}

/// Whether a mail is due. Asks for no write: SQLite has one writer.
pub async fn is_any_due(db: &Db) -> Result<bool, sqlx::Error> {
    const SQL: &str = "SELECT EXISTS (SELECT 1 FROM outbox WHERE state = 'waiting' AND due <= $1)";
    with_db!(read db, |pool| sqlx::query_scalar(SQL).bind(now().0).fetch_one(pool).await)
}

/// Takes the mail that is due first, for `seconds`: no other worker gets it before. Should this one die, another one does later.
pub async fn claim(db: &Db, lease: &str, seconds: i64) -> Result<Option<Claimed>, sqlx::Error> {
    const ON_SQLITE: &str = "UPDATE outbox SET due = $2, lease = $3, attempts = attempts + 1 WHERE id = \
        (SELECT id FROM outbox WHERE state = 'waiting' AND due <= $1 ORDER BY due, id LIMIT 1) \
        RETURNING id, message_id, kind, sealed, made, expires, attempts, lease";
    // Workers of several machines pass by what another one is taking.
    const ON_POSTGRES: &str = "UPDATE outbox SET due = $2, lease = $3, attempts = attempts + 1 WHERE id = \
        (SELECT id FROM outbox WHERE state = 'waiting' AND due <= $1 ORDER BY due, id LIMIT 1 FOR UPDATE SKIP LOCKED) \
        RETURNING id, message_id, kind, sealed, made, expires, attempts, lease";
    let (sql, now) = (if matches!(db, Db::Sqlite { .. }) { ON_SQLITE } else { ON_POSTGRES }, now().0);
    let mut tx = db.begin().await?;
    let claimed = with_tx!(&mut tx, |connection| {
        sqlx::query_as(sql).bind(now).bind(now + seconds).bind(lease).fetch_optional(connection).await
    })?;
    tx.commit().await?;
    Ok(claimed)
}

/// How an attempt ended.
pub struct Noted<'a> {
    pub state: State,
    /// When the next one is due.
    pub due: i64,
    pub problem: &'a str,
    /// Whether address and text stay.
    pub keeps: bool,
    /// Stands for the address, where what is known of it changes: whether mail to it comes back.
    pub address_key: Option<&'a str>,
}

/// Notes how an attempt ended; false where another worker has the mail by now.
pub async fn note(db: &Db, mail: &Claimed, noted: &Noted<'_>) -> Result<bool, sqlx::Error> {
    const SQL: &str = "UPDATE outbox SET state = $3, due = $4, problem = $5, lease = '', \
        sealed = CASE WHEN $6 THEN sealed ELSE '' END WHERE id = $1 AND lease = $2 AND state = 'waiting' RETURNING id";
    let mut tx = db.begin().await?;
    let id: Option<i64> = with_tx!(&mut tx, |connection| {
        let query = sqlx::query_scalar(SQL).bind(mail.id).bind(&mail.lease).bind(noted.state.id()).bind(noted.due);
        query.bind(noted.problem).bind(noted.keeps).fetch_optional(connection).await
    })?;
    match (noted.address_key.filter(|_| id.is_some()), noted.state) {
        (Some(key), State::Bounced) => bounces_store::put(&mut tx, key).await?,
        (Some(key), State::Sent) => bounces_store::delete(&mut tx, key).await?,
        _ => {}
    }
    tx.commit().await?;
    Ok(id.is_some())
}

/// How many mails wait.
pub async fn count_waiting(db: &Db) -> Result<i64, sqlx::Error> {
    const SQL: &str = "SELECT COUNT(*) FROM outbox WHERE state = 'waiting'";
    with_db!(read db, |pool| sqlx::query_scalar(SQL).fetch_one(pool).await)
}

/// The newest mails.
pub async fn newest(db: &Db, limit: u32) -> Result<Vec<Row>, sqlx::Error> {
    const SQL: &str =
        "SELECT id, kind, sealed, state, made, due, attempts, problem FROM outbox ORDER BY id DESC LIMIT $1";
    with_db!(read db, |pool| sqlx::query_as(SQL).bind(i64::from(limit)).fetch_all(pool).await)
}

pub async fn find(db: &Db, id: i64) -> Result<Option<Row>, sqlx::Error> {
    const SQL: &str = "SELECT id, kind, sealed, state, made, due, attempts, problem FROM outbox WHERE id = $1";
    with_db!(read db, |pool| sqlx::query_as(SQL).bind(id).fetch_optional(pool).await)
}

/// Makes mails that were given up, or wait for their next attempt, due now: one, or all. Gives how many.
pub async fn retry(db: &Db, id: Option<i64>) -> Result<u64, sqlx::Error> {
    // What has a lease is being sent just now.
    const SQL: &str = "UPDATE outbox SET state = 'waiting', due = $1, attempts = 0, expires = CASE WHEN expires < $3 THEN $3 \
        ELSE expires END WHERE state <> 'sent' AND lease = '' AND sealed <> '' AND ($2 = 0 OR id = $2) RETURNING id";
    let (id, now) = (id.unwrap_or_default(), now().0);
    let mut tx = db.begin().await?;
    let ids: Vec<i64> = with_tx!(&mut tx, |connection| {
        sqlx::query_scalar(SQL).bind(now).bind(id).bind(now + RETRIED_FOR).fetch_all(connection).await
    })?;
    tx.commit().await?;
    Ok(ids.len() as u64)
}

/// For how long a mail is tried that the operator sends again, in seconds.
const RETRIED_FOR: i64 = 86_400;

/// Deletes up to `limit` mails that are older than this many seconds and no longer on their way, or have expired that long ago, and as many
/// addresses whose mail came back long ago; gives how many there were of either.
pub async fn delete_old(db: &Db, age: i64, limit: u32) -> Result<u32, sqlx::Error> {
    const SQL: &str = "DELETE FROM outbox WHERE id IN \
        (SELECT id FROM outbox WHERE made < $1 AND (state <> 'waiting' OR expires < $1) ORDER BY made LIMIT $2) RETURNING id";
    let mut tx = db.begin().await?;
    let deleted: Vec<i64> = with_tx!(&mut tx, |connection| {
        sqlx::query_scalar(SQL).bind(now().0 - age).bind(i64::from(limit)).fetch_all(connection).await
    })?;
    let bounces = bounces_store::delete_old(&mut tx, limit).await?;
    tx.commit().await?;
    Ok(u32::try_from(deleted.len()).unwrap_or(u32::MAX).max(bounces))
}
