//! Counts the queries of a page: by the log of a server in a process of its own, where no other client asks anything.

use std::{
    process::Child,
    sync::{
        RwLock,
        mpsc::{Receiver, channel},
    },
    time::Duration,
};

use serde_json::Value;

use super::{
    Client, Program, TestApp,
    server::start_logged,
    wire::{self, Address},
};

/// How long a line of the log may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// An address without a page, whose answer makes no query: its line in the log says that all before it was read.
const NOWHERE: &str = "/nowhere/";

pub struct CountingServer {
    child: Child,
    address: Address,
    log: Receiver<String>,
}

impl CountingServer {
    /// A server on the database of an app, with its key: sessions of the app are sessions there.
    pub fn start(app: &TestApp) -> Self {
        let url = match app.app.settings.database.url.strip_prefix("sqlite:") {
            Some(file) => format!("sqlite:{}", app.folder.path().join(file).display()),
            None => app.app.settings.database.url.clone(),
        };
        let key = app.key();
        let program = [
            ("DATABASE_URL", url.as_str()),
            ("LATCHKEY_SESSIONS__SECRET_KEY", key.as_str()),
            ("LATCHKEY_LOG__FORMAT", "json"),
            ("LATCHKEY_LOG__FILTER", "info,sqlx::query=debug"),
        ]
        .into_iter()
        .fold(Program::new(), |program, (name, value)| program.with_environment(name, value));
        let (told, log) = channel();
        let (child, address) = start_logged(&program, ("NO_COLOR", "1"), move |line| _ = told.send(line));
        let server = Self { child, address: RwLock::new(address), log };
        server.until_swept();
        server
    }

    /// Waits until what is old has been deleted, and the costs of hashes were looked at, which a server does when it has started.
    fn until_swept(&self) {
        for end in ["DELETE FROM throttle", "COMMIT", "SELECT id, username, password"] {
            while !self.log.recv_timeout(PATIENCE).unwrap().contains(end) {}
        }
    }

    /// The status of a page, and the statements that it has executed.
    pub fn load(&self, client: &Client, path: &str) -> (u16, Vec<String>) {
        let cookie = client.session().map(|session| format!("sessionid={session}")).unwrap_or_default();
        // What stands in the log until now belongs to what was before.
        self.until_nowhere();
        let status = wire::exchange(&self.address, "GET", path, &cookie, &[]).unwrap().status;
        (status, self.until_nowhere())
    }

    fn until_nowhere(&self) -> Vec<String> {
        _ = wire::exchange(&self.address, "GET", NOWHERE, "", &[]).unwrap();
        let mut statements = Vec::new();
        loop {
            let line = self.log.recv_timeout(PATIENCE).unwrap();
            let Ok(line) = serde_json::from_str::<Value>(&line) else { continue };
            let text = |name: &str| line[name].as_str().unwrap_or_default().trim().to_owned();
            if line["span"]["path"].as_str().is_some_and(|path| path.contains(NOWHERE)) {
                return statements;
            }
            if text("target") == "sqlx::query" {
                // A short statement is logged as its summary alone. A connection that is opened is set up.
                let statement = if text("db.statement").is_empty() { text("summary") } else { text("db.statement") };
                if !statement.starts_with("PRAGMA") {
                    statements.push(statement);
                }
            }
        }
    }
}

impl Drop for CountingServer {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}
