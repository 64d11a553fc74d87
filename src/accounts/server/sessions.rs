//! Sessions of people: beginning one, how long it lives, seeing them and ending them. The rows themselves are read and
//! written by `session_store.rs`. Django: `login` and the settings `SESSION_COOKIE_AGE`, `SESSION_EXPIRE_AT_BROWSER_CLOSE`.

use tower_sessions_core::Session;

use super::{
    Accounts,
    activity::record,
    auth,
    reauthentication::require_recent_password,
    session_store::{CurrentRow, LoadedRow},
    user_agent,
};
use crate::{
    accounts::types::{Event, SESSIONS_COUNTED, SessionInfo, UserId, Viewer},
    server::{
        clock::now,
        context::{Client, extension},
        db::{Db, with_db},
        settings,
    },
    shared::{AppError, Cursor, NextPath, Notice, Outcome, Page, Timestamp},
};

/// Keys of the session's data, with Django's names where it has one.
pub mod key {
    pub const USER_ID: &str = "_auth_user_id";
    pub const HASH: &str = "_auth_user_hash";
    /// "Keep me signed in" was ticked.
    pub const KEEP: &str = "keep";
    /// When the password was last entered, in Unix seconds.
    pub const PASSWORD_ENTERED: &str = "password_entered";
    /// When it was entered because an action asked for it: good for that action, whatever the setting says.
    pub const REAUTHENTICATED: &str = "reauthenticated";
    pub const CLIENT_ADDRESS: &str = "address";
    pub const CLIENT_AGENT: &str = "user_agent";
}

/// How many sessions a page shows.
const PAGE_SIZE: u32 = 20;

/// Use is written down once in so many seconds; in a session that does not live long without it, in a tenth of that.
const TOUCH_EVERY: i64 = 60;

/// The sessions page of the domain.
pub const PATH: &str = "/accounts/sessions/";

/// When a session ends: so long after it was last used, and never later than so long after its password was entered
/// (ASVS 7.3.1, 7.3.2).
pub fn expires(settings: &settings::Sessions, keep: bool, authenticated: Timestamp, used: Timestamp) -> Timestamp {
    let idle = if keep { settings.cookie_idle_age.get() } else { settings.browser_session_idle_age.get() };
    Timestamp((used.0 + i64::from(idle)).min(last_end(settings, keep, authenticated.0)))
}

/// When a session ends however much it is used: so long after its password was entered.
pub fn last_end(settings: &settings::Sessions, keep: bool, authenticated: i64) -> i64 {
    authenticated + i64::from(if keep { settings.cookie_age.get() } else { settings.browser_session_age.get() })
}

/// Makes this session the user's own (B34 to B36): the id is new in every case; what an anonymous visitor had is kept;
/// what belonged to another user, or to this one before a change of password, is dropped.
pub async fn start(
    session: &Session,
    user: UserId,
    hash_mark: &str,
    keep: bool,
    client: &Client,
) -> Result<(), AppError> {
    let owner: Option<String> = session.get(key::USER_ID).await?;
    let mark: Option<String> = session.get(key::HASH).await?;
    let same = owner.as_deref() == Some(user.0.to_string().as_str()) && mark.as_deref() == Some(hash_mark);
    if owner.is_some() && !same {
        session.clear().await;
    }
    session.insert(key::USER_ID, user.0.to_string()).await?;
    session.insert(key::KEEP, keep).await?;
    session.cycle_id().await?;
    note_password(session, hash_mark, client).await
}

/// Goes on under a new id, with the password entered just now: the old id is worth nothing any more (ASVS 7.2.4). A session
/// that is ended meanwhile stays ended.
pub async fn renew(session: &Session, current: &CurrentRow, hash_mark: &str, client: &Client) -> Result<(), AppError> {
    current.renew();
    session.cycle_id().await?;
    note_password(session, hash_mark, client).await
}

async fn note_password(session: &Session, hash_mark: &str, client: &Client) -> Result<(), AppError> {
    session.insert(key::HASH, hash_mark).await?;
    session.insert(key::PASSWORD_ENTERED, now().0).await?;
    session.insert(key::CLIENT_AGENT, &client.user_agent).await?;
    session.insert(key::CLIENT_ADDRESS, &client.address).await?;
    Ok(())
}

