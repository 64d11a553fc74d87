//! The engine `cookie`: a session is sealed in its cookie (`carried.rs`), and the database knows only what the cookie cannot say: that the
//! session has ended, that it has got a new id, that a password was used up, and what does not fit. All of that is read in the query
//! that reads the user and their rights, so it acts with the next request, on every server. Django:
//! `django.contrib.sessions.backends.signed_cookies`, where nothing can be ended.
//!
//! What it cannot do (`Engine::knows_all`): list, count and limit the sessions of a user, or end another one alone. And an old copy
//! of a cookie that has not ended brings its data back, such as a notice.

use std::sync::Arc;

use async_trait::async_trait;
use serde_json::Value;
use tower_sessions_core::session::Id;

use super::{
    carried::Carried,
    cookie_state::{RequestState, Site, whole},
    cookie_store::{self as store, ENDED},
    engine::{
        Engine, FollowedSession, ListedSession, LiveSession, Loaded, LockedSession, NewMac, NewSession, Result, Saved,
        Sessions,
    },
    loaded::LoadedRow,
    request_store::key,
};
use crate::{
    accounts::{server::store::lock as lock_user, types::UserId},
    server::{
        clock::now,
        context::Client,
        db::{Db, RequestTx, Tx},
        secret_key::SecretKey,
        settings,
    },
    shared::{AppError, Cursor, Timestamp},
};

/// Sessions in cookies, as one request sees them, or none.
pub struct CookieSessions {
    pub(super) site: Arc<Site>,
    pub(super) request: Arc<RequestState>,
}

impl CookieSessions {
    pub fn new(db: Db, key: SecretKey, settings: &settings::Sessions) -> Self {
        Self { site: Arc::new(Site::new(db, key, settings)), request: Arc::default() }
    }
}

/// Up to which number all sessions have begun by that second, on whichever server.
fn fence(second: i64) -> i64 {
    ((second + 1) * 1_000) << 20
}

