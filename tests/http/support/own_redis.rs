//! A Redis of a test's own, on loopback, from the program of the distribution: to be killed and started again.

use std::{
    net::TcpStream,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use tempfile::TempDir;

use super::own_postgres::free_port;

/// How long it may take to start.
const PATIENCE: Duration = Duration::from_secs(20);

pub struct OwnRedis {
    folder: TempDir,
    process: Child,
    pub port: u16,
}

impl OwnRedis {
    pub fn start() -> Self {
        let (folder, port) = (tempfile::tempdir().unwrap(), free_port());
        Self { process: process(&folder, port), folder, port }
    }

    /// As with a crash.
    pub fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// Starts it at its address, with what it has stored.
    pub fn start_again(&mut self) {
        self.process = process(&self.folder, self.port);
    }
}

impl Drop for OwnRedis {
    fn drop(&mut self) {
        _ = self.process.kill();
        _ = self.process.wait();
    }
}

/// Stores each write before it is acknowledged, so that a crash loses none.
fn process(folder: &TempDir, port: u16) -> Child {
    let mut command = Command::new("redis-server");
    command.args(["--bind", "127.0.0.1", "--port", &port.to_string(), "--dir"]).arg(folder.path());
    command.args(["--appendonly", "yes", "--appendfsync", "always", "--save", ""]);
    let process = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let until = Instant::now() + PATIENCE;
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(Instant::now() < until, "Redis does not answer");
        thread::sleep(Duration::from_millis(20));
    }
    process
}
