//! What the engine `cookie` knows while a request runs: what its cookie carried, and what the next one will carry. And of all requests: what
//! open pages must know of sessions whose cookies they have not seen.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use moka::sync::Cache;
use serde_json::{Map, Value};
use tower_sessions_core::session::Id;

use super::{carried::Carried, cookie_store::Known, engine::LiveSession, request_store::key};
use crate::{
    server::{db::Db, secret_key::SecretKey, settings},
    shared::AppError,
};

/// How many sessions of open pages are known, and for how long one is that is no longer asked for.
const SEEN: u64 = 100_000;
const SEEN_FOR: Duration = Duration::from_secs(120);

/// For how long what is known of a visitor's session stays, in seconds: longer than any lives.
const OF_VISITORS: i64 = 3_600;

/// What all requests share.
pub struct Site {
    pub db: Db,
    pub key: SecretKey,
    /// For how many seconds after its password a session may live at most.
    longest: i64,
    /// The newest that is known of a session, by its number.
    seen: Cache<i64, LiveSession>,
}

/// What one request knows.
#[derive(Default)]
pub struct RequestState(Mutex<State>);

#[derive(Default)]
struct State {
    sent: Option<Carried>,
    /// What the next cookie carries, if it must be sent.
    next: Option<Carried>,
}

impl Site {
    pub fn new(db: Db, key: SecretKey, settings: &settings::Sessions) -> Self {
        let longest = i64::from(settings.cookie_age.get().max(settings.browser_session_age.get()));
        let seen = Cache::builder().max_capacity(SEEN).time_to_idle(SEEN_FOR).build();
        Self { db, key, longest, seen }
    }

    /// When a session ends: by its cookie, and never later than the present settings allow.
    pub fn expires(&self, carried: &Carried) -> i64 {
        match carried.user {
            Some(_) => carried.expires.min(carried.authenticated + self.longest),
            None => carried.expires,
        }
    }

    /// Until when what is noted of a session may matter: until the last of its cookies expires.
    pub fn matters_until(&self, user: Option<i64>, now: i64) -> i64 {
        if user.is_some() { now + self.longest } else { now + OF_VISITORS }
    }

    /// Notes the newest that is known of a session.
    pub fn see(&self, carried: &Carried) {
        let Some(user_id) = carried.user else { return };
        let seen = LiveSession {
            id: carried.number,
            user_id,
            authenticated: carried.authenticated,
            expires: self.expires(carried),
        };
        let is_newer = |known: LiveSession| (seen.authenticated, seen.expires) > (known.authenticated, known.expires);
        if self.seen.get(&seen.id).is_none_or(is_newer) {
            self.seen.insert(seen.id, seen);
        }
    }

    pub fn seen(&self, number: i64) -> Option<LiveSession> {
        self.seen.get(&number)
    }
}

impl RequestState {
    pub fn new(sent: Option<Carried>) -> Self {
        Self(Mutex::new(State { sent, next: None }))
    }

    /// The session whose id has this hash.
    pub fn find(&self, id_hash: &str) -> Option<Carried> {
        let state = self.lock();
        [&state.next, &state.sent].into_iter().flatten().find(|carried| carried.id_hash == id_hash).cloned()
    }

    /// The session as it is now.
    pub fn newest(&self) -> Option<Carried> {
        let state = self.lock();
        state.next.as_ref().or(state.sent.as_ref()).cloned()
    }

    /// Sets what the next cookie carries, and gives what it was to carry before.
    pub fn set_next(&self, next: Option<Carried>) -> Option<Carried> {
        std::mem::replace(&mut self.lock().next, next)
    }

    /// The value of the next cookie, if one must be sent for the session with this id.
    pub fn value(&self, id: Id, key: &SecretKey) -> Result<Option<String>, AppError> {
        let next = self.lock().next.clone();
        next.map_or(Ok(None), |next| next.seal(id, key))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// All data of a session: what its cookie carries, what did not fit, and what the database knows better.
pub fn whole(carried: &Carried, known: &Known) -> Map<String, Value> {
    let mut data = carried.data.clone();
    if carried.has_more
        && let Ok(Value::Object(more)) = serde_json::from_str(known.more.as_deref().unwrap_or_default())
    {
        data.extend(more);
    }
    // A copy of the cookie brings no password back that was used up.
    if carried.entered().is_some_and(|entered| known.used.is_some_and(|used| used >= entered)) {
        data.remove(key::REAUTHENTICATED);
    }
    let macs = known.macs.as_deref().unwrap_or_default();
    let mac = data.get(key::MAC).and_then(Value::as_str).unwrap_or_default();
    if let Some(newest) = macs.split(' ').next_back()
        && !mac.is_empty()
        && macs.split(' ').any(|old| old == mac)
    {
        data.insert(key::MAC.to_owned(), newest.into());
    }
    data
}
