//! The refused form of a visitor travels in a sealed cookie: for its page, in its browser, once, for a few minutes.

use axum::http::Method;
use latchkey::server::{clock::now, secret_key::SecretKey};
use serde_json::{Value, json};

use crate::support::{Answer, Client, Kind, PASSWORD, Style, TestApp, on_both};

const LOGIN: &str = "/api/accounts/login";
const SIGNUP: &str = "/api/accounts/signup";
const NAME: &str = "refused_form";
/// The purpose of its seal, which ends with the browser.
const PURPOSE: &str = "refused form of a visitor\nLatchkey tests";
const WRONG: [(&str, &str); 3] = [("username", "jo&e"), ("password", "secret words"), ("keep", "on")];

/// A visitor whose login was refused just now, and the answer to it.
async fn refused(kind: Kind) -> (TestApp, Client, Answer) {
    let app = TestApp::spawn(kind).await;
    let mut visitor = app.visitor();
    let answer = visitor.post_form(LOGIN, &WRONG).await;
    (app, visitor, answer)
}

/// Whether the page shows the refused login.
fn shows(page: &Answer) -> bool {
    assert_eq!(page.status, 200, "{}", page.body);
    page.alert().is_some() && page.value_of("username") == "jo&e"
}

on_both!(fault_b1_a_refused_login_leaves_no_row_and_its_page_shows_it_once, async |kind| {
    let (app, mut visitor, answer) = refused(kind).await;
    assert_eq!(answer.outcome(), "303 /accounts/login/");
    assert_eq!(answer.header("cache-control"), Some("private, no-store"));
    let [cookie] = answer.cookies_set()[..] else { panic!("{:?}", answer.cookies_set()) };
    for part in ["refused_form=", "; HttpOnly", "; SameSite=Lax", "; Path=/", "; Max-Age=300"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert_eq!((app.rows("sessions").await, visitor.session()), (0, None));
    let opened: Value = app.app.secret_key.open(PURPOSE, &visitor.cookies[NAME]).unwrap();
    assert_eq!(opened["submission"]["values"], json!({ "username": "jo&e", "keep": "on" }));
    assert!(!opened.to_string().contains("secret words"));

    let page = visitor.follow(&answer).await;
    assert!(shows(&page) && page.control("keep").contains("checked"));
    assert_eq!(page.header("cache-control"), Some("private, no-store"));
    assert!(page.cookies_set()[0].starts_with("refused_form=;") && page.cookies_set()[0].contains("Max-Age=0"));
    assert!(visitor.cookies.is_empty());
    assert!(!shows(&visitor.follow(&answer).await), "once");
    assert_eq!(app.rows("sessions").await, 0);
});

on_both!(fault_b1_over_https_the_cookie_is_secure_and_bound_to_the_host, async |kind| {
    let app = TestApp::spawn_with(kind, |settings| settings.sessions.https = true).await;
    let mut visitor = app.visitor();
    let answer = visitor.post_form(LOGIN, &WRONG).await;
    let cookie = answer.cookies_set()[0];
    assert!(cookie.starts_with("__Host-refused_form=") && cookie.contains("; Secure"), "{cookie}");
    assert!(shows(&visitor.follow(&answer).await));
});

on_both!(fault_b1_of_two_tabs_the_last_refused_form_has_the_cookie_and_no_page_shows_the_others, async |kind| {
    let (app, mut visitor, _) = refused(kind).await;
    let mut taken = visitor.clone();
    let signup = visitor.post_form(SIGNUP, &[("username", "kim!!"), ("password1", "x"), ("password2", "y")]).await;
    assert!(!shows(&visitor.get("/accounts/login/").await), "the form of the other tab came later");
    let page = visitor.follow(&signup).await;
    assert_eq!(page.value_of("username"), "kim!!");
    assert!(!page.errors_on("username").is_empty());
    // The other way round, and what another page carries stays for its own.
    assert!(taken.get("/accounts/signup/").await.errors_on("username").is_empty());
    assert!(shows(&taken.get("/accounts/login/").await));
    assert_eq!(app.rows("sessions").await, 0);
});

on_both!(fault_b1_a_cookie_that_is_replayed_or_stolen_is_ignored, async |kind| {
    let (app, mut visitor, answer) = refused(kind).await;
    let copy = visitor.clone();
    let mut other = copy.request(Method::GET, "/accounts/login/", Style::Plain);
    other.headers_mut().insert("user-agent", "Another browser".parse().unwrap());
    assert!(!shows(&copy.clone().send(other).await), "another browser");
    app.member("kim").await;
    let mut kim = copy.clone();
    kim.log_in("kim", PASSWORD).await;
    assert!(!kim.get("/articles/").await.body.contains("jo&amp;e"));
    assert!(!kim.cookies.contains_key(NAME), "a login ends it");
    assert!(shows(&visitor.follow(&answer).await));
    assert!(!shows(&copy.clone().follow(&answer).await), "shown before");
});

on_both!(fault_b1_a_cookie_that_is_forged_old_or_of_another_key_is_ignored_and_left_alone, async |kind| {
    let (app, visitor, _) = refused(kind).await;
    let good: Value = app.app.secret_key.open(PURPOSE, &visitor.cookies[NAME]).unwrap();
    let with_age = |age: i64| json!({ "at": now().0 - age, "path": good["path"], "submission": good["submission"] });
    let key = &app.app.secret_key;
    let other_key = SecretKey::new("another-key-another-key-another-key-another", &[]).unwrap();
    let cookie = visitor.cookies[NAME].clone();
    for (value, is_shown) in [
        (key.seal(PURPOSE, &with_age(0)).unwrap(), true),
        (key.seal(PURPOSE, &with_age(290)).unwrap(), true),
        (key.seal(PURPOSE, &with_age(302)).unwrap(), false),
        (key.seal(PURPOSE, &with_age(-100)).unwrap(), false),
        (other_key.seal(PURPOSE, &with_age(0)).unwrap(), false),
        (key.seal("returned_form", &with_age(0)).unwrap(), false),
        (key.seal(PURPOSE, &"odd").unwrap(), false),
        (cookie[..cookie.len() - 2].to_owned(), false),
        (String::new(), false),
        ("x".repeat(4_000), false),
    ] {
        let mut client = app.visitor();
        client.cookies.insert(NAME.to_owned(), value.clone());
        let page = client.get("/accounts/login/").await;
        assert_eq!(shows(&page), is_shown, "{value}");
        assert_eq!(page.cookies_set().len(), usize::from(is_shown), "{value}");
    }
});

on_both!(fault_b1_a_prefetch_a_head_request_and_a_failed_page_leave_the_form_for_the_next_load, async |kind| {
    let (_app, mut visitor, answer) = refused(kind).await;
    let mut prefetch = visitor.request(Method::GET, "/accounts/login/", Style::Plain);
    prefetch.headers_mut().insert("sec-purpose", "prefetch".parse().unwrap());
    assert!(!shows(&visitor.send(prefetch).await));
    assert_eq!(visitor.ask(Method::HEAD, "/accounts/login/").await.status, 200);
    assert!(shows(&visitor.follow(&answer).await));
});
