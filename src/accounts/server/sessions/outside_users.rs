//! What the engines outside the database know of the sessions of a user: their list, and ending them.

use std::{cmp::Reverse, collections::HashMap};

use futures_util::future::try_join_all;

use super::{
    ends_store::{self as store, End},
    engine::{EngineError, FollowedSession, ListedSession, LiveSession, NewSession, Result},
    outside::{OutsideSessions, attempt},
    storage::Stored,
};
use crate::{
    accounts::{server::store::lock as lock_user, types::UserId},
    server::{
        clock::now,
        db::{RequestTx, Tx},
    },
    shared::Cursor,
};

impl OutsideSessions {
    /// The numbers of all sessions of a user that are stored.
    pub(super) async fn numbers(&self, user: UserId) -> Result<Vec<i64>> {
        Ok(self.storage.of_user(user.0).await?.iter().map(|(_, stored)| stored.number).collect())
    }

    /// The living sessions of a user, the newest login first.
    pub(super) async fn living(&self, user: UserId) -> Result<Vec<(String, Stored)>> {
        let ends = store::of_users(&self.db, &[user.0]).await?;
        let mut found = self.storage.of_user(user.0).await?;
        found.retain(|(_, stored)| stored.expires > now().0 && !ends.iter().any(|end| end.ends(stored.number)));
        found.sort_by_key(|(_, stored)| Reverse(stored.number));
        Ok(found)
    }

    /// The number of a new session: by time, and above all others of its user, whatever the clocks of other machines say.
    pub(super) async fn next_number(&self, tx: &RequestTx, new: &NewSession) -> Result<i64> {
        // Two that begin in the same second differ by the first digits of their ids.
        let digits = i64::from_str_radix(new.id_hash.get(..5).unwrap_or_default(), 16).unwrap_or_default();
        let by_time = (new.now * 1_000) << 20 | digits;
        let Some(user) = new.user_id.map(UserId) else { return Ok(by_time) };
        let fence = match tx.opened()? {
            Some(mut tx) => store::fence(&mut tx, user).await?,
            None => None,
        };
        let newest = self.numbers(user).await?.into_iter().chain(fence).max();
        Ok(newest.map_or(by_time, |newest| by_time.max(newest + 1)))
    }

    /// Ends sessions of a user in a transaction that has locked the user, and deletes them after its commit.
    async fn end_in(&self, tx: &mut Tx, end: End, numbers: Vec<i64>) -> Result<()> {
        store::insert(tx, end).await?;
        let storage = self.storage.clone();
        tx.on_commit(attempt(async move { storage.end(end.user_id, &numbers).await }));
        Ok(())
    }

    pub(super) async fn list_of(&self, user: UserId, cursor: Cursor, limit: u32) -> Result<Vec<ListedSession>> {
        let mut found: Vec<Stored> = self.living(user).await?.into_iter().map(|(_, stored)| stored).collect();
        match cursor {
            Cursor::First => {}
            Cursor::Before(id) => found.retain(|stored| stored.number < id),
            Cursor::After(id) => {
                found.retain(|stored| stored.number > id);
                found.reverse();
            }
        }
        let listed = |stored: Stored| {
            let Stored { number: id, created, last_seen, user_agent, address, .. } = stored;
            ListedSession { id, created, last_seen, user_agent, address }
        };
        Ok(found.into_iter().take(limit as usize).map(listed).collect())
    }

    pub(super) async fn end_one_of(&self, tx: &mut Tx, user: UserId, id: i64) -> Result<bool> {
        lock_user(tx, user).await?;
        if !self.living_in(tx, user).await?.contains(&id) {
            return Ok(false);
        }
        self.end_in(tx, End { user_id: user.0, session: id, fence: 0 }, vec![id]).await?;
        Ok(true)
    }

    /// The numbers of the living sessions of a user, as a transaction sees them that has locked the user; the newest login first.
    async fn living_in(&self, tx: &mut Tx, user: UserId) -> Result<Vec<i64>> {
        let ends = store::of_user(tx, user).await?;
        let found = self.storage.of_user(user.0).await?.into_iter().map(|(_, stored)| stored);
        let living = found.filter(|stored| stored.expires > now().0 && !ends.iter().any(|end| end.ends(stored.number)));
        let mut numbers: Vec<i64> = living.map(|stored| stored.number).collect();
        numbers.sort_unstable_by_key(|number| Reverse(*number));
        Ok(numbers)
    }

    pub(super) async fn end_all_of(&self, tx: &mut Tx, user: UserId, kept: Option<i64>) -> Result<()> {
        lock_user(tx, user).await?;
        let kept = kept.unwrap_or(0);
        let (fence, mut numbers) = match self.numbers(user).await {
            Ok(numbers) => (numbers.iter().copied().max(), numbers),
            // What cannot be asked is ended all the same: everything that has begun until now.
            Err(EngineError::Outside(cause)) => {
                tracing::warn!(cause = ?cause, "sessions are ended that cannot be deleted yet");
                (Some(((now().0 + 1) * 1_000) << 20), Vec::new())
            }
            Err(error) => return Err(error),
        };
        let Some(fence) = fence else { return Ok(()) };
        numbers.retain(|number| *number != kept);
        store::delete_of(tx, user).await?;
        self.end_in(tx, End { user_id: user.0, session: kept, fence }, numbers).await
    }

    pub(super) async fn end_oldest_of(&self, tx: &mut Tx, user: UserId, this: Option<i64>, most: u32) -> Result<bool> {
        lock_user(tx, user).await?;
        let others = self.living_in(tx, user).await?.into_iter().filter(|number| Some(*number) != this);
        let oldest: Vec<i64> = others.skip(most as usize).collect();
        for number in &oldest {
            self.end_in(tx, End { user_id: user.0, session: *number, fence: 0 }, vec![*number]).await?;
        }
        Ok(!oldest.is_empty())
    }

    pub(super) async fn live_of(&self, sessions: &[FollowedSession]) -> Result<Vec<LiveSession>> {
        let found = try_join_all(sessions.iter().map(|session| self.resolve(&session.id_hash))).await?;
        let followed = sessions.iter().zip(found).filter_map(|(session, found)| {
            let (_, Stored { number, user_id, authenticated, expires, .. }) = found?;
            let live = LiveSession { id: number, user_id: user_id?, authenticated, expires };
            (number == session.id).then_some(live)
        });
        let mut live: Vec<LiveSession> = followed.collect();
        if live.is_empty() {
            return Ok(live);
        }
        let users: Vec<i64> = live.iter().map(|session| session.user_id).collect();
        let active = store::active(&self.db, &users).await?;
        let mut ends: HashMap<i64, Vec<End>> = HashMap::new();
        for end in store::of_users(&self.db, &users).await? {
            ends.entry(end.user_id).or_default().push(end);
        }
        let has_ended =
            |live: &LiveSession| ends.get(&live.user_id).is_some_and(|all| all.iter().any(|end| end.ends(live.id)));
        live.retain(|live| active.contains(&live.user_id) && !has_ended(live));
        Ok(live)
    }
}
