//! The numbers for operators.

use axum::{
    body::Body,
    http::{Method, Request},
};
use http_body_util::BodyExt;
use latchkey::boot::{App, metrics};
use tower::ServiceExt;

use crate::support::{Program, Style, TestApp, on_both, server::Server, wire};

/// What the server tells Prometheus.
async fn numbers(app: &App) -> String {
    let request = Request::get("/metrics").body(Body::empty()).unwrap();
    let answer = metrics::router(app).oneshot(request).await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["content-type"], "text/plain; version=0.0.4; charset=utf-8");
    String::from_utf8(answer.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap()
}

/// The value of one line; 0 where it is not there yet.
fn value(text: &str, name: &str) -> f64 {
    let line = text.lines().find_map(|line| line.strip_prefix(name).filter(|rest| rest.starts_with(' ')));
    line.map_or(0.0, |value| value.trim().parse().unwrap())
}

on_both!(what_happens_is_counted_by_route_and_status_and_without_a_name, async |kind| {
    let app = TestApp::spawn_with(kind, |settings| {
        settings.metrics.addr = Some(([127, 0, 0, 1], 0).into());
        settings.accounts.throttle = true;
    })
    .await;
    let before = numbers(&app.app).await;
    let mut client = app.member("joe").await;
    for _ in 0..3 {
        app.visitor().get("/articles/?secret=word").await;
    }
    client.get("/articles/4711/").await;
    client.get("/accounts/hidden/").await;
    for _ in 0..12 {
        let fields = [("username", "joe"), ("password", "wrong word")];
        client.clone().at("192.0.2.9").post("/api/accounts/login", Style::Json, &fields).await;
    }
    let stream = client.answer(client.request(Method::GET, "/api/accounts/session-events", Style::Plain)).await;
    let text = numbers(&app.app).await;
    let duration = |route: &str, status: &str| {
        value(&text, &format!("latchkey_http_request_duration_seconds_count{{route=\"{route}\",status=\"{status}\"}}"))
    };
    assert_eq!(duration("/articles/", "200"), 3.0, "{text}");
    assert_eq!(duration("/articles/{id}/", "404"), 1.0, "{text}");
    assert_eq!(duration("none", "404"), 1.0, "{text}");
    assert!(duration("/api/accounts/signup", "200") + duration("/api/accounts/signup", "303") >= 1.0, "{text}");
    assert!(duration("/api/accounts/login", "429") >= 1.0, "{text}");
    // What is counted for the whole process, where other tests run too.
    for name in [
        "latchkey_password_hashes_total",
        "latchkey_throttled_total",
        "latchkey_account_events_total{event=\"signup\"}",
        "latchkey_account_events_total{event=\"login_failed\"}",
        "latchkey_page_cache_requests_total{result=\"hit\"}",
        "latchkey_page_cache_requests_total{result=\"miss\"}",
    ] {
        assert!(value(&text, name) > value(&before, name), "{name}: {text}");
    }
    assert_eq!(value(&text, "latchkey_streams"), 1.0, "{text}");
    assert_eq!(value(&text, "latchkey_sessions_engine_info{engine=\"database\"}"), 1.0, "{text}");
    let pool = if matches!(kind, crate::support::Kind::Sqlite) { "readers" } else { "all" };
    assert_eq!(value(&text, &format!("latchkey_database_connections_max{{pool=\"{pool}\"}}")), 4.0, "{text}");
    for secret in ["joe", "secret", "4711", "hidden", "192.0.2", "wrong word"] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
    drop(stream);
    is_well_formed(&text);
});

#[test]
fn the_board_shows_numbers_that_there_are() {
    crate::support::run(async {
        let app = TestApp::spawn_with(crate::support::Kind::Sqlite, |settings| {
            settings.metrics.addr = Some(([127, 0, 0, 1], 0).into());
        })
        .await;
        app.visitor().get("/articles/").await;
        let text = numbers(&app.app).await;
        let board = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/deploy/grafana.json")).unwrap();
        assert!(serde_json::from_str::<serde_json::Value>(&board).is_ok());
        let names: Vec<&str> = board
            .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .filter(|word| word.starts_with("latchkey_"))
            .collect();
        assert!(names.len() > 15, "{names:?}");
        for name in names {
            let is_there = text
                .lines()
                .any(|line| line.starts_with(&format!("{name} ")) || line.starts_with(&format!("{name}{{")));
            assert!(is_there, "{name}: {text}");
        }
    });
}

/// Each number has its help and its type, and each value is a number.
fn is_well_formed(text: &str) {
    let mut known = Vec::new();
    for line in text.lines() {
        match line.strip_prefix("# TYPE ") {
            Some(kind) => known.push(kind.split(' ').next().unwrap().to_owned()),
            None if line.starts_with("# HELP ") => {}
            None => {
                let (name, number) = line.rsplit_once(' ').unwrap();
                let name = name.split('{').next().unwrap();
                assert!(known.iter().any(|known| name.starts_with(known.as_str())), "{line}");
                assert!(number.parse::<f64>().is_ok(), "{line}");
            }
        }
    }
    let mut unique = known.clone();
    unique.sort();
    unique.dedup();
    assert_eq!(unique.len(), known.len(), "{known:?}");
}

#[test]
fn the_numbers_have_an_address_of_their_own_and_none_unless_set() {
    let silent = Server::start(&Program::new());
    let address = std::sync::RwLock::new(silent.address.clone());
    assert_eq!(wire::exchange(&address, "GET", "/metrics", "", &[]).unwrap().status, 404);
    assert!(!silent.log().contains("numbers are served"));
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let own = format!("127.0.0.1:{port}");
    let program = Program::new().with_environment("LATCHKEY_METRICS__ADDR", &own);
    let server = Server::start(&program);
    let reply = wire::exchange(&std::sync::RwLock::new(own.clone()), "GET", "/metrics", "", &[]).unwrap();
    assert!(reply.status == 200 && reply.body.contains("latchkey_draining 0"), "{}", reply.body);
    let address = std::sync::RwLock::new(server.address.clone());
    assert_eq!(wire::exchange(&address, "GET", "/metrics", "", &[]).unwrap().status, 404);
    let second = program.run(&["serve", "--addr", "127.0.0.1:0"]);
    assert!(!second.ok && second.error.contains("metrics.addr") && second.error.contains(&own), "{second:?}");
    let wrong = Program::new().with_environment("LATCHKEY_METRICS__ADDR", "nowhere").run(&["check"]);
    assert!(!wrong.ok && wrong.error.contains("metrics.addr") && wrong.error.contains("127.0.0.1:9464"), "{wrong:?}");
}
