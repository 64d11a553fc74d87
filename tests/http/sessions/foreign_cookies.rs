//! Another program on this host: its cookies are left alone, whatever they are called.

use axum::http::{Method, header};
use latchkey::server::settings::{CookieName, Settings};

use crate::support::{Answer, Client, PASSWORD, Style, TestApp, on_both};

/// Cookies of the name of ours that other programs set.
const FOREIGN: [&str; 6] = [
    "2ab8vyh9r0p1wx7d6s5f4g3h2j1k0l9m",
    "s%3AabcdefghijklmnopqrstuvwxyzABCDEF.0123456789abcdef",
    "\"quoted\"",
    "",
    "0123456789abcdef0123456789abcde",
    "AAAAAAAAAAAAAAAAAAAAA=",
];

async fn ask(client: &mut Client, method: Method, path: &str, cookies: &str) -> Answer {
    let mut request = client.request(method, path, Style::Plain);
    request.headers_mut().insert(header::COOKIE, cookies.parse().unwrap());
    client.send(request).await
}

on_both!(fault_d9_a_cookie_that_is_not_of_our_form_is_left_alone, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut visitor = app.visitor();
    for value in FOREIGN {
        for (method, path) in [
            (Method::GET, "/articles/"),
            (Method::GET, "/accounts/"),
            (Method::GET, "/accounts/login/"),
            (Method::GET, "/nowhere/"),
            (Method::GET, "/favicon.ico"),
            (Method::POST, "/api/accounts/logout"),
            (Method::POST, "/api/articles/create"),
        ] {
            let answer = ask(&mut visitor, method.clone(), path, &format!("sessionid={value}; device={value}")).await;
            let removed = answer.cookies_set().into_iter().any(|cookie| cookie.contains("Max-Age=0"));
            assert!(!removed, "{method} {path} {value:?}: {:?}", answer.cookies_set());
        }
    }
});

on_both!(fault_d9_our_cookie_is_found_behind_a_foreign_one_of_its_name, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut joe = app.member("joe").await;
    let id = joe.session().unwrap().to_owned();
    for value in FOREIGN {
        let page = ask(&mut joe, Method::GET, "/articles/", &format!("sessionid={value}; sessionid={id}")).await;
        assert_eq!(page.user_name().as_deref(), Some("joe"), "{value:?}");
    }
});

on_both!(fault_d9_an_unknown_id_of_our_form_is_still_removed, async |kind| {
    let app = TestApp::spawn(kind).await;
    let answer = ask(&mut app.visitor(), Method::GET, "/articles/", "sessionid=AAAAAAAAAAAAAAAAAAAAAA").await;
    assert!(answer.cookies_set()[0].starts_with("sessionid=;"), "{:?}", answer.cookies_set());
});

on_both!(fault_d9_deleting_an_account_leaves_a_foreign_device_cookie_alone, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut joe = app.member("joe").await;
    joe.cookies.insert("device".to_owned(), "of-another-program".to_owned());
    let answer = joe.post_form("/api/accounts/delete", &[("password", PASSWORD), ("content", "keep")]).await;
    assert_eq!(answer.outcome(), "303 /accounts/goodbye/");
    assert!(!answer.cookies_set().iter().any(|cookie| cookie.starts_with("device=")), "{:?}", answer.cookies_set());
});

fn name(name: &str) -> CookieName {
    serde_json::from_value(name.into()).unwrap()
}

on_both!(fault_d9_both_cookies_can_have_other_names, async |kind| {
    let app = TestApp::spawn_with(kind, |settings: &mut Settings| {
        settings.sessions.cookie_name = name("latchkey");
        settings.sessions.device_cookie_name = name("latchkey_device");
        settings.accounts.throttle = true;
    })
    .await;
    let mut joe = app.member("joe").await;
    assert_eq!(joe.cookies.keys().collect::<Vec<_>>(), ["latchkey", "latchkey_device"]);
    assert!(joe.is_known_as("joe").await);
    joe.cookies.insert("sessionid".to_owned(), "of another program".to_owned());
    assert!(joe.is_known_as("joe").await && joe.cookies.contains_key("sessionid"));
    let answer = joe.post_form("/api/accounts/logout", &[]).await;
    assert!(answer.cookies_set()[0].starts_with("latchkey=;") && answer.cookies_set().len() == 1);
});

on_both!(fault_d9_over_https_the_name_is_bound_to_the_host_too, async |kind| {
    let app = TestApp::spawn_with(kind, |settings: &mut Settings| {
        settings.sessions.https = true;
        settings.sessions.cookie_name = name("latchkey");
    })
    .await;
    assert_eq!(app.member("joe").await.cookies.keys().collect::<Vec<_>>(), ["__Host-latchkey"]);
});
