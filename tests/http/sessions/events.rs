//! The event stream of a session, which an open page listens to; listening does not extend the session.

use std::time::{Duration, Instant};

use axum::{body::Body, http::Method};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tokio::time::timeout;

use crate::support::{
    Answer, Client, PASSWORD, Style, TestApp,
    flood::{at_once, beside_a_reader},
    number, on_both,
};

const EVENTS: &str = "/api/accounts/session-events";
const STATE: &str = "/api/accounts/session-state";

/// The promised time until a page learns of the end.
const PROMISED: Duration = Duration::from_secs(2);

/// An open event stream.
struct Stream(Body);

impl Stream {
    async fn of(client: &Client) -> Self {
        let response = client.answer(client.request(Method::GET, EVENTS, Style::Plain)).await;
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self(response.into_body())
    }

    /// The next state, or nothing when the stream has ended.
    async fn next(&mut self) -> Option<Value> {
        let frame = timeout(Duration::from_secs(20), self.0.frame()).await.expect("no event")?;
        let text = String::from_utf8(frame.unwrap().into_data().unwrap().to_vec()).unwrap();
        let data = text.lines().find_map(|line| line.strip_prefix("data: ")).unwrap_or_else(|| panic!("{text}"));
        Some(serde_json::from_str(data).unwrap())
    }
}

on_both!(the_stream_tells_whose_session_it_is_and_when_it_ends, async |kind| {
    let app = TestApp::spawn_with(kind, |settings| settings.sessions.cookie_idle_age = number(1_000)).await;
    let client = app.member("joe").await;
    let state = Stream::of(&client).await.next().await.unwrap();
    assert_eq!(state["user"], json!(app.user_id("joe").await));
    assert!((998..=1_000).contains(&state["ends_in"].as_u64().unwrap()), "{state}");
    assert_eq!(state["lasts_by_use"], json!(true));
});

on_both!(fault_b4_a_user_and_a_network_have_only_so_many_streams_and_others_have_theirs, async |kind| {
    let app = TestApp::spawn_with(kind, |settings| {
        settings.http.connections = number(400);
        settings.http.connections_network = number(200);
    })
    .await;
    let ask = async |client: &Client| client.answer(client.request(Method::GET, EVENTS, Style::Plain)).await;
    let mut open = Vec::new();
    // Three sessions of one user, each at an address of its own.
    let first = app.member("joe").await.at("192.0.2.1");
    let (second, third) = (first.elsewhere("joe").await, first.elsewhere("joe").await);
    for (session, address) in [(&first, "192.0.2.1"), (&second, "192.0.2.2"), (&third, "192.0.2.3")] {
        let session = session.clone().at(address);
        for _ in 0..30 {
            open.push(ask(&session).await);
        }
    }
    let granted = open.iter().filter(|answer| answer.status() == 200).count();
    assert_eq!(granted, 64, "the share of a user");
    // Users at one address.
    for number in 0..4 {
        let user = app.member(&format!("user{number}")).await.at("198.51.100.1");
        for _ in 0..30 {
            open.push(ask(&user).await);
        }
    }
    let granted = open.iter().filter(|answer| answer.status() == 200).count();
    assert_eq!(granted, 64 + 100, "the share of a network");
    assert!(open.iter().filter(|answer| answer.status() != 200).all(|answer| answer.headers()["retry-after"] == "5"));
    let mut other = app.member("kim").await.at("203.0.113.1");
    assert_eq!(ask(&other).await.status(), 200);
    assert_eq!(other.get("/articles/").await.status, 200);
    drop(open);
    assert_eq!(ask(&first).await.status(), 200, "given back");
});

on_both!(the_state_of_a_session_can_be_asked_without_a_stream, async |kind| {
    let app = TestApp::spawn_with(kind, |settings| settings.sessions.cookie_idle_age = number(1_000)).await;
    let mut client = app.member("joe").await;
    let state = client.get(STATE).await.json();
    assert_eq!((&state["user"], &state["lasts_by_use"]), (&json!(app.user_id("joe").await), &json!(true)));
    assert!((998..=1_000).contains(&state["ends_in"].as_u64().unwrap()), "{state}");
    assert_eq!(app.visitor().get(STATE).await.json()["user"], Value::Null);
});

