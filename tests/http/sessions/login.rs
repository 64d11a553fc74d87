//! What a login does to the session: the new id, the data that stays, the lifetime of the cookie.

use latchkey::accounts::server::sessions::key;

use crate::support::{PASSWORD, TestApp, on_both};

on_both!(b34_logging_in_keeps_anonymous_data_under_a_new_id, async |kind| {
    let app = TestApp::spawn(kind).await;
    app.member("joe").await;
    let mut client = app.visitor();
    let before = app.session_with("cart", "three apples").await;
    client.pretend(&before);
    assert_eq!(client.log_in("joe", PASSWORD).await.outcome(), "303 /articles/");

    let after = client.session().unwrap().to_owned();
    assert_ne!(before, after);
    assert_eq!(app.session_data(&after).await["cart"], "three apples");
    assert!(!app.session_exists(&before).await);
});

on_both!(b35_logging_in_as_another_user_drops_the_data_of_the_first, async |kind| {
    let app = TestApp::spawn(kind).await;
    app.member("kim").await;
    let mut client = app.member("joe").await;
    let joes = client.session().unwrap().to_owned();
    app.put_into_session(&joes, "diary", "joe's own").await;
    assert_eq!(client.log_in("kim", PASSWORD).await.outcome(), "303 /articles/");

    let kims = client.session().unwrap().to_owned();
    assert!(client.is_known_as("kim").await);
    let data = app.session_data(&kims).await;
    assert_eq!(
        (&data["diary"], &data[key::USER_ID]),
        (&serde_json::Value::Null, &app.user_id("kim").await.to_string().into())
    );
    assert!(!app.session_exists(&joes).await);
});

on_both!(b36_each_login_of_a_user_draws_a_new_id_and_the_old_one_is_invalid, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    let mut ids = vec![client.session().unwrap().to_owned()];
    app.put_into_session(&ids[0], "cart", "apples").await;
    for _ in 0..2 {
        client.log_in("joe", PASSWORD).await;
        ids.push(client.session().unwrap().to_owned());
    }
    assert!(ids[0] != ids[1] && ids[1] != ids[2] && ids[0] != ids[2]);
    assert_eq!(app.rows("sessions").await, 1);
    assert_eq!(app.session_data(&ids[2]).await["cart"], "apples");
    let mut thief = app.visitor();
    thief.pretend(&ids[0]);
    assert!(!thief.is_known_as("joe").await);
});

on_both!(b37_the_session_holds_user_and_mac_and_the_login_is_recorded, async |kind| {
    let app = TestApp::spawn(kind).await;
    app.member("joe").await;
    app.execute("UPDATE users SET last_login = NULL").await;
    let mut client = app.visitor();
    client.log_in("joe", PASSWORD).await;
    let data = app.session_data(client.session().unwrap()).await;
    assert_eq!(data[key::USER_ID], app.user_id("joe").await.to_string());
    assert_eq!(data[key::MAC].as_str().unwrap().len(), 64);
    assert_eq!(app.number("SELECT COUNT(*) FROM users WHERE last_login >= date_joined").await, 1);
    assert_eq!(app.texts("SELECT address FROM sessions ORDER BY created DESC").await[0], "192.0.2.7");
    assert_eq!(app.texts("SELECT user_agent FROM sessions").await[0], "Latchkey tests");
});

on_both!(a_failed_login_does_not_change_the_time_of_the_last_login, async |kind| {
    let app = TestApp::spawn(kind).await;
    app.member("joe").await;
    app.execute("UPDATE users SET last_login = NULL").await;
    app.visitor().log_in("joe", "wrong horse").await;
    assert_eq!(app.number("SELECT COUNT(*) FROM users WHERE last_login IS NULL").await, 1);
});

on_both!(b38_b42_a_session_with_a_user_and_no_mac_is_anonymous_and_a_login_replaces_it, async |kind| {
    let app = TestApp::spawn(kind).await;
    app.member("joe").await;
    let id = app.user_id("joe").await.to_string();
    let broken = app.session_with(key::USER_ID, &id).await;
    let mut client = app.visitor();
    client.pretend(&broken);
    assert!(!client.is_known_as("joe").await);
    assert!(!app.session_exists(&broken).await);

    let broken = app.session_with(key::USER_ID, &id).await;
    client.pretend(&broken);
    assert_eq!(client.log_in("joe", PASSWORD).await.outcome(), "303 /articles/");
    assert!(client.is_known_as("joe").await && client.session() != Some(broken.as_str()));
});

on_both!(b84_the_id_of_a_made_up_cookie_is_never_adopted, async |kind| {
    let app = TestApp::spawn(kind).await;
    app.member("joe").await;
    let made_up = "AAAAAAAAAAAAAAAAAAAAAA";
    let mut client = app.visitor();
    client.pretend(made_up);
    client.log_in("joe", PASSWORD).await;
    assert_ne!(client.session(), Some(made_up));
    let mut other = app.visitor();
    other.pretend(made_up);
    other.log_in("nobody", PASSWORD).await;
    assert_ne!(other.session(), Some(made_up));
    other.pretend(made_up);
    assert!(!other.is_known_as("joe").await);
    assert!(!app.session_exists(made_up).await);
});

on_both!(keep_me_signed_in_gives_a_cookie_for_two_weeks_and_its_absence_one_for_the_browser_session, async |kind| {
    let app = TestApp::spawn(kind).await;
    app.member("joe").await;
    app.execute("DELETE FROM sessions").await;
    let (name, password) = (("username", "joe"), ("password", PASSWORD));
    for (fields, kept, age) in
        [(vec![name, password, ("keep", "on")], true, 1_209_600), (vec![name, password], false, 86_400)]
    {
        let answer = app.visitor().post_form("/api/accounts/login", &fields).await;
        let cookie = answer.cookies_set()[0].to_owned();
        assert_eq!(answer.cookies_set().len(), 1);
        assert_eq!(cookie.contains("Max-Age=1209600"), kept, "{cookie}");
        assert!(kept || !cookie.contains("Max-Age") && !cookie.contains("Expires"), "{cookie}");
        let lives = app.number("SELECT expires - created FROM sessions").await;
        assert!((age..=age + 2).contains(&lives), "{lives}");
        app.execute("DELETE FROM sessions").await;
    }
});

on_both!(a_signup_keeps_anonymous_data_under_a_new_id_too, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.visitor();
    let before = app.session_with("cart", "apples").await;
    client.pretend(&before);
    client.sign_up("joe").await;
    assert_ne!(client.session(), Some(before.as_str()));
    assert_eq!(app.session_data(client.session().unwrap()).await["cart"], "apples");
    assert!(!app.session_exists(&before).await);
});
