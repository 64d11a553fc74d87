//! What commands print when the reader has gone, when it cannot be written, and what a program reads of the server.

use std::{
    fs::{File, OpenOptions},
    io::{BufRead, BufReader, Read, Write, pipe},
    net::TcpStream,
    process::{Command, Stdio},
};

use serde_json::Value;

use crate::support::{Program, server::Server};

/// Every command that prints, on a seeded database. What an earlier one has changed, a later one finds.
const COMMANDS: [&[&str]; 26] = [
    &["routes"],
    &["routes", "--json"],
    &["check"],
    &["migrate"],
    &["clearsessions"],
    &["createsuperuser"],
    &["users", "find"],
    &["users", "find", "nobody"],
    &["users", "show", "user0"],
    &["users", "activate", "user0"],
    &["users", "deactivate", "user1"],
    &["users", "deactivate", "user1"],
    &["users", "activate", "user1"],
    &["users", "end-sessions", "user1"],
    &["groups"],
    &["groups", "create", "Editors", "articles.change_article"],
    &["groups", "list"],
    &["groups", "show", "Editors"],
    &["grant", "user0", "articles.change_article", "--member", "Editors"],
    &["grant", "user0", "articles.change_article"],
    &["revoke", "user0", "articles.change_article"],
    &["audit"],
    &["audit", "--json"],
    &["departures"],
    &["groups", "delete", "Editors"],
    &["--help"],
];

/// Exit code and standard error of a command that prints into this.
fn ended(mut command: Command, output: impl Into<Stdio>) -> (Option<i32>, String) {
    let mut child = command.stdout(output).stderr(Stdio::piped()).spawn().unwrap();
    let mut error = String::new();
    child.stderr.take().unwrap().read_to_string(&mut error).unwrap();
    (child.wait().unwrap().code(), error)
}

/// A device that is always full.
fn full() -> File {
    OpenOptions::new().write(true).open("/dev/full").unwrap()
}

#[test]
fn fault_e5_a_command_whose_output_nobody_reads_ends_quietly() {
    let program = Program::seeded();
    for command in COMMANDS {
        let (reader, writer) = pipe().unwrap();
        drop(reader);
        let (code, error) = ended(program.command(command), writer);
        assert_eq!(code, Some(0), "{command:?}: {error}");
        let says = error.contains("panicked") || error.lines().any(|line| line.starts_with("latchkey:"));
        assert!(!says, "{command:?}: {error}");
    }
    let (reader, writer) = pipe().unwrap();
    drop(reader);
    assert_eq!(ended(Program::new().command(&["seed"]), writer).0, Some(0));
}

#[test]
fn fault_e5_an_output_that_cannot_be_written_is_an_error_with_a_sentence() {
    let program = Program::seeded();
    for command in COMMANDS {
        let (code, error) = ended(program.command(command), full());
        assert_eq!(code, Some(1), "{command:?}: {error}");
        assert!(error.contains("latchkey: the output could not be written: No space left"), "{command:?}: {error}");
    }
    assert_eq!(ended(Program::new().command(&["seed"]), full()).0, Some(1));
    assert_eq!(ended(program.command(&["--version"]), full()).0, Some(1));
}

#[test]
fn fault_e5_a_failed_examination_stays_one_though_nobody_reads_it() {
    let (reader, writer) = pipe().unwrap();
    drop(reader);
    let (code, error) = ended(Program::seeded().command(&["check", "--deploy"]), writer);
    assert!(code == Some(1) && error.contains("not safe"), "{code:?} {error}");
}

#[test]
fn fault_e5_errors_that_cannot_be_written_cause_no_panic() {
    let program = Program::new();
    for arguments in [&["check", "--nonsense"][..], &["changepassword"], &["users", "show", "nobody"]] {
        let mut command = program.command(arguments);
        let code = command.stdout(Stdio::null()).stderr(full()).status().unwrap().code();
        assert!(matches!(code, Some(1 | 2)), "{arguments:?}: {code:?}");
    }
}

