//! The budget of a device: failures elsewhere do not use it up.

use crate::support::{
    PASSWORD, TestApp, on_both,
    throttle::{LOGIN, credentials, throttled, use_up},
};

on_both!(a_device_that_has_logged_in_before_has_its_own_budget, async |kind| {
    let app = throttled(kind).await;
    let mut owner = app.member("joe").await;
    owner.post_form("/api/accounts/logout", &[]).await;
    assert!(owner.session().is_none() && owner.cookies.contains_key("device"));
    use_up(&app, "joe").await;
    assert_eq!(app.visitor().post_json(LOGIN, &credentials("joe", PASSWORD)).await.status, 429);
    assert_eq!(owner.clone().log_in("joe", PASSWORD).await.outcome(), "303 /articles/", "the owner is not locked out");

    // Its own failures count for itself only.
    for _ in 0..11 {
        assert_eq!(owner.post_json(LOGIN, &credentials("joe", "wrong")).await.status, 422);
    }
    assert_eq!(owner.post_json(LOGIN, &credentials("joe", PASSWORD)).await.status, 429);
    // A made-up device cookie, or that of another user, gives no budget.
    let kim = app.member("kim").await;
    for device in ["x".to_owned(), "a.b~c.d".to_owned(), kim.cookies["device"].clone()] {
        let mut visitor = app.visitor();
        visitor.cookies.insert("device".into(), device);
        assert_eq!(visitor.post_json(LOGIN, &credentials("joe", PASSWORD)).await.status, 429);
    }
});

on_both!(the_device_cookie_is_restricted_and_names_no_user, async |kind| {
    let app = throttled(kind).await;
    let mut client = app.visitor();
    let answer = client
        .post_form("/api/accounts/signup", &[("username", "joe"), ("password1", PASSWORD), ("password2", PASSWORD)])
        .await;
    let cookie = answer.cookies_set().into_iter().find(|cookie| cookie.starts_with("device=")).unwrap();
    for part in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=31536000"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("joe"));
    // The cookie is no login.
    let mut thief = app.visitor();
    thief.cookies.insert("device".into(), client.cookies["device"].clone());
    assert!(!thief.is_known_as("joe").await);
    assert!(thief.log_in("joe", "wrong").await.cookies_set().iter().all(|cookie| !cookie.starts_with("device=")));
    // Account deletion removes it; without throttling there is none.
    client.post_form("/api/accounts/delete", &[("password", PASSWORD)]).await;
    assert!(client.cookies.is_empty(), "{:?}", client.cookies);
    let open = TestApp::spawn(kind).await;
    assert!(!open.member("joe").await.cookies.contains_key("device"));
});

on_both!(a_device_is_no_longer_known_after_a_password_change_elsewhere, async |kind| {
    let app = throttled(kind).await;
    let owner = app.member("joe").await;
    let mut thief = app.visitor();
    thief.log_in("joe", PASSWORD).await;
    let mut owner = owner.clone();
    let new = "seven copper kettles";
    let change = [("old_password", PASSWORD), ("new_password1", new), ("new_password2", new)];
    assert_eq!(owner.post_form("/api/accounts/password", &change).await.status, 303);
    use_up(&app, "joe").await;
    assert_eq!(
        thief.post_json(LOGIN, &credentials("joe", new)).await.status,
        429,
        "its cookie was bound to the old password"
    );
    assert_eq!(
        owner.post_json(LOGIN, &credentials("joe", new)).await.status,
        200,
        "the browser that changed the password stays known"
    );
});

on_both!(asvs_3_3_1_over_https_the_device_cookie_is_secure_and_bound_to_the_host, async |kind| {
    let app = TestApp::spawn_with(kind, |settings| {
        settings.accounts.throttle = true;
        settings.sessions.https = true;
    })
    .await;
    let mut client = app.visitor();
    let fields = [("username", "joe"), ("password1", PASSWORD), ("password2", PASSWORD)];
    let answer = client.post_form("/api/accounts/signup", &fields).await;
    let cookies = answer.cookies_set();
    assert_eq!(cookies.len(), 2);
    for cookie in cookies {
        assert!(cookie.starts_with("__Host-") && cookie.contains("Secure") && cookie.contains("HttpOnly"), "{cookie}");
        assert!(!cookie.contains("Domain"), "{cookie}");
    }
});
