//! The commands of the built program that ask no questions.

use std::{
    io::{Read, Write},
    net::TcpStream,
    process::Command,
};

use latchkey::web::urls::{FUNCTIONS, PAGES};

use crate::support::{PostgresDatabase, Program, run, server::Server};

#[test]
fn routes_prints_every_address_with_its_access_and_needs_no_database() {
    let program = Program::new();
    let ended = program.run(&["routes"]);
    assert!(ended.ok, "{ended:?}");
    for page in PAGES {
        let line =
            ended.out.lines().find(|line| line.starts_with("page") && line.contains(&format!(" {} ", page.path)));
        assert!(line.unwrap().contains(&page.access.to_string()) && line.unwrap().contains(page.rule), "{}", page.path);
    }
    for function in FUNCTIONS {
        let line = ended.out.lines().find(|line| line.contains(&format!(" {} ", function.path))).unwrap();
        assert!(line.starts_with("function") && line.contains(&function.access.to_string()), "{line}");
    }
    assert!(!program.folder.path().join("latchkey.sqlite3").exists());
}

#[test]
fn migrate_prints_what_it_applied_and_then_that_the_schema_is_up_to_date() {
    let program = Program::new();
    let first = program.run(&["migrate"]);
    assert!(first.ok && first.out.contains("0001_users, 0002_sessions, 0003_articles"), "{first:?}");
    let second = program.run(&["migrate"]);
    assert!(second.ok && second.out.contains("up to date"), "{second:?}");
}

#[test]
fn check_passes_and_advises_longer_passwords() {
    let program = Program::new();
    let ended = program.run(&["check"]);
    assert!(ended.ok && ended.out.contains("in order") && ended.out.contains("password_min_length = 15"), "{ended:?}");
    let strict = program.with_setting("password_min_length = 8 ", "password_min_length = 15 ").run(&["check"]);
    assert!(strict.ok && !strict.out.contains("Advice"), "{strict:?}");
}

#[test]
fn the_key_file_is_created_once_and_is_readable_by_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let program = Program::new();
    assert!(program.run(&["check"]).ok);
    let file = program.folder.path().join("latchkey.key");
    let key = std::fs::read_to_string(&file).unwrap();
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(program.run(&["check"]).ok);
    assert_eq!((key.trim().len(), std::fs::read_to_string(&file).unwrap()), (64, key));
}

#[test]
fn a_key_from_the_environment_needs_no_file_and_is_never_printed() {
    let secret = "secret-secret-secret-secret-secret-secret";
    let name = "LATCHKEY_SESSIONS__SECRET_KEY";
    let program = Program::new().with_environment(name, secret);
    let ended = program.run(&["check"]);
    assert!(ended.ok, "{ended:?}");
    assert!(!program.folder.path().join("latchkey.key").exists());
    let short = Program::new().with_environment(name, "short-secret").run(&["check"]);
    assert!(!short.ok && short.error.contains(name) && !short.error.contains("short-secret"), "{short:?}");
}

#[test]
fn b97_b98_a_superuser_created_from_options_has_no_usable_password() {
    run(async {
        let program = Program::new();
        let ended = program.run(&["createsuperuser", "--noinput", "--username", "root", "--email", "Root@Example.COM"]);
        assert!(ended.ok && ended.out.contains("root") && ended.out.contains("no password"), "{ended:?}");
        let rows =
            program.texts("SELECT username || ' ' || email || ' ' || is_staff || is_superuser || is_active FROM users");
        assert_eq!(rows.await, ["root Root@example.com 111"]);
        let password = program.texts("SELECT password FROM users").await;
        assert!(password[0].starts_with('!') && password[0].len() == 41);
    });
}

#[test]
fn b97_a_superuser_is_created_from_the_environment_with_its_password() {
    run(async {
        let program = Program::new()
            .with_environment("LATCHKEY_SUPERUSER_USERNAME", "root")
            .with_environment("LATCHKEY_SUPERUSER_EMAIL", "root@example.com")
            .with_environment("LATCHKEY_SUPERUSER_PASSWORD", "a password of mine");
        let ended = program.run(&["createsuperuser", "--noinput"]);
        assert!(ended.ok, "{ended:?}");
        assert!(!ended.out.contains("a password of mine") && !ended.error.contains("a password of mine"));
        assert!(program.texts("SELECT password FROM users").await[0].starts_with("$argon2id$"));
    });
}

