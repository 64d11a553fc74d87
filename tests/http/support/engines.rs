//! Where the sessions of a test live: each engine, on each database that makes a difference to it.

use std::{fs, path::Path};

use latchkey::{
    accounts::types::UserId,
    server::settings::{SessionEngine, Settings},
};

use super::{Kind, TestApp};

/// An engine and a database.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    pub engine: SessionEngine,
    pub kind: Kind,
    /// Whether `cached` has Redis, too.
    is_shared: bool,
}

impl Place {
    pub const fn new(engine: SessionEngine, kind: Kind) -> Self {
        Self { engine, kind, is_shared: false }
    }

    /// With a cache in Redis that several servers share.
    pub const fn shared(kind: Kind) -> Self {
        Self { engine: SessionEngine::Cached, kind, is_shared: true }
    }

    pub async fn spawn(self) -> TestApp {
        self.spawn_with(|_| {}).await
    }

    /// An app that keeps its sessions there.
    pub async fn spawn_with(self, change: impl FnOnce(&mut Settings)) -> TestApp {
        TestApp::spawn_with(self.kind, |settings| {
            set_engine(settings, self.engine);
            if self.is_shared {
                set_redis(settings);
            }
            change(settings);
        })
        .await
    }
}

/// Lets a site keep its sessions there. In Redis its keys are its own.
pub fn set_engine(settings: &mut Settings, engine: SessionEngine) {
    settings.sessions.engine = engine;
    let text = |value: String| serde_json::Value::from(value);
    let name = settings.base.file_name().unwrap().to_string_lossy().into_owned();
    settings.sessions.redis_prefix =
        serde_json::from_value(text(format!("test-{}", name.trim_start_matches('.')))).unwrap();
    if engine == SessionEngine::Redis {
        set_redis(settings);
    }
}

/// Names the Redis for tests, if there is one.
pub fn set_redis(settings: &mut Settings) {
    if let Ok(url) = std::env::var("TEST_REDIS_URL") {
        settings.sessions.redis_url = serde_json::from_value(url.into()).unwrap();
    }
}

/// How many sessions a user has, as pages count them.
pub async fn count(app: &TestApp, name: &str) -> u32 {
    app.app.accounts.sessions().count(UserId(app.user_id(name).await)).await.unwrap().unwrap()
}

/// Whether a user has that many sessions, where the engine can tell.
pub async fn has_sessions(app: &TestApp, name: &str, expected: u32) -> bool {
    !knows_all(app) || count(app, name).await == expected
}

/// Whether the engine knows all sessions of a user. What cannot hold where it does not, is not asked of it.
pub fn knows_all(app: &TestApp) -> bool {
    app.app.accounts.sessions().knows_all()
}

/// All that is stored of sessions, as text: rows, or names and contents, or keys and values.
pub async fn stored(app: &TestApp) -> Vec<String> {
    match app.app.settings.sessions.engine {
        SessionEngine::Database | SessionEngine::Cached => {
            app.texts("SELECT id_hash || ' ' || data FROM sessions ORDER BY id").await
        }
        SessionEngine::Cookie => app.texts("SELECT data FROM cookie_sessions WHERE data <> ''").await,
        SessionEngine::File => files(&app.folder.path().join("sessions").join("sessions")),
        SessionEngine::Redis => {
            let (mut connection, keys) = redis_keys(app).await;
            let mut all = Vec::new();
            for key in keys {
                let fields: Vec<String> = redis::cmd("HGETALL").arg(&key).query_async(&mut connection).await.unwrap();
                all.push(format!("{key} {}", fields.join(" ")));
            }
            all
        }
    }
}

