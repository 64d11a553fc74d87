//! The engines that keep sessions outside the database, whatever stores them. What must never fail half-way is left to the database:
//! it says who the user is, what they may do, and which sessions have ended. So an end is a part of the transaction that decides
//! it, as with the engine `database`.
//!
//! The order of a post: a session with a new id is stored before the commit, for its id is told only afterwards, and taken back when
//! the commit fails; other data is stored after it.

use std::{future::Future, sync::Arc};

use async_trait::async_trait;

use super::{
    ends_store::{self as store, End},
    engine::{
        Engine, FollowedSession, ListedSession, LiveSession, Loaded, LockedSession, NewMac, NewSession, Result, Saved,
    },
    loaded::LoadedRow,
    request_store::key,
    storage::{Entry, Moved, Storage, Stored, Update},
};
use crate::{
    accounts::{
        server::store::lock as lock_user,
        types::{SESSIONS_COUNTED, UserId},
    },
    server::{
        clock::now,
        context::Client,
        db::{Db, RequestTx, Tx},
    },
    shared::{Cursor, Timestamp},
};

/// How many ids a session may have had that still lead to it.
const CHAIN: usize = 16;

/// How often a change of data is tried when others change it at the same time.
const TRIES: usize = 5;

/// For how many seconds an end is left to the request that decided it; then the sweep completes it.
const LEFT_ALONE: i64 = 60;

/// Sessions in a storage, for the users of a database.
pub struct OutsideSessions {
    pub(super) db: Db,
    pub(super) storage: Arc<dyn Storage>,
}

impl OutsideSessions {
    pub fn new(db: Db, storage: Arc<dyn Storage>) -> Self {
        Self { db, storage }
    }

    /// The session that this hash leads to, with the hash of its present id.
    pub(super) async fn resolve(&self, hash: &str) -> Result<Option<(String, Stored)>> {
        let mut hash = hash.to_owned();
        for _ in 0..CHAIN {
            match self.storage.get(&hash).await? {
                Some(Entry::Live(stored)) => return Ok((stored.expires > now().0).then_some((hash, stored))),
                Some(Entry::Moved(moved)) => hash = moved.to,
                None => return Ok(None),
            }
        }
        Ok(None)
    }

