//! Posts from another site are refused, and the submitted values can be sent from this site instead.

use axum::http::{HeaderName, HeaderValue, Method};

use crate::support::{Answer, Client, FORM, PASSWORD, Style, TestApp, encode, on_both};

const ARTICLE: [(&str, &str); 2] = [("title", "Mine & yours"), ("content", "Line one\nLine two")];

async fn post(
    client: &mut Client,
    path: &str,
    style: Style,
    headers: &[(&'static str, &str)],
    fields: &[(&str, &str)],
) -> Answer {
    let mut request = client.request(Method::POST, path, style);
    request.headers_mut().insert("content-type", HeaderValue::from_static(FORM));
    for (name, value) in headers {
        request.headers_mut().insert(HeaderName::from_static(name), value.parse().unwrap());
    }
    *request.body_mut() = encode(fields).into();
    client.send(request).await
}

/// Headers that only another site sends.
const FOREIGN: [&[(&str, &str)]; 9] = [
    &[("sec-fetch-site", "cross-site")],
    &[("sec-fetch-site", "same-site")],
    &[("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")],
    &[("sec-fetch-site", "cross-site"), ("origin", "http://testserver")],
    &[("origin", "https://evil.example")],
    &[("origin", "null")],
    &[("origin", "http://testserver.evil.example")],
    &[("origin", "http://testserver:8080")],
    &[("origin", "testserver")],
];

/// Headers that pages of this site, old browsers and scripts send.
const OWN: [&[(&str, &str)]; 5] = [
    &[],
    &[("sec-fetch-site", "same-origin")],
    &[("sec-fetch-site", "none")],
    &[("sec-fetch-site", "same-origin"), ("origin", "null")],
    &[("origin", "http://testserver")],
];

on_both!(asvs_3_5_1_every_change_from_another_site_is_refused_logins_and_logouts_included, async |kind| {
    let app = TestApp::spawn(kind).await;
    let client = app.member("joe").await;
    let login = [("username", "joe"), ("password", PASSWORD)];
    let sessions = app.rows("sessions").await;
    for headers in FOREIGN {
        for style in Style::BOTH {
            for (path, fields) in [
                ("/api/articles/create", &ARTICLE[..]),
                ("/api/accounts/logout", &[]),
                ("/api/accounts/login", &login),
                ("/api/accounts/profile", &[]),
                ("/nowhere/", &[]),
            ] {
                let answer = post(&mut client.clone(), path, style, headers, fields).await;
                assert_eq!(answer.status, 403, "{headers:?} {path}");
                assert!(answer.cookies_set().is_empty(), "{headers:?} {path}");
                if style == Style::Json {
                    assert_eq!(answer.json(), "cross_origin");
                }
            }
        }
    }
    assert_eq!((app.rows("articles").await, app.rows("sessions").await), (0, sessions));
    assert!(client.clone().is_known_as("joe").await);
});

on_both!(a_post_from_another_site_is_refused_before_the_session_is_read, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    // Without this table every look-up of a session fails.
    app.execute("ALTER TABLE sessions RENAME TO hidden_sessions").await;
    for (headers, status) in [(FOREIGN[0], 403), (FOREIGN[4], 403), (OWN[1], 500)] {
        let answer = post(&mut client, "/api/articles/create", Style::Json, headers, &ARTICLE).await;
        assert_eq!(answer.status, status, "{headers:?}: {}", answer.body);
    }
});

on_both!(posts_of_own_pages_old_browsers_and_scripts_are_accepted, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    for headers in OWN {
        let answer = post(&mut client, "/api/articles/create", Style::Plain, headers, &ARTICLE).await;
        assert_eq!(answer.status, 303, "{headers:?}");
    }
});

on_both!(trusted_origins_of_the_settings_may_post, async |kind| {
    let app = TestApp::spawn_with(kind, |settings| {
        settings.http.trusted_origins = serde_json::from_value("https://partner.example".into()).unwrap();
    })
    .await;
    let mut client = app.member("joe").await;
    for (origin, status) in
        [("https://partner.example", 303), ("http://partner.example", 403), ("https://a.partner.example", 403)]
    {
        let headers = [("sec-fetch-site", "cross-site"), ("origin", origin)];
        assert_eq!(
            post(&mut client, "/api/articles/create", Style::Plain, &headers, &ARTICLE).await.status,
            status,
            "{origin}"
        );
    }
});

