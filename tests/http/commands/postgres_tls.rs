//! PostgreSQL over TLS, against a server with a certificate of its own.

use sqlx::Connection;

use crate::support::{Program, own_postgres::OwnPostgres, run, server::Server, wire};

const ENCRYPTED_ONLY: &str = "hostssl all all 127.0.0.1/32 trust\n";
const PLAIN_ONLY: &str = "host all all 127.0.0.1/32 trust\n";

fn program(server: &OwnPostgres, host: &str, parameters: &str) -> Program {
    let address = format!("postgres://latchkey@{host}:{}/postgres?{parameters}", server.port);
    Program::new().with_environment("DATABASE_URL", &address)
}

#[test]
#[cfg_attr(not(own_postgres), ignore = "there are no programs of PostgreSQL, or no openssl")]
fn a_server_whose_certificate_is_checked_is_served_from_and_each_mode_does_what_it_says() {
    let server = OwnPostgres::start(ENCRYPTED_ONLY, true);
    let root = server.folder().join("ca.pem").display().to_string();
    let verified = format!("sslmode=verify-full&sslrootcert={root}");
    let ended = program(&server, "localhost", &verified).run(&["migrate"]);
    assert!(ended.ok, "{ended:?}");
    for (host, parameters, words) in [
        ("localhost", verified.as_str(), ""),
        ("localhost", "sslmode=require", ""),
        ("127.0.0.1", "sslmode=prefer", ""),
        ("127.0.0.1", &format!("sslmode=verify-ca&sslrootcert={root}"), ""),
        ("127.0.0.1", &verified, "for another name"),
        ("localhost", "sslmode=verify-full", "sslrootcert=FILE"),
        ("localhost", "sslmode=verify-ca", "sslrootcert=FILE"),
        ("localhost", "sslmode=verify-full&sslrootcert=missing.pem", "missing.pem"),
        ("localhost", "sslmode=disable", "encrypted connections only"),
        ("localhost", "sslmode=sure", "sslmode"),
    ] {
        let ended = program(&server, host, parameters).run(&["check"]);
        assert_eq!((ended.ok, ended.error.contains(words)), (words.is_empty(), true), "{host} {parameters}: {ended:?}");
        assert!(ended.ok || ended.error.contains("DATABASE_URL"), "{ended:?}");
    }
    let serving = Server::start(&program(&server, "localhost", &verified));
    let address = std::sync::RwLock::new(serving.address.clone());
    assert_eq!(wire::exchange(&address, "GET", "/articles/", "", &[]).unwrap().status, 200);
    assert_eq!(wire::exchange(&address, "GET", "/healthz", "", &[]).unwrap().status, 200);
    run(async {
        let url = format!("postgres://latchkey@localhost:{}/postgres?{verified}", server.port);
        let mut connection = sqlx::PgConnection::connect(&url).await.unwrap();
        const PLAIN: &str = "SELECT COUNT(*) FROM pg_stat_ssl s JOIN pg_stat_activity a USING (pid) \
                             WHERE a.datname = 'postgres' AND a.client_port IS NOT NULL AND s.ssl = $1";
        let count = async |connection: &mut sqlx::PgConnection, is_encrypted: bool| {
            sqlx::query_scalar::<_, i64>(PLAIN).bind(is_encrypted).fetch_one(connection).await.unwrap()
        };
        assert_eq!(count(&mut connection, false).await, 0);
        assert!(count(&mut connection, true).await > 1);
    });
}

#[test]
#[cfg_attr(not(own_postgres), ignore = "there are no programs of PostgreSQL, or no openssl")]
fn a_server_without_tls_is_named_where_it_must_have_it() {
    let server = OwnPostgres::start(PLAIN_ONLY, false);
    for mode in ["require", "verify-ca", "verify-full"] {
        let ended = program(&server, "localhost", &format!("sslmode={mode}")).run(&["migrate"]);
        assert!(!ended.ok && ended.error.contains("ssl = on"), "{mode}: {ended:?}");
    }
    for mode in ["prefer", "disable"] {
        let ended = program(&server, "localhost", &format!("sslmode={mode}")).run(&["migrate"]);
        assert!(ended.ok, "{mode}: {ended:?}");
    }
}
