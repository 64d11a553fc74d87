//! Requests over plain connections, some of which break.

use std::{
    io::{Read, Write},
    net::TcpStream,
    sync::{
        RwLock,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use super::encode;

/// Where the server listens: another port after each start.
pub type Address = RwLock<String>;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(20);

pub struct Reply {
    pub status: u16,
    pub location: String,
    /// The session cookie, as `name=value`, where one is set.
    pub cookie: Option<String>,
    pub body: String,
}

/// Sends a request. `None` where no answer came: nothing is known of what became of it.
pub fn exchange(address: &Address, method: &str, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Option<Reply> {
    let mut stream = send(address, method, path, cookie, fields)?;
    let mut bytes = Vec::new();
    // The head is the answer, even where the rest of it is cut off.
    _ = stream.read_to_end(&mut bytes);
    parse(&bytes)
}

/// Sends a request and resets the connection. False where it was not even sent.
pub fn send_and_leave(address: &Address, path: &str, cookie: &str, fields: &[(&str, &str)], after: Duration) -> bool {
    let Some(stream) = send(address, "POST", path, cookie, fields) else { return false };
    thread::sleep(after);
    drop(stream);
    true
}

fn send(address: &Address, method: &str, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Option<TcpStream> {
    let address = address.read().unwrap().clone();
    let body = encode(fields);
    let mut stream = TcpStream::connect(&address).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nCookie: {cookie}\r\n\
        Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(head.as_bytes()).ok()?;
    Some(stream)
}

fn parse(bytes: &[u8]) -> Option<Reply> {
    let text = String::from_utf8_lossy(bytes);
    let (head, body) = text.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let header = |name: &str| {
        let lines = head.lines().filter_map(|line| line.split_once(": "));
        lines
            .filter(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.to_owned())
            .collect::<Vec<_>>()
    };
    let cookies = header("set-cookie");
    let session = cookies.iter().find(|cookie| cookie.starts_with("sessionid=") && !cookie.contains("Max-Age=0"));
    Some(Reply {
        status,
        location: header("location").pop().unwrap_or_default(),
        cookie: session.and_then(|cookie| cookie.split(';').next()).map(str::to_owned),
        body: body.to_owned(),
    })
}

/// A client that begins requests and never ends one, until all is over.
pub fn dawdle(address: &Address, is_over: &AtomicBool) {
    while !is_over.load(Ordering::SeqCst) {
        let Ok(mut stream) = TcpStream::connect(address.read().unwrap().as_str()) else {
            thread::sleep(Duration::from_millis(100));
            continue;
        };
        let begun = b"POST /api/articles/create HTTP/1.1\r\nHost: chaos\r\nContent-Length: 2000\r\n\r\ntitle=".iter();
        for byte in begun.chain([b'x'; 60].iter()) {
            if is_over.load(Ordering::SeqCst) || stream.write_all(&[*byte]).is_err() {
                break;
            }
            thread::sleep(Duration::from_millis(30));
        }
    }
}
