//! A mail server for tests: speaks SMTP on a port of its own, keeps what it takes, and fails as it is told to.

use std::{
    collections::VecDeque,
    io::{BufRead, BufReader, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Condvar, Mutex},
    thread,
};

/// What the server does with the next mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Has no time, and closes.
    Busy,
    /// Knows no such mailbox.
    NoMailbox,
    /// Takes no mail of this site for anyone.
    Blocked,
    /// Takes the mail, and closes before it says so.
    ClosesAfterData,
    /// Says nothing until it is let go.
    Waits,
}

/// A mail as it arrived.
#[derive(Debug, Clone)]
pub struct Received {
    pub to: String,
    pub data: String,
    /// Whether the client had given name and password.
    pub is_authenticated: bool,
}

impl Received {
    pub fn header(&self, name: &str) -> &str {
        let line = self.data.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
        line.unwrap_or_else(|| panic!("no {name}: {}", self.data))
    }
}

#[derive(Default)]
struct State {
    faults: Mutex<VecDeque<Fault>>,
    received: Mutex<Vec<Received>>,
    /// Whether what waits may go on.
    open: Mutex<bool>,
    opened: Condvar,
}

#[derive(Clone)]
pub struct SmtpServer {
    address: SocketAddr,
    state: Arc<State>,
}

impl SmtpServer {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self { address: listener.local_addr().unwrap(), state: Arc::default() };
        let state = server.state.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let state = state.clone();
                thread::spawn(move || serve(&state, &stream));
            }
        });
        server
    }

    /// Its address, with a name and a password.
    pub fn url(&self) -> String {
        format!("smtp://joe:secret@{}", self.address)
    }

    /// What happens to the next mails, one each.
    pub fn fail(&self, faults: &[Fault]) {
        self.state.faults.lock().unwrap().extend(faults);
    }

    /// Whether each fault has met its mail.
    pub fn has_failed(&self) -> bool {
        self.state.faults.lock().unwrap().is_empty()
    }

    /// Lets go on what waits.
    pub fn let_go(&self) {
        *self.state.open.lock().unwrap() = true;
        self.state.opened.notify_all();
    }

    /// All that has arrived.
    pub fn received(&self) -> Vec<Received> {
        self.state.received.lock().unwrap().clone()
    }
}

/// One connection. It ends where the client goes, or where a fault says so.
fn serve(state: &State, stream: &TcpStream) -> Option<()> {
    let mut lines = BufReader::new(stream).lines();
    let say = |text: &str| (&*stream).write_all(format!("{text}\r\n").as_bytes()).ok();
    say("220 test ESMTP")?;
    let (mut to, mut fault, mut is_authenticated) = (String::new(), None, false);
    loop {
        let line = lines.next()?.ok()?;
        let word = line.get(..4).unwrap_or_default().to_ascii_uppercase();
        match word.as_str() {
            "EHLO" => say("250-test\r\n250-8BITMIME\r\n250 AUTH PLAIN LOGIN")?,
            // "joe" and "secret".
            "AUTH" => {
                is_authenticated = line.ends_with("AGpvZQBzZWNyZXQ=");
                say(if is_authenticated { "235 welcome" } else { "535 wrong" })?;
            }
            "MAIL" => {
                fault = state.faults.lock().unwrap().pop_front();
                if fault == Some(Fault::Busy) {
                    say("421 4.3.2 busy")?;
                    return None;
                }
                say("250 ok")?;
            }
            "RCPT" => {
                to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                match fault {
                    Some(Fault::NoMailbox) => say(&format!("550 5.1.1 <{to}>: no such mailbox"))?,
                    Some(Fault::Blocked) => say("550 5.7.1 blocked, see https://x.example/5.1.1")?,
                    _ => say("250 ok")?,
                }
            }
            "DATA" => {
                say("354 go on")?;
                let mut data = String::new();
                loop {
                    match lines.next()?.ok()? {
                        line if line == "." => break,
                        line => data.extend([line.strip_prefix('.').unwrap_or(&line), "\n"]),
                    }
                }
                if fault == Some(Fault::Waits) {
                    let open = state.open.lock().unwrap();
                    drop(state.opened.wait_while(open, |open| !*open).unwrap());
                }
                state.received.lock().unwrap().push(Received { to: to.clone(), data, is_authenticated });
                if fault == Some(Fault::ClosesAfterData) {
                    return None;
                }
                say("250 taken")?;
            }
            "QUIT" => {
                say("221 bye")?;
                return None;
            }
            _ => say("250 ok")?,
        }
    }
}