on_both!(a_session_may_have_32_streams_and_no_more, async |kind| {
    let app = TestApp::spawn(kind).await;
    let (client, other) = (app.member("joe").await, app.member("kim").await);
    let ask = async |client: &Client| client.answer(client.request(Method::GET, EVENTS, Style::Plain)).await;
    let asking = (0..50).map(|_| {
        let client = client.clone();
        async move { client.answer(client.request(Method::GET, EVENTS, Style::Plain)).await }
    });
    let answers = beside_a_reader(&app, at_once(asking)).await;
    let (mut open, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status() == 200);
    assert_eq!((open.len(), refused.len()), (32, 18));
    for refused in refused {
        assert_eq!((refused.status().as_u16(), refused.headers()["retry-after"].to_str().unwrap()), (503, "5"));
    }
    assert_eq!(ask(&other).await.status(), 200, "the limit counts for each session");
    open.pop();
    assert_eq!(ask(&client).await.status(), 200);
});

on_both!(an_open_page_hears_that_its_user_may_do_more_or_less, async |kind| {
    let app = TestApp::spawn(kind).await;
    let client = app.member("joe").await;
    let mut stream = Stream::of(&client).await;
    let first = stream.next().await.unwrap()["rights"].clone();
    assert!(
        client.clone().get("/accounts/").await.has(&format!(" data-rights=\"{first}\"")),
        "the page says what it was made for"
    );
    let group = "INSERT INTO groups (name, name_key) VALUES ('Desk', 'desk')";
    let given = "INSERT INTO group_permissions (group_id, permission_id) \
        SELECT g.id, p.id FROM groups g, permissions p WHERE p.name = 'articles.change_article'";
    let joined =
        "INSERT INTO user_groups (user_id, group_id) SELECT u.id, g.id FROM users u, groups g WHERE u.username = 'joe'";
    for sql in [group, given, joined] {
        app.execute(sql).await;
    }
    let in_group = stream.next().await.unwrap()["rights"].clone();
    assert_ne!(in_group, first);
    app.execute("UPDATE users SET is_superuser = TRUE WHERE username = 'joe'").await;
    assert_ne!(stream.next().await.unwrap()["rights"], in_group);
    app.execute("UPDATE users SET is_superuser = FALSE WHERE username = 'joe'").await;
    app.execute("DELETE FROM user_groups").await;
    let mut last = stream.next().await.unwrap();
    if last["rights"] != first {
        last = stream.next().await.unwrap();
    }
    assert_eq!(last["rights"], first);
    assert_eq!(client.clone().get("/api/accounts/session-state").await.json()["rights"], first);
});

on_both!(near_its_absolute_limit_a_session_is_not_extended_by_use, async |kind| {
    let app = TestApp::spawn(kind).await;
    let client = app.member("joe").await;
    app.execute("UPDATE sessions SET authenticated = authenticated - 1209500, expires = expires - 1209500").await;
    let state = Stream::of(&client).await.next().await.unwrap();
    assert_eq!(state["lasts_by_use"], json!(false));
    assert!(state["ends_in"].as_u64().unwrap() <= 100, "{state}");
});

on_both!(a_visitor_reads_that_no_user_is_logged_in_and_gets_no_cookie, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut stream = Stream::of(&app.visitor()).await;
    assert_eq!(stream.next().await.unwrap()["user"], Value::Null);
    assert_eq!(stream.next().await, None);
    assert_eq!(app.rows("sessions").await, 0);
});

/// The ways in which a session ends elsewhere while a page listens.
const ENDS: [&str; 4] = ["logout", "deleted", "deactivated", "expired"];

