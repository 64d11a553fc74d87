//! `latchkey backup` and `latchkey restore`.

use std::{
    collections::BTreeSet,
    fs,
    os::unix::fs::PermissionsExt,
    path::Path,
    sync::{
        Arc, Mutex, RwLock,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use sqlx::{Connection, SqliteConnection};

use crate::support::{
    PASSWORD, Program, run,
    server::Server,
    wire::{self, Address},
};

const WRITERS: usize = 3;
const TITLES: &str = "SELECT title FROM articles ORDER BY id";

/// What the writers have sent, and what was acknowledged.
#[derive(Default, Clone)]
struct Sent {
    begun: BTreeSet<String>,
    acknowledged: BTreeSet<String>,
}

type Shared = Arc<(Mutex<Sent>, AtomicBool)>;

fn quick() -> Program {
    [("HASH_MEMORY_KIB", "8192"), ("HASH_ITERATIONS", "1"), ("THROTTLE", "false")]
        .into_iter()
        .fold(Program::new(), |program, (name, value)| {
            program.with_environment(&format!("LATCHKEY_ACCOUNTS__{name}"), value)
        })
}

/// Signs up and writes numbered articles until all is over.
fn write(number: usize, address: &Address, shared: &Shared) {
    let name = format!("writer{number}");
    let fields = [("username", name.as_str()), ("password1", PASSWORD), ("password2", PASSWORD)];
    let cookie = wire::exchange(address, "POST", "/api/accounts/signup", "", &fields).unwrap().cookie.unwrap();
    for count in 0.. {
        if shared.1.load(Ordering::SeqCst) {
            return;
        }
        let title = format!("{name} {count:05}");
        shared.0.lock().unwrap().begun.insert(title.clone());
        let fields = [("title", title.as_str()), ("content", "text of some length ".repeat(40).leak())];
        let reply = wire::exchange(address, "POST", "/api/articles/create", &cookie, &fields).unwrap();
        assert_eq!(reply.status, 303);
        shared.0.lock().unwrap().acknowledged.insert(title);
    }
}

async fn texts(file: &Path, sql: &'static str) -> Vec<String> {
    let mut database = SqliteConnection::connect(&format!("sqlite:{}", file.display())).await.unwrap();
    let found = sqlx::query_scalar(sql).fetch_all(&mut database).await.unwrap();
    database.close().await.unwrap();
    found
}

#[test]
fn a_backup_of_a_database_in_use_has_all_that_was_acknowledged_before_and_can_be_put_back() {
    let program = quick();
    let server = Server::start(&program);
    let address: Arc<Address> = Arc::new(RwLock::new(server.address.clone()));
    let shared = Shared::default();
    let writers: Vec<_> = (0..WRITERS)
        .map(|number| {
            let (address, shared) = (address.clone(), shared.clone());
            thread::spawn(move || write(number, &address, &shared))
        })
        .collect();
    let sent = || shared.0.lock().unwrap().clone();
    let until = Instant::now() + Duration::from_secs(30);
    while sent().acknowledged.len() < 30 {
        assert!(Instant::now() < until, "too little is written");
        thread::sleep(Duration::from_millis(20));
    }
    let mut backups = Vec::new();
    for number in 0..4 {
        let file = program.folder.path().join(format!("{number}.backup"));
        let before = sent();
        let ended = program.run(&["backup", file.to_str().unwrap()]);
        let after = sent();
        assert!(ended.ok && ended.out.contains("secret key"), "{ended:?}");
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        backups.push((file, before, after));
    }
    shared.1.store(true, Ordering::SeqCst);
    writers.into_iter().for_each(|writer| writer.join().unwrap());
    server.log();
    run(async {
        for (file, before, after) in &backups {
            let stored: BTreeSet<String> = texts(file, TITLES).await.into_iter().collect();
            assert!(before.acknowledged.is_subset(&stored), "what was acknowledged is in the backup");
            assert!(stored.is_subset(&after.begun), "and nothing from later");
            assert!(is_one_moment(&stored), "each writer's articles up to some number");
            comes_back(&program, file, &stored).await;
        }
    });
    assert_ne!(backups[0].1.acknowledged, backups[3].1.acknowledged, "it was written meanwhile");
}

/// No article is missing before one that is there.
fn is_one_moment(titles: &BTreeSet<String>) -> bool {
    (0..WRITERS).all(|number| {
        let own: Vec<&String> = titles.iter().filter(|title| title.starts_with(&format!("writer{number} "))).collect();
        own.iter().enumerate().all(|(index, title)| title.ends_with(&format!(" {index:05}")))
    })
}

/// Puts the backup back and serves it.
async fn comes_back(program: &Program, file: &Path, stored: &BTreeSet<String>) {
    let database = program.folder.path().join("latchkey.sqlite3");
    let kept = program.folder.path().join("latchkey.sqlite3.before-restore");
    let generation = "SELECT CAST(generation AS TEXT) FROM public_pages";
    let was: i64 = texts(&database, generation).await[0].parse().unwrap();
    let ended = program.run(&["restore", file.to_str().unwrap()]);
    assert!(ended.ok && ended.out.contains("before-restore") && ended.out.contains("log in again"), "{ended:?}");
    assert_eq!(texts(&database, TITLES).await.into_iter().collect::<BTreeSet<_>>(), *stored);
    assert_eq!(texts(&database, "SELECT 'x' FROM sessions").await.len(), 0);
    // Those that are kept elsewhere have ended for each user, too.
    let without_a_fence =
        "SELECT username FROM users WHERE id NOT IN (SELECT user_id FROM session_ends WHERE fence > 0)";
    assert_eq!(texts(&database, without_a_fence).await, [""; 0]);
    let is: i64 = texts(&database, generation).await[0].parse().unwrap();
    assert!(is > was, "{is} {was}");
    assert_eq!(fs::metadata(&database).unwrap().permissions().mode() & 0o777, 0o600);
    fs::remove_file(kept).unwrap();
    let server = Server::start(program);
    let address = RwLock::new(server.address.clone());
    let fields = [("username", "writer0"), ("password", PASSWORD)];
    let cookie = wire::exchange(&address, "POST", "/api/accounts/login", "", &fields).unwrap().cookie.unwrap();
    let page = wire::exchange(&address, "GET", "/articles/", "", &[]).unwrap().body;
    assert!(page.contains(stored.iter().next_back().unwrap().as_str()) || page.contains("writer"), "{page}");
    // An id is not given twice, even where its row is not in the backup.
    let reply =
        wire::exchange(&address, "POST", "/api/articles/create", &cookie, &[("title", "new"), ("content", "x")]);
    let reply = reply.unwrap();
    assert_eq!(reply.status, 303);
    server.log();
    let id: i64 = reply.location.trim_matches(|c: char| !c.is_ascii_digit()).parse().unwrap();
    let before = texts(&database, "SELECT CAST(MAX(id) AS TEXT) FROM articles WHERE title <> 'new'").await;
    assert!(id > before[0].parse().unwrap() && reply.location.starts_with("/articles/"));
}

#[test]
fn a_backup_replaces_no_file_and_makes_no_database() {
    let program = Program::seeded();
    let file = program.folder.path().join("x.backup");
    fs::write(&file, "precious").unwrap();
    let ended = program.run(&["backup", file.to_str().unwrap()]);
    assert!(!ended.ok && ended.error.contains("exists already"), "{ended:?}");
    assert_eq!(fs::read_to_string(&file).unwrap(), "precious");
    let other = program.folder.path().join("other.backup");
    let ended = program.run(&["backup", other.to_str().unwrap(), "--database-url", "sqlite:none.sqlite3"]);
    assert!(!ended.ok && ended.error.contains("no database at"), "{ended:?}");
    assert!(!other.exists() && !program.folder.path().join("none.sqlite3").exists());
    let ended = program.run(&["backup", "/nowhere/x.backup"]);
    assert!(!ended.ok && ended.error.contains("/nowhere/x.backup"), "{ended:?}");
}

#[test]
fn postgresql_is_refused_with_the_command_that_does_it() {
    let address = "postgres://joe:SECRET@db.example:6543/site";
    let program = Program::new().with_environment("DATABASE_URL", address);
    for (command, words) in [
        (["backup", "x.dump"], "pg_dump --format=custom --file='x.dump' --host=db.example --port=6543 --dbname=site"),
        (["restore", "x.dump"], "pg_restore --clean --if-exists"),
    ] {
        let ended = program.run(&command);
        assert!(!ended.ok && ended.error.contains(words), "{ended:?}");
        assert!(!ended.error.contains("SECRET") && !ended.error.contains("joe"), "{ended:?}");
    }
}

/// A program with three users and a backup of it.
fn backed_up() -> (Program, String) {
    let program = Program::seeded();
    let file = program.folder.path().join("x.backup");
    let file = file.to_str().unwrap().to_owned();
    assert!(program.run(&["backup", &file]).ok);
    (program, file)
}

#[test]
fn what_cannot_be_a_database_of_this_program_is_refused_and_the_database_stays() {
    run(async {
        for (wrong, words) in [
            ("cut", "damaged"),
            ("text", "damaged"),
            ("empty", "no database of latchkey"),
            ("missing", "cannot read the backup"),
            ("log", "latchkey backup"),
            (
                "INSERT INTO _sqlx_migrations SELECT 9999, 'of tomorrow', installed_on, TRUE, checksum, 0 FROM _sqlx_migrations WHERE version = 1",
                "9999_of_tomorrow",
            ),
            ("DROP TRIGGER audit_is_not_changed", "schema"),
            ("CREATE TABLE extra (id INTEGER)", "extra"),
            (
                "PRAGMA foreign_keys = OFF; INSERT INTO sessions (id_hash, data, created, authenticated, last_seen, expires, user_id) VALUES ('a', '{}', 1, 1, 1, 1, 99)",
                "refers to none of users",
            ),
        ] {
            let (program, file) = backed_up();
            match wrong {
                "cut" => {
                    let bytes = fs::read(&file).unwrap();
                    fs::write(&file, &bytes[..bytes.len() / 2]).unwrap();
                }
                "text" => fs::write(&file, "no database at all, but long enough to be looked at".repeat(20)).unwrap(),
                "empty" => fs::write(&file, "").unwrap(),
                "missing" => fs::remove_file(&file).unwrap(),
                "log" => fs::write(format!("{file}-wal"), "log").unwrap(),
                sql => spoil(&file, sql).await,
            }
            program.execute("UPDATE users SET first_name = 'new'").await;
            let ended = program.run(&["restore", &file]);
            assert!(!ended.ok && ended.error.contains(words), "{wrong}: {ended:?}");
            assert_eq!(program.texts("SELECT first_name FROM users").await, ["new", "new", "new"], "{wrong}");
            let names = fs::read_dir(program.folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
            let left: Vec<_> = names.filter(|name| name.to_string_lossy().contains("restor")).collect();
            assert!(left.is_empty(), "{wrong}: {left:?}");
        }
    });
}

async fn spoil(file: &str, sql: &'static str) {
    let mut database = SqliteConnection::connect(&format!("sqlite:{file}")).await.unwrap();
    let sql = match sql.starts_with("DROP TRIGGER") {
        true => {
            let found = "SELECT 'DROP TRIGGER ' || name FROM sqlite_master WHERE type = 'trigger' LIMIT 1";
            sqlx::query_scalar::<_, String>(found).fetch_one(&mut database).await.unwrap()
        }
        false => sql.to_owned(),
    };
    sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut database).await.unwrap();
    database.close().await.unwrap();
}

#[test]
fn nothing_is_put_back_while_a_server_or_another_program_has_the_database_open() {
    run(async {
        let (program, file) = backed_up();
        let server = Server::start(&program);
        let ended = program.run(&["restore", &file]);
        assert!(!ended.ok && ended.error.contains("latchkey serve"), "{ended:?}");
        server.log();
        let database = program.folder.path().join("latchkey.sqlite3");
        let mut other = SqliteConnection::connect(&format!("sqlite:{}", database.display())).await.unwrap();
        sqlx::raw_sql("BEGIN; SELECT * FROM users").execute(&mut other).await.unwrap();
        let ended = program.run(&["restore", &file]);
        assert!(!ended.ok && ended.error.contains("another program"), "{ended:?}");
        other.close().await.unwrap();
        assert!(program.run(&["restore", &file, "--keep-sessions"]).ok);
        let again = program.run(&["restore", &file]);
        assert!(!again.ok && again.error.contains("before-restore"), "{again:?}");
    });
}

#[test]
fn the_tables_that_litestream_adds_are_no_difference() {
    run(async {
        let program = Program::seeded();
        program.execute("CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER)").await;
        program.execute("CREATE TABLE _litestream_lock (id INTEGER)").await;
        let file = program.folder.path().join("backup.sqlite3").display().to_string();
        let (saved, restored) = (program.run(&["backup", &file]), program.run(&["restore", &file]));
        assert!(saved.ok && restored.ok, "{saved:?} {restored:?}");
    });
}

#[test]
fn a_backup_can_be_put_where_there_is_no_database_and_where_it_is_damaged() {
    run(async {
        for is_there in [false, true] {
            let (program, file) = backed_up();
            let database = program.folder.path().join("latchkey.sqlite3");
            match is_there {
                true => fs::write(&database, "not a database any more ".repeat(500)).unwrap(),
                false => fs::remove_file(&database).unwrap(),
            }
            let ended = program.run(&["restore", &file]);
            assert!(ended.ok && ended.out.contains("before-restore") == is_there, "{ended:?}");
            assert_eq!(program.texts("SELECT username FROM users").await.len(), 3);
        }
    });
}
