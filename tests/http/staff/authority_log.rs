//! A user who tries to grant or gain more rights than they have is named in the log.

use std::{
    io::{Read, Write},
    net::TcpStream,
};

use axum::http::{Response, StatusCode};
use latchkey::accounts::server::registration::SEED_PASSWORD;
use serde_json::{Value, json};

use crate::support::{
    Answer, Program, encode,
    forms::{Fields, borrowed, form_of, with},
    server::Server,
};

const UPDATE: &str = "/api/staff/users/update";
const PROFILE: &str = "/api/staff/users/profile";
/// The event in the log.
const REFUSED: &str = "authority_refused";

/// A browser that talks to a server in another process, over HTTP/1.0, whose answers are not chunked.
struct Browser {
    address: String,
    cookie: String,
}

impl Browser {
    fn ask(&mut self, method: &str, path: &str, body: &str) -> Answer {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let head = format!(
            "{method} {path} HTTP/1.0\r\nHost: {}\r\nCookie: {}\r\nAccept: text/html\r\n\
            Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            self.address,
            self.cookie,
            body.len()
        );
        stream.write_all(head.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8(answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        for line in head.lines().filter(|line| line.to_lowercase().starts_with("set-cookie: sessionid=")) {
            line["set-cookie: ".len()..].split(';').next().unwrap().clone_into(&mut self.cookie);
        }
        let (mut parts, ()) = Response::new(()).into_parts();
        parts.status = StatusCode::from_bytes(head.split(' ').nth(1).unwrap().as_bytes()).unwrap();
        Answer::new(format!("{method} {path}"), parts, body.as_bytes())
    }

    fn post(&mut self, path: &str, fields: &[(String, String)]) -> u16 {
        self.ask("POST", path, &encode(&borrowed(fields))).status
    }

    /// A form of a user on the staff page.
    fn form(&mut self, user: u32, function: &str) -> Fields {
        form_of(&self.ask("GET", &format!("/staff/users/{user}/"), ""), function)
    }
}

fn owned(fields: &[(&str, &str)]) -> Fields {
    fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// The attempts of user 2, who may change users and create groups, on user 1, on themselves and on user 3, a superuser.
fn try_everything(browser: &mut Browser) -> Vec<u16> {
    let login = owned(&[("username", "user1"), ("password", SEED_PASSWORD)]);
    assert_eq!(browser.post("/api/accounts/login", &login), 303);
    let form = browser.form(1, UPDATE);
    let own = browser.form(2, UPDATE);
    vec![
        browser.post(UPDATE, &with(&form, "permission_articles.change_article", "on")),
        browser.post(UPDATE, &with(&own, "permission_articles.change_article", "on")),
        browser.post(UPDATE, &with(&form, "is_superuser", "on")),
        browser.post(UPDATE, &with(&own, "add_group", "Editors")),
        browser.post(UPDATE, &owned(&[("id", "3"), ("username", "user2"), ("is_active", "on")])),
        browser.post("/api/staff/users/end-sessions", &owned(&[("id", "3")])),
        browser.post("/api/staff/users/reset-link", &owned(&[("id", "3")])),
        browser.post(
            "/api/staff/groups/create",
            &owned(&[("name", "Mine"), ("permission_articles.change_article", "on")]),
        ),
    ]
}

#[test]
fn an_audit_line_names_what_was_changed_and_no_value() {
    let program = Program::seeded().with_environment("LATCHKEY_LOG__FORMAT", "json").with_environment("NO_COLOR", "1");
    assert!(program.run(&["grant", "user2", "--superuser"]).ok);
    let server = Server::start(&program);
    let mut root = Browser { address: server.address.clone(), cookie: String::new() };
    let login = owned(&[("username", "user2"), ("password", SEED_PASSWORD)]);
    assert_eq!(root.post("/api/accounts/login", &login), 303);
    let form = with(&root.form(1, PROFILE), "first_name", "A private name");
    assert_eq!(root.post(PROFILE, &with(&form, "email", "private@example.com")), 303);
    assert_eq!(root.post("/api/staff/users/reset-link", &owned(&[("id", "1")])), 303);
    let log = server.log();

    assert!(!log.contains("private") && !log.contains("/accounts/reset/"), "{log}");
    let entries = log.lines().map(|line| serde_json::from_str::<Value>(line).unwrap_or_else(|_| panic!("{line}")));
    let audit: Vec<Value> = entries.filter(|entry| entry["event"] == "audit").collect();
    let names: Vec<Value> = audit
        .iter()
        .map(|entry| json!([entry["actor"], entry["act"], entry["target_name"], entry["changed"]]))
        .collect();
    let changed = json!(["\"user2\"", "changed", "\"user0\"", "[\"e-mail\", \"first name\"]"]);
    assert_eq!(names, [changed, json!(["\"user2\"", "reset_link_made", "\"user0\"", "[]"])], "{audit:#?}");
}

#[test]
fn asvs_16_3_2_a_user_who_tries_to_grant_or_gain_more_rights_is_named_in_the_log() {
    let program = Program::seeded().with_environment("LATCHKEY_LOG__FORMAT", "json").with_environment("NO_COLOR", "1");
    for command in [
        &["groups", "create", "Editors", "articles.change_article"][..],
        &["grant", "user1", "accounts.view_user", "accounts.change_user", "accounts.add_group", "--staff"],
        &["grant", "user2", "--superuser"],
    ] {
        assert!(program.run(command).ok, "{command:?}");
    }
    let server = Server::start(&program);
    let answers = try_everything(&mut Browser { address: server.address.clone(), cookie: String::new() });
    let log = server.log();

    assert_eq!(answers, [403, 403, 403, 303, 403, 403, 403, 403], "{log}");
    let entries = log.lines().map(|line| serde_json::from_str::<Value>(line).unwrap_or_else(|_| panic!("{line}")));
    let refused: Vec<Value> = entries.filter(|entry: &Value| entry["event"] == REFUSED).collect();
    assert!(refused.iter().all(|entry| entry["user_id"] == 2 && entry["level"] == "WARN"), "{refused:#?}");
    let needed: Vec<&Value> = refused.iter().map(|entry| &entry["needed"]).collect();
    let more = "change a user or group that has more permissions than yours";
    let given = "articles.change_article";
    let expected = json!([given, given, "superuser", "the group's permissions", more, more, more, given]);
    assert_eq!(needed, expected.as_array().unwrap().iter().collect::<Vec<_>>(), "{refused:#?}");
}