/// Makes what is stored of each session unreadable.
pub async fn damage(app: &TestApp) {
    match app.app.settings.sessions.engine {
        SessionEngine::Database | SessionEngine::Cached => {
            _ = app.execute("UPDATE sessions SET data = 'no json', version = 7").await;
        }
        SessionEngine::Cookie => _ = app.execute("UPDATE cookie_sessions SET data = 'no json'").await,
        SessionEngine::File => {
            walk(&app.folder.path().join("sessions").join("sessions"), &mut |file| fs::write(file, "{").unwrap())
        }
        SessionEngine::Redis => {
            let (mut connection, keys) = redis_keys(app).await;
            for key in keys {
                let mut command = redis::cmd("HSET");
                command.arg(&key).arg("data").arg("no json").query_async::<()>(&mut connection).await.unwrap();
            }
        }
    }
}

/// The keys of sessions of this site.
async fn redis_keys(app: &TestApp) -> (redis::aio::MultiplexedConnection, Vec<String>) {
    let settings = &app.app.settings.sessions;
    let client = redis::Client::open(settings.redis_url.as_str()).unwrap();
    let mut connection = client.get_multiplexed_async_connection().await.unwrap();
    let pattern = format!("{}:session:*", settings.redis_prefix.as_str());
    let keys = redis::cmd("KEYS").arg(pattern).query_async(&mut connection).await.unwrap();
    (connection, keys)
}

fn files(folder: &Path) -> Vec<String> {
    let mut all = Vec::new();
    walk(folder, &mut |file| {
        all.push(format!("{} {}", file.file_name().unwrap().to_string_lossy(), fs::read_to_string(file).unwrap()));
    });
    all
}

fn walk(folder: &Path, visit: &mut impl FnMut(&Path)) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        if path.is_dir() { walk(&path, visit) } else { visit(&path) }
    }
}

#[test]
fn ci_has_redis() {
    let is_ci = std::env::var("CI").is_ok_and(|value| value == "true");
    assert!(!is_ci || cfg!(test_redis), "CI must run every test: set TEST_REDIS_URL to a Redis for tests");
}

/// Defines a test for each engine. Those that need PostgreSQL or Redis are ignored unless `TEST_POSTGRES_URL` and `TEST_REDIS_URL` are
/// set.
macro_rules! on_every_engine {
    ($name:ident, async |$place:ident| $body:block) => {
        mod $name {
            use latchkey::server::settings::SessionEngine::{Cached, Cookie, Database, File, Redis};

            use $crate::support::{Kind, engines::Place, run};

            #[test]
            fn on_database() {
                run(super::$name(Place::new(Database, Kind::Sqlite)));
            }

            #[test]
            #[cfg_attr(not(test_postgres), ignore = "TEST_POSTGRES_URL is not set")]
            fn on_database_postgres() {
                run(super::$name(Place::new(Database, Kind::Postgres)));
            }

            #[test]
            fn on_cached() {
                run(super::$name(Place::new(Cached, Kind::Sqlite)));
            }

            #[test]
            #[cfg_attr(not(all(test_redis, test_postgres)), ignore = "TEST_REDIS_URL or TEST_POSTGRES_URL is not set")]
            fn on_cached_redis_postgres() {
                run(super::$name(Place::shared(Kind::Postgres)));
            }

            #[test]
            fn on_cookie() {
                run(super::$name(Place::new(Cookie, Kind::Sqlite)));
            }

            #[test]
            #[cfg_attr(not(test_postgres), ignore = "TEST_POSTGRES_URL is not set")]
            fn on_cookie_postgres() {
                run(super::$name(Place::new(Cookie, Kind::Postgres)));
            }

            #[test]
            fn on_file() {
                run(super::$name(Place::new(File, Kind::Sqlite)));
            }

            #[test]
            #[cfg_attr(not(test_redis), ignore = "TEST_REDIS_URL is not set")]
            fn on_redis() {
                run(super::$name(Place::new(Redis, Kind::Sqlite)));
            }

            #[test]
            #[cfg_attr(not(all(test_redis, test_postgres)), ignore = "TEST_REDIS_URL or TEST_POSTGRES_URL is not set")]
            fn on_redis_postgres() {
                run(super::$name(Place::new(Redis, Kind::Postgres)));
            }
        }

        async fn $name($place: $crate::support::engines::Place) $body
    };
}
pub(crate) use on_every_engine;
