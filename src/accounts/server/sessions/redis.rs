//! The engine `redis`: Redis 7 or Valkey, for one site on several machines. A session is a hash, the sessions of a user are a set, and
//! every change is one script, so that of two at once one comes first. What expires goes by itself. It loses what the durability of
//! that Redis loses. Django: `django.contrib.sessions.backends.cache`.

use std::{collections::HashMap, time::Duration};

use ::redis::{Script, ScriptInvocation, aio::ConnectionManager};
use async_trait::async_trait;

use super::{
    engine::Result,
    redis_link::{Place, connect, outside},
    redis_scripts as scripts,
    storage::{Entry, Moved, Part, Storage, Stored, Update},
};

/// How long a page waits for an answer, and for a connection.
const PATIENCE: Duration = Duration::from_secs(2);

/// How many keys one step of a search looks at.
const AT_ONCE: u32 = 500;

/// The same where keys are only counted.
const COUNTED_AT_ONCE: u32 = 5_000;

/// Sessions in Redis.
pub struct RedisStorage {
    connection: ConnectionManager,
    /// What the keys of sessions begin with, and those of users.
    session: String,
    user: String,
}

type Fields = HashMap<String, String>;

impl RedisStorage {
    /// # Errors
    /// Where the address is none. It connects at the first use.
    pub fn new(place: &Place, prefix: &str) -> Result<Self> {
        Ok(Self {
            connection: connect(place, PATIENCE)?,
            session: format!("{prefix}:session:"),
            user: format!("{prefix}:sessions-of:"),
        })
    }

    async fn run<T: ::redis::FromRedisValue>(&self, script: &ScriptInvocation<'_>) -> Result<T> {
        script.invoke_async(&mut self.connection.clone()).await.map_err(outside)
    }

    fn session_key(&self, hash: &str) -> String {
        format!("{}{hash}", self.session)
    }

    /// What a script begins with: the key of the session, the beginnings of all keys, and the hash.
    fn about<'a>(&self, script: &'a Script, hash: &str) -> ScriptInvocation<'a> {
        let mut call = script.prepare_invoke();
        call.key(self.session_key(hash)).arg(&self.session).arg(&self.user).arg(hash);
        call
    }
}

fn with_stored(call: &mut ScriptInvocation<'_>, stored: &Stored) {
    call.arg(stored.expires).arg(stored.user_id.map(|user| user.to_string()).unwrap_or_default());
    for (name, value) in [
        (scripts::NUMBER, stored.number.to_string()),
        (scripts::DATA, stored.data.clone()),
        (scripts::CREATED, stored.created.to_string()),
        (scripts::AUTHENTICATED, stored.authenticated.to_string()),
        (scripts::SEEN, stored.last_seen.to_string()),
        (scripts::AGENT, stored.user_agent.clone()),
        (scripts::ADDRESS, stored.address.clone()),
    ] {
        call.arg(name).arg(value);
    }
}

/// A session from its fields; what lacks one is no session.
fn entry(fields: &Fields) -> Option<Entry> {
    let text = |name: &str| fields.get(name).cloned();
    let number = |name: &str| fields.get(name)?.parse::<i64>().ok();
    if let Some(to) = text(scripts::MOVED_TO) {
        return Some(Entry::Moved(Moved { to, at: number(scripts::MOVED_AT)?, expires: number(scripts::EXPIRES)? }));
    }
    Some(Entry::Live(Stored {
        number: number(scripts::NUMBER)?,
        user_id: number(scripts::USER),
        data: text(scripts::DATA)?,
        created: number(scripts::CREATED)?,
        authenticated: number(scripts::AUTHENTICATED)?,
        last_seen: number(scripts::SEEN)?,
        expires: number(scripts::EXPIRES)?,
        user_agent: text(scripts::AGENT)?,
        address: text(scripts::ADDRESS)?,
    }))
}

/// The session of these fields, if that is what they are.
fn live(hash: String, fields: &Fields) -> Option<(String, Stored)> {
    match entry(fields)? {
        Entry::Live(stored) => Some((hash, stored)),
        Entry::Moved(_) => None,
    }
}

