//! Tells open pages when their session changes or ends, or what its user may do, by whatever change: this server, another one, a command,
//! or time. Two queries a second serve all open pages together, and none runs while no page is open.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::sync::watch;

pub use super::engine::LiveSession;
use super::engine::{FollowedSession, Result, Sessions};
use crate::{
    accounts::{server::permission_store, types::Rights},
    server::db::Db,
};

/// How often the sessions are read.
const EVERY: Duration = Duration::from_secs(1);

/// How many sessions one query asks for.
const BATCH: usize = 500;

/// How many open pages may follow one session.
const MOST: usize = 32;

/// A session that lives, and what its user may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Live {
    pub session: LiveSession,
    pub rights: Rights,
}

/// The newest state of a session that is followed; `None` as soon as it has ended.
pub type Followed = watch::Receiver<Option<Live>>;

/// The sessions that are followed. Cheap to clone.
#[derive(Clone)]
pub struct SessionWatch {
    db: Db,
    sessions: Sessions,
    watched: Arc<Mutex<Watched>>,
}

#[derive(Default)]
struct Watched {
    sessions: HashMap<FollowedSession, watch::Sender<Option<Live>>>,
    is_running: bool,
    is_closed: bool,
}

impl SessionWatch {
    pub fn new(db: Db, sessions: Sessions) -> Self {
        Self { db, sessions, watched: Arc::default() }
    }

    /// Follows a session from its present state on, until it ends or the server stops. `None` when too many pages follow it
    /// already.
    pub async fn follow(&self, session: FollowedSession) -> Result<Option<Followed>> {
        let state = self.read(std::slice::from_ref(&session)).await?.into_iter().next();
        let mut watched = self.lock();
        if watched.is_closed {
            // The page gets the present state, and its stream ends.
            return Ok(Some(watch::channel(state).1));
        }
        let sender = watched.sessions.entry(session).or_insert_with(|| watch::channel(state).0);
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
        while let Some(sessions) = self.wait_for_next().await {
            for batch in sessions.chunks(BATCH) {
                match self.read(batch).await {
                    Ok(found) => self.tell(batch, found),
                    // A failed query is no reason to log users out.
                    Err(error) => tracing::warn!(cause = ?error.to_string(), "sessions could not be watched"),
                }
            }
        }
    }

    /// Those of these sessions that live.
    async fn read(&self, sessions: &[FollowedSession]) -> Result<Vec<Live>> {
        let live = self.sessions.find_live(sessions).await?;
        let users: BTreeSet<i64> = live.iter().map(|session| session.user_id).collect();
        if users.is_empty() {
            return Ok(Vec::new());
        }
        let rights = permission_store::rights_of(&self.db, &users).await?;
        let with_rights = |session: LiveSession| Some(Live { session, rights: *rights.get(&session.user_id)? });
        Ok(live.into_iter().filter_map(with_rights).collect())
    }

    async fn wait_for_next(&self) -> Option<Vec<FollowedSession>> {
        tokio::time::sleep(EVERY).await;
        let mut watched = self.lock();
        watched.sessions.retain(|_, sender| sender.receiver_count() > 0);
        watched.is_running = !watched.sessions.is_empty();
        watched.is_running.then(|| watched.sessions.keys().cloned().collect())
    }

    fn tell(&self, asked: &[FollowedSession], found: Vec<Live>) {
        let found: HashMap<i64, Live> = found.into_iter().map(|live| (live.session.id, live)).collect();
        let watched = self.lock();
        for session in asked {
            let (Some(sender), state) = (watched.sessions.get(session), found.get(&session.id).copied()) else {
                continue;
            };
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