    /// Swaps the data of a session for what `change` makes of it; false when that is nothing, or the session has ended.
    async fn change_data(&self, hash: &str, change: impl Fn(&str) -> Option<String> + Send + Sync) -> Result<bool> {
        for _ in 0..TRIES {
            let Some(Entry::Live(stored)) = self.storage.get(hash).await? else { return Ok(false) };
            let Some(new) = change(&stored.data) else { return Ok(false) };
            if self.storage.update(hash, Update::Swap { old: stored.data, new }).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// What is done after the end of a transaction, when its request cannot fail any more. What is left undone is in the log.
pub(super) async fn attempt(what: impl Future<Output = Result<()>> + Send) {
    if let Err(error) = what.await {
        tracing::error!(cause = ?error.to_string(), "a session could not be written after the changes of its request were stored");
    }
}

#[async_trait]
impl Engine for OutsideSessions {
    fn name(&self) -> &'static str {
        self.storage.name()
    }

    async fn load(&self, id_hash: &str) -> Result<Option<Loaded>> {
        let Some(Entry::Live(stored)) = self.storage.get(id_hash).await? else { return Ok(None) };
        if stored.expires <= now().0 {
            return Ok(None);
        }
        let user = match stored.user_id {
            Some(user) => store::find_user(&self.db, user, stored.number).await?,
            None => None,
        };
        if user.as_ref().is_some_and(|(_, has_ended)| *has_ended) {
            return Ok(None);
        }
        let Stored { number: id, authenticated, last_seen, expires, data, .. } = stored;
        let is_logged_in = stored.user_id.is_some();
        let row = LoadedRow { id, authenticated, last_seen, expires, is_logged_in };
        Ok(Some(Loaded { row, data, user: user.map(|(user, _)| user) }))
    }

    async fn create(&self, tx: &RequestTx, new: NewSession) -> Result<bool> {
        let session = Stored::new(&new, self.next_number(tx, &new).await?);
        if !self.storage.insert(&new.id_hash, &session).await? {
            return Ok(false);
        }
        let (storage, id_hash) = (self.storage.clone(), new.id_hash.clone());
        let leave = async move {
            let Some(previous) = new.previous_hash else { return Ok(()) };
            let moved = Moved { to: new.id_hash, at: new.now, expires: new.expires };
            storage.leave(&previous, &moved).await
        };
        match tx.opened()? {
            Some(mut tx) => {
                let storage = self.storage.clone();
                tx.on_rollback(attempt(async move { storage.remove(&id_hash).await }));
                tx.on_commit(attempt(leave));
            }
            None => leave.await?,
        }
        Ok(true)
    }

    async fn save(&self, tx: &RequestTx, saved: Saved) -> Result<bool> {
        let Saved { id_hash, user_id, data, now: last_seen, expires } = saved;
        let update = Update::Data { user_id, data, last_seen, expires };
        let Some(mut tx) = tx.opened()? else { return self.storage.update(&id_hash, update).await };
        let storage = self.storage.clone();
        tx.on_commit(attempt(async move { storage.update(&id_hash, update).await.map(|_| ()) }));
        Ok(true)
    }

    async fn renew(&self, tx: &RequestTx, row: &LoadedRow, new: NewSession) -> Result<bool> {
        let sent = new.previous_hash.as_deref().unwrap_or_default();
        let Some((from, old)) = self.resolve(sent).await?.filter(|(_, old)| old.number == row.id) else {
            return Ok(false);
        };
        let Stored { created, user_agent, address, .. } = old.clone();
        let session = Stored { created, user_agent, address, ..Stored::new(&new, row.id) };
        let moved = Moved { to: new.id_hash.clone(), at: new.now, expires: new.expires };
        if !self.storage.rename(&from, &new.id_hash, &session, Some(&moved)).await? {
            return Ok(false);
        }
        if let Some(mut tx) = tx.opened()? {
            let storage = self.storage.clone();
            let back = async move { storage.rename(&new.id_hash, &from, &old, None).await.map(|_| ()) };
            tx.on_rollback(attempt(back));
        }
        Ok(true)
    }

    async fn delete(&self, tx: &RequestTx, id_hash: &str) -> Result<()> {
        let Some(mut tx) = tx.opened()? else { return self.storage.remove(id_hash).await };
        if let Some(Entry::Live(Stored { user_id: Some(user), number, .. })) = self.storage.get(id_hash).await? {
            lock_user(&mut tx, UserId(user)).await?;
            store::insert(&mut tx, End { user_id: user, session: number, fence: 0 }).await?;
        }
        let (storage, id_hash) = (self.storage.clone(), id_hash.to_owned());
        tx.on_commit(attempt(async move { storage.remove(&id_hash).await }));
        Ok(())
    }

    async fn end(&self, tx: &mut Tx, id_hash: &str) -> Result<()> {
        let Some((hash, stored)) = self.resolve(id_hash).await? else { return Ok(()) };
        if let Some(user) = stored.user_id {
            lock_user(tx, UserId(user)).await?;
            store::insert(tx, End { user_id: user, session: stored.number, fence: 0 }).await?;
        }
        let storage = self.storage.clone();
        tx.on_commit(attempt(async move { storage.remove(&hash).await }));
        Ok(())
    }

    async fn has_successor(&self, _: Option<&mut Tx>, id_hash: &str, since: i64) -> Result<bool> {
        match self.storage.get(id_hash).await? {
            Some(Entry::Moved(moved)) if moved.at > since => Ok(self.resolve(&moved.to).await?.is_some()),
            _ => Ok(false),
        }
    }

    async fn touch(
        &self,
        session: &FollowedSession,
        now: Timestamp,
        expires: Timestamp,
        client: &Client,
    ) -> Result<()> {
        let (user_agent, address) = (client.user_agent.to_string(), client.address.to_string());
        let update = Update::Seen { last_seen: now.0, expires: expires.0, user_agent, address };
        self.storage.update(&session.id_hash, update).await.map(|_| ())
    }

    async fn lock(&self, tx: &mut Tx, session: &FollowedSession, user: UserId) -> Result<Option<LockedSession>> {
        lock_user(tx, user).await?;
        let found = self.resolve(&session.id_hash).await?;
        let found = found.filter(|(_, stored)| stored.number == session.id && stored.user_id == Some(user.0));
        let Some((id_hash, Stored { data, .. })) = found else { return Ok(None) };
        let has_ended = store::has_ended(tx, user, session.id).await?;
        Ok((!has_ended).then_some(LockedSession { id_hash, data }))
    }

    async fn use_password(&self, id_hash: &str, entered: i64) -> Result<Option<bool>> {
        let without = |data: &str| {
            let mut data: serde_json::Map<String, serde_json::Value> = serde_json::from_str(data).ok()?;
            data.remove(key::REAUTHENTICATED).filter(|at| at.as_i64() == Some(entered))?;
            serde_json::to_string(&data).ok()
        };
        let present = self.resolve(id_hash).await?.map(|(hash, _)| hash);
        self.change_data(present.as_deref().unwrap_or(id_hash), without).await.map(Some)
    }

    async fn list(&self, user: UserId, cursor: Cursor, limit: u32) -> Result<Vec<ListedSession>> {
        self.list_of(user, cursor, limit).await
    }

    async fn count(&self, user: UserId) -> Result<Option<u32>> {
        let count = self.living(user).await?.len();
        Ok(Some(u32::try_from(count).unwrap_or(u32::MAX).min(SESSIONS_COUNTED)))
    }

    async fn count_outside(&self, user: UserId) -> Result<Option<u32>> {
        self.count(user).await
    }

    async fn has_begun_since(&self, user: UserId, since: Timestamp) -> Result<bool> {
        Ok(self.living(user).await?.iter().any(|(_, stored)| stored.created >= since.0))
    }

    async fn end_one(&self, tx: &mut Tx, user: UserId, id: i64) -> Result<bool> {
        self.end_one_of(tx, user, id).await
    }

    async fn end_all_but(&self, tx: &mut Tx, user: UserId, kept: Option<i64>) -> Result<()> {
        self.end_all_of(tx, user, kept).await
    }

    async fn end_oldest(&self, tx: &mut Tx, user: UserId, this: Option<i64>, most: u32) -> Result<bool> {
        self.end_oldest_of(tx, user, this, most).await
    }

    async fn forget(&self, tx: &mut Tx, user: UserId) -> Result<()> {
        let numbers = self.numbers(user).await?;
        let storage = self.storage.clone();
        tx.on_commit(attempt(async move { storage.end(user.0, &numbers).await }));
        Ok(())
    }

    /// Before the commit, so that no request finds a MAC over a hash that is gone: until the next one, a session carries both.
    async fn replace_mac(&self, _: &mut Tx, user: UserId, mac: NewMac<'_>) -> Result<()> {
        let both = format!("{} {}", mac.new, mac.old);
        for (hash, _) in self.storage.of_user(user.0).await? {
            let with_both = |data: &str| Some(data.replace(mac.old, &both)).filter(|new| new != data);
            self.change_data(&hash, with_both).await?;
        }
        Ok(())
    }

    /// Nothing: a request that replaces the password gives its session a new id, with the new MAC, before its commit.
    async fn replace_mac_of(&self, _: &mut Tx, _: i64, _: NewMac<'_>) -> Result<()> {
        Ok(())
    }

    async fn sweep(&self, limit: u32) -> Result<u32> {
        for end in store::before(&self.db, now().0 - LEFT_ALONE, limit).await? {
            let of_user = self.storage.of_user(end.user_id).await?;
            let numbers = of_user.iter().map(|(_, stored)| stored.number).filter(|number| end.ends(*number));
            self.storage.end(end.user_id, &numbers.collect::<Vec<_>>()).await?;
            store::delete(&self.db, end).await?;
        }
        self.storage.sweep(limit).await
    }

    async fn find_live(&self, sessions: &[FollowedSession]) -> Result<Vec<LiveSession>> {
        self.live_of(sessions).await
    }

    async fn total(&self) -> Result<Option<u64>> {
        self.storage.total().await.map(Some)
    }

    async fn ping(&self) -> Result<()> {
        self.storage.ping().await
    }
}
