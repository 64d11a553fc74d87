//! The built program on a database of its own, which can be killed and started again.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    process::{Child, Command},
    sync::{Arc, Mutex, RwLock},
    thread,
    time::{Duration, Instant},
};

use sqlx::Connection;

use crate::support::{
    Kind, PostgresDatabase, Program,
    server::start_logged,
    wire::{self, Address},
};

/// How soon the server must be well again.
const PATIENCE: Duration = Duration::from_secs(30);

/// What the database has: the texts of articles by title, and the first names of users by user name.
#[derive(Default)]
pub struct Stored {
    pub articles: BTreeMap<String, String>,
    pub names: BTreeMap<String, String>,
}

pub struct Site {
    pub kind: Kind,
    pub address: Arc<Address>,
    pub child: Child,
    /// Where SQLite's file is: a small disk of its own, where the test may make one.
    pub disk: Disk,
    pub postgres: Option<PostgresDatabase>,
    /// By how many seconds the clock of the server is wrong.
    pub clock: i64,
    pub turn: usize,
    url: String,
    program: Program,
    log: Arc<Mutex<Vec<String>>>,
}

/// A folder that may be a file system of its own.
pub struct Disk {
    pub folder: tempfile::TempDir,
    pub is_mounted: bool,
}

impl Disk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", "size=48m", "tmpfs"]).arg(folder.path()).output();
        Self { is_mounted: mount.is_ok_and(|output| output.status.success()), folder }
    }

    pub fn ballast(&self) -> PathBuf {
        self.folder.path().join("ballast")
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        if self.is_mounted {
            _ = Command::new("umount").arg(self.folder.path()).status();
        }
    }
}

impl Site {
    pub async fn start(kind: Kind) -> Self {
        let disk = Disk::new();
        let postgres = match kind {
            Kind::Sqlite => None,
            Kind::Postgres => Some(PostgresDatabase::create().await),
        };
        let file = disk.folder.path().join("chaos.sqlite3");
        let url = postgres.as_ref().map_or_else(|| format!("sqlite:{}", file.display()), PostgresDatabase::url);
        let program = [
            ("DATABASE_URL", url.as_str()),
            ("LATCHKEY_ACCOUNTS__HASH_MEMORY_KIB", "8192"),
            ("LATCHKEY_ACCOUNTS__HASH_ITERATIONS", "1"),
            ("LATCHKEY_ACCOUNTS__THROTTLE", "false"),
            ("NO_COLOR", "1"),
        ]
        .into_iter()
        .fold(Program::new(), |program, (name, value)| program.with_environment(name, value));
        let migrated = program.run(&["migrate"]);
        assert!(migrated.ok, "{migrated:?}");
        let (log, address) = (Arc::default(), Arc::new(RwLock::new(String::new())));
        let child = spawn(&program, 0, &address, &log);
        Self { kind, address, child, disk, postgres, clock: 0, turn: 0, url, program, log }
    }

    /// As by `kill -9`.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    pub fn start_again(&mut self) {
        self.child = spawn(&self.program, self.clock, &self.address, &self.log);
    }

    /// Waits until the server says that it is well, without a restart.
    pub fn recovers(&self) -> bool {
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            if wire::exchange(&self.address, "GET", "/healthz", "", &[]).is_some_and(|reply| reply.status == 200) {
                return true;
            }
            thread::sleep(Duration::from_millis(100));
        }
        false
    }

    pub async fn stored(&self) -> Stored {
        type Pairs = Vec<(String, String)>;
        const ARTICLES: &str = "SELECT title, content FROM articles";
        const NAMES: &str = "SELECT username, first_name FROM users";
        let (articles, names): (Pairs, Pairs) = match self.kind {
            Kind::Sqlite => {
                let mut database = sqlx::SqliteConnection::connect(&self.url).await.unwrap();
                let articles = sqlx::query_as(ARTICLES).fetch_all(&mut database).await.unwrap();
                (articles, sqlx::query_as(NAMES).fetch_all(&mut database).await.unwrap())
            }
            Kind::Postgres => {
                let mut database = sqlx::PgConnection::connect(&self.url).await.unwrap();
                let articles = sqlx::query_as(ARTICLES).fetch_all(&mut database).await.unwrap();
                (articles, sqlx::query_as(NAMES).fetch_all(&mut database).await.unwrap())
            }
        };
        Stored { articles: articles.into_iter().collect(), names: names.into_iter().collect() }
    }

    /// The newest lines of the log that are not about a single request.
    pub fn end_of_log(&self) -> String {
        let log = self.log.lock().unwrap();
        let told = log.iter().filter(|line| line.contains("WARN") || line.contains("ERROR"));
        let lines: Vec<&str> = told.map(String::as_str).collect();
        lines[lines.len().saturating_sub(60)..].join("\n")
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

/// Starts the server and waits until it listens.
fn spawn(program: &Program, clock: i64, address: &Address, log: &Arc<Mutex<Vec<String>>>) -> Child {
    let log = log.clone();
    let started = start_logged(program, ("TEST_CLOCK_OFFSET", &clock.to_string()), move |line| {
        log.lock().unwrap().push(line);
    });
    *address.write().unwrap() = started.1;
    started.0
}
