//! Where the database is, whether it fits the program, and what an error may say of it.

use sqlx::Connection;

use crate::support::{
    PASSWORD, PostgresDatabase, Program, run,
    server::Server,
    wire::{self, Address},
};

/// Every command that opens the database, with what it needs.
const COMMANDS: [&[&str]; 12] = [
    &["serve", "--addr", "127.0.0.1:0"],
    &["migrate"],
    &["check"],
    &["check", "--deploy"],
    &["createsuperuser", "--noinput", "--username", "root"],
    &["clearsessions"],
    &["users", "find"],
    &["groups"],
    &["grant", "joe", "--staff"],
    &["audit"],
    &["departures"],
    &["seed"],
];

/// What makes a database another one than the program expects, and what every command says then.
const MISFITS: [(&str, &str); 3] = [
    (
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
         SELECT 9999, 'mails of tomorrow', TRUE, checksum, 0 FROM _sqlx_migrations WHERE version = 1",
        "newer than this program, or another program’s: its migrations 9999_mails_of_tomorrow",
    ),
    (
        "UPDATE _sqlx_migrations SET checksum = (SELECT checksum FROM _sqlx_migrations WHERE version = 1) WHERE version = 3",
        "0003_articles",
    ),
    ("UPDATE _sqlx_migrations SET success = FALSE WHERE version = 2", "0002_sessions"),
];

#[test]
fn fault_e4_a_database_that_does_not_fit_the_program_is_named_by_every_command() {
    run(async {
        for (sql, words) in MISFITS {
            let program = Program::new();
            assert!(program.run(&["migrate"]).ok);
            program.execute(sql).await;
            for command in COMMANDS {
                let ended = program.run(command);
                assert!(!ended.ok && ended.error.contains(words), "{command:?} {words}: {ended:?}");
                assert!(!ended.out.contains("in order"), "{command:?}: {ended:?}");
            }
        }
    });
}

#[test]
#[cfg_attr(not(test_postgres), ignore = "TEST_POSTGRES_URL is not set")]
fn fault_e4_on_postgresql_too() {
    run(async {
        for (sql, words) in MISFITS {
            let database = PostgresDatabase::create().await;
            let program = Program::new().with_environment("DATABASE_URL", &database.url());
            assert!(program.run(&["migrate"]).ok);
            let mut connection = sqlx::PgConnection::connect(&database.url()).await.unwrap();
            sqlx::query(sql).execute(&mut connection).await.unwrap();
            connection.close().await.unwrap();
            for command in [&["check"][..], &["migrate"], &["serve", "--addr", "127.0.0.1:0"]] {
                let ended = program.run(command);
                assert!(!ended.ok && ended.error.contains(words), "{command:?} {words}: {ended:?}");
            }
        }
    });
}

#[test]
fn fault_e8_an_address_with_scheme_slashes_and_parameters_names_the_file_it_says() {
    for (address, file) in [
        ("sqlite://FOLDER/x.sqlite3?mode=rwc", "x.sqlite3"),
        ("sqlite:FOLDER/y%20z.sqlite3", "y z.sqlite3"),
        ("sqlite://z.sqlite3?cache=private", "z.sqlite3"),
    ] {
        let program = Program::new();
        let folder = program.folder.path().to_owned();
        let address = address.replace("FOLDER", folder.to_str().unwrap());
        let program = program.with_environment("DATABASE_URL", &address);
        let ended = program.run(&["migrate"]);
        assert!(ended.ok, "{address}: {ended:?}");
        let names = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name());
        let names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
        assert!(names.iter().any(|name| name == file) && !names.iter().any(|name| name.contains('?')), "{names:?}");
    }
}

