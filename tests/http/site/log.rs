//! The log of a server in use: every attempt and refusal is in it, no secret is, and no line can be forged.

use std::{
    io::{Read, Write},
    net::TcpStream,
};

use serde_json::Value;

use crate::support::{Program, logged::log_of_a_server_in_use, server::Server};

#[test]
fn asvs_16_the_log_has_every_attempt_and_refusal_no_secret_and_no_forged_line() {
    let (lines, secrets) = log_of_a_server_in_use("json");
    for line in &lines {
        assert!(secrets.iter().all(|secret| !line.contains(secret.as_str())), "{line}");
        assert!(!line.chars().any(char::is_control), "{line:?}");
    }
    let entries: Vec<Value> =
        lines.iter().map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}"))).collect();
    let with = |event: &str| entries.iter().filter(|entry| entry["event"] == event).collect::<Vec<_>>();
    assert_eq!((with("signup").len(), with("login").len(), with("logout").len()), (1, 1, 1), "{lines:#?}");
    for event in ["login_failed", "throttled", "wrong_password", "session_not_found"] {
        let found = with(event);
        assert!(!found.is_empty(), "{event}: {lines:#?}");
        assert!(found.iter().all(|entry| entry["address"] == "127.0.0.1"), "{event}");
    }
    assert!(!with("function_refused").is_empty() && !with("parked").is_empty());
    let foreign = with("unexpected_fields");
    assert!(foreign[0]["names"].as_str().unwrap().contains("evil\\nname"), "{foreign:?}");
}

/// Sends these bytes and reads what is answered, whatever it is.
fn send(address: &str, request: &str) {
    let mut stream = TcpStream::connect(address).unwrap();
    // The server may answer, and close, before it has read everything.
    _ = stream.write_all(request.as_bytes());
    _ = stream.read_to_end(&mut Vec::new());
}

#[test]
fn fault_b7_no_line_of_the_log_is_long_or_has_the_token_of_a_password_link_or_a_query() {
    let token = "1-1795646893-0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    let (long, longer, encoded) = ("x".repeat(20_000), "x".repeat(60_000), token.replace('-', "%2D"));
    for format in ["json", "pretty"] {
        let program = Program::new().with_environment("LATCHKEY_LOG__FORMAT", format).with_environment("NO_COLOR", "1");
        let server = Server::start(&program);
        let host = server.address.clone();
        let paths = [
            format!("/{longer}"),
            format!("/accounts/reset/{token}/"),
            format!("//accounts/reset/{token}/?secret=query"),
            format!("/accounts/email/confirm/{token}/"),
            format!("/accounts/secure/{token}/"),
            format!("/accounts/invitation/{token}/"),
            format!("/ACCOUNTS/reset/{encoded}"),
            format!("/accounts%2Freset%2F{token}"),
            format!("/articles/{token}/{}?secret=query", "y".repeat(50_000)),
        ];
        for path in &paths {
            for (method, headers) in [
                ("GET", format!("Referer: http://{host}/accounts/reset/{token}/?secret=query\r\n")),
                ("POST", format!("Sec-Fetch-Site: cross-site\r\nOrigin: http://x/{token}\r\nContent-Length: 0\r\n")),
                ("POST", format!("Origin: {long}\r\nUser-Agent: {token} {long}\r\nContent-Length: 0\r\n")),
                (&format!("M{}", &long[..4_000]), String::new()),
            ] {
                send(&host, &format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}\r\n"));
            }
        }
        let log = server.log();
        assert!(log.lines().count() > 2 * paths.len() && log.contains("cross_origin"), "{log}");
        for line in log.lines() {
            assert!(line.len() < 2_500, "{} bytes: {}", line.len(), &line[..300]);
            assert!(!line.contains("0123456789abcdef") && !line.contains("secret"), "{line}");
        }
    }
}
