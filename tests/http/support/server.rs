//! The built program as a server in a process of its own, and its log.

use std::{
    io::{BufRead, BufReader, Read},
    process::{Child, Stdio},
    sync::Arc,
    thread::{self, JoinHandle},
};

use tempfile::TempDir;

use super::Program;

pub struct Server {
    child: Child,
    /// Reads the log while it is written: a server waits for room in a full pipe.
    log: Option<JoinHandle<String>>,
    /// What the server prints as soon as it listens.
    pub greeting: String,
    /// Host and port.
    pub address: String,
    /// The database lies in it.
    _folder: Arc<TempDir>,
}

impl Server {
    /// Starts the program on a free port and waits until it listens.
    pub fn start(program: &Program) -> Self {
        let mut command = program.command(&["serve", "--addr", "127.0.0.1:0"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut errors = child.stderr.take().unwrap();
        let log = thread::spawn(move || {
            let mut log = String::new();
            errors.read_to_string(&mut log).unwrap();
            log
        });
        let line = first_line(child.stdout.as_mut().unwrap());
        let address = line.split("http://").nth(1).unwrap().split(' ').next().unwrap().to_owned();
        Self { child, log: Some(log), greeting: line, address, _folder: program.folder.clone() }
    }

    pub fn process_id(&self) -> u32 {
        self.child.id()
    }

    /// Waits for the end of the process; true when it ended well.
    pub fn wait(mut self) -> bool {
        self.child.wait().unwrap().success()
    }

    /// Waits for the end of the process; gives all that it printed, and its log.
    pub fn everything(mut self) -> (String, String) {
        let mut output = std::mem::take(&mut self.greeting);
        self.child.stdout.take().unwrap().read_to_string(&mut output).unwrap();
        self.child.wait().unwrap();
        (output, self.read_log())
    }

    /// Kills the process and gives what it logged.
    pub fn log(mut self) -> String {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.read_log()
    }

    /// The log of a process that has ended.
    fn read_log(&mut self) -> String {
        self.log.take().unwrap().join().unwrap()
    }
}

impl Drop for Server {
    /// Ends the process, when a test has not.
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

/// Reads no byte more than the line, so that the rest can still be read.
fn first_line(output: &mut impl Read) -> String {
    let mut line = Vec::new();
    let mut byte = [0];
    while !line.ends_with(b"\n") && output.read(&mut byte).unwrap() == 1 {
        line.push(byte[0]);
    }
    String::from_utf8(line).unwrap()
}

/// Starts the program on a free port, with one more setting in its environment; each line of its log goes to `tell`, so that it
/// never waits for room in a pipe. Gives the process, once it listens, with host and port.
pub fn start_logged(
    program: &Program,
    (name, value): (&str, &str),
    mut tell: impl FnMut(String) + Send + 'static,
) -> (Child, String) {
    let mut command = program.command(&["serve", "--addr", "127.0.0.1:0"]);
    command.env(name, value).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let errors = BufReader::new(child.stderr.take().unwrap());
    thread::spawn(move || errors.lines().map_while(Result::ok).for_each(&mut tell));
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    output.read_line(&mut line).unwrap();
    let listens = line.split("http://").nth(1).and_then(|rest| rest.split(' ').next());
    let address = listens.unwrap_or_else(|| panic!("the server has not started: {line}")).to_owned();
    thread::spawn(move || output.lines().map_while(Result::ok).for_each(drop));
    (child, address)
}