#[test]
fn fault_e8_what_cannot_be_served_is_refused_with_the_reason_and_the_name_of_the_setting() {
    for (address, words) in [
        ("sqlite::memory:", "in memory"),
        ("sqlite:x.sqlite3?mode=memory", "in memory"),
        ("sqlite:x.sqlite3?mode=ro", "mode=ro"),
        ("sqlite:x.sqlite3?mdoe=rwc", "mdoe=rwc"),
        ("sqlite:missing.sqlite3?mode=rw", "missing.sqlite3"),
        ("sqlite:", "names no file"),
        ("mysql://joe:secret@db.example/site", "must start with sqlite: or postgres://"),
    ] {
        let program = Program::new().with_environment("DATABASE_URL", address);
        for command in [&["check"][..], &["serve", "--addr", "127.0.0.1:0"], &["migrate"]] {
            let ended = program.run(command);
            assert!(!ended.ok && ended.error.contains(words), "{address}: {ended:?}");
            assert!(ended.error.contains("DATABASE_URL") && !ended.error.contains("secret"), "{address}: {ended:?}");
        }
    }
}

#[test]
fn fault_e11_no_error_has_a_piece_of_the_password_wherever_the_address_was_put() {
    let addresses = [
        "postgres://joe:SEC#RET@127.0.0.1:1/site",
        "postgres://joe:99887#RET@127.0.0.1:1/site",
        "postgres://joe:SEC?RET@127.0.0.1:1/site",
        "postgres://joe:SEC/RET@127.0.0.1:1/site",
        "postgres://joe:SEC@RET@127.0.0.1:1/site",
        "postgres://joe:SEC%RET@127.0.0.1:1/site",
        "postgres://joe:SEC%23RET@127.0.0.1:1/site",
        "postgres://joe:SECRET@127.0.0.1:54x2/site",
        "postgres://joe@127.0.0.1:1/site?pasword=SECRET",
        "postgres:/joe:SECRET@127.0.0.1:1/site",
        "postgres:joe:SECRET@127.0.0.1:1/site",
        "Postgres://joe:SECRET@127.0.0.1:1/site",
    ];
    for address in addresses {
        for name in
            ["DATABASE_URL", "LATCHKEY_DATABASE__URL", "LATCHKEY_DATABASE", "LATCHKEY_SESSIONS", "LEPTOS_SITE_ADDR"]
        {
            tells_no_secret(&Program::new().with_environment(name, address), address);
        }
        let (old, new) = ("url = \"sqlite:latchkey.sqlite3\"", format!("url = \"{address}\""));
        tells_no_secret(&Program::new().with_setting(old, &new), address);
        tells_no_secret(&Program::new().with_setting(old, new.trim_end_matches('"')), address);
    }
}

fn tells_no_secret(program: &Program, address: &str) {
    let ended = program.run(&["check"]);
    assert!(!ended.ok, "{address}: {ended:?}");
    for piece in ["SEC", "RET", "99887"] {
        assert!(!ended.error.contains(piece) && !ended.out.contains(piece), "{address}: {ended:?}");
    }
}

#[test]
#[cfg_attr(not(test_postgres), ignore = "TEST_POSTGRES_URL is not set")]
fn a_pooler_that_mixes_up_statements_while_the_site_is_served_is_named_in_the_log() {
    run(async {
        let database = PostgresDatabase::create().await;
        let program =
            Program::new().with_environment("DATABASE_URL", &database.url()).with_environment("NO_COLOR", "1");
        assert!(program.run(&["migrate"]).ok);
        // What statements fail with then.
        let mixes_up = "CREATE FUNCTION mix() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE \
            'prepared statement \"sqlx_s_7\" already exists' USING ERRCODE = '42P05'; END $$; \
            CREATE TRIGGER mix BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION mix()";
        let mut connection = sqlx::PgConnection::connect(&database.url()).await.unwrap();
        sqlx::raw_sql(mixes_up).execute(&mut connection).await.unwrap();
        let server = Server::start(&program);
        let fields = [("username", "joe"), ("password1", PASSWORD), ("password2", PASSWORD)];
        let address = Address::new(server.address.clone());
        let reply = wire::exchange(&address, "POST", "/api/accounts/signup", "", &fields).unwrap();
        assert!(reply.status >= 500 && !reply.body.contains("sqlx_s_7"), "{}", reply.body);
        let log = server.log();
        assert!(log.contains("sqlx_s_7") && log.contains("max_prepared_statements = 200"), "{log}");
    });
}