on_both!(over_https_a_page_of_plain_http_is_another_site, async |kind| {
    let app = TestApp::spawn_with(kind, |settings| settings.sessions.https = true).await;
    let mut client = app.member("joe").await;
    for (origin, status) in [("http://testserver", 403), ("https://testserver", 303)] {
        assert_eq!(
            post(&mut client, "/api/articles/create", Style::Plain, &[("origin", origin)], &ARTICLE).await.status,
            status
        );
    }
});

on_both!(a_refusal_shows_the_submitted_values_and_sends_them_by_one_click, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    let fields = [&ARTICLE[..], &[("is_superuser", "on"), ("password", "secret words")]].concat();
    let page = post(&mut client, "/api/articles/create", Style::Plain, FOREIGN[0], &fields).await;
    page.assert_error_page(403, "Sent from another site");
    assert_eq!(page.form_actions().last().map(String::as_str), Some("/api/articles/create"));
    assert_eq!(
        (page.value_of("title").as_str(), page.value_of("content").as_str()),
        ("Mine & yours", "Line one\nLine two")
    );
    assert!(!page.body.contains("secret words") && !page.body.contains("is_superuser"));
    assert!(page.has("Send it from here") && page.has("Mine &amp; yours"));

    let login = [("username", "j<o>e"), ("password", "secret words"), ("next", "/accounts/")];
    let page = post(&mut client, "/api/accounts/login", Style::Plain, FOREIGN[0], &login).await;
    assert_eq!(page.link("Open the form here").as_deref(), Some("/accounts/login/"));
    assert!(page.has("j&lt;o&gt;e") && !page.body.contains("secret words") && !page.has("Send it from here"));
});

on_both!(only_forms_for_the_users_own_text_are_sent_by_one_click, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.superuser("root").await;
    let change = [("id", "7"), ("version", "1"), ("title", "Mine"), ("content", "x"), ("visibility", "draft")];
    for (path, fields) in [("/api/articles/create", &ARTICLE[..]), ("/api/articles/update", &change[..])] {
        let page = post(&mut client, path, Style::Plain, FOREIGN[0], fields).await;
        page.assert_error_page(403, "Sent from another site");
        assert!(page.has("Send it from here") && page.link("Open the form here").is_none(), "{path}");
        assert_eq!(page.form_actions().last().map(String::as_str), Some(path));
        for (name, value) in fields {
            assert_eq!(page.value_of(name), *value, "{path} {name}");
        }
    }
});

on_both!(every_other_form_from_another_site_links_to_its_own_page, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.superuser("root").await;
    for (path, fields, own_page) in [
        ("/api/articles/delete", vec![("id", "7")], "/articles/7/delete/"),
        ("/api/staff/users/update", vec![("id", "7"), ("is_superuser", "on")], "/staff/users/7/"),
        ("/api/staff/users/delete", vec![("id", "7")], "/staff/users/7/delete/"),
        ("/api/staff/users/create", vec![("username", "anna")], "/staff/users/create/"),
        ("/api/staff/groups/update", vec![("id", "7"), ("name", "Helpers")], "/staff/groups/7/"),
        ("/api/accounts/update", vec![("email", "joe@evil.example")], "/accounts/update/"),
        ("/api/accounts/delete", vec![("reason", "x"), ("password", "secret words")], "/accounts/delete/"),
        ("/api/accounts/password", vec![("new_password1", "secret words")], "/accounts/password/"),
        ("/api/accounts/logout", vec![], "/accounts/logout/"),
        // A malformed id names no page.
        ("/api/articles/delete", vec![("id", "7/../../accounts")], "/articles/"),
        ("/api/articles/delete", vec![], "/articles/"),
    ] {
        let page = post(&mut client, path, Style::Plain, FOREIGN[0], &fields).await;
        page.assert_error_page(403, "Sent from another site");
        assert_eq!(page.link("Open the form here").as_deref(), Some(own_page), "{path}");
        assert!(!page.has("Send it from here") && !page.form_actions().contains(&path.to_owned()), "{path}");
        assert!(!page.body.contains("secret words"), "{path}");
    }
});
