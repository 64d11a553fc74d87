//! How a server ends, and what does not end it.

use std::{
    fs,
    process::Command,
    sync::RwLock,
    thread,
    time::{Duration, Instant},
};

use crate::support::{
    Program,
    server::Server,
    wire::{self, Address},
};

fn signal(server: &Server, name: &str) {
    let sent = Command::new("kill").args([format!("-{name}"), server.process_id().to_string()]).status();
    assert!(sent.unwrap().success());
}

fn status(address: &Address, path: &str) -> Option<u16> {
    wire::exchange(address, "GET", path, "", &[]).map(|reply| reply.status)
}

/// Waits until this is so, or fails.
fn wait_until(what: &str, is_so: impl Fn() -> bool) {
    let until = Instant::now() + Duration::from_secs(20);
    while !is_so() {
        assert!(Instant::now() < until, "{what}");
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn at_sigterm_the_health_check_turns_first_and_all_else_goes_on_until_proxies_have_noticed() {
    let program = Program::new().with_environment("LATCHKEY_HTTP__DRAIN", "2");
    let server = Server::start(&program);
    let address = RwLock::new(server.address.clone());
    assert_eq!((status(&address, "/healthz"), status(&address, "/livez")), (Some(200), Some(200)));
    let begun = Instant::now();
    signal(&server, "TERM");
    wait_until("the health check turns", || status(&address, "/healthz") == Some(503));
    let reply = wire::exchange(&address, "GET", "/healthz", "", &[]).unwrap();
    assert!(reply.body.contains("about to stop"), "{}", reply.body);
    assert_eq!((status(&address, "/articles/"), status(&address, "/livez")), (Some(200), Some(200)));
    let (kept, draining) = (head(&server.address, "keep-alive"), begun.elapsed());
    assert!(draining < Duration::from_secs(2), "too slow to say anything: {draining:?}");
    assert!(kept.to_lowercase().contains("connection: close"), "no connection is kept for later: {kept}");
    assert!(server.wait(), "ended well");
    assert!(begun.elapsed() >= Duration::from_secs(2), "{:?}", begun.elapsed());
    assert_eq!(status(&address, "/livez"), None);
}

/// The head of an answer to a client that would keep its connection.
fn head(address: &str, connection: &str) -> String {
    use std::io::{Read, Write};
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    write!(stream, "GET /livez HTTP/1.1\r\nHost: x\r\nConnection: {connection}\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn a_second_signal_and_ctrl_c_end_the_server_without_waiting_for_proxies() {
    for signals in [&["TERM", "TERM"][..], &["INT"]] {
        let program = Program::new().with_environment("LATCHKEY_HTTP__DRAIN", "60");
        let server = Server::start(&program);
        let address = RwLock::new(server.address.clone());
        let begun = Instant::now();
        for (index, name) in signals.iter().enumerate() {
            if index > 0 {
                wait_until("the health check turns", || status(&address, "/healthz") == Some(503));
            }
            signal(&server, name);
        }
        assert!(server.wait() && begun.elapsed() < Duration::from_secs(20), "{signals:?}: {:?}", begun.elapsed());
    }
}

#[test]
fn a_hangup_reads_the_filter_of_the_log_anew_and_never_ends_the_server() {
    let program = Program::new();
    let server = Server::start(&program);
    let address = RwLock::new(server.address.clone());
    let file = program.folder.path().join("Leptos.toml");
    let first = fs::read_to_string(&file).unwrap();
    let with_filter = |filter: &str| fs::write(&file, first.replace("info,tower_sessions_core=error", filter)).unwrap();
    for filter in ["info,of_no_use=debug", "a=b=c", "warn"] {
        with_filter(filter);
        signal(&server, "HUP");
        // Each is worked on before the next one comes.
        thread::sleep(Duration::from_millis(300));
        assert_eq!(status(&address, "/healthz"), Some(200), "{filter}");
    }
    assert_eq!(status(&address, "/nowhere/?after=warn"), Some(404));
    let log = server.log();
    assert!(log.contains("of_no_use=debug"), "{log}");
    assert!(log.contains("log.filter") && log.contains("a=b=c"), "the wrong filter is named: {log}");
    assert!(!log.contains("/nowhere/"), "the last filter lets no requests through: {log}");
}
