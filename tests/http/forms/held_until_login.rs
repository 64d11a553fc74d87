//! A submission that was posted without a login is held and shown after it: S7, L2.

use crate::support::{
    Client, PASSWORD, Style,
    held::{CREATE, NOTICE, article, writer},
    on_both,
};

/// What the first page after a login says.
const WELCOME: &str = "Welcome back! You are logged in.";

on_both!(a_login_is_told_once_by_the_page_that_it_leads_to, async |kind| {
    let (app, mut client, _) = writer(kind).await;
    client.post_form("/api/accounts/logout", &[]).await;
    assert!(!client.log_in("joe", "wrong").await.has(WELCOME) && !client.get("/articles/").await.has(WELCOME));
    let login = [("username", "joe"), ("password", PASSWORD), ("next", "/accounts/update/")];
    let answer = client.post_form("/api/accounts/login", &login).await;
    assert_eq!(answer.outcome(), "303 /accounts/update/");
    assert!(client.follow(&answer).await.has(WELCOME) && !client.get("/accounts/update/").await.has(WELCOME));
    assert!(!app.member("new").await.get("/articles/").await.has(WELCOME), "a newcomer is welcomed in another way");
});

on_both!(s7_a_post_of_an_ended_session_is_held_and_shown_after_the_login_ready_to_send, async |kind| {
    for end in
        ["DELETE FROM sessions", "UPDATE sessions SET expires = 1", "UPDATE users SET password = password || 'x'"]
    {
        let (app, mut client, owner) = writer(kind).await;
        app.execute(end).await;
        let answer = client.post_form(CREATE, &article(&owner, "Mine & only mine")).await;
        assert_eq!(answer.outcome(), "303 /accounts/login/?next=/articles/create/", "{end}");
        assert_eq!(app.rows("articles").await, 0, "a held form is not sent");
        if end.contains("password") {
            app.execute("UPDATE users SET password = substr(password, 1, length(password) - 1)").await;
        }
        let login = client.follow(&answer).await;
        assert!(login.has("your text will be waiting"), "the login page says so: {end}");
        // A failed login in between loses nothing.
        client.log_in("joe", "wrong").await;
        assert_eq!(client.log_in("joe", PASSWORD).await.status, 303);
        let other = client.get("/articles/").await;
        assert!(!other.has(NOTICE) && other.has(WELCOME), "only its own page shows it");
        client.log_in("joe", PASSWORD).await;
        let page = client.get("/articles/create/").await;
        assert!(!page.has(WELCOME), "one notice, and that of the text");
        assert!(page.has(NOTICE) && page.alert().is_none());
        assert_eq!(page.value_of("title"), "Mine & only mine");
        assert_eq!(page.text_of("content"), "Line one\n\nLine <two>");
        assert_eq!(app.rows("articles").await, 0);
        assert!(!client.get("/articles/create/").await.has(NOTICE), "once");
    }
});

on_both!(s7_a_json_post_without_a_login_is_a_401_and_nothing_is_held, async |kind| {
    let (app, mut client, owner) = writer(kind).await;
    app.execute("DELETE FROM sessions").await;
    assert_eq!(client.post_json(CREATE, &article(&owner, "Mine")).await.status, 401);
    assert_eq!(app.rows("sessions").await, 0);
});

on_both!(a_held_change_keeps_its_version_so_that_a_newer_one_is_noticed, async |kind| {
    let (app, mut client, owner) = writer(kind).await;
    let id = client.create_article("First", "Text").await.to_string();
    app.execute("DELETE FROM sessions").await;
    let change = [("id", id.as_str()), ("version", "1"), ("title", "Second"), ("content", "x"), ("owner", &owner)];
    let answer = client.post_form("/api/articles/update", &change).await;
    assert_eq!(answer.outcome(), format!("303 /accounts/login/?next=/articles/{id}/update/"));
    app.execute("UPDATE articles SET version = 2, title = 'Meanwhile'").await;
    client.log_in("joe", PASSWORD).await;
    let page = client.get(&format!("/articles/{id}/update/")).await;
    assert_eq!((page.value_of("title").as_str(), page.value_of("version").as_str()), ("Second", "1"));
    let again = [("id", id.as_str()), ("version", "1"), ("title", "Second"), ("content", "x")];
    assert_eq!(client.post_json("/api/articles/update", &again).await.status, 422);
    // After the login, a deletion returns to its confirmation page.
    app.execute("DELETE FROM sessions").await;
    let answer = client.post_form("/api/articles/delete", &[("id", &id)]).await;
    assert_eq!(answer.outcome(), format!("303 /accounts/login/?next=/articles/{id}/delete/"));
});

