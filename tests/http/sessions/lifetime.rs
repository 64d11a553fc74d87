//! How long a session lasts: the idle limit and the absolute limit.

use crate::support::{Kind, PASSWORD, TestApp, number, on_both};

async fn short_lived(kind: Kind) -> TestApp {
    TestApp::spawn_with(kind, |settings| {
        settings.sessions.cookie_age = number(10_000);
        settings.sessions.cookie_idle_age = number(1_000);
        settings.sessions.browser_session_age = number(5_000);
        settings.sessions.browser_session_idle_age = number(500);
    })
    .await
}

on_both!(asvs_7_3_1_use_extends_a_session_and_keep_me_signed_in_chooses_the_limits, async |kind| {
    let app = short_lived(kind).await;
    app.member("joe").await;
    for (keep, idle) in [("on", 1_000), ("", 500)] {
        app.execute("DELETE FROM sessions").await;
        let mut client = app.visitor();
        client.post_form("/api/accounts/login", &[("username", "joe"), ("password", PASSWORD), ("keep", keep)]).await;
        // 400 seconds pass.
        app.execute(
            "UPDATE sessions SET authenticated = authenticated - 400, last_seen = last_seen - 400, expires = expires - 400",
        )
        .await;
        assert!((idle - 401..=idle - 399).contains(&left(&app).await), "{keep}");
        assert!(client.is_known_as("joe").await);
        assert!((idle - 1..=idle + 1).contains(&left(&app).await), "{keep}");
    }
});

/// The seconds until the session ends.
async fn left(app: &TestApp) -> i64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    app.number("SELECT MAX(expires) FROM sessions").await - i64::try_from(now).unwrap()
}

on_both!(asvs_7_3_2_a_session_ends_at_its_absolute_limit_however_much_it_is_used, async |kind| {
    let app = short_lived(kind).await;
    let mut client = app.member("joe").await;
    app.execute("UPDATE sessions SET authenticated = authenticated - 9900, last_seen = last_seen - 100").await;
    assert!(client.is_known_as("joe").await);
    assert!((98..=100).contains(&left(&app).await), "{}", left(&app).await);
    // A change of its data does not extend it either.
    client.post_form("/api/accounts/update", &[("email", ""), ("first_name", "J"), ("last_name", "")]).await;
    assert!((97..=100).contains(&left(&app).await), "{}", left(&app).await);
    app.execute("UPDATE sessions SET expires = expires - 200").await;
    assert_eq!(client.get("/accounts/").await.outcome(), "302 /accounts/login/?next=/accounts/");
});

on_both!(reauthentication_starts_both_limits_again, async |kind| {
    let app = short_lived(kind).await;
    let mut client = app.member("joe").await;
    app.execute("UPDATE sessions SET authenticated = authenticated - 9900").await;
    client.post_form("/api/accounts/reauthenticate", &[("password", PASSWORD)]).await;
    assert!((998..=1_001).contains(&left(&app).await));
    assert!(client.is_known_as("joe").await);
});

on_both!(a_session_that_has_ended_is_not_revived_by_use, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    app.execute("UPDATE sessions SET last_seen = last_seen - 100").await;
    let mut late = client.clone();
    client.post_form("/api/accounts/logout", &[]).await;
    assert!(!late.is_known_as("joe").await);
    assert_eq!(app.rows("sessions").await, 0);
});

on_both!(staying_extends_even_a_session_that_lives_for_seconds, async |kind| {
    let app = TestApp::spawn_with(kind, |settings| settings.sessions.cookie_idle_age = number(12)).await;
    let mut client = app.member("joe").await;
    // Two seconds pass.
    app.execute("UPDATE sessions SET last_seen = last_seen - 2, expires = expires - 2").await;
    let before = app.number("SELECT expires FROM sessions").await;
    assert_eq!(client.post_json("/api/accounts/stay", &[]).await.status, 200);
    assert!(app.number("SELECT expires FROM sessions").await >= before + 2);
    assert!((10..=12).contains(&left(&app).await), "{}", left(&app).await);
});

on_both!(b89_each_session_has_the_expiry_that_its_user_chose, async |kind| {
    let app = short_lived(kind).await;
    app.member("joe").await;
    app.execute("DELETE FROM sessions").await;
    for (keep, max_age) in [("on", Some("Max-Age=10000")), ("", None)] {
        let fields = [("username", "joe"), ("password", PASSWORD), ("keep", keep)];
        let answer = app.visitor().post_form("/api/accounts/login", &fields).await;
        let cookie = answer.cookies_set()[0].to_owned();
        assert_eq!(cookie.split("; ").find(|part| part.starts_with("Max-Age")), max_age, "{cookie}");
    }
    let lives = app.texts("SELECT CAST(expires - created AS TEXT) FROM sessions ORDER BY id").await;
    assert_eq!(lives, ["1000", "500"], "both sessions exist side by side");
});
