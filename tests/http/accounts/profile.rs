//! The account page with the user's profile.

use crate::support::{PASSWORD, TestApp, on_both};

on_both!(the_profile_shows_the_users_data_and_no_secret, async |kind| {
    let app = TestApp::spawn(kind).await;
    app.member("kim").await;
    let mut client = app.member("joe").await;
    app.visitor().log_in("joe", PASSWORD).await;
    app.execute(
        "UPDATE users SET first_name = 'Joe <b>', last_name = 'Doe', email = 'joe@example.com' WHERE username = 'joe'",
    )
    .await;
    let page = client.get("/accounts/").await;
    assert_eq!((page.status, page.heading().as_str()), (200, "Your account"));
    let facts = page.elements("dd");
    assert_eq!(facts[..3], ["joe", "Joe &lt;b&gt; Doe", "joe@example.com"]);
    assert!(facts[4].starts_with('2'), "two sessions: {}", facts[4]);
    assert_eq!(page.user_name().as_deref(), Some("Joe &lt;b&gt; Doe"));
    assert!(!page.body.contains("argon2") && !page.body.contains("kim"));
});

on_both!(the_profile_of_a_user_without_name_and_address_says_so, async |kind| {
    let app = TestApp::spawn(kind).await;
    let facts = app.member("joe").await.get("/accounts/").await.elements("dd");
    assert!(facts[1..3].iter().all(|fact| fact.starts_with("Not set · <a href=")), "{facts:?}");
    assert!(facts[4].starts_with('1') && facts[4].contains("this one"), "{}", facts[4]);
});

on_both!(the_profile_needs_a_login_and_is_the_next_page_after_it, async |kind| {
    let app = TestApp::spawn(kind).await;
    app.member("joe").await;
    let mut visitor = app.visitor();
    let answer = visitor.get("/accounts/").await;
    assert_eq!(answer.outcome(), "302 /accounts/login/?next=/accounts/");
    assert!(answer.body.is_empty());
    let answer = visitor.post_json("/api/accounts/profile", &[]).await;
    assert_eq!((answer.status, answer.json()), (401, serde_json::json!("login_required")));
});

on_both!(the_profile_over_json_has_no_field_that_pages_do_not_show, async |kind| {
    let app = TestApp::spawn(kind).await;
    let answer = app.member("joe").await.post_json("/api/accounts/profile", &[]).await;
    let mut fields: Vec<String> = answer.json().as_object().unwrap().keys().cloned().collect();
    fields.sort();
    assert_eq!(fields, ["date_joined", "email", "first_name", "last_name", "sessions", "username"]);
});