#[test]
fn b97_a_missing_or_invalid_option_is_an_error_and_not_a_prompt() {
    let program = Program::new();
    assert!(program.run(&["createsuperuser", "--noinput", "--username", "root"]).ok);
    for (arguments, words) in [
        (vec![], "--username"),
        (vec!["--username", "root"], "name is taken"),
        (vec!["--username", "ROOT"], "name is taken"),
        (vec!["--username", "not valid"], "not valid"),
        (vec!["--username", "other", "--email", "nonsense"], "nonsense"),
    ] {
        let ended = program.run(&[vec!["createsuperuser", "--noinput"], arguments].concat());
        assert!(!ended.ok && ended.error.contains(words), "{words}: {ended:?}");
    }
}

#[test]
fn b96_createsuperuser_without_a_terminal_does_nothing_and_says_so() {
    let program = Program::new();
    let ended = program.run(&["createsuperuser"]);
    assert!(ended.ok && ended.out.contains("not a terminal"), "{ended:?}");
}

#[test]
fn seed_fills_an_empty_database_only() {
    run(async {
        let program = Program::new();
        let ended = program.run(&["seed", "--users", "2", "--articles", "45"]);
        assert!(ended.ok && ended.out.contains("correct horse battery staple"), "{ended:?}");
        assert_eq!(program.texts("SELECT username FROM users ORDER BY id").await, ["user0", "user1"]);
        assert_eq!(program.texts("SELECT 'x' FROM articles WHERE author_id IN (SELECT id FROM users)").await.len(), 45);
        let again = program.run(&["seed"]);
        assert!(!again.ok && again.error.contains("empty"), "{again:?}");
        let magazine = Program::new();
        assert!(magazine.run(&["seed"]).ok);
        assert_eq!(magazine.texts("SELECT last_name FROM users WHERE username = 'user1'").await, ["홍"]);
        assert_eq!(magazine.texts("SELECT 'x' FROM articles WHERE is_published = FALSE").await.len(), 2);
        assert_eq!(magazine.texts("SELECT 'x' FROM article_words").await.len(), 10);
        let no_users = Program::new().run(&["seed", "--users", "0"]);
        assert!(!no_users.ok && no_users.error.contains("--users"), "{no_users:?}");
    });
}

#[test]
fn an_invalid_setting_is_reported_with_its_value_origin_and_allowed_values() {
    for (old, new, words) in [
        ("page_size = 20", "page_size = 101", vec!["articles.page_size", "101", "1 to 100", "Leptos.toml"]),
        ("page_size = 20", "page_sise = 20", vec!["page_sise", "page_size", "Leptos.toml"]),
        ("https = false", "https = \"maybe\"", vec!["sessions.https", "maybe", "on", "off", "Leptos.toml"]),
        ("connections = 8", "connections = \"many\"", vec!["database.connections", "many", "Leptos.toml"]),
        ("format = \"pretty\"", "format = \"xml\"", vec!["log.format", "xml", "pretty", "json", "Leptos.toml"]),
        ("site-addr = \"127.0.0.1:3000\"", "site-addr = \"nowhere\"", vec!["site-addr", "Leptos.toml"]),
        ("filter = \"info,tower_sessions_core=error\"", "filter = \"a=b=c\"", vec!["log.filter", "a=b=c"]),
        ("[articles]", "[articels]", vec!["articels"]),
        ("url = \"sqlite:latchkey.sqlite3\"", "url = \"mysql://x\"", vec!["sqlite:", "postgres://"]),
    ] {
        let ended = Program::new().with_setting(old, new).run(&["check"]);
        assert!(!ended.ok, "{new}");
        assert!(words.iter().all(|word| ended.error.contains(word)), "{new}: {}", ended.error);
    }
}

