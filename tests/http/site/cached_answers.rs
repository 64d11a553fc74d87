//! What the page cache answers, and what it does not keep.

use axum::http::{HeaderValue, Method, header};

use super::page_cache::{fill, nonce, page};
use crate::support::{Style, TestApp, mails::with_folder, number, on_both};

on_both!(a_refused_form_is_shown_to_its_visitor_alone, async |kind| {
    let app = TestApp::spawn(kind).await;
    fill(&app.app, &["/accounts/login/".to_owned()]).await;
    let mut typing = app.visitor();
    let refused = typing.post_form("/api/accounts/login", &[("username", "somename"), ("password", "wrong")]).await;
    let shown = typing.follow(&refused).await;
    assert_eq!(shown.value_of("username"), "somename");
    for _ in 0..3 {
        assert!(!page(&app.app, "/accounts/login/").await.1.contains("somename"));
    }
});

on_both!(each_answer_has_its_own_nonce_and_a_browser_with_an_equal_copy_gets_304, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut joe = app.member("joe").await;
    joe.create_article("Title", "Text").await;
    let mut visitor = app.visitor();
    let mut nonces = Vec::new();
    for _ in 0..5 {
        let answer = visitor.get("/articles/").await;
        let nonce = nonce(&answer);
        assert!(answer.body.contains(&format!("nonce=\"{nonce}\"")), "{}", answer.body);
        assert_eq!(answer.header("vary").map(|vary| vary.contains("Cookie")), Some(true));
        nonces.push(nonce);
    }
    nonces.sort();
    nonces.dedup();
    assert_eq!(nonces.len(), 5);

    let etag = visitor.get("/articles/").await.header("etag").unwrap().to_owned();
    let again = |known: &str| {
        let mut request = app.visitor().request(Method::GET, "/articles/", Style::Plain);
        request.headers_mut().insert(header::IF_NONE_MATCH, HeaderValue::from_str(known).unwrap());
        request
    };
    let same = visitor.send(again(&etag)).await;
    assert_eq!((same.status, same.body.as_str(), same.header("content-security-policy")), (304, "", None));
    assert_eq!(same.header("etag"), Some(&*etag));
    joe.create_article("Another", "Text").await;
    assert_eq!(visitor.send(again(&etag)).await.status, 200);
});

on_both!(what_asks_for_a_password_has_no_tag_and_other_methods_and_errors_are_not_kept, async |kind| {
    let app = TestApp::spawn(kind).await;
    for _ in 0..4 {
        let login = app.visitor().get("/accounts/login/?next=/articles/create/").await;
        assert_eq!((login.status, login.header("etag")), (200, None));
        assert_eq!(login.header("cache-control"), Some("private, no-store"));
        assert_eq!(login.value_of("next"), "/articles/create/");
        assert_eq!(app.visitor().get("/accounts/login/?next=/accounts/").await.value_of("next"), "/accounts/");
        assert_eq!(app.visitor().ask(Method::HEAD, "/articles/").await.body, "");
        assert_eq!(app.visitor().get("/articles/999/").await.status, 404);
        assert_eq!(app.visitor().get("/articles/create/").await.status, 302);
    }
});

on_both!(a_cache_of_nothing_is_off, async |kind| {
    let app = TestApp::spawn_with(kind, |settings| settings.http.page_cache_kib = number(0)).await;
    for _ in 0..4 {
        let answer = app.visitor().get("/articles/").await;
        assert_eq!((answer.status, answer.header("etag")), (200, None));
    }
});

on_both!(the_link_of_a_mail_is_not_kept, async |kind| {
    let app = with_folder(kind).await;
    for path in ["/accounts/email/confirm/", "/accounts/secure/"] {
        for _ in 0..4 {
            let page = app.visitor().get(path).await;
            assert_eq!((page.status, page.header("etag")), (200, None), "{path}");
        }
    }
});
