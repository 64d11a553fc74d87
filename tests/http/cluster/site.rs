//! The cluster: a PostgreSQL, perhaps a Redis, two servers and haproxy, each a process of its own on loopback.

use std::{
    fs::{self, File},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use sqlx::Connection;

use crate::support::{
    Program,
    own_postgres::{OwnPostgres, free_port},
    own_redis::OwnRedis,
    run,
    wire::{self, Address},
};

/// How long a process may take to start or to end.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long a server goes on after SIGTERM. The proxy asks each half a second.
const DRAIN: &str = "3";

pub struct Cluster {
    pub postgres: OwnPostgres,
    /// Where sessions live, if it is there.
    pub redis: Option<OwnRedis>,
    pub program: Program,
    pub servers: [Server; 2],
    pub proxy: Address,
    _haproxy: Process,
}

/// A process that ends with its test.
pub struct Process(pub Child);

impl Drop for Process {
    fn drop(&mut self) {
        _ = self.0.kill();
        _ = self.0.wait();
    }
}

pub struct Server {
    pub address: String,
    program: Program,
    process: Process,
}

impl Server {
    fn start(program: Program, address: &str) -> Self {
        let log = File::create(program.folder.path().join(format!("{address}.log"))).unwrap();
        let mut command = program.command(&["serve", "--addr", address]);
        let process = Process(command.stdout(Stdio::null()).stderr(log).spawn().unwrap());
        wait_for(address);
        Self { address: address.to_owned(), program, process }
    }

    pub fn signal(&self, name: &str) {
        let process = self.process.0.id().to_string();
        assert!(Command::new("kill").args([&format!("-{name}"), &process]).status().unwrap().success());
    }

    /// Waits for the end of the process; whether it ended by itself and well.
    pub fn has_ended_well(&mut self) -> bool {
        self.process.0.wait().unwrap().success()
    }
}

/// Waits until something answers there.
fn wait_for(address: &str) {
    let address = Address::new(address.to_owned());
    let until = Instant::now() + PATIENCE;
    while wire::exchange(&address, "GET", "/healthz", "", &[]).is_none_or(|reply| reply.status != 200) {
        assert!(Instant::now() < until, "{address:?} does not answer");
        thread::sleep(Duration::from_millis(50));
    }
}

impl Cluster {
    /// Sessions live in the database.
    pub fn start() -> Self {
        Self::with(None, |program, _| [program.clone(), program.clone()])
    }

    /// Sessions live in a Redis.
    pub fn with_redis() -> Self {
        Self::with(Some(OwnRedis::start()), |program, _| [program.clone(), program.clone()])
    }

    /// Each server runs a program of its own, which is made of the common one.
    pub fn with(redis: Option<OwnRedis>, programs: impl FnOnce(&Program, &OwnPostgres) -> [Program; 2]) -> Self {
        let postgres = OwnPostgres::start("host all all 127.0.0.1/32 trust\n", false);
        let url = format!("postgres://latchkey@127.0.0.1:{}/postgres", postgres.port);
        let program = [
            ("DATABASE_URL", url.as_str()),
            ("LATCHKEY_ACCOUNTS__HASH_MEMORY_KIB", "8192"),
            ("LATCHKEY_ACCOUNTS__HASH_ITERATIONS", "1"),
            ("LATCHKEY_ACCOUNTS__THROTTLE", "false"),
            ("LATCHKEY_HTTP__TRUSTED_PROXIES", "127.0.0.1"),
            ("LATCHKEY_HTTP__DRAIN", DRAIN),
            ("NO_COLOR", "1"),
        ]
        .into_iter()
        .fold(Program::new(), |program, (name, value)| program.with_environment(name, value));
        let program = match &redis {
            None => program,
            Some(redis) => program
                .with_environment("LATCHKEY_SESSIONS__ENGINE", "redis")
                .with_environment("LATCHKEY_SESSIONS__REDIS_URL", &format!("redis://127.0.0.1:{}", redis.port)),
        };
        let migrated = program.run(&["migrate"]);
        assert!(migrated.ok, "{migrated:?}");
        let servers =
            programs(&program, &postgres).map(|program| Server::start(program, &format!("127.0.0.1:{}", free_port())));
        let proxy = format!("127.0.0.1:{}", free_port());
        let file = program.folder.path().join("haproxy.cfg");
        fs::write(&file, configuration(&proxy, &servers)).unwrap();
        let mut command = Command::new("haproxy");
        let haproxy = Process(command.arg("-db").arg("-f").arg(&file).stderr(Stdio::null()).spawn().unwrap());
        wait_for(&proxy);
        Self { postgres, redis, program, servers, proxy: Address::new(proxy), _haproxy: haproxy }
    }

    /// Where each server listens.
    pub fn addresses(&self) -> [Address; 2] {
        [0, 1].map(|index| Address::new(self.servers[index].address.clone()))
    }

    /// Starts a server that has ended, at its address.
    pub fn start_again(&mut self, index: usize) {
        let program = self.servers[index].program.clone();
        self.start_as(index, program);
    }

    /// Starts another program at the address of a server that has ended.
    pub fn start_as(&mut self, index: usize, program: Program) {
        let address = self.servers[index].address.clone();
        self.servers[index].has_ended_well();
        self.servers[index] = Server::start(program, &address);
    }

    /// The titles of all articles.
    pub fn titles(&self) -> Vec<String> {
        run(async {
            let url = format!("postgres://latchkey@127.0.0.1:{}/postgres", self.postgres.port);
            let mut database = sqlx::PgConnection::connect(&url).await.unwrap();
            sqlx::query_scalar("SELECT title FROM articles").fetch_all(&mut database).await.unwrap()
        })
    }
}

/// The proxy of `deploy/haproxy.cfg`, with the addresses of this test.
fn configuration(proxy: &str, servers: &[Server; 2]) -> String {
    let deployed = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/deploy/haproxy.cfg")).unwrap();
    let changes = [
        ("bind :80", format!("bind {proxy}")),
        ("latchkey-1:3000", servers[0].address.clone()),
        ("latchkey-2:3000", servers[1].address.clone()),
    ];
    changes.iter().fold(deployed, |text, (old, new)| {
        assert!(text.contains(old), "{old}");
        text.replace(old, new)
    })
}
