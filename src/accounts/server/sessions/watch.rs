//! Tells open pages when their session changes or ends, whatever ends it: this server, another one, a command, or time. One
//! query a second serves all open pages together, and none runs while no page is open.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::sync::watch;

pub use super::list_store::LiveSession;
use super::list_store::find_live;
use crate::server::db::Db;

/// How often the sessions are read.
const EVERY: Duration = Duration::from_secs(1);

/// How many sessions one query asks for.
const BATCH: usize = 500;

/// How many open pages may follow one session.
const MOST: usize = 32;

/// The newest state of a session that is followed; `None` as soon as it has ended.
pub type Followed = watch::Receiver<Option<LiveSession>>;

/// The sessions that are followed. Cheap to clone.
#[derive(Clone)]
pub struct SessionWatch {
    db: Db,
    watched: Arc<Mutex<Watched>>,
}

#[derive(Default)]
struct Watched {
    sessions: HashMap<i64, watch::Sender<Option<LiveSession>>>,
    is_running: bool,
    is_closed: bool,
}

impl SessionWatch {
    pub fn new(db: Db) -> Self {
        Self { db, watched: Arc::default() }
    }

    /// Follows a session from its present state on, until it ends or the server stops. `None` when too many pages follow it
    /// already.
    pub async fn follow(&self, id: i64) -> Result<Option<Followed>, sqlx::Error> {
        let state = find_live(&self.db, &[id]).await?.into_iter().next();
        let mut watched = self.lock();
        if watched.is_closed {
            // The page gets the present state, and its stream ends.
            return Ok(Some(watch::channel(state).1));
        }
        let sender = watched.sessions.entry(id).or_insert_with(|| watch::channel(state).0);
        if sender.receiver_count() >= MOST {
            return Ok(None);
        }
        sender.send_replace(state);
        let followed = sender.subscribe();
        if !watched.is_running {
            watched.is_running = true;
            tokio::spawn(self.clone().run());
        }
        Ok(Some(followed))
    }

    /// Ends all streams and takes no more: the server stops.
    pub fn close(&self) {
        let mut watched = self.lock();
        watched.is_closed = true;
        watched.sessions.clear();
    }

    /// Reads all sessions each second, as long as one is followed.
    async fn run(self) {
        while let Some(ids) = self.wait_for_next().await {
            for batch in ids.chunks(BATCH) {
                match find_live(&self.db, batch).await {
                    Ok(found) => self.tell(batch, found),
                    // A failed query is no reason to log users out.
                    Err(error) => tracing::warn!(cause = ?error.to_string(), "sessions could not be watched"),
                }
            }
        }
    }

    async fn wait_for_next(&self) -> Option<Vec<i64>> {
        tokio::time::sleep(EVERY).await;
        let mut watched = self.lock();
        watched.sessions.retain(|_, sender| sender.receiver_count() > 0);
        watched.is_running = !watched.sessions.is_empty();
        watched.is_running.then(|| watched.sessions.keys().copied().collect())
    }

    fn tell(&self, ids: &[i64], found: Vec<LiveSession>) {
        let found: HashMap<i64, LiveSession> = found.into_iter().map(|session| (session.id, session)).collect();
        let watched = self.lock();
        for id in ids {
            let (Some(sender), state) = (watched.sessions.get(id), found.get(id).copied()) else { continue };
            sender.send_if_modified(|known| {
                let is_new = *known != state;
                *known = state;
                is_new
            });
        }
    }

    fn lock(&self) -> MutexGuard<'_, Watched> {
        self.watched.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
