//! The operator's log of a server in use: every attempt and refusal is in it, no secret is, and nobody can forge a line.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::Stdio,
};

use serde_json::Value;

use crate::support::{PASSWORD, Program, encode};

const EVIL_NAME: &str = "kim\n2026-01-01T00:00:00.000000Z  INFO event=login\u{1b}[2J";
const EVIL_AGENT: &str = "Agent\\\" {\"event\":\"login\"} \u{1b}[31m";

/// Posts a form and gives the answer's head.
fn post(address: &str, path: &str, cookie: &str, fields: &[(&str, &str)]) -> String {
    let body = encode(fields);
    let mut stream = TcpStream::connect(address).unwrap();
    let head = format!(
        "POST {path}?secret=query HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nUser-Agent: {}\r\nCookie: {cookie}\r\n\
        Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        EVIL_AGENT.replace('\u{1b}', "\t"),
        body.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).split("\r\n\r\n").next().unwrap().to_owned()
}

/// What stands in the address of a password link.
const RESET_TOKEN: &str = "1-1795646893-0123456789abcdef";

fn cookie_of(head: &str) -> String {
    let line = head.lines().find(|line| line.to_lowercase().starts_with("set-cookie: sessionid=")).unwrap();
    line.split(": ").nth(1).unwrap().split(';').next().unwrap().to_owned()
}

/// Runs a server, lets these requests happen, and gives the lines of its log and the secrets that were in play.
pub fn log_of_a_server_in_use(format: &str) -> (Vec<String>, Vec<String>) {
    let key = "a secret key that is only for this one test";
    let program = Program::new()
        .with_environment("LATCHKEY_LOG__FORMAT", format)
        .with_environment("NO_COLOR", "1")
        .with_environment("LATCHKEY_SESSIONS__SECRET_KEY", key);
    let mut server = program.command(&["serve", "--addr", "127.0.0.1:0"]);
    let mut server = server.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(server.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    let address = line.split("http://").nth(1).unwrap().split(' ').next().unwrap().to_owned();

    let signup = [("username", "joe"), ("password1", PASSWORD), ("password2", PASSWORD)];
    let cookie = cookie_of(&post(&address, "/api/accounts/signup", "", &signup));
    post(&address, "/api/articles/create", "", &[("title", "Private words"), ("content", "x")]);
    post(&address, "/api/accounts/update", &cookie, &[("email", "joe@example.com"), ("evil\nname\u{1b}[2J", "x")]);
    post(&address, "/api/accounts/reauthenticate", &cookie, &[("password", "wrong words")]);
    post(&address, "/api/accounts/sessions/end", &cookie, &[("id", "999")]);
    for _ in 0..8 {
        post(&address, "/api/accounts/login", "", &[("username", EVIL_NAME), ("password", "wrong words")]);
    }
    let login = post(&address, "/api/accounts/login", "", &[("username", "joe"), ("password", PASSWORD)]);
    let second = cookie_of(&login);
    post(&address, "/api/accounts/logout", &second, &[]);
    post(&address, &format!("/accounts/reset/{RESET_TOKEN}/"), "", &[]);
    server.kill().unwrap();
    let mut log = String::new();
    server.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    server.wait().unwrap();
    let value = |cookie: &str| cookie.split('=').nth(1).unwrap().to_owned();
    let words = ["joe", "wrong words", "Private words", "joe@example.com", "secret=query", key, PASSWORD, RESET_TOKEN];
    let mut secrets: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    secrets.extend([value(&cookie), value(&second)]);
    (log.lines().map(str::to_owned).collect(), secrets)
}

#[test]
fn asvs_16_the_log_has_every_attempt_and_refusal_no_secret_and_no_forged_line() {
    let (lines, secrets) = log_of_a_server_in_use("json");
    for line in &lines {
        assert!(secrets.iter().all(|secret| !line.contains(secret.as_str())), "{line}");
        assert!(!line.chars().any(char::is_control), "{line:?}");
    }
    let entries: Vec<Value> =
        lines.iter().map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}"))).collect();
    let with = |event: &str| entries.iter().filter(|entry| entry["event"] == event).collect::<Vec<_>>();
    assert_eq!((with("signup").len(), with("login").len(), with("logout").len()), (1, 1, 1), "{lines:#?}");
    for event in ["login_failed", "throttled", "wrong_password", "session_not_found"] {
        let found = with(event);
        assert!(!found.is_empty(), "{event}: {lines:#?}");
        assert!(found.iter().all(|entry| entry["address"] == "127.0.0.1"), "{event}");
    }
    assert!(!with("function_refused").is_empty() && !with("parked").is_empty());
    let foreign = with("unexpected_fields");
    assert!(foreign[0]["names"].as_str().unwrap().contains("evil\\nname"), "{foreign:?}");
}
