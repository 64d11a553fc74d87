//! The security headers of every answer: ASVS 3.4.

use std::collections::BTreeSet;

use crate::support::{Style, TestApp, on_both};

/// One address of each kind.
const ADDRESSES: [&str; 8] =
    ["/", "/articles/", "/accounts/login/", "/accounts/", "/articles", "/nowhere/", "/favicon.svg", "/healthz"];

on_both!(asvs_3_4_every_answer_has_the_security_headers, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    let mut answers = Vec::new();
    for path in ADDRESSES {
        answers.push(client.get(path).await);
    }
    for style in Style::BOTH {
        answers.push(client.post("/api/articles/create", style, &[]).await);
        answers.push(client.post("/api/nothing", style, &[]).await);
    }
    for answer in answers {
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("x-frame-options", "DENY"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{}", answer.asked);
            assert_eq!(answer.headers.get_all(name).iter().count(), 1, "{}", answer.asked);
        }
        assert!(answer.header("permissions-policy").unwrap().contains("geolocation=()"));
        let policy = answer.header("content-security-policy").unwrap();
        for part in ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"] {
            assert!(policy.contains(part), "{}: {policy}", answer.asked);
        }
        assert!(
            !policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'") && !policy.contains('*'),
            "{policy}"
        );
        assert_eq!(answer.headers.get_all("content-security-policy").iter().count(), 1, "{}", answer.asked);
        assert_eq!(answer.header("strict-transport-security"), None, "no promise over plain http");
    }
});

on_both!(asvs_3_4_3_every_script_of_a_page_has_the_nonce_of_its_response_and_nonces_are_unique, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    let mut nonces = BTreeSet::new();
    for path in ["/articles/", "/accounts/", "/accounts/sessions/", "/nowhere/", "/articles/"] {
        let page = client.get(path).await;
        let policy = page.header("content-security-policy").unwrap();
        for part in
            ["object-src 'none'", "form-action 'self'", "'wasm-unsafe-eval'", "connect-src 'self'", "style-src 'self'"]
        {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
        assert!(nonce.len() >= 22, "{nonce}");
        let scripts = page.body.split("<script").skip(1);
        let tags: Vec<&str> = scripts.map(|script| script.split('>').next().unwrap()).collect();
        assert!(
            !tags.is_empty() && tags.iter().all(|tag| tag.contains(&format!("nonce=\"{nonce}\""))),
            "{path}: {tags:?}"
        );
        assert!(!page.html.contains("javascript:") && !page.html.contains(" style=\""), "{path}");
        for handler in [" onclick=", " onload=", " onerror=", " onsubmit="] {
            assert!(!page.html.contains(handler), "{path}: {handler}");
        }
        nonces.insert(nonce.to_owned());
    }
    assert_eq!(nonces.len(), 5);
});

on_both!(asvs_3_4_1_over_https_strict_transport_security_lasts_for_two_years_with_subdomains, async |kind| {
    let app = TestApp::spawn_with(kind, |settings| settings.sessions.https = true).await;
    for path in ADDRESSES {
        let answer = app.visitor().get(path).await;
        let expected = format!("max-age={}; includeSubDomains", 2 * 365 * 86_400);
        assert_eq!(answer.header("strict-transport-security"), Some(expected.as_str()), "{path}");
    }
});

on_both!(public_files_load_no_session_and_no_user, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    // Without these tables every look-up fails.
    app.execute("ALTER TABLE sessions RENAME TO hidden_sessions").await;
    app.execute("ALTER TABLE users RENAME TO hidden_users").await;
    for path in ["/favicon.svg", "/pkg/nothing.js", "/healthz"] {
        let answer = client.get(path).await;
        assert!([200, 302, 404].contains(&answer.status), "{path}: {}", answer.status);
        assert!(answer.cookies_set().is_empty());
        assert!(answer.headers.get_all("vary").iter().all(|value| value != "Cookie"), "{path}");
    }
    assert_eq!(client.get("/articles/").await.status, 500, "a page does need them");
});