#[test]
fn an_invalid_environment_variable_is_reported_with_its_value_origin_and_allowed_values() {
    for (name, value, words) in [
        ("LATCHKEY_ARTICLES__PAGE_SIZE", "0", vec!["articles.page_size", "0 is out of range", "1 to 100", "LATCHKEY_"]),
        ("LATCHKEY_ARTICLES__NOTHING", "1", vec!["nothing", "LATCHKEY_"]),
        ("LATCHKEY_ACCOUNTS__THROTTLE", "never", vec!["accounts.throttle", "\"never\" is not a switch", "LATCHKEY_"]),
        (
            "LATCHKEY_ACCOUNTS__PASSWORD_RULES",
            "too_short,x",
            vec!["password_rules", "\"x\" is not a password rule", "too_similar"],
        ),
        ("LATCHKEY_HTTP__TRUSTED_PROXIES", "nowhere", vec!["trusted_proxies", "nowhere", "10.0.0.0/8"]),
        ("LEPTOS_SITE_ADDR", "nowhere", vec!["site-addr"]),
    ] {
        let ended = Program::new().with_environment(name, value).run(&["check"]);
        assert!(!ended.ok, "{name}");
        assert!(words.iter().all(|word| ended.error.contains(word)), "{name}: {}", ended.error);
    }
    for (name, value) in [
        ("LATCHKEY_ACCOUNTS__THROTTLE", "off"),
        ("LATCHKEY_ACCOUNTS__THROTTLE", "on"),
        ("LATCHKEY_ACCOUNTS__PASSWORD_RULES", "too_short, too_common"),
        ("LATCHKEY_ACCOUNTS__PASSWORD_RULES", "[too_short]"),
        ("LATCHKEY_HTTP__TRUSTED_PROXIES", "127.0.0.1, 10.0.0.0/8"),
        ("LATCHKEY_SESSIONS__HTTPS", "on"),
        ("LATCHKEY_ARTICLES__PAGE_SIZE", "7"),
    ] {
        let ended = Program::new().with_environment(name, value).run(&["check"]);
        assert!(ended.ok, "{name}: {ended:?}");
    }
}

#[test]
fn a_flag_overrides_the_environment_and_the_environment_overrides_the_file() {
    let program = Program::new().with_environment("DATABASE_URL", "sqlite:from-environment.sqlite3");
    assert!(program.run(&["migrate"]).ok);
    assert!(program.run(&["migrate", "--database-url", "sqlite:from-flag.sqlite3"]).ok);
    let exists = |name: &str| program.folder.path().join(name).exists();
    assert!(exists("from-environment.sqlite3") && exists("from-flag.sqlite3") && !exists("latchkey.sqlite3"));
}

#[test]
fn the_settings_file_can_be_named_by_the_environment_and_a_missing_one_is_an_error() {
    let program = Program::new();
    let file = program.folder.path().join("Leptos.toml");
    let check = |file: &std::path::Path| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_latchkey"));
        command.env_clear().env("LATCHKEY_SETTINGS_FILE", file).current_dir("/").arg("check").output().unwrap()
    };
    let named = check(&file);
    assert!(named.status.success(), "{}", String::from_utf8_lossy(&named.stderr));
    let missing = check(&program.folder.path().join("None.toml"));
    assert!(!missing.status.success() && String::from_utf8_lossy(&missing.stderr).contains("None.toml"));
}

#[test]
#[cfg_attr(not(test_postgres), ignore = "TEST_POSTGRES_URL is not set")]
fn postgresql_is_not_served_before_latchkey_migrate() {
    run(async {
        let database = PostgresDatabase::create().await;
        let program = Program::new().with_environment("DATABASE_URL", &database.url());
        for command in ["check", "serve"] {
            let ended = program.run(&[command]);
            assert!(!ended.ok && ended.error.contains("latchkey migrate"), "{ended:?}");
        }
        assert!(program.run(&["migrate"]).ok && program.run(&["check"]).ok);
    });
}

#[test]
fn serve_prints_its_address_answers_and_stops_on_a_signal() {
    let program = Program::new();
    let server = Server::start(&program);
    let address = server.address.as_str();
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("ok\n"), "{answer}");
    let occupied = program.run(&["serve", "--addr", address]);
    assert!(!occupied.ok && occupied.error.contains("cannot listen") && occupied.error.contains("--addr"));
    assert!(Command::new("kill").arg(server.process_id().to_string()).status().unwrap().success());
    assert!(server.wait());
}