#[test]
fn fault_e5_the_server_serves_whatever_becomes_of_its_output() {
    let program = Program::new();
    let mut command = program.command(&["serve", "--addr", "127.0.0.1:0"]);
    let mut child = command.stdout(Stdio::piped()).stderr(full()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    let address = line.split("http://").nth(1).unwrap().split(' ').next().unwrap();
    for _ in 0..3 {
        assert!(get(address, "/articles/").starts_with("HTTP/1.1 200 "), "a log that is full");
    }
    child.kill().unwrap();
    child.wait().unwrap();

    let mut command = program.command(&["serve", "--addr", address]);
    let mut child = command.stdout(full()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    let mut log = BufReader::new(child.stderr.as_mut().unwrap());
    while !line.contains("could not be printed") {
        line.clear();
        assert_ne!(log.read_line(&mut line).unwrap(), 0, "it ended");
    }
    assert!(get(address, "/articles/").starts_with("HTTP/1.1 200 "), "its first lines");
    child.kill().unwrap();
    child.wait().unwrap();
}

fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

/// Every line is an object as a reader of logs expects it.
fn assert_json(lines: &str) {
    for line in lines.lines() {
        let entry: Value = serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}"));
        assert!(["timestamp", "level", "target"].iter().all(|key| entry[key].is_string()), "{line}");
    }
}

#[test]
fn fault_e10_with_a_log_in_json_every_line_of_the_server_is_json() {
    let program = Program::new().with_environment("LATCHKEY_LOG__FORMAT", "json");
    let server = Server::start(&program);
    assert!(get(&server.address, "/articles/").starts_with("HTTP/1.1 200 "));
    assert!(Command::new("kill").arg(server.process_id().to_string()).status().unwrap().success());
    let (output, log) = server.everything();
    assert!(output.contains("Latchkey is ready on http://") && output.lines().count() == 2, "{output}");
    assert!(log.contains("no built site here") && log.contains("/articles/"), "{log}");
    assert_json(&(output + &log));
}

#[test]
fn fault_e10_errors_at_the_start_are_json_too_whatever_is_wrong() {
    let json = || Program::new().with_setting("format = \"pretty\"", "format = \"json\"");
    let occupied = Server::start(&Program::new());
    let serve = |program: &Program, address: &str| {
        let ended = program.run(&["serve", "--addr", address]);
        assert!(!ended.ok && ended.error.lines().count() >= 1, "{ended:?}");
        assert_json(&(ended.out + &ended.error));
        ended.error
    };
    let error = serve(&json(), &occupied.address);
    assert!(error.contains("cannot listen on"), "{error}");
    for (program, words) in [
        (json().with_setting("page_size = 20", "page_size = 0"), "articles.page_size"),
        (json().with_setting("[articles]", "[articels]"), "articels"),
        (json().with_setting("sqlite:latchkey.sqlite3", "mysql://x"), "sqlite:"),
        (json().with_setting("sqlite:latchkey.sqlite3", "sqlite:/nowhere/x.sqlite3"), "/nowhere/x.sqlite3"),
        (json().with_setting("filter = \"info", "filter = \"a=b=c,"), "log.filter"),
        (
            json().with_setting("https = false", "https = true ").with_setting("throttle = true ", "throttle = false"),
            "not safe",
        ),
        (json().with_environment("LATCHKEY_SESSIONS__SECRET_KEY", "short"), "too short"),
        (
            Program::new().with_setting("[articles]", "[articles").with_environment("LATCHKEY_LOG__FORMAT", "json"),
            "TOML",
        ),
    ] {
        let error = serve(&program, "127.0.0.1:0");
        assert!(error.contains(words), "{words}: {error}");
    }
    let ended = json().run(&["serve", "--nonsense"]);
    assert!(!ended.ok && ended.error.contains("--nonsense"), "{ended:?}");
    assert_json(&ended.error);
    occupied.log();
}

#[test]
fn fault_e10_people_still_read_sentences() {
    let server = Server::start(&Program::new());
    assert!(server.greeting.starts_with("Latchkey is ready on http://"), "{}", server.greeting);
    server.log();
    let json = Program::new().with_environment("LATCHKEY_LOG__FORMAT", "json");
    let ended = json.run(&["users", "show", "nobody"]);
    assert!(ended.error.starts_with("latchkey: there is no user"), "a command is for people: {ended:?}");
}
