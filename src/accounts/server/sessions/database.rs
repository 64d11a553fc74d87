//! The engines `database`, the default, and `cached`: a session is a row, and what a request changes and what becomes of its session are
//! committed together. With `cached` the data of a session that has not changed is read from a cache (`cached.rs`). Django:
//! `django.contrib.sessions.backends.db`.

use async_trait::async_trait;

use super::{
    cached::SessionCache,
    engine::{
        Engine, FollowedSession, ListedSession, LiveSession, Loaded, LockedSession, NewMac, NewSession, Result, Saved,
    },
    list_store, load_store,
    loaded::LoadedRow,
    store,
};
use crate::{
    accounts::types::UserId,
    server::{
        clock::now,
        context::Client,
        db::{Db, RequestTx, Tx},
    },
    shared::{Cursor, Timestamp},
};

/// Sessions in the database of the site.
pub struct DatabaseSessions(Db, Option<SessionCache>);

impl DatabaseSessions {
    pub fn new(db: Db) -> Self {
        Self(db, None)
    }

    /// The same, with a cache of their data.
    pub fn cached(db: Db, cache: SessionCache) -> Self {
        Self(db, Some(cache))
    }

    /// Lets the cache forget a session when it has ended.
    fn forget(&self, tx: &mut Tx, id_hash: &str) {
        if let Some(cache) = &self.1 {
            let (cache, id_hash) = (cache.clone(), id_hash.to_owned());
            tx.on_commit(async move { cache.forget(&id_hash).await });
        }
    }
}

#[async_trait]
impl Engine for DatabaseSessions {
    fn name(&self) -> &'static str {
        if self.1.is_some() { "cached" } else { "database" }
    }

    async fn load(&self, id_hash: &str) -> Result<Option<Loaded>> {
        if let Some(cache) = &self.1 {
            return cache.load(&self.0, id_hash).await;
        }
        let found = load_store::find(&self.0, id_hash, now(), None).await?;
        Ok(found.map(|found| Loaded { row: found.row, data: found.data.unwrap_or_default(), user: found.user }))
    }

    async fn create(&self, tx: &RequestTx, new: NewSession) -> Result<bool> {
        let mut tx = tx.join(&self.0).await?;
        let is_created = store::insert(&mut tx, &new).await?;
        tx.finish().await?;
        Ok(is_created)
    }

    async fn save(&self, tx: &RequestTx, saved: Saved) -> Result<bool> {
        let mut tx = tx.join(&self.0).await?;
        let is_saved = store::update(&mut tx, &saved).await?;
        tx.finish().await?;
        Ok(is_saved)
    }

    async fn renew(&self, tx: &RequestTx, row: &LoadedRow, new: NewSession) -> Result<bool> {
        let mut tx = tx.join(&self.0).await?;
        self.forget(&mut tx, new.previous_hash.as_deref().unwrap_or_default());
        let is_renewed = store::renew(&mut tx, row.id, &new).await?;
        tx.finish().await?;
        Ok(is_renewed)
    }

    async fn delete(&self, tx: &RequestTx, id_hash: &str) -> Result<()> {
        let mut tx = tx.join(&self.0).await?;
        store::delete(&mut tx, id_hash).await?;
        self.forget(&mut tx, id_hash);
        Ok(tx.finish().await?)
    }

    async fn end(&self, tx: &mut Tx, id_hash: &str) -> Result<()> {
        store::end(tx, id_hash).await?;
        self.forget(tx, id_hash);
        Ok(())
    }

    async fn has_successor(&self, tx: Option<&mut Tx>, id_hash: &str, since: i64) -> Result<bool> {
        Ok(match tx {
            Some(tx) => store::has_successor_in(tx, id_hash, since).await?,
            None => store::has_successor(&self.0, id_hash, since).await?,
        })
    }

    async fn touch(
        &self,
        session: &FollowedSession,
        now: Timestamp,
        expires: Timestamp,
        client: &Client,
    ) -> Result<()> {
        Ok(store::touch(&self.0, session.id, now, expires, client).await?)
    }

    async fn lock(&self, tx: &mut Tx, session: &FollowedSession, user: UserId) -> Result<Option<LockedSession>> {
        Ok(list_store::lock(tx, session.id, user).await?)
    }

    async fn use_password(&self, _: &str, _: i64) -> Result<Option<bool>> {
        Ok(None)
    }

    async fn list(&self, user: UserId, cursor: Cursor, limit: u32) -> Result<Vec<ListedSession>> {
        Ok(list_store::find_of(&self.0, user, cursor, limit).await?)
    }

    async fn count(&self, user: UserId) -> Result<Option<u32>> {
        Ok(Some(list_store::count_of(&self.0, user).await?))
    }

    async fn count_outside(&self, _: UserId) -> Result<Option<u32>> {
        Ok(None)
    }

    async fn has_begun_since(&self, user: UserId, since: Timestamp) -> Result<bool> {
        Ok(list_store::has_begun_since(&self.0, user, since).await?)
    }

    async fn end_one(&self, tx: &mut Tx, user: UserId, id: i64) -> Result<bool> {
        Ok(list_store::delete_one(tx, user, id).await?)
    }

    async fn end_all_but(&self, tx: &mut Tx, user: UserId, kept: Option<i64>) -> Result<()> {
        Ok(list_store::end_all_but(tx, &self.0, user, kept).await?)
    }

    async fn end_oldest(&self, tx: &mut Tx, user: UserId, this: Option<i64>, most: u32) -> Result<bool> {
        Ok(list_store::end_oldest(tx, &self.0, user, this, most).await?)
    }

    /// Their rows go with the user's.
    async fn forget(&self, _: &mut Tx, _: UserId) -> Result<()> {
        Ok(())
    }

    async fn replace_mac(&self, tx: &mut Tx, user: UserId, mac: NewMac<'_>) -> Result<()> {
        Ok(store::replace_macs(tx, user, mac).await?)
    }

    async fn replace_mac_of(&self, tx: &mut Tx, id: i64, mac: NewMac<'_>) -> Result<()> {
        Ok(store::replace_mac(tx, id, mac).await?)
    }

    async fn sweep(&self, limit: u32) -> Result<u32> {
        Ok(list_store::delete_expired(&self.0, limit).await?)
    }

    async fn find_live(&self, sessions: &[FollowedSession]) -> Result<Vec<LiveSession>> {
        Ok(list_store::find_live(&self.0, sessions).await?)
    }

    async fn total(&self) -> Result<Option<u64>> {
        Ok(Some(list_store::count_all(&self.0).await?))
    }

    /// The database is checked for itself.
    async fn ping(&self) -> Result<()> {
        Ok(())
    }
}
