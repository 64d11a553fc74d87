//! pgbouncer between the servers and PostgreSQL: in transaction pooling where it keeps prepared statements (1.21), in session pooling
//! before that. `TEST_PGBOUNCER` names another program than the distribution's.

use std::{
    fs,
    net::TcpStream,
    os::unix::fs::PermissionsExt,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use sqlx::Connection;
use tempfile::TempDir;

use super::site::{Cluster, Process};
use crate::support::{
    Program,
    own_postgres::{OwnPostgres, free_port, is_root},
    run,
};

const PATIENCE: Duration = Duration::from_secs(20);

/// The connections to PostgreSQL in transaction pooling: fewer than one server has to pgbouncer.
const CONNECTIONS: i64 = 4;

pub struct Pooler {
    _folder: TempDir,
    _process: Process,
    pub port: u16,
    /// Transaction pooling, not session pooling.
    pub by_transaction: bool,
}

impl Pooler {
    /// One that does what is needed.
    fn start(postgres: &OwnPostgres) -> Self {
        let by_transaction = keeps_prepared();
        let pool = match by_transaction {
            true => {
                format!("pool_mode = transaction\nmax_prepared_statements = 200\ndefault_pool_size = {CONNECTIONS}")
            }
            false => "pool_mode = session\ndefault_pool_size = 100".into(),
        };
        Self::start_with(postgres, &pool, by_transaction)
    }

    /// One that mixes up what its clients prepare.
    fn mixing(postgres: &OwnPostgres) -> Self {
        let keeps_none = if keeps_prepared() { "max_prepared_statements = 0" } else { "" };
        Self::start_with(postgres, &format!("pool_mode = transaction\n{keeps_none}"), true)
    }

    fn start_with(postgres: &OwnPostgres, pool: &str, by_transaction: bool) -> Self {
        let (folder, port) = (tempfile::tempdir().unwrap(), free_port());
        let file = folder.path().join("pgbouncer.ini");
        let text = format!(
            "[databases]\n* = host=127.0.0.1 port={} user=latchkey\n[pgbouncer]\nlisten_addr = 127.0.0.1\n\
             listen_port = {port}\nunix_socket_dir =\nauth_type = any\nserver_login_retry = 1\n{pool}\n",
            postgres.port
        );
        fs::write(&file, text).unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let mut command = Command::new(program());
        // It does not run as root either.
        if is_root() {
            command.args(["-u", "postgres"]);
        }
        let child = command.arg("-q").arg(&file).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let pooler = Self { _folder: folder, _process: Process(child), port, by_transaction };
        let until = Instant::now() + PATIENCE;
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < until, "pgbouncer does not answer");
            thread::sleep(Duration::from_millis(20));
        }
        pooler
    }
}

fn program() -> String {
    std::env::var("TEST_PGBOUNCER").unwrap_or_else(|_| "pgbouncer".into())
}

/// Whether this version knows what its clients have prepared, also when they share a connection: from 1.21 on.
fn keeps_prepared() -> bool {
    let output = Command::new(program()).arg("--version").output().unwrap().stdout;
    let text = String::from_utf8(output).unwrap();
    let mut numbers = text.split_whitespace().nth(1).unwrap().split('.').map(|number| number.parse::<u32>().unwrap());
    (numbers.next().unwrap(), numbers.next().unwrap()) >= (1, 21)
}

/// Two servers on one pgbouncer.
pub fn cluster() -> (Cluster, Pooler) {
    let mut pooler = None;
    let cluster = Cluster::with(None, |program, postgres| {
        let started = Pooler::start(postgres);
        let url = format!("postgres://latchkey@127.0.0.1:{}/postgres", started.port);
        let settings = [
            ("DATABASE_URL", url.as_str()),
            ("LATCHKEY_DATABASE__STATEMENT_TIMEOUT", "0"),
            ("LATCHKEY_DATABASE__LOCK_TIMEOUT", "0"),
        ];
        let program =
            settings.iter().fold(program.clone(), |program, (name, value)| program.with_environment(name, value));
        assert!(program.run(&["migrate"]).ok, "nothing is left to do, and no lock is left behind");
        pooler = Some(started);
        [program.clone(), program]
    });
    (cluster, pooler.unwrap())
}

/// What must be set for pgbouncer is named, at the start.
pub fn what_is_missing_is_named() {
    let postgres = OwnPostgres::start("host all all 127.0.0.1/32 trust\n", false);
    let pooler = Pooler::mixing(&postgres);
    let url = format!("postgres://latchkey@127.0.0.1:{}/postgres", pooler.port);
    let program = Program::new().with_environment("DATABASE_URL", &url);
    let with_limits = program.run(&["check"]);
    assert!(!with_limits.ok && with_limits.error.contains("database.statement_timeout = 0"), "{with_limits:?}");
    let program = program.with_environment("LATCHKEY_DATABASE__STATEMENT_TIMEOUT", "0");
    let program = program.with_environment("LATCHKEY_DATABASE__LOCK_TIMEOUT", "0");
    // Keeping no statements is no way round: they are prepared all the same.
    for parameters in ["", "?statement-cache-capacity=0"] {
        let mixed = program.clone().with_environment("DATABASE_URL", &format!("{url}{parameters}")).run(&["check"]);
        assert!(!mixed.ok && mixed.error.contains("max_prepared_statements"), "{parameters}: {mixed:?}");
    }
}

/// The servers' connections stay within those that pgbouncer has.
pub fn connections_are_few(cluster: &Cluster, pooler: &Pooler) {
    let count: i64 = run(async {
        let url = format!("postgres://latchkey@127.0.0.1:{}/postgres", cluster.postgres.port);
        let mut database = sqlx::PgConnection::connect(&url).await.unwrap();
        let others =
            "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()";
        sqlx::query_scalar(others).fetch_one(&mut database).await.unwrap()
    });
    println!("pgbouncer, by transaction: {}: {count} connections to PostgreSQL", pooler.by_transaction);
    assert!(count > 0 && (!pooler.by_transaction || count <= CONNECTIONS), "{count}");
}
