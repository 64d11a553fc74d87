//! How a session of the engine `cookie` is changed: what the next cookie carries, and what the database must know then.

use serde_json::{Map, Value};

use super::{
    carried::Carried,
    cookie::CookieSessions,
    cookie_store::{self as store, ENDED, Known, Note},
    engine::{NewSession, Result, Saved},
    loaded::LoadedRow,
};
use crate::{
    accounts::{server::store::lock as lock_user, types::UserId},
    server::{
        clock::now,
        db::{RequestTx, Tx},
    },
};

/// How many sessions may follow one another that an old cookie still leads to.
const CHAIN: usize = 16;

/// The number of a new session: by time, above the fence of its user, and another's with a probability of one in a thousand million.
fn number(new: &NewSession, known: &Known) -> i64 {
    let digits = |from: usize, to: usize| {
        i64::from_str_radix(new.id_hash.get(from..to).unwrap_or_default(), 16).unwrap_or_default()
    };
    let random = ((digits(0, 8) % 1_000) << 20) | digits(8, 13);
    (((new.now * 1_000) << 20) + random).max(known.fence.unwrap_or_default() + 1 + random)
}

fn parse(data: &str) -> Map<String, Value> {
    serde_json::from_str(data).unwrap_or_default()
}

impl CookieSessions {
    /// Lets the next cookie carry this, unless the transaction of the request fails.
    pub(super) fn carry(&self, tx: &RequestTx, next: Carried) -> Result<()> {
        self.site.see(&next);
        let before = self.request.set_next(Some(next));
        if let Some(mut tx) = tx.opened()? {
            let request = self.request.clone();
            tx.on_rollback(async move { _ = request.set_next(before) });
        }
        Ok(())
    }

    /// What is noted of a session.
    fn note(&self, carried: &Carried, more: &Map<String, Value>) -> Note {
        Note {
            number: carried.number,
            user: carried.user,
            serial: carried.serial,
            more: if more.is_empty() { String::new() } else { Value::from(more.clone()).to_string() },
            expires: self.site.matters_until(carried.user, now().0),
            ..Note::default()
        }
    }

    /// Ends a session in this transaction.
    pub(super) async fn end_carried(&self, tx: &mut Tx, carried: &Carried) -> Result<()> {
        let note = Note { serial: ENDED, ..self.note(carried, &Map::new()) };
        store::note(tx, &note, ENDED - 1).await?;
        Ok(())
    }

    /// A session with a new id; where the request had another one, that ends and leads on to it.
    pub(super) async fn create_in(&self, tx: &RequestTx, new: NewSession) -> Result<bool> {
        let previous = new.previous_hash.as_deref().and_then(|hash| self.request.find(hash));
        let mut joined = tx.join(&self.site.db).await?;
        let known = store::read(&mut joined, 0, new.user_id).await?;
        let mut carried = Carried {
            id: String::new(),
            id_hash: new.id_hash.clone(),
            number: number(&new, &known),
            serial: 0,
            user: new.user_id,
            data: parse(&new.data),
            has_more: false,
            created: new.now,
            authenticated: new.now,
            last_seen: new.now,
            expires: new.expires,
        };
        let more = carried.take_more();
        if carried.has_more && !store::note(&mut joined, &self.note(&carried, &more), 0).await? {
            return Ok(false);
        }
        if let Some(previous) = previous {
            self.end_carried(&mut joined, &previous).await?;
            store::lead_on(&mut joined, previous.number, carried.number, new.now).await?;
        }
        joined.finish().await?;
        self.carry(tx, carried)?;
        Ok(true)
    }

    /// New data for the next cookie. The database is written only where it must know something.
    pub(super) async fn save_in(&self, tx: &RequestTx, saved: Saved) -> Result<bool> {
        let Some(old) = self.request.find(&saved.id_hash) else { return Ok(false) };
        let Saved { user_id: user, data, now: last_seen, expires, .. } = saved;
        let mut new = Carried { user, data: parse(&data), last_seen, expires, ..old.clone() };
        let more = new.take_more();
        let used = old.entered().filter(|_| new.entered().is_none());
        let is_saved = if used.is_some() || old.has_more || new.has_more {
            let mut joined = tx.join(&self.site.db).await?;
            let note = Note { used: used.unwrap_or_default(), ..self.note(&new, &more) };
            let is_saved = store::read(&mut joined, old.number, old.user).await?.lets_live(&old)
                && store::note(&mut joined, &note, old.serial).await?;
            joined.finish().await?;
            is_saved
        } else if let Some(mut tx) = tx.opened()? {
            store::read(&mut tx, old.number, old.user).await?.lets_live(&old)
        } else {
            store::find(&self.site.db, old.number, old.user).await?.lets_live(&old)
        };
        if is_saved {
            self.carry(tx, new)?;
        }
        Ok(is_saved)
    }

    /// The next id of a session: those before are worth nothing from then on.
    pub(super) async fn renew_in(&self, tx: &RequestTx, row: &LoadedRow, new: NewSession) -> Result<bool> {
        let Some(old) = self.request.newest().filter(|old| old.number == row.id) else { return Ok(false) };
        let mut next = Carried {
            id: String::new(),
            id_hash: new.id_hash,
            serial: old.serial + 1,
            user: new.user_id,
            data: parse(&new.data),
            authenticated: new.now,
            last_seen: new.now,
            expires: new.expires,
            ..old.clone()
        };
        let more = next.take_more();
        let used = old.entered().filter(|entered| next.entered() != Some(*entered)).unwrap_or_default();
        let note = Note { changed: new.now, used, ..self.note(&next, &more) };
        let mut joined = tx.join(&self.site.db).await?;
        let is_renewed = store::read(&mut joined, old.number, old.user).await?.lets_live(&old)
            && store::note(&mut joined, &note, old.serial).await?;
        joined.finish().await?;
        if is_renewed {
            self.carry(tx, next)?;
        }
        Ok(is_renewed)
    }

    /// Ends the session, and the one that goes on instead.
    pub(super) async fn end_chain(&self, tx: &mut Tx, id_hash: &str) -> Result<()> {
        let Some(mut carried) = self.request.find(id_hash) else { return Ok(()) };
        if let Some(user) = carried.user {
            lock_user(tx, UserId(user)).await?;
        }
        self.end_carried(tx, &carried).await?;
        for _ in 0..CHAIN {
            let Some(number) = store::read(tx, carried.number, None).await?.next.filter(|next| *next != 0) else {
                break;
            };
            // Whose it is, only its own cookie says: what is noted of it must not go with another user.
            let expires = self.site.matters_until(Some(0), now().0);
            let note = Note { number, serial: ENDED, expires, ..Note::default() };
            store::note(tx, &note, ENDED - 1).await?;
            carried.number = number;
        }
        Ok(())
    }
}