#[async_trait]
impl Storage for RedisStorage {
    fn name(&self) -> &'static str {
        "redis"
    }

    async fn get(&self, hash: &str) -> Result<Option<Entry>> {
        let mut command = ::redis::cmd("HGETALL");
        let fields: Fields =
            command.arg(self.session_key(hash)).query_async(&mut self.connection.clone()).await.map_err(outside)?;
        if fields.is_empty() {
            return Ok(None);
        }
        let entry = entry(&fields);
        if entry.is_none() {
            tracing::warn!(event = "session_unreadable");
        }
        Ok(entry)
    }

    async fn insert(&self, hash: &str, stored: &Stored) -> Result<bool> {
        let mut call = self.about(&scripts::INSERT, hash);
        with_stored(&mut call, stored);
        self.run(&call).await
    }

    async fn update(&self, hash: &str, update: Update) -> Result<bool> {
        let call = match update {
            Update::Data { user_id, data, last_seen, expires } => {
                let mut call = self.about(&scripts::SAVE, hash);
                call.arg(expires).arg(user_id.map(|user| user.to_string()).unwrap_or_default());
                call.arg(data).arg(last_seen);
                call
            }
            Update::Seen { last_seen, expires, user_agent, address } => {
                let mut call = self.about(&scripts::TOUCH, hash);
                call.arg(expires).arg(last_seen).arg(user_agent).arg(address);
                call
            }
            Update::Swap { old, new } => {
                let mut call = self.about(&scripts::SWAP, hash);
                call.arg(old).arg(new);
                call
            }
        };
        self.run(&call).await
    }

    async fn rename(&self, from: &str, to: &str, stored: &Stored, moved: Option<&Moved>) -> Result<bool> {
        let mut call = self.about(&scripts::RENAME, from);
        call.key(self.session_key(to)).arg(to);
        match moved {
            Some(moved) => call.arg(moved.at).arg(moved.expires),
            None => call.arg("").arg(""),
        };
        with_stored(&mut call, stored);
        self.run(&call).await
    }

    async fn leave(&self, hash: &str, moved: &Moved) -> Result<()> {
        let mut call = self.about(&scripts::LEAVE, hash);
        call.arg(&moved.to).arg(moved.at).arg(moved.expires);
        self.run(&call).await
    }

    async fn remove(&self, hash: &str) -> Result<()> {
        self.run(&self.about(&scripts::REMOVE, hash)).await
    }

    async fn of_user(&self, user: i64) -> Result<Vec<(String, Stored)>> {
        let mut call = scripts::OF_USER.prepare_invoke();
        call.key(format!("{}{user}", self.user)).arg(&self.session);
        let found: Vec<(String, Fields)> = self.run(&call).await?;
        Ok(found.into_iter().filter_map(|(hash, fields)| live(hash, &fields)).collect())
    }

    async fn end(&self, user: i64, numbers: &[i64]) -> Result<()> {
        let mut call = scripts::END.prepare_invoke();
        call.key(format!("{}{user}", self.user)).arg(&self.session);
        for number in numbers {
            call.arg(number.to_string());
        }
        self.run(&call).await
    }

    /// Nothing: what has expired goes by itself.
    async fn sweep(&self, _: u32) -> Result<u32> {
        Ok(0)
    }

    async fn part(&self, from: u64) -> Result<Part> {
        let mut connection = self.connection.clone();
        let mut scan = ::redis::cmd("SCAN");
        scan.arg(from).arg("MATCH").arg(format!("{}*", self.session)).arg("COUNT").arg(AT_ONCE);
        let (next, keys): (u64, Vec<String>) = scan.query_async(&mut connection).await.map_err(outside)?;
        let mut pipeline = ::redis::pipe();
        for key in &keys {
            pipeline.hgetall(key);
        }
        let all: Vec<Fields> = match keys.is_empty() {
            true => Vec::new(),
            false => pipeline.query_async(&mut connection).await.map_err(outside)?,
        };
        let hash = |key: String| key.get(self.session.len()..).unwrap_or_default().to_owned();
        let sessions = keys.into_iter().zip(all).filter_map(|(key, fields)| live(hash(key), &fields)).collect();
        Ok(Part { sessions, next: (next != 0).then_some(next) })
    }

    async fn total(&self) -> Result<u64> {
        let (mut count, mut from) = (0, 0_u64);
        loop {
            let mut scan = ::redis::cmd("SCAN");
            scan.arg(from).arg("MATCH").arg(format!("{}*", self.session)).arg("COUNT").arg(COUNTED_AT_ONCE);
            let (next, keys): (u64, Vec<String>) =
                scan.query_async(&mut self.connection.clone()).await.map_err(outside)?;
            count += keys.len() as u64;
            if next == 0 {
                return Ok(count);
            }
            from = next;
        }
    }

    async fn ping(&self) -> Result<()> {
        ::redis::cmd("PING").query_async::<String>(&mut self.connection.clone()).await.map(|_| ()).map_err(outside)
    }
}
