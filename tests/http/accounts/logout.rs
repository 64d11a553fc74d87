//! Logging out: by POST only, for good, and of this session only (B43 to B47, L5).

use axum::{body::Body, http::Method};
use latchkey::accounts::server::sessions::SaveError;

use crate::support::{FORM, Style, TestApp, encode, on_both};

const LOGOUT: &str = "/api/accounts/logout";

on_both!(b43_a_get_does_not_log_out, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    let page = client.get("/accounts/logout/").await;
    assert_eq!((page.status, page.heading().as_str()), (200, "Log out"));
    assert!(page.form_actions().iter().all(|action| action == LOGOUT));
    for method in [Method::GET, Method::HEAD, Method::OPTIONS, Method::PUT, Method::DELETE] {
        let answer = client.ask(method, LOGOUT).await;
        assert_eq!((answer.status, answer.header("allow")), (405, Some("POST")));
    }
    assert!(client.is_known_as("joe").await);
});

on_both!(b43_b44_a_logout_deletes_row_data_and_cookie_and_is_never_cached, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    let old = client.session().unwrap().to_owned();
    app.put_into_session(&old, "cart", "apples").await;
    let answer = client.post_form(LOGOUT, &[]).await;
    assert_eq!(answer.outcome(), "303 /articles/");
    assert_eq!(answer.header("cache-control"), Some("private, no-store"));
    let cookie = answer.cookies_set()[0];
    for part in ["sessionid=;", "Path=/", "SameSite=Lax", "HttpOnly", "Max-Age=0"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Domain"));
    assert_eq!((app.rows("sessions").await, client.session()), (0, None));

    client.pretend(&old);
    let page = client.get("/articles/").await;
    assert_eq!(page.user_name(), None);
    assert!(page.cookies_set()[0].contains("Max-Age=0"));
    client.pretend(&old);
    assert_eq!(client.get("/articles/create/").await.outcome(), "302 /accounts/login/?next=/articles/create/");
});

on_both!(b44_b45_a_logout_without_a_session_is_no_error_and_sets_no_cookie, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut visitor = app.visitor();
    let answer = visitor.post_form(LOGOUT, &[]).await;
    assert_eq!((answer.outcome().as_str(), answer.cookies_set().len()), ("303 /articles/", 0));
    let answer = visitor.post_json(LOGOUT, &[]).await;
    assert_eq!((answer.status, answer.json()["new_document"].as_bool()), (200, Some(true)));
    assert_eq!(visitor.get("/accounts/logout/").await.status, 200);
    assert_eq!(app.rows("sessions").await, 0);
});

on_both!(b47_an_unrelated_cookie_survives_a_logout, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    client.cookies.insert("language".into(), "ko".into());
    let answer = client.post_form(LOGOUT, &[]).await;
    assert_eq!(answer.cookies_set().len(), 1);
    assert_eq!(client.cookies.get("language").map(String::as_str), Some("ko"));
});

on_both!(a_logout_keeps_the_sessions_of_other_browsers_and_other_users, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut here = app.member("joe").await;
    let mut elsewhere = app.visitor();
    elsewhere.log_in("joe", crate::support::PASSWORD).await;
    let mut kim = app.member("kim").await;
    here.post_form(LOGOUT, &[]).await;
    assert!(!here.is_known_as("joe").await);
    assert!(elsewhere.is_known_as("joe").await && kim.is_known_as("kim").await);
});

on_both!(logging_out_everywhere_ends_every_session_of_this_user_and_no_other, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut here = app.member("joe").await;
    let mut elsewhere = app.visitor();
    elsewhere.log_in("joe", crate::support::PASSWORD).await;
    let mut kim = app.member("kim").await;
    let answer = here.post_form("/api/accounts/logout-everywhere", &[]).await;
    assert_eq!(answer.outcome(), "303 /articles/");
    assert!(answer.cookies_set()[0].contains("Max-Age=0"));
    assert!(!here.is_known_as("joe").await && !elsewhere.is_known_as("joe").await);
    assert!(kim.is_known_as("kim").await);
    assert_eq!(app.rows("sessions").await, 1);
});

on_both!(b90_a_request_in_flight_cannot_save_a_session_that_has_ended, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    let cookie = client.session().unwrap().to_owned();
    // The request in flight has read its session before the logout and saves it afterwards.
    let (held, row) = app.session_and_row(&cookie);
    assert!(held.get_value("_auth_user_id").await.unwrap().is_some());
    held.insert("late", true).await.unwrap();
    client.post_form(LOGOUT, &[]).await;

    assert!(matches!(row.save(&held).await, Err(SaveError::Ended)));
    assert_eq!(app.rows("sessions").await, 0);
    client.pretend(&cookie);
    assert!(!client.is_known_as("joe").await);
});

on_both!(b90_a_slow_post_is_anonymous_after_a_logout_in_the_meantime, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    let owner = client.get("/articles/create/").await.value_of("owner");
    let mut slow = client.clone();
    let (send_rest, rest) = tokio::sync::oneshot::channel::<()>();
    let body = futures_util::stream::once(async move {
        rest.await.unwrap();
        Ok::<_, std::io::Error>(encode(&[("title", "Late"), ("content", "late"), ("owner", &owner)]))
    });
    let slow = tokio::spawn(async move {
        slow.post_body("/api/articles/create", Style::Plain, FORM, Body::from_stream(body)).await.outcome()
    });
    tokio::task::yield_now().await;
    client.post_form(LOGOUT, &[]).await;
    send_rest.send(()).unwrap();

    assert_eq!(slow.await.unwrap(), "303 /accounts/login/?next=/articles/create/");
    assert_eq!(app.rows("articles").await, 0);
    // The submission is held in an anonymous session.
    assert_eq!(app.number("SELECT COUNT(*) FROM sessions WHERE user_id IS NOT NULL").await, 0);
});

on_both!(asvs_7_4_4_every_page_offers_a_logout_to_a_logged_in_user, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    let id = client.create_article("Title", "Text").await.to_string();
    for page in latchkey::web::urls::PAGES {
        let answer = client.get(&page.path.replace("{id}", &id).replace("{name}", "joe")).await;
        if answer.status == 200 {
            assert!(answer.form_actions().contains(&LOGOUT.to_owned()), "{}", page.path);
        }
    }
    assert!(client.get("/nowhere/").await.form_actions().contains(&LOGOUT.to_owned()));
});
