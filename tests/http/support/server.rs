//! The built program as a server in a process of its own, and its log.

use std::{
    io::{BufRead, BufReader, Read},
    process::{Child, Stdio},
};

use super::Program;

pub struct Server {
    child: Child,
    /// What the server prints as soon as it listens.
    pub greeting: String,
    /// Host and port.
    pub address: String,
}

impl Server {
    /// Starts the program on a free port and waits until it listens.
    pub fn start(program: &Program) -> Self {
        let mut command = program.command(&["serve", "--addr", "127.0.0.1:0"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let address = line.split("http://").nth(1).unwrap().split(' ').next().unwrap().to_owned();
        Self { child, greeting: line, address }
    }

    pub fn process_id(&self) -> u32 {
        self.child.id()
    }

    /// Waits for the end of the process; true when it ended well.
    pub fn wait(mut self) -> bool {
        self.child.wait().unwrap().success()
    }

    /// Kills the process and gives what it logged.
    pub fn log(mut self) -> String {
        self.child.kill().unwrap();
        let mut log = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        self.child.wait().unwrap();
        log
    }
}
