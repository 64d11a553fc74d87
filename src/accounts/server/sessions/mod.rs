//! Sessions of users: starting one, and how long it lives. Where they are kept is decided by `engine.rs` and its implementations; a
//! user's own list of them is `own.rs`. Django: `login` and the settings `SESSION_COOKIE_AGE`, `SESSION_EXPIRE_AT_BROWSER_CLOSE`.

mod cached;
mod carried;
mod cookie;
mod cookie_saving;
mod cookie_state;
mod cookie_store;
mod current;
mod database;
mod ends_store;
mod engine;
mod file;
mod folder;
mod list_store;
mod load_store;
mod loaded;
pub mod moving;
mod moving_store;
mod open;
mod outside;
mod outside_users;
pub mod own;
mod redis;
mod redis_cache;
mod redis_link;
mod redis_scripts;
mod request_store;
mod storage;
mod store;
pub(super) mod user_agent;
pub mod watch;

pub use cached::READS;
pub use current::{CurrentRow, SaveError};
pub use database::DatabaseSessions;
pub use engine::{AGAIN, Engine, EngineError, ListedSession, NewMac, Sessions};
pub use list_store::DELETED_AT_ONCE;
pub use loaded::{LoadedRow, LoadedUser};
pub use open::open;
pub use request_store::{RequestStore, key};
use tower_sessions_core::Session;

use crate::{
    accounts::types::UserId,
    server::{clock::now, context::Client, db::Tx, settings},
    shared::{AppError, Timestamp},
};

/// Use of a session is noted once in this many seconds; of one that ends soon after its last use, ten times in that span.
const TOUCH_EVERY: i64 = 60;

/// When a session ends: its idle age after it was last used, and never later than its full age after the password was entered
/// (ASVS 7.3.1, 7.3.2).
pub fn expires(settings: &settings::Sessions, remember: bool, authenticated: Timestamp, used: Timestamp) -> Timestamp {
    let idle = if remember { settings.cookie_idle_age.get() } else { settings.browser_session_idle_age.get() };
    Timestamp((used.0 + i64::from(idle)).min(last_end(settings, remember, authenticated.0)))
}

/// When a session ends however much it is used: its full age after the password was entered.
pub fn last_end(settings: &settings::Sessions, remember: bool, authenticated: i64) -> i64 {
    authenticated + i64::from(if remember { settings.cookie_age.get() } else { settings.browser_session_age.get() })
}

/// Logs a user in at this session (B34 to B36). It always gets a new id. The data of an anonymous visitor stays; the data of
/// another user, or of this one before a change of password, is dropped.
pub async fn start(
    session: &Session,
    user: UserId,
    mac: &str,
    remember: bool,
    client: &Client,
) -> Result<(), AppError> {
    let owner: Option<String> = session.get(key::USER_ID).await?;
    let known_mac: Option<String> = session.get(key::MAC).await?;
    let goes_on = owner.as_deref() == Some(user.0.to_string().as_str())
        && known_mac.is_some_and(|known| known.split(' ').any(|known| known == mac));
    if owner.is_some() && !goes_on {
        session.clear().await;
    }
    session.insert(key::USER_ID, user.0.to_string()).await?;
    session.insert(key::REMEMBER, remember).await?;
    session.cycle_id().await?;
    note_password(session, mac, client).await
}

/// Gives the session a new id, with the password entered just now: the old id is worthless from then on (ASVS 7.2.4). A
/// session that has ended meanwhile stays ended.
pub async fn renew(session: &Session, current: &CurrentRow, mac: &str, client: &Client) -> Result<(), AppError> {
    current.renew();
    session.cycle_id().await?;
    note_password(session, mac, client).await
}

async fn note_password(session: &Session, mac: &str, client: &Client) -> Result<(), AppError> {
    session.insert(key::MAC, mac).await?;
    session.insert(key::PASSWORD_ENTERED, now().0).await?;
    session.insert(key::CLIENT_AGENT, &client.user_agent).await?;
    session.insert(key::CLIENT_ADDRESS, &client.address).await?;
    Ok(())
}

/// Locks the current session until the end of the transaction, so that a logout comes before or after what the request changes.
///
/// # Errors
/// [`AppError::LoginRequired`] when it has ended; [`AppError::StepUpRequired`] when another request was faster to use up the
/// password that this one relies on.
pub async fn lock(tx: &mut Tx, current: &CurrentRow, user: UserId) -> Result<(), AppError> {
    let locked = match current.followed() {
        Some(session) => current.sessions().lock(tx, &session, user).await?,
        None => None,
    };
    let locked = locked.ok_or(AppError::LoginRequired)?;
    let data: serde_json::Value = serde_json::from_str(&locked.data).unwrap_or_default();
    let entered = data.get(key::REAUTHENTICATED).and_then(serde_json::Value::as_i64);
    current.set_locked(&locked.id_hash, entered).then_some(()).ok_or(AppError::StepUpRequired)
}

/// Notes that a session is in use, about once a minute, and moves its end. Only ever updates: a session that has ended
/// meanwhile stays ended.
pub async fn touch(
    current: &CurrentRow,
    settings: &settings::Sessions,
    remember: bool,
    client: &Client,
) -> Result<(), EngineError> {
    let (Some(row), Some(session)) = (current.get(), current.followed()) else { return Ok(()) };
    let now = now();
    if now.0 - row.last_seen < TOUCH_EVERY.min((row.expires - row.last_seen) / 10) {
        return Ok(());
    }
    let expires = expires(settings, remember, Timestamp(row.authenticated), now);
    current.sessions().touch(&session, now, expires, client).await
}
