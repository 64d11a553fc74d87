//! Traces by OTLP: `make traces` builds with the feature and runs the first test; the other one is for the program as it is.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    process::Command,
    sync::{Arc, Mutex},
    thread,
};

use crate::support::{
    Program,
    server::Server,
    wire::{self, Address},
};

/// That of the seeded users.
const PASSWORD: &str = "correct horse battery staple";

/// A collector on loopback: what was sent to it.
struct Collector {
    address: String,
    received: Arc<Mutex<Vec<String>>>,
}

impl Collector {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (address, received) = (listener.local_addr().unwrap().to_string(), Arc::<Mutex<Vec<_>>>::default());
        let all = received.clone();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let all = all.clone();
                thread::spawn(move || {
                    while let Some(request) = answer(stream.as_ref().unwrap()) {
                        all.lock().unwrap().push(request);
                    }
                });
            }
        });
        Self { address, received }
    }

    /// All that has come, as text.
    fn text(&self) -> String {
        self.received.lock().unwrap().concat()
    }
}

/// Takes one request of a connection and answers it; its head and body as text.
fn answer(mut stream: &TcpStream) -> Option<String> {
    let (mut bytes, mut part) = (Vec::new(), [0; 4096]);
    loop {
        let count = stream.read(&mut part).ok().filter(|count| *count > 0)?;
        bytes.extend_from_slice(&part[..count]);
        let text = String::from_utf8_lossy(&bytes);
        let Some((head, _)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
        if bytes.len() >= head.len() + 4 + length.unwrap_or(0_usize) {
            break;
        }
    }
    stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: application/x-protobuf\r\nContent-Length: 0\r\n\r\n").ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// Serves one page and one login, and stops.
fn serve_some(program: &Program) -> String {
    let server = Server::start(program);
    let address = Address::new(server.address.clone());
    assert_eq!(wire::exchange(&address, "GET", "/articles/?page=1&hidden=in-the-query", "", &[]).unwrap().status, 200);
    let fields = [("username", "user0"), ("password", PASSWORD)];
    let login = wire::exchange(&address, "POST", "/api/accounts/login", "", &fields).unwrap();
    let cookie = login.cookie.unwrap();
    assert_eq!(wire::exchange(&address, "GET", "/accounts/", &cookie, &[]).unwrap().status, 200);
    let reset = wire::exchange(&address, "GET", "/accounts/reset/a-secret-token/", "", &[]).unwrap();
    assert!(reset.status < 500, "{}", reset.status);
    assert!(Command::new("kill").arg("-INT").arg(server.process_id().to_string()).status().unwrap().success());
    let (_, log) = server.everything();
    assert!(!log.contains("panicked"), "{log}");
    format!("{log}\n{}", cookie.split('=').nth(1).unwrap())
}

#[test]
#[cfg_attr(not(feature = "otlp"), ignore = "make traces")]
fn each_request_is_sent_as_a_trace_with_nothing_secret_in_it() {
    let collector = Collector::start();
    let program = Program::seeded()
        .with_environment("OTEL_EXPORTER_OTLP_ENDPOINT", &format!("http://{}", collector.address))
        .with_environment("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment=test");
    let log = serve_some(&program);
    let cookie = log.lines().last().unwrap();
    let sent = collector.text();
    for words in [
        "POST /v1/traces",
        "application/x-protobuf",
        "latchkey",
        "deployment.environment",
        "GET /articles/",
        "POST /api/accounts/login",
        "http.response.status_code",
    ] {
        assert!(sent.contains(words), "{words}: {log}");
    }
    for secret in ["in-the-query", PASSWORD, cookie, "a-secret-token"] {
        assert!(!sent.contains(secret), "{secret}");
    }
    let refused =
        Program::new().with_environment("OTEL_EXPORTER_OTLP_ENDPOINT", "https://joe:secret@x").run(&["check"]);
    assert!(!refused.ok && refused.error.contains("http://") && !refused.error.contains("secret"), "{refused:?}");
}

#[test]
#[cfg_attr(feature = "otlp", ignore = "this program sends traces")]
fn a_program_without_traces_says_so_where_they_are_expected() {
    let endpoint = "http://127.0.0.1:9";
    let log = serve_some(&Program::seeded().with_environment("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint));
    assert!(log.contains("--features otlp") && !log.contains(endpoint), "{log}");
    assert!(!serve_some(&Program::seeded()).contains("OTEL_"), "nothing is said where none are expected");
}