/// Writes down that a session is in use, at most once a minute or so, and moves its end accordingly. Only ever updates: a session that
/// was ended meanwhile stays ended.
pub async fn touch(
    db: &Db,
    settings: &settings::Sessions,
    row: LoadedRow,
    keep: bool,
    client: &Client,
) -> Result<(), sqlx::Error> {
    const SQL: &str = "UPDATE sessions SET last_seen = $2, expires = $3, user_agent = $4, address = $5 WHERE id = $1 AND last_seen < $2";
    let now = now();
    let since = now.0 - row.last_seen;
    if since < TOUCH_EVERY.min((row.expires - row.last_seen) / 10) {
        return Ok(());
    }
    with_db!(write db, |pool| {
        sqlx::query(SQL)
            .bind(row.id)
            .bind(now.0)
            .bind(expires(settings, keep, Timestamp(row.authenticated), now).0)
            .bind(&client.user_agent)
            .bind(&client.address)
            .execute(pool)
            .await?;
    });
    Ok(())
}

/// One page of the viewer's sessions, the newest sign-in first.
pub async fn list(cursor: Cursor) -> Result<Page<SessionInfo>, AppError> {
    let (accounts, viewer, current): (Accounts, Viewer, CurrentRow) = (extension()?, extension()?, extension()?);
    let user = viewer.user().ok_or(AppError::LoginRequired)?;
    let this = current.get().map(|row| row.id);
    let rows = find_of(&accounts.0.db, user.id, cursor, PAGE_SIZE + 1).await?;
    let sessions = rows
        .into_iter()
        .map(|row| SessionInfo {
            id: row.id,
            device: user_agent::describe(&row.user_agent),
            address: row.address,
            created: Timestamp(row.created),
            last_seen: Timestamp(row.last_seen),
            is_this: Some(row.id) == this,
        })
        .collect();
    Ok(Page::from_rows(cursor, sessions, PAGE_SIZE as usize))
}

/// Ends one session of the viewer. Another person's is not found.
pub async fn end(id: i64) -> Result<Outcome, AppError> {
    let (accounts, session, viewer): (Accounts, Session, Viewer) = (extension()?, extension()?, extension()?);
    let (current, client): (CurrentRow, Client) = (extension()?, extension()?);
    let user = viewer.user().ok_or(AppError::LoginRequired)?;
    require_recent_password(&accounts, &session).await?;
    if current.get().is_some_and(|row| row.id == id) {
        return auth::end_this_session(Default::default()).await;
    }
    if !delete_one(&accounts.0.db, user.id, id).await? {
        tracing::warn!(event = "session_not_found", session_id = id, user_id = user.id.0, address = client.address);
        return Err(AppError::NotFound);
    }
    record(&accounts.0.db, user.id, Event::SessionEnded, &client).await?;
    Notice::SessionEnded.keep(&session).await?;
    Ok(Outcome::reload(PATH))
}

/// Ends all sessions of the viewer but the one that asks.
pub async fn end_others() -> Result<Outcome, AppError> {
    let (accounts, session, viewer): (Accounts, Session, Viewer) = (extension()?, extension()?, extension()?);
    let (current, client): (CurrentRow, Client) = (extension()?, extension()?);
    let user = viewer.user().ok_or(AppError::LoginRequired)?;
    require_recent_password(&accounts, &session).await?;
    let this = current.get().map(|row| row.id);
    end_all_but(&accounts.0.db, user.id, this).await?;
    record(&accounts.0.db, user.id, Event::SessionsEnded, &client).await?;
    Notice::SessionsEnded.keep(&session).await?;
    Ok(Outcome::reload(PATH))
}

/// Ends all sessions of the viewer, this one included.
pub async fn end_all() -> Result<Outcome, AppError> {
    let (accounts, session, viewer): (Accounts, Session, Viewer) = (extension()?, extension()?, extension()?);
    let client: Client = extension()?;
    let user = viewer.user().ok_or(AppError::LoginRequired)?;
    require_recent_password(&accounts, &session).await?;
    end_all_but(&accounts.0.db, user.id, None).await?;
    record(&accounts.0.db, user.id, Event::SessionsEnded, &client).await?;
    session.flush().await?;
    Ok(Outcome::ended(NextPath::default()))
}

