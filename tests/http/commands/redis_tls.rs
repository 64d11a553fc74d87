//! Redis over TLS, against a server with a certificate of its own.

use crate::support::{Program, own_tls_redis::OwnTlsRedis, server::Server, wire};

fn program(server: &OwnTlsRedis, engine: &str, host: &str, authority: &str) -> Program {
    Program::new()
        .with_environment("LATCHKEY_SESSIONS__ENGINE", engine)
        .with_environment("LATCHKEY_SESSIONS__REDIS_URL", &format!("rediss://:hush@{host}:{}", server.port))
        .with_environment("LATCHKEY_SESSIONS__REDIS_CA", authority)
}

#[test]
#[cfg_attr(not(own_redis), ignore = "there is no redis-server, or no openssl")]
fn redis_over_tls_is_served_from_and_its_certificate_and_name_are_checked() {
    let server = OwnTlsRedis::start();
    let authority = server.authority().display().to_string();
    for (host, authority, words) in [
        ("localhost", authority.as_str(), ""),
        ("127.0.0.1", authority.as_str(), "for another name"),
        ("localhost", "", "sessions.redis_ca"),
        ("localhost", "missing.pem", "missing.pem"),
    ] {
        let program = program(&server, "redis", host, authority);
        assert!(program.run(&["migrate"]).ok || !words.is_empty());
        let ended = program.run(&["check"]);
        assert_eq!((ended.ok, ended.error.contains(words)), (words.is_empty(), true), "{host} {authority}: {ended:?}");
        assert!(!ended.error.contains("hush"), "{ended:?}");
    }
    for engine in ["redis", "cached"] {
        let program = program(&server, engine, "localhost", &authority);
        assert!(program.run(&["migrate"]).ok);
        let serving = Server::start(&program);
        let address = std::sync::RwLock::new(serving.address.clone());
        assert_eq!(wire::exchange(&address, "GET", "/healthz", "", &[]).unwrap().status, 200, "{engine}");
        assert_eq!(wire::exchange(&address, "GET", "/articles/", "", &[]).unwrap().status, 200);
    }
}
