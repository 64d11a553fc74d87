//! Error pages: the layout of the site, the right status, and nothing internal.

use axum::http::{HeaderValue, Method};
use latchkey::web::urls::{FUNCTIONS, PAGES};

use crate::support::{Style, TestApp, on_both};

on_both!(an_unknown_address_is_the_sites_404_for_users_and_visitors, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    let page = client.get("/nowhere/").await;
    page.assert_error_page(404, "Page not found");
    assert_eq!(page.user_name().as_deref(), Some("joe"));
    app.visitor().get("/nowhere/?a=%3Cb%3E").await.assert_error_page(404, "Page not found");
    for method in [Method::POST, Method::PUT, Method::DELETE] {
        let answer = client.ask(method, "/nowhere/").await;
        answer.assert_error_page(404, "Page not found");
        assert_eq!(answer.user_name().as_deref(), Some("joe"));
    }
});

on_both!(a_page_accepts_get_and_head_only_and_says_so, async |kind| {
    let app = TestApp::spawn(kind).await;
    // A superuser may open every page; otherwise 403 would come before 405.
    let id = app.superuser("author").await.create_article("T", "C").await.to_string();
    let mut client = app.visitor();
    client.log_in("author", crate::support::PASSWORD).await;
    let mut visitor = app.visitor();
    for page in PAGES {
        let path = page.path.replace("{id}", &id).replace("{name}", "author");
        let who = if page.path.contains("login") || page.path.contains("signup") { &mut visitor } else { &mut client };
        for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            let answer = who.ask(method, &path).await;
            answer.assert_error_page(405, "That does not work here");
            assert_eq!(answer.header("allow"), Some("GET,HEAD"), "{path}");
        }
    }
    assert_eq!(app.rows("articles").await, 1);
});

on_both!(a_server_function_accepts_post_only_and_says_so, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    for function in FUNCTIONS {
        for method in [Method::GET, Method::PUT, Method::DELETE] {
            let answer = client.ask(method, &format!("{}?id=1", function.path)).await;
            answer.assert_error_page(405, "That does not work here");
            assert_eq!(answer.header("allow"), Some("POST"), "{}", function.path);
        }
        assert_eq!(client.ask(Method::HEAD, function.path).await.status, 405);
    }
    assert!(client.is_known_as("joe").await);
});

on_both!(an_address_without_its_trailing_slash_is_redirected_permanently_with_its_query, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut visitor = app.visitor();
    // The front page is nothing but its slash.
    for page in PAGES.iter().filter(|page| page.path != "/") {
        let path = page.path.replace("{id}", "7").replace("{name}", "author");
        let without = path.trim_end_matches('/');
        assert_eq!(visitor.get(without).await.outcome(), format!("301 {path}"));
        let answer = visitor.get(&format!("{without}?next=/a%20b&x=%ED%95%9C")).await;
        assert_eq!(answer.outcome(), format!("301 {path}?next=/a%20b&x=%ED%95%9C"));
    }
    assert_eq!(visitor.get("/").await.status, 200, "the front page");
});

on_both!(head_answers_as_get_does_without_a_body, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    let id = client.create_article("T", "C").await;
    for path in [
        "/articles/".to_owned(),
        format!("/articles/{id}/"),
        "/accounts/".into(),
        "/nowhere/".into(),
        "/articles".into(),
        "/accounts/login/".into(),
    ] {
        let (get, head) = (client.get(&path).await, client.ask(Method::HEAD, &path).await);
        assert_eq!(head.outcome(), get.outcome(), "{path}");
        assert_eq!(head.header("content-type"), get.header("content-type"), "{path}");
        assert_eq!(head.header("cache-control"), get.header("cache-control"), "{path}");
        assert!(head.body.is_empty(), "{path}");
    }
});

on_both!(a_failure_is_the_sites_500_with_the_request_id_and_no_cause, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    let id = client.create_article("T", "C").await;
    app.execute("ALTER TABLE articles RENAME TO hidden_away").await;
    for path in ["/articles/".to_owned(), format!("/articles/{id}/"), format!("/articles/{id}/update/")] {
        let page = client.get(&path).await;
        page.assert_error_page(500, "Our fault");
        let request_id = page.header("x-request-id").unwrap();
        assert!(request_id.len() == 36 && page.has(&format!("<code>{request_id}</code>")), "{path}");
        assert_eq!(page.user_name().as_deref(), Some("joe"));
        assert!(!page.body.contains("relation") && !page.body.contains("no such table"), "{path}");
    }
    let fields = [("title", "T"), ("content", "C")];
    // What could not be stored is said on the page of the form, which has the text again.
    let page = client.post_form("/api/articles/create", &fields).await;
    assert!(page.status == 503 && page.alert().unwrap().contains("could not be saved"), "{}", page.body);
    assert_eq!(page.value_of("title"), "T");
    let answer = client.post_json("/api/articles/create", &fields).await;
    assert_eq!((answer.status, answer.json()), (503, serde_json::json!("not_stored")));
    assert!(client.get("/accounts/").await.status == 200, "other pages still work");
});

on_both!(a_page_is_an_anonymous_500_when_the_sessions_cannot_be_read, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    app.execute("ALTER TABLE sessions RENAME TO hidden_away").await;
    let page = client.get("/accounts/").await;
    page.assert_error_page(500, "Our fault");
    assert!(page.user_name().is_none() && page.cookies_set().is_empty());
    assert!(page.has(&format!("<code>{}</code>", page.header("x-request-id").unwrap())));
    app.execute("ALTER TABLE hidden_away RENAME TO sessions").await;
    assert!(client.is_known_as("joe").await, "a failure ends no session");
});

on_both!(b86_a_failed_answer_saves_nothing_of_the_session, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    let id = client.create_article("T", "C").await.to_string();
    let fields = [("id", &*id), ("version", "1"), ("title", ""), ("content", "typed")];
    let answer = client.post_form("/api/articles/update", &fields).await;
    app.execute("ALTER TABLE articles RENAME TO hidden_away").await;
    assert_eq!(client.follow(&answer).await.status, 500);
    app.execute("ALTER TABLE hidden_away RENAME TO articles").await;
    let page = client.follow(&answer).await;
    assert_eq!((page.text_of("content").as_str(), page.errors_on("title").len()), ("typed", 1));
});

on_both!(every_answer_has_its_own_request_id, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut visitor = app.visitor();
    let mut seen = std::collections::HashSet::new();
    for path in ["/", "/articles/", "/articles", "/nowhere/", "/accounts/", "/api/accounts/login"] {
        let answer = visitor.get(path).await;
        assert!(seen.insert(answer.header("x-request-id").unwrap().to_owned()), "{path}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
    }
    assert_eq!(visitor.post_json("/api/accounts/login", &[]).await.header("x-request-id").unwrap().len(), 36);
});

on_both!(a_request_id_of_the_client_is_never_written_into_a_page, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut visitor = app.visitor();
    app.execute("ALTER TABLE articles RENAME TO hidden_away").await;
    let mut request = visitor.request(Method::GET, "/articles/", Style::Plain);
    request.headers_mut().insert("x-request-id", HeaderValue::from_static("\"><script>alert(1)</script>"));
    let page = visitor.send(request).await;
    page.assert_error_page(500, "Our fault");
    assert!(!page.body.contains("<script>alert(1)"));
});