on_both!(the_stream_tells_the_end_of_a_session_within_two_seconds, async |kind| {
    for end in ENDS {
        let app = TestApp::spawn(kind).await;
        let mut client = app.member("joe").await;
        let mut stream = Stream::of(&client).await;
        assert!(stream.next().await.unwrap()["user"].is_number());
        let begun = Instant::now();
        match end {
            "logout" => _ = client.clone().post_form("/api/accounts/logout", &[]).await,
            "deleted" => _ = app.execute("DELETE FROM sessions").await,
            "deactivated" => _ = app.execute("UPDATE users SET is_active = FALSE").await,
            _ => _ = app.execute("UPDATE sessions SET expires = 1").await,
        }
        assert_eq!(stream.next().await, None, "{end}");
        assert!(begun.elapsed() < PROMISED, "{end}: {:?}", begun.elapsed());
        // The next stream tells that no user is logged in.
        assert_eq!(Stream::of(&client).await.next().await.unwrap()["user"], Value::Null, "{end}");
        assert!(!client.is_known_as("joe").await, "{end}");
    }
});

on_both!(listening_does_not_extend_the_session_and_staying_does, async |kind| {
    let app = TestApp::spawn_with(kind, |settings| settings.sessions.cookie_idle_age = number(1_000)).await;
    let mut client = app.member("joe").await;
    app.execute("UPDATE sessions SET last_seen = last_seen - 900, expires = expires - 900").await;
    let before = app.number("SELECT expires FROM sessions").await;
    let mut stream = Stream::of(&client).await;
    assert!(stream.next().await.unwrap()["ends_in"].as_u64().unwrap() <= 100);
    assert_eq!(app.number("SELECT expires FROM sessions").await, before);

    assert_eq!(client.post_json("/api/accounts/stay", &[]).await.status, 200);
    assert!(app.number("SELECT expires FROM sessions").await >= before + 899);
    // The open stream tells the new end.
    assert!(stream.next().await.unwrap()["ends_in"].as_u64().unwrap() > 900);
});

on_both!(the_open_stream_tells_of_a_reauthentication, async |kind| {
    let app = TestApp::spawn_with(kind, |settings| settings.sessions.cookie_age = number(1_000)).await;
    let mut client = app.member("joe").await;
    app.execute("UPDATE sessions SET authenticated = authenticated - 950, expires = expires - 950").await;
    let mut stream = Stream::of(&client).await;
    assert_eq!(stream.next().await.unwrap()["lasts_by_use"], json!(false));
    client.post_form("/api/accounts/reauthenticate", &[("password", PASSWORD)]).await;
    assert!(stream.next().await.unwrap()["ends_in"].as_u64().unwrap() > 990);
});

on_both!(the_stream_consumes_no_notice_that_is_meant_for_a_page, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    client.post_form("/api/accounts/update", &[("email", ""), ("first_name", "J"), ("last_name", "")]).await;
    Stream::of(&client).await.next().await;
    assert!(client.get("/accounts/").await.body.contains("Profile saved."));
});

on_both!(streams_end_when_the_server_stops, async |kind| {
    let app = TestApp::spawn(kind).await;
    let client = app.member("joe").await;
    let mut stream = Stream::of(&client).await;
    stream.next().await.unwrap();
    app.app.accounts.session_watch().close();
    assert_eq!(stream.next().await, None);
});

on_both!(a_form_that_is_posted_to_be_held_is_never_executed, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    let fields = [("title", "Held"), ("content", "text"), ("park", "")];
    let answer = client.post_form("/api/articles/create", &fields).await;
    assert_eq!(answer.outcome(), "303 /accounts/login/?next=/articles/create/");
    assert_eq!(app.rows("articles").await, 0);
    // The user is still logged in, so the login page redirects to the form, which shows the values.
    let login = client.follow(&answer).await;
    assert!(client.follow(&login).await.body.contains("Held"));
});

on_both!(asvs_14_3_1_a_logout_clears_the_storage_of_the_site_and_an_expiry_does_not, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    let clears = |answer: &Answer| answer.headers.get("clear-site-data").is_some();
    let mut expired = client.elsewhere("joe").await;
    assert!(!clears(&client.get("/accounts/").await));
    assert!(clears(&client.post_form("/api/accounts/logout", &[]).await));
    app.execute("UPDATE sessions SET expires = 1").await;
    assert!(!clears(&expired.get("/articles/create/").await));
});
