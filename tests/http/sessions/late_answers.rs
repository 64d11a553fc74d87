//! A late answer: the browser has a newer cookie by then, which the answer to the older one must not remove.

use axum::http::{HeaderValue, Method};

use crate::support::{
    Answer, Client, PASSWORD, Style, TestApp,
    forms::{form_of, send},
    held::{CREATE, article, writer},
    on_both,
};

const CONFIRM: &str = "/api/accounts/reauthenticate";
const LOGOUT: &str = "/api/accounts/logout";

on_both!(a_form_with_the_old_id_removes_no_cookie_and_is_sent_again_by_one_click, async |kind| {
    let (app, mut client, owner) = writer(kind).await;
    let mut late = client.clone();
    assert_eq!(client.post_form(CONFIRM, &[("password", PASSWORD)]).await.status, 303);
    let fields = [&article(&owner, "In time")[..], &[("visibility", "draft"), ("password", "secret words")]].concat();
    let page = late.post_form(CREATE, &fields).await;
    assert_eq!((page.status, page.cookies_set().len()), (401, 0), "{:?}", page.headers);
    assert!(
        page.has("That came too late")
            && page.has("send it again")
            && page.has("Send it from here")
            && page.has("In time"),
        "{}",
        page.html
    );
    assert!(!page.body.contains("secret words"));
    assert_eq!((app.rows("articles").await, app.rows("sessions").await), (0, 1), "nothing is changed or held");

    // By the browser that has the new cookie, with all that was typed and the sealed owner.
    let again = form_of(&page, CREATE);
    assert!(again.iter().any(|(name, _)| name == "owner"), "{again:?}");
    assert_eq!(send(&mut client, CREATE, &again).await.status, 303);
    assert_eq!(app.texts("SELECT title FROM articles WHERE is_published = FALSE").await, ["In time"]);
    assert!(client.is_known_as("joe").await);
});

on_both!(a_form_posted_to_be_held_with_the_old_id_is_shown_too, async |kind| {
    let (app, mut client, owner) = writer(kind).await;
    let mut late = client.clone();
    assert_eq!(client.post_form(CONFIRM, &[("password", PASSWORD)]).await.status, 303);
    let fields = [&article(&owner, "In time")[..], &[("park", "")]].concat();
    let page = late.post_form(CREATE, &fields).await;
    assert_eq!((page.status, page.cookies_set().len()), (401, 0));
    assert!(page.has("Send it from here") && page.has("In time"));
    assert!(!form_of(&page, CREATE).iter().any(|(name, _)| name == "park"), "the second form is for real");
    assert!(client.is_known_as("joe").await && app.rows("sessions").await == 1);
});

/// Requests a page with a `Sec-Fetch-Mode`.
async fn get_as(client: &Client, mode: &'static str) -> Answer {
    let mut request = client.request(Method::GET, "/articles/", Style::Plain);
    request.headers_mut().insert("sec-fetch-mode", HeaderValue::from_static(mode));
    client.clone().send(request).await
}

/// Whether an answer removes the session cookie.
fn removes_cookie(answer: &Answer) -> bool {
    match answer.cookies_set()[..] {
        [] => false,
        [cookie] => {
            assert!(cookie.starts_with("sessionid=") && cookie.contains("Max-Age=0"), "{cookie}");
            true
        }
        _ => panic!("{:?}", answer.cookies_set()),
    }
}

on_both!(a_late_request_of_a_logged_out_session_cannot_end_a_newer_login, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    let late = client.clone();
    assert_eq!(client.post_form(LOGOUT, &[]).await.status, 303);
    let json = late.clone().post_json(CREATE, &[("title", "t"), ("content", "c")]).await;
    assert_eq!((json.status, removes_cookie(&json)), (401, false));
    let plain = late.clone().post_form("/api/articles/delete", &[("id", "1")]).await;
    assert_eq!(
        (plain.outcome().as_str(), removes_cookie(&plain)),
        ("303 /accounts/login/?next=/articles/1/delete/", false)
    );
    let stay = late.clone().post_json("/api/accounts/stay", &[]).await;
    assert_eq!((stay.status, removes_cookie(&stay)), (401, false));
    for mode in ["cors", "no-cors", "same-origin"] {
        let answer = get_as(&late, mode).await;
        assert_eq!((answer.status, removes_cookie(&answer)), (200, false), "{mode}");
    }
});

