//! Where `next` leads over HTTP: each address of the vector file, for everything that redirects by it (B46, B56, B58).

use crate::support::{PASSWORD, TestApp, encode, on_both};

/// Each `next` with the address where it must lead.
fn vectors() -> Vec<(String, String)> {
    let lines = include_str!("../../../src/shared/next_path_vectors.txt").lines().filter(|line| !line.starts_with('#'));
    let vectors: Vec<_> = lines
        .map(|line| {
            let (kind, text) = line.split_once(' ').unwrap();
            let (given, leads) = text.split_once(" -> ").unwrap_or((text, text));
            let leads = if kind == "safe" { unescape(leads) } else { "/articles/".to_owned() };
            (unescape(given), leads)
        })
        .collect();
    assert!(vectors.len() > 80);
    vectors
}

fn unescape(text: &str) -> String {
    let text = text.replace("{LF}", "\n").replace("{TAB}", "\t").replace("{BS}", "\u{8}");
    for length in [2_048, 2_049] {
        let placeholder = format!("{{{length}}}");
        if let Some(start) = text.find(&placeholder) {
            return text.replace(&placeholder, &"a".repeat(length - start));
        }
    }
    text
}

on_both!(b58_login_and_signup_pages_redirect_a_logged_in_user_to_a_safe_next_only, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    for (given, leads) in vectors() {
        for page in ["/accounts/login/", "/accounts/signup/"] {
            let answer = client.get(&format!("{page}?{}", encode(&[("next", &given)]))).await;
            assert_eq!(answer.outcome(), format!("302 {leads}"), "{given:?}");
        }
    }
});

on_both!(b56_b57_logging_in_leads_to_a_safe_next_only, async |kind| {
    let app = TestApp::spawn(kind).await;
    app.member("joe").await;
    let visitor = app.visitor();
    for (given, leads) in vectors() {
        let fields = [("username", "joe"), ("password", PASSWORD), ("next", &given)];
        let answer = visitor.clone().post_form("/api/accounts/login", &fields).await;
        assert_eq!(answer.outcome(), format!("303 {leads}"), "{given:?}");
    }
});

on_both!(b46_logging_out_leads_to_a_safe_next_only, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut visitor = app.visitor();
    for (given, leads) in vectors() {
        let plain = visitor.post_form("/api/accounts/logout", &[("next", &given)]).await;
        assert_eq!(plain.outcome(), format!("303 {leads}"), "{given:?}");
        let json = visitor.post_json("/api/accounts/logout", &[("next", &given)]).await;
        assert_eq!(json.json()["go"], leads.as_str(), "{given:?}");
    }
});

on_both!(b56_the_login_page_and_its_links_carry_only_a_safe_next, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut visitor = app.visitor();
    for (given, leads) in vectors() {
        let is_safe = leads != "/articles/" || given.starts_with("/articles/");
        let page = visitor.get(&format!("/accounts/login/?{}", encode(&[("next", &given)]))).await;
        assert_eq!(page.status, 200);
        assert_eq!(page.value_of("next"), if is_safe { leads.as_str() } else { "" }, "{given:?}");
        let sign_up = page.link("Sign up").unwrap();
        assert!(sign_up == "/accounts/signup/" || is_safe, "{given:?}: {sign_up}");
    }
});

on_both!(b56_a_next_in_the_body_counts_and_one_in_the_address_does_not, async |kind| {
    let app = TestApp::spawn(kind).await;
    app.member("joe").await;
    let fields = [("username", "joe"), ("password", PASSWORD), ("next", "/accounts/")];
    let answer = app.visitor().post_form("/api/accounts/login?next=/articles/create/", &fields).await;
    assert_eq!(answer.outcome(), "303 /accounts/");
});

on_both!(s6_a_visitor_reaches_the_protected_page_after_a_failed_and_a_successful_login, async |kind| {
    let app = TestApp::spawn(kind).await;
    app.member("joe").await;
    let mut client = app.visitor();
    let answer = client.get("/articles/create/?a=1&b=한").await;
    assert_eq!(answer.outcome(), "302 /accounts/login/?next=/articles/create/%3Fa%3D1%26b%3D%25ED%2595%259C");
    let page = client.follow(&answer).await;
    let next = page.value_of("next");
    assert_eq!(next, "/articles/create/?a=1&b=%ED%95%9C");
    let wrong = [("username", "joe"), ("password", "wrong horse"), ("next", &next)];
    let answer = client.post_form("/api/accounts/login", &wrong).await;
    let page = client.follow(&answer).await;
    assert_eq!(page.value_of("next"), next);
    let right = [("username", "joe"), ("password", PASSWORD), ("next", &page.value_of("next"))];
    let answer = client.post_form("/api/accounts/login", &right).await;
    assert_eq!(client.follow(&answer).await.heading(), "Write an article");
});

on_both!(signing_up_leads_to_a_safe_next_only, async |kind| {
    let app = TestApp::spawn(kind).await;
    for (name, given, leads) in [
        ("a1", "/articles/create/", "/articles/create/"),
        ("a2", "//example.com", "/articles/"),
        ("a3", "/글/", "/%EA%B8%80/"),
    ] {
        let fields = [("username", name), ("password1", PASSWORD), ("password2", PASSWORD), ("next", given)];
        let answer = app.visitor().post_form("/api/accounts/signup", &fields).await;
        assert_eq!(answer.outcome(), format!("303 {leads}"));
    }
});
