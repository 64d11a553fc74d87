//! A proxy in front of the server that passes too little: the log says what it must pass.

use std::{
    io::{Read, Write},
    net::TcpStream,
};

use crate::support::{Program, server::Server};

fn post(server: &Server, headers: &str) -> String {
    let mut stream = TcpStream::connect(&server.address).unwrap();
    let head = format!("POST /api/accounts/login HTTP/1.1\r\n{headers}Connection: close\r\nContent-Length: 0\r\n\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn fault_e2_the_log_names_what_the_proxy_must_pass() {
    for (headers, words) in [
        // nginx with proxy_pass alone.
        ("Host: 127.0.0.1:3000\r\nOrigin: http://www.example.com\r\n", "proxy_set_header Host $http_host"),
        ("Host: www.example.com\r\nOrigin: http://www.example.com:8080\r\n", "with its port"),
        ("Host: x\r\nX-Forwarded-Host: www.example.com\r\nOrigin: https://www.example.com\r\n", "X-Forwarded-Host"),
        ("Host: www.example.com\r\nOrigin: null\r\n", "Referrer-Policy"),
        ("Host: x\r\nOrigin: https://a.example\r\nSec-Fetch-Site: cross-site\r\n", "http.trusted_origins"),
    ] {
        let server = Server::start(&Program::new().with_environment("NO_COLOR", "1"));
        assert!(post(&server, headers).starts_with("HTTP/1.1 403 "), "{headers}");
        let log = server.log();
        let line = log.lines().find(|line| line.contains("cross_origin")).unwrap_or_else(|| panic!("{log}"));
        assert!(line.contains("remedy=") && line.contains(words), "{headers}: {line}");
    }
}

#[test]
fn fault_e2_a_page_of_plain_http_is_told_from_a_wrong_host() {
    let program = Program::new().with_environment("NO_COLOR", "1").with_setting("https = false", "https = true ");
    let server = Server::start(&program);
    assert!(post(&server, "Host: www.example.com\r\nOrigin: http://www.example.com\r\n").starts_with("HTTP/1.1 403 "));
    assert!(server.log().contains("redirect http to https"));
}