on_both!(a_page_that_the_browser_fetches_ahead_removes_no_cookie_and_is_no_use_of_the_session, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    let late = client.clone();
    let ahead = async |client: &Client| {
        let mut request = client.request(Method::GET, "/articles/", Style::Plain);
        request.headers_mut().insert("sec-fetch-mode", HeaderValue::from_static("navigate"));
        request.headers_mut().insert("sec-purpose", HeaderValue::from_static("prefetch"));
        client.clone().send(request).await
    };
    app.execute("UPDATE sessions SET last_seen = last_seen - 3000").await;
    let seen = app.number("SELECT last_seen FROM sessions").await;
    assert_eq!(ahead(&client).await.status, 200);
    assert_eq!(app.number("SELECT last_seen FROM sessions").await, seen);
    client.get("/articles/").await;
    assert_ne!(app.number("SELECT last_seen FROM sessions").await, seen, "reading is");
    assert_eq!(client.post_form(LOGOUT, &[]).await.status, 303);
    assert!(!removes_cookie(&ahead(&late).await));
});

on_both!(a_page_load_and_a_logout_remove_a_cookie_without_a_session, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    let late = client.clone();
    assert_eq!(client.post_form(LOGOUT, &[]).await.status, 303);
    assert!(removes_cookie(&get_as(&late, "navigate").await));
    // An old browser sends no `Sec-Fetch-Mode`.
    assert!(removes_cookie(&late.clone().get("/articles/").await));
    for style in Style::BOTH {
        let answer = late.clone().post(LOGOUT, style, &[]).await;
        assert!(answer.status < 400 && removes_cookie(&answer), "{style:?}: {}", answer.status);
    }
});

on_both!(a_late_flush_of_a_visitors_session_does_not_end_the_login_that_replaced_it, async |kind| {
    let (app, mut client, owner) = writer(kind).await;
    app.execute("DELETE FROM sessions").await;
    client.post_form(CREATE, &article(&owner, "Held")).await;
    // A request that has read the session before the login and flushes it afterwards.
    let late = app.session(client.session().unwrap());
    assert!(late.get_value("parked_form").await.unwrap().is_some());
    assert_eq!(client.log_in("joe", PASSWORD).await.outcome(), "303 /articles/");
    late.flush().await.unwrap();
    assert!(client.is_known_as("joe").await);
    assert_eq!(client.get("/articles/create/").await.value_of("title"), "Held");
    // A logout with the old id does end the session.
    app.execute("UPDATE sessions SET created = created - 2").await;
    let mut visitor = app.visitor();
    visitor.post_form(CREATE, &article(&owner, "Held")).await;
    let mut other_tab = visitor.clone();
    assert_eq!(visitor.log_in("joe", PASSWORD).await.outcome(), "303 /articles/");
    other_tab.post_form(LOGOUT, &[]).await;
    assert!(!visitor.is_known_as("joe").await);
});

on_both!(a_browser_that_never_got_its_new_id_can_log_in_again_after_a_minute, async |kind| {
    let (app, mut client, owner) = writer(kind).await;
    let mut lost = client.clone();
    assert_eq!(client.post_form(CONFIRM, &[("password", PASSWORD)]).await.status, 303);
    app.execute("UPDATE sessions SET authenticated = authenticated - 61, created = created - 61").await;
    let refused = lost.post_form("/api/accounts/login", &[("username", "joe"), ("password", "wrong")]).await;
    assert!(lost.follow(&refused).await.alert().is_some(), "the error is shown");
    assert_eq!(
        lost.post_form(CREATE, &article(&owner, "Kept")).await.location(),
        "/accounts/login/?next=/articles/create/"
    );
    lost.log_in("joe", PASSWORD).await;
    assert_eq!(lost.get("/articles/create/").await.value_of("title"), "Kept");
});