#[async_trait]
impl Engine for CookieSessions {
    fn name(&self) -> &'static str {
        "cookie"
    }

    fn knows_all(&self) -> bool {
        false
    }

    fn id_in(&self, value: &str) -> Option<Id> {
        Carried::open(&self.site.key, value)?.id()
    }

    fn of_request(&self, value: Option<&str>) -> Option<Sessions> {
        let sent = value.and_then(|value| Carried::open(&self.site.key, value));
        Some(Arc::new(Self { site: self.site.clone(), request: Arc::new(RequestState::new(sent)) }))
    }

    fn cookie_value(&self, id: Id) -> std::result::Result<Option<String>, AppError> {
        self.request.value(id, &self.site.key)
    }

    async fn load(&self, id_hash: &str) -> Result<Option<Loaded>> {
        let Some(carried) = self.request.find(id_hash) else { return Ok(None) };
        let (number, expires) = (carried.number, self.site.expires(&carried));
        if expires <= now().0 {
            return Ok(None);
        }
        let (user, known) = match carried.user {
            None => (None, store::find(&self.site.db, number, None).await?),
            Some(user) => match store::find_user(&self.site.db, user, number).await? {
                Some((user, known)) => (Some(user), known),
                None => return Ok(None),
            },
        };
        if !known.lets_live(&carried) {
            return Ok(None);
        }
        self.site.see(&carried);
        let Carried { authenticated, last_seen, .. } = carried;
        let row = LoadedRow { id: number, authenticated, last_seen, expires, is_logged_in: user.is_some() };
        Ok(Some(Loaded { row, data: Value::from(whole(&carried, &known)).to_string(), user }))
    }

    async fn create(&self, tx: &RequestTx, new: NewSession) -> Result<bool> {
        self.create_in(tx, new).await
    }

    async fn save(&self, tx: &RequestTx, saved: Saved) -> Result<bool> {
        self.save_in(tx, saved).await
    }

    async fn renew(&self, tx: &RequestTx, row: &LoadedRow, new: NewSession) -> Result<bool> {
        self.renew_in(tx, row, new).await
    }

    async fn delete(&self, tx: &RequestTx, id_hash: &str) -> Result<()> {
        let Some(carried) = self.request.find(id_hash) else { return Ok(()) };
        let mut joined = tx.join(&self.site.db).await?;
        self.end_carried(&mut joined, &carried).await?;
        Ok(joined.finish().await?)
    }

    async fn end(&self, tx: &mut Tx, id_hash: &str) -> Result<()> {
        self.end_chain(tx, id_hash).await
    }

    async fn has_successor(&self, tx: Option<&mut Tx>, id_hash: &str, since: i64) -> Result<bool> {
        let Some(carried) = self.request.find(id_hash) else { return Ok(false) };
        let known = match tx {
            Some(tx) => store::read(tx, carried.number, carried.user).await?,
            None => store::find(&self.site.db, carried.number, carried.user).await?,
        };
        let goes_on = known.serial != Some(ENDED) || known.next.is_some_and(|next| next != 0);
        Ok(!known.is_newest(carried.serial) && goes_on && known.changed.is_some_and(|at| at > since))
    }

    async fn touch(
        &self,
        session: &FollowedSession,
        now: Timestamp,
        expires: Timestamp,
        client: &Client,
    ) -> Result<()> {
        let Some(mut carried) = self.request.find(&session.id_hash) else { return Ok(()) };
        (carried.last_seen, carried.expires) = (now.0, expires.0);
        carried.data.insert(key::CLIENT_AGENT.to_owned(), client.user_agent.clone().into());
        carried.data.insert(key::CLIENT_ADDRESS.to_owned(), client.address.to_string().into());
        self.carry(&RequestTx::default(), carried)
    }

    async fn lock(&self, tx: &mut Tx, session: &FollowedSession, user: UserId) -> Result<Option<LockedSession>> {
        // The newest: this request may have entered the password itself, for an action that waits for it.
        let carried = self.request.newest();
        let Some(carried) = carried.filter(|carried| carried.number == session.id && carried.user == Some(user.0))
        else {
            return Ok(None);
        };
        lock_user(tx, user).await?;
        let known = store::read(tx, carried.number, Some(user.0)).await?;
        if known.has_ended(carried.number) {
            return Ok(None);
        }
        // Under another id the session goes on in another cookie.
        let id_hash = if known.is_newest(carried.serial) { carried.id_hash.clone() } else { String::new() };
        Ok(Some(LockedSession { id_hash, data: Value::from(whole(&carried, &known)).to_string() }))
    }

    async fn use_password(&self, _: &str, _: i64) -> Result<Option<bool>> {
        Ok(None)
    }

    /// The session of this request alone.
    async fn list(&self, user: UserId, cursor: Cursor, limit: u32) -> Result<Vec<ListedSession>> {
        let this = self.request.newest().filter(|this| this.user == Some(user.0) && limit > 0);
        let this = this.filter(|_| matches!(cursor, Cursor::First));
        let listed = this.map(|this| ListedSession {
            id: this.number,
            created: this.created,
            last_seen: this.last_seen,
            user_agent: this.text(key::CLIENT_AGENT),
            address: this.text(key::CLIENT_ADDRESS),
        });
        Ok(listed.into_iter().collect())
    }

    async fn count(&self, _: UserId) -> Result<Option<u32>> {
        Ok(None)
    }

    async fn count_outside(&self, _: UserId) -> Result<Option<u32>> {
        Ok(Some(0))
    }

    async fn has_begun_since(&self, user: UserId, since: Timestamp) -> Result<bool> {
        let known = store::find(&self.site.db, 0, Some(user.0)).await?;
        Ok(known.last_login.is_some_and(|at| at >= since.0))
    }

    async fn end_one(&self, _: &mut Tx, _: UserId, _: i64) -> Result<bool> {
        Ok(false)
    }

    async fn end_all_but(&self, tx: &mut Tx, user: UserId, kept: Option<i64>) -> Result<()> {
        lock_user(tx, user).await?;
        let known = store::read(tx, 0, Some(user.0)).await?;
        // Where the clock of another server is ahead, the last login says so.
        let last = known.last_login.unwrap_or_default().max(now().0);
        let fence = fence(last).max(known.fence.unwrap_or_default() + fence(0));
        Ok(store::set_fence(tx, user, fence, kept.unwrap_or_default()).await?)
    }

    async fn end_oldest(&self, _: &mut Tx, _: UserId, _: Option<i64>, _: u32) -> Result<bool> {
        Ok(false)
    }

    /// What is known of them goes with the user.
    async fn forget(&self, _: &mut Tx, _: UserId) -> Result<()> {
        Ok(())
    }

    async fn replace_mac(&self, tx: &mut Tx, user: UserId, mac: NewMac<'_>) -> Result<()> {
        let macs = store::read(tx, 0, Some(user.0)).await?.macs.unwrap_or_default();
        Ok(store::replace_mac(tx, user, mac, &macs).await?)
    }

    /// Nothing: a request that replaces the password gives its session a new id, with the new MAC.
    async fn replace_mac_of(&self, _: &mut Tx, _: i64, _: NewMac<'_>) -> Result<()> {
        Ok(())
    }

    async fn sweep(&self, limit: u32) -> Result<u32> {
        Ok(store::delete_expired(&self.site.db, now().0, limit).await?)
    }

    async fn find_live(&self, sessions: &[FollowedSession]) -> Result<Vec<LiveSession>> {
        let mut live: Vec<LiveSession> = sessions.iter().filter_map(|session| self.site.seen(session.id)).collect();
        live.retain(|live| live.expires > now().0);
        if live.is_empty() {
            return Ok(live);
        }
        let numbers: Vec<i64> = live.iter().map(|live| live.id).collect();
        let users: Vec<i64> = live.iter().map(|live| live.user_id).collect();
        let ended = store::ended(&self.site.db, &numbers).await?;
        let active = store::active(&self.site.db, &users).await?;
        let is_live = |live: &LiveSession| {
            let user = active.iter().find(|user| user.user_id == live.user_id);
            !ended.contains(&live.id) && user.is_some_and(|user| !user.ends(live.id))
        };
        live.retain(is_live);
        Ok(live)
    }

    async fn total(&self) -> Result<Option<u64>> {
        Ok(None)
    }

    /// The database is checked for itself.
    async fn ping(&self) -> Result<()> {
        Ok(())
    }
}