/// A row of the list.
#[derive(sqlx::FromRow)]
struct SessionRow {
    id: i64,
    created: i64,
    last_seen: i64,
    user_agent: String,
    address: String,
}

async fn find_of(db: &Db, user: UserId, cursor: Cursor, limit: u32) -> Result<Vec<SessionRow>, sqlx::Error> {
    const BEFORE: &str = "SELECT id, created, last_seen, user_agent, address FROM sessions \
        WHERE user_id = $1 AND id < $2 AND expires > $3 ORDER BY id DESC LIMIT $4";
    const AFTER: &str = "SELECT id, created, last_seen, user_agent, address FROM sessions \
        WHERE user_id = $1 AND id > $2 AND expires > $3 ORDER BY id ASC LIMIT $4";
    let (sql, id) = match cursor {
        Cursor::First => (BEFORE, i64::MAX),
        Cursor::Before(id) => (BEFORE, id),
        Cursor::After(id) => (AFTER, id),
    };
    with_db!(read db, |pool| {
        sqlx::query_as(sql).bind(user.0).bind(id).bind(now().0).bind(i64::from(limit)).fetch_all(pool).await
    })
}

async fn delete_one(db: &Db, user: UserId, id: i64) -> Result<bool, sqlx::Error> {
    const SQL: &str = "DELETE FROM sessions WHERE id = $1 AND user_id = $2 RETURNING id";
    let ended: Option<i64> =
        with_db!(write db, |pool| sqlx::query_scalar(SQL).bind(id).bind(user.0).fetch_optional(pool).await?);
    Ok(ended.is_some())
}

/// Ends every session of a user but this one; whoever is there is anonymous on the next request.
pub async fn end_all_but(db: &Db, user: UserId, kept: Option<i64>) -> Result<(), sqlx::Error> {
    const SQL: &str = "DELETE FROM sessions WHERE user_id = $1 AND id <> $2";
    with_db!(write db, |pool| {
        sqlx::query(SQL).bind(user.0).bind(kept.unwrap_or(-1)).execute(pool).await?;
    });
    Ok(())
}

/// Whether a session of this user has begun since that second.
pub async fn has_begun_since(db: &Db, user: UserId, since: Timestamp) -> Result<bool, sqlx::Error> {
    const SQL: &str = "SELECT EXISTS (SELECT 1 FROM sessions WHERE user_id = $1 AND created >= $2 AND expires > $2)";
    with_db!(read db, |pool| sqlx::query_scalar(SQL).bind(user.0).bind(since.0).fetch_one(pool).await)
}

/// How many live sessions a user has, at most [`SESSIONS_COUNTED`]: counting does not grow with their number.
pub async fn count_of(db: &Db, user: UserId) -> Result<u32, sqlx::Error> {
    const SQL: &str = "SELECT COUNT(*) FROM \
        (SELECT 1 FROM sessions WHERE user_id = $1 AND expires > $2 LIMIT $3) AS counted";
    let count: i64 = with_db!(read db, |pool| {
        sqlx::query_scalar(SQL).bind(user.0).bind(now().0).bind(i64::from(SESSIONS_COUNTED)).fetch_one(pool).await?
    });
    Ok(u32::try_from(count).unwrap_or(SESSIONS_COUNTED))
}

/// Deletes sessions that have expired, at most this many, and says how many there were.
pub async fn delete_expired(db: &Db, limit: u32) -> Result<u32, sqlx::Error> {
    const SQL: &str = "DELETE FROM sessions WHERE id IN \
        (SELECT id FROM sessions WHERE expires <= $1 LIMIT $2) RETURNING id";
    let deleted: Vec<i64> =
        with_db!(write db, |pool| sqlx::query_scalar(SQL).bind(now().0).bind(i64::from(limit)).fetch_all(pool).await?);
    Ok(u32::try_from(deleted.len()).unwrap_or(u32::MAX))
}
