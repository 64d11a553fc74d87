//! People of a site on several servers: what they ask one of them, and the stream of an open page.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

use crate::support::{
    PASSWORD,
    wire::{self, Address, Reply},
};

pub fn post(address: &Address, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Reply {
    wire::exchange(address, "POST", path, cookie, fields).unwrap()
}

pub fn get(address: &Address, path: &str, cookie: &str) -> Reply {
    wire::exchange(address, "GET", path, cookie, &[]).unwrap()
}

/// Signs a user up; gives the cookie of the session.
pub fn sign_up(address: &Address, name: &str) -> String {
    let fields = [("username", name), ("password1", PASSWORD), ("password2", PASSWORD)];
    post(address, "/api/accounts/signup", "", &fields).cookie.unwrap()
}

pub fn log_in(address: &Address, name: &str) -> String {
    post(address, "/api/accounts/login", "", &[("username", name), ("password", PASSWORD)]).cookie.unwrap()
}

/// An open page's stream, which has told that its user is logged in.
pub struct Stream {
    reader: BufReader<TcpStream>,
    /// What it told first.
    pub state: String,
}

impl Stream {
    pub fn open(address: &Address, cookie: &str) -> Self {
        let address = address.read().unwrap().clone();
        let mut stream = TcpStream::connect(&address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let head = format!(
            "GET /api/accounts/session-events HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nCookie: {cookie}\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).unwrap();
        let mut stream = Self { reader: BufReader::new(stream), state: String::new() };
        stream.state = stream.next_state();
        assert!(stream.state.contains("\"user\":") && !stream.state.contains("\"user\":null"), "{}", stream.state);
        stream
    }

    fn next_state(&mut self) -> String {
        let mut line = String::new();
        while !line.starts_with("data: ") {
            line.clear();
            assert!(self.reader.read_line(&mut line).unwrap() > 0, "no state came");
        }
        line
    }

    /// How long after a moment another state comes.
    pub fn changes_after(&mut self, begun: Instant) -> Duration {
        let state = self.next_state();
        assert_ne!(state, self.state);
        self.state = state;
        begun.elapsed()
    }

    /// How long after a moment the stream ends.
    pub fn ends_after(mut self, begun: Instant) -> Duration {
        let mut rest = String::new();
        self.reader.read_to_string(&mut rest).unwrap();
        assert!(!rest.contains("data: "), "{rest}");
        begun.elapsed()
    }
}
