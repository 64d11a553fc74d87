//! A server that is used and attacked, for the tests of its log.

use std::{
    io::{Read, Write},
    net::TcpStream,
};

use super::{PASSWORD, Program, encode, server::Server};

const EVIL_NAME: &str = "kim\n2026-01-01T00:00:00.000000Z  INFO event=login\u{1b}[2J";
const EVIL_AGENT: &str = "Agent\\\" {\"event\":\"login\"} \u{1b}[31m";

/// The token in the address of a password link.
const RESET_TOKEN: &str = "1-1795646893-0123456789abcdef";

/// Posts a form and gives the head of the answer.
fn post(address: &str, path: &str, cookie: &str, fields: &[(&str, &str)]) -> String {
    let answer = send(address, &format!("POST {path}"), cookie, &encode(fields));
    answer.split("\r\n\r\n").next().unwrap().to_owned()
}

/// The sealed owner in the forms of a user.
fn owner_of(address: &str, cookie: &str) -> String {
    let page = send(address, "GET /articles/create/", cookie, "");
    let (_, field) = page.split_once("name=\"owner\" value=\"").unwrap();
    field.split('"').next().unwrap().to_owned()
}

fn send(address: &str, what: &str, cookie: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    let head = format!(
        "{what}?secret=query HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nUser-Agent: {}\r\nCookie: {cookie}\r\n\
        Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        EVIL_AGENT.replace('\u{1b}', "\t"),
        body.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

fn cookie_of(head: &str) -> String {
    let line = head.lines().find(|line| line.to_lowercase().starts_with("set-cookie: sessionid=")).unwrap();
    line.split(": ").nth(1).unwrap().split(';').next().unwrap().to_owned()
}

/// Runs a server through sign-up, login, refusals and logout; gives the lines of its log and the secrets that were sent.
pub fn log_of_a_server_in_use(format: &str) -> (Vec<String>, Vec<String>) {
    let key = "a secret key that is only for this one test";
    let program = Program::new()
        .with_environment("LATCHKEY_LOG__FORMAT", format)
        .with_environment("NO_COLOR", "1")
        .with_environment("LATCHKEY_SESSIONS__SECRET_KEY", key);
    let server = Server::start(&program);
    let address = server.address.as_str();

    let signup = [("username", "joe"), ("password1", PASSWORD), ("password2", PASSWORD)];
    let cookie = cookie_of(&post(address, "/api/accounts/signup", "", &signup));
    let owner = owner_of(address, &cookie);
    post(address, "/api/accounts/update", &cookie, &[("email", "joe@example.com"), ("evil\nname\u{1b}[2J", "x")]);
    post(address, "/api/accounts/reauthenticate", &cookie, &[("password", "wrong words")]);
    post(address, "/api/accounts/sessions/end", &cookie, &[("id", "999")]);
    for _ in 0..8 {
        post(address, "/api/accounts/login", "", &[("username", EVIL_NAME), ("password", "wrong words")]);
    }
    let login = post(address, "/api/accounts/login", "", &[("username", "joe"), ("password", PASSWORD)]);
    let second = cookie_of(&login);
    post(address, "/api/accounts/logout", &second, &[]);
    post(address, &format!("/accounts/reset/{RESET_TOKEN}/"), "", &[]);
    // Without a session of the owner, the form is held.
    post(address, "/api/accounts/logout-everywhere", &cookie, &[]);
    post(address, "/api/articles/create", "", &[("title", "Private words"), ("content", "x"), ("owner", &owner)]);
    let log = server.log();
    let value = |cookie: &str| cookie.split('=').nth(1).unwrap().to_owned();
    let words = ["joe", "wrong words", "Private words", "joe@example.com", "secret=query", key, PASSWORD, RESET_TOKEN];
    let mut secrets: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    secrets.extend([value(&cookie), value(&second)]);
    (log.lines().map(str::to_owned).collect(), secrets)
}
