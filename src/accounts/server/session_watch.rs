//! Tells open pages what becomes of their session, wherever it is ended: by this server, by another one, by a command, or by
//! time. One query a second for all that are watched together, and none when nobody is watching.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::sync::watch;

use crate::server::{
    clock::now,
    db::{Db, with_db},
};

/// How often the sessions are looked at.
const EVERY: Duration = Duration::from_secs(1);

/// How many sessions one query asks for.
const BATCH: usize = 500;

/// How many pages one session may have that listen.
const MOST: usize = 32;

/// A session that goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::FromRow)]
pub struct LiveSession {
    pub id: i64,
    pub user_id: i64,
    /// When the password was last entered for it.
    pub authenticated: i64,
    pub expires: i64,
}

/// What somebody who follows a session sees: its newest state, nothing as soon as it has ended.
pub type Followed = watch::Receiver<Option<LiveSession>>;

/// The sessions that are being watched. Cheap to clone.
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

    /// Follows the session with this number from its present state on, until it ends or the server stops. Nothing when too many
    /// follow it already.
    pub async fn follow(&self, id: i64) -> Result<Option<Followed>, sqlx::Error> {
        let state = find(&self.db, &[id]).await?.into_iter().next();
        let mut watched = self.lock();
        if watched.is_closed {
            // It is told how it is, and the stream ends.
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

    /// Lets all that follow go, and takes no more: the server stops.
    pub fn close(&self) {
        let mut watched = self.lock();
        watched.is_closed = true;
        watched.sessions.clear();
    }

    /// Looks at all sessions each second, as long as somebody follows one.
    async fn run(self) {
        while let Some(ids) = self.wait_for_next().await {
            for batch in ids.chunks(BATCH) {
                match find(&self.db, batch).await {
                    Ok(found) => self.tell(batch, found),
                    // Not knowing is no reason to send people away.
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

/// Those of these sessions that go on: not ended, not expired, of a user who is active.
async fn find(db: &Db, ids: &[i64]) -> Result<Vec<LiveSession>, sqlx::Error> {
    const SQL: &str = "SELECT s.id, s.user_id, s.authenticated, s.expires FROM sessions s JOIN users u ON u.id = s.user_id \
        WHERE u.is_active AND s.expires > ";
    with_db!(read db, |pool| {
        let mut query = sqlx::QueryBuilder::new(SQL);
        query.push_bind(now().0).push(" AND s.id IN (");
        let mut list = query.separated(", ");
        for id in ids {
            list.push_bind(*id);
        }
        query.push(")");
        query.build_query_as().fetch_all(pool).await
    })
}