on_both!(another_user_who_logs_in_never_sees_the_held_form_and_it_is_dropped, async |kind| {
    let (app, mut client, owner) = writer(kind).await;
    app.member("kim").await;
    app.execute("DELETE FROM sessions").await;
    client.post_form(CREATE, &article(&owner, "Private words")).await;
    client.log_in("kim", PASSWORD).await;
    let page = client.get("/articles/create/").await;
    assert!(!page.body.contains("Private words") && !page.has(NOTICE));
    assert!(app.session_data(client.session().unwrap()).await.get("parked_form").is_none());
    client.post_form("/api/accounts/logout", &[]).await;
    client.log_in("joe", PASSWORD).await;
    assert!(!client.get("/articles/create/").await.body.contains("Private words"));
});

on_both!(a_form_of_another_user_is_refused, async |kind| {
    let (app, mut client, owner) = writer(kind).await;
    app.member("kim").await;
    client.log_in("kim", PASSWORD).await;
    for style in Style::BOTH {
        assert_eq!(client.post(CREATE, style, &article(&owner, "Joe's")).await.status, 403);
        assert_eq!(client.post("/api/accounts/logout", style, &[("owner", &owner)]).await.status, 403);
    }
    assert_eq!(app.rows("articles").await, 0);
    assert!(client.is_known_as("kim").await);
    // An owner that cannot be opened is ignored.
    assert_eq!(client.post_form(CREATE, &article("made up", "Kim's")).await.status, 303);
});

on_both!(a_held_form_is_sealed_bound_to_the_browser_and_short_lived, async |kind| {
    let (app, mut client, owner) = writer(kind).await;
    app.execute("DELETE FROM sessions").await;
    client.post_form(CREATE, &article(&owner, "Very private words")).await;
    assert!(app.texts("SELECT data FROM sessions").await.iter().all(|data| !data.contains("private")));
    let lives = app.number("SELECT expires - created FROM sessions").await;
    assert!((1_800..=1_802).contains(&lives), "{lives}");
    let mut elsewhere = app.visitor();
    elsewhere.log_in("joe", PASSWORD).await;
    assert!(!elsewhere.get("/articles/create/").await.body.contains("private"), "another browser does not see it");

    // The server may restart in between.
    let second = app.changed(|_| {});
    let mut later = Client::of(&second);
    later.cookies = client.cookies.clone();
    later.log_in("joe", PASSWORD).await;
    assert_eq!(later.get("/articles/create/").await.value_of("title"), "Very private words");
});

on_both!(only_known_fields_are_held_and_never_a_password, async |kind| {
    let (app, mut client, owner) = writer(kind).await;
    app.execute("DELETE FROM sessions").await;
    let fields = [
        ("owner", owner.as_str()),
        ("title", "t"),
        ("content", "c"),
        ("password", "secret words"),
        ("is_superuser", "on"),
    ];
    client.post_form(CREATE, &fields).await;
    let sealed = app.session_data(client.session().unwrap()).await["parked_form"].as_str().unwrap().to_owned();
    let opened: serde_json::Value = app.app.secret_key.open("parked_form", &sealed).unwrap();
    assert_eq!(opened.as_array().unwrap().len(), 1);
    assert_eq!(opened[0]["form"]["values"], serde_json::json!({ "title": "t", "content": "c" }));
    let new = "seven copper kettles";
    client.post_form("/api/accounts/password", &[("old_password", PASSWORD), ("new_password1", new)]).await;
    let again = app.session_data(client.session().unwrap()).await["parked_form"].as_str().unwrap().to_owned();
    assert_eq!(again, sealed, "a form of passwords is not held");
});
