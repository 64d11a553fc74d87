//! The session cookie and its row: creation, expiry, fallback keys, damaged values, caching.

use latchkey::server::secret_key::SecretKey;

use crate::support::{Client, PASSWORD, TestApp, id_hash, on_both};

const NEW_KEY: &str = "another-key-another-key-another-key-another";

on_both!(b82_the_cookie_has_the_name_and_attributes_of_djangos, async |kind| {
    let app = TestApp::spawn(kind).await;
    app.member("joe").await;
    let answer = app.visitor().log_in("joe", PASSWORD).await;
    let cookie = answer.cookies_set()[0];
    let mut parts: Vec<&str> = cookie.split("; ").collect();
    let value = parts.remove(0).strip_prefix("sessionid=").unwrap();
    assert!(value.len() == 22 && value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'), "{value}");
    parts.sort_unstable();
    assert_eq!(parts, ["HttpOnly", "Max-Age=1209600", "Path=/", "SameSite=Lax"]);
});

on_both!(over_https_the_cookie_is_secure_and_bound_to_the_host, async |kind| {
    let app = TestApp::spawn_with(kind, |settings| settings.sessions.https = true).await;
    let mut client = app.member("joe").await;
    assert_eq!(client.cookies.keys().collect::<Vec<_>>(), ["__Host-sessionid"]);
    assert!(client.is_known_as("joe").await);
    let answer = client.post_form("/api/accounts/logout", &[]).await;
    let gone = answer.cookies_set()[0];
    assert!(gone.starts_with("__Host-sessionid=;") && gone.contains("Secure") && gone.contains("Path=/"), "{gone}");
    let answer = client.log_in("joe", PASSWORD).await;
    assert!(answer.cookies_set()[0].contains("; Secure"));
    // The cookie name of plain http is ignored over https.
    let value = client.cookies.remove("__Host-sessionid").unwrap();
    client.pretend(&value);
    assert!(!client.is_known_as("joe").await);
});

on_both!(a_visit_creates_no_row_and_no_cookie, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut visitor = app.visitor();
    for path in
        ["/", "/articles/", "/accounts/login/", "/accounts/signup/", "/accounts/logout/", "/articles/1/", "/nowhere/"]
    {
        let answer = visitor.get(path).await;
        assert!(answer.cookies_set().is_empty(), "{path}");
    }
    assert_eq!(app.rows("sessions").await, 0);
});

on_both!(b85_reading_pages_changes_no_data_and_no_cookie_and_records_the_use_once_a_minute, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    app.execute("UPDATE sessions SET last_seen = last_seen - 50, expires = expires - 50").await;
    let row = || app.texts("SELECT data || ' ' || last_seen || ' ' || expires FROM sessions");
    let before = row().await;
    for path in ["/articles/", "/accounts/", "/articles/create/"] {
        assert!(client.get(path).await.cookies_set().is_empty(), "{path}");
    }
    assert_eq!(row().await, before, "used less than a minute ago");

    let data = app.texts("SELECT data FROM sessions").await;
    app.execute("UPDATE sessions SET last_seen = last_seen - 10, user_agent = 'old', address = 'old'").await;
    assert!(client.get("/articles/").await.cookies_set().is_empty());
    assert_eq!(app.texts("SELECT data FROM sessions").await, data);
    assert_eq!(app.texts("SELECT address || ' ' || user_agent FROM sessions").await, ["192.0.2.7 Latchkey tests"]);
    assert_eq!(app.number("SELECT last_seen - created FROM sessions").await / 10, 0);
});

on_both!(the_table_holds_hashes_of_ids_only, async |kind| {
    let app = TestApp::spawn(kind).await;
    let client = app.member("joe").await;
    let cookie = client.session().unwrap();
    assert_eq!(app.texts("SELECT id_hash FROM sessions").await, [id_hash(cookie)]);
    assert!(app.texts("SELECT data FROM sessions").await.iter().all(|data| !data.contains(cookie)));
    // The hash from a stolen table is no cookie.
    let mut thief = app.visitor();
    thief.pretend(&id_hash(cookie));
    assert!(!thief.is_known_as("joe").await);
});

on_both!(b39_a_deactivated_or_deleted_user_is_anonymous_on_the_next_request, async |kind| {
    let app = TestApp::spawn(kind).await;
    for (name, sql) in [
        ("joe", "UPDATE users SET is_active = FALSE WHERE username = 'joe'"),
        ("kim", "DELETE FROM users WHERE username = 'kim'"),
    ] {
        let mut client = app.member(name).await;
        let cookie = client.session().unwrap().to_owned();
        app.execute(sql).await;
        let page = client.get("/articles/").await;
        assert_eq!((page.status, page.user_name()), (200, None), "{name}");
        assert!(page.cookies_set()[0].contains("Max-Age=0"));
        assert!(!app.session_exists(&cookie).await, "{name}");
        assert_eq!(client.post_json("/api/articles/create", &[("title", "a"), ("content", "b")]).await.status, 401);
    }
});

on_both!(b40_another_password_hash_ends_the_session, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    let cookie = client.session().unwrap().to_owned();
    app.execute("UPDATE users SET password = password || 'x'").await;
    assert!(!client.is_known_as("joe").await);
    app.execute("UPDATE users SET password = substr(password, 1, length(password) - 1)").await;
    client.pretend(&cookie);
    assert!(!client.is_known_as("joe").await, "it was flushed, so the old hash does not restore it");
});

on_both!(b41_a_session_with_the_mac_of_a_fallback_key_continues_with_a_new_mac, async |kind| {
    let app = TestApp::spawn(kind).await;
    let old = app.member("joe").await;
    let rotated = app.with_key(SecretKey::new(NEW_KEY, &[&app.key()]).unwrap());
    let mut client = Client::of(&rotated);
    client.pretend(old.session().unwrap());
    let page = client.get("/accounts/").await;
    assert_eq!((page.status, page.user_name().as_deref()), (200, Some("joe")));
    assert!(page.cookies_set()[0].contains("Max-Age=1209600"), "the cookie lives as long as before");
    assert_eq!(client.session(), old.session(), "see docs/adr/0005");
    // The fallback key is no longer needed.
    let mut later = Client::of(&app.with_key(SecretKey::new(NEW_KEY, &[]).unwrap()));
    later.cookies = client.cookies.clone();
    assert!(later.is_known_as("joe").await);
});

on_both!(b41_a_failed_answer_does_not_lose_a_session_with_the_mac_of_a_fallback_key, async |kind| {
    let app = TestApp::spawn(kind).await;
    let old = app.member("joe").await;
    let mut client = Client::of(&app.with_key(SecretKey::new(NEW_KEY, &[&app.key()]).unwrap()));
    client.pretend(old.session().unwrap());
    app.execute("ALTER TABLE articles RENAME TO hidden").await;
    assert_eq!(client.get("/articles/").await.status, 500);
    app.execute("ALTER TABLE hidden RENAME TO articles").await;
    assert!(client.is_known_as("joe").await);
});

on_both!(b41_a_new_key_without_the_old_one_as_fallback_ends_every_session, async |kind| {
    let app = TestApp::spawn(kind).await;
    let old = app.member("joe").await;
    let mut client = Client::of(&app.with_key(SecretKey::new(NEW_KEY, &[]).unwrap()));
    client.pretend(old.session().unwrap());
    assert!(!client.is_known_as("joe").await);
    assert_eq!(app.rows("sessions").await, 0);
});

on_both!(b84_b91_a_tampered_cookie_is_an_empty_session_and_creates_no_row, async |kind| {
    let app = TestApp::spawn(kind).await;
    let client = app.member("joe").await;
    let good = client.session().unwrap();
    let long = "A".repeat(5_000);
    let padded = format!("{good}A");
    let values = [
        "",
        "x",
        "AAAAAAAAAAAAAAAAAAAAAA",
        "!!!!!!!!!!!!!!!!!!!!!!",
        "\"quoted\"",
        "%00",
        "한",
        &good[1..],
        &padded,
        &long,
    ];
    for value in values {
        let mut visitor = app.visitor();
        visitor.pretend(value);
        let page = visitor.get("/articles/").await;
        assert_eq!((page.status, page.user_name()), (200, None), "{value}");
        assert_eq!(visitor.get("/accounts/").await.status, 302, "{value}");
        assert_eq!(visitor.post_form("/api/accounts/logout", &[]).await.status, 303, "{value}");
    }
    assert_eq!(app.rows("sessions").await, 1);
    assert!(client.clone().is_known_as("joe").await);
});

on_both!(b84_an_expired_row_is_no_session, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    app.execute("UPDATE sessions SET expires = created - 1, created = created - 100").await;
    let page = client.get("/accounts/").await;
    assert_eq!(page.outcome(), "302 /accounts/login/?next=/accounts/");
    assert_eq!(client.session(), None);
});

on_both!(b88_an_answer_made_for_a_session_is_private_and_every_page_varies_by_cookie, async |kind| {
    let app = TestApp::spawn(kind).await;
    let (mut client, mut visitor) = (app.member("joe").await, app.visitor());
    for path in ["/articles/", "/accounts/login/", "/accounts/", "/nowhere/", "/articles/7/", "/articles/create"] {
        // The login page asks for a password.
        let kept = if path == "/accounts/login/" { "private, no-store" } else { "no-cache" };
        for (who, client, kept) in [("joe", &mut client, "private, no-store"), ("visitor", &mut visitor, kept)] {
            let answer = client.get(path).await;
            let vary: Vec<&str> = answer.headers.get_all("vary").iter().map(|value| value.to_str().unwrap()).collect();
            assert!(vary.contains(&"Cookie"), "{who} {path}: {vary:?}");
            assert_eq!(answer.header("cache-control"), Some(kept), "{who} {path}");
            assert_eq!(answer.headers.get_all("cache-control").iter().count(), 1, "{who} {path}");
        }
    }
    let refused = visitor.log_in("nobody", PASSWORD).await;
    assert_eq!(refused.header("cache-control"), Some("private, no-store"));
});

on_both!(b91_a_row_that_cannot_be_read_is_an_empty_session, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    app.execute("UPDATE sessions SET data = 'no json'").await;
    assert_eq!(client.get("/accounts/").await.outcome(), "302 /accounts/login/?next=/accounts/");
    assert_eq!(client.log_in("joe", PASSWORD).await.outcome(), "303 /articles/");
});

on_both!(b91_expired_sessions_are_deleted_in_bounded_batches, async |kind| {
    let app = TestApp::spawn(kind).await;
    for name in ["joe", "kim", "lee"] {
        app.member(name).await;
    }
    app.execute("UPDATE sessions SET expires = 1 WHERE user_id <> (SELECT MAX(id) FROM users)").await;
    assert_eq!(app.app.accounts.sessions().sweep(1).await.unwrap(), 1);
    assert_eq!(app.app.accounts.sessions().sweep(10).await.unwrap(), 1);
    assert_eq!(app.rows("sessions").await, 1);
});

on_both!(a_refused_form_cannot_fill_the_database, async |kind| {
    let app = TestApp::spawn(kind).await;
    let name = "u".repeat(200_000);
    let mut visitor = app.visitor();
    let answer = visitor.post_form("/api/accounts/login", &[("username", &name), ("password", "x")]).await;
    assert!(app.number("SELECT CAST(COALESCE(MAX(LENGTH(data)), 0) AS BIGINT) FROM sessions").await < 1_000);
    assert!(!visitor.follow(&answer).await.errors_on("username").is_empty());
});

on_both!(b83_b92_the_cookie_is_a_random_id_drawn_by_the_server_and_holds_nothing_else, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..20 {
        client.log_in("joe", PASSWORD).await;
        let id = client.session().unwrap().to_owned();
        assert_eq!(id.len(), 22, "128 bits");
        assert!(seen.insert(id));
    }
    app.put_into_session(client.session().unwrap(), "cart", &"apples ".repeat(1_000)).await;
    assert!(client.is_known_as("joe").await);
    assert_eq!(client.session().unwrap().len(), 22, "however much the session holds");
    client.pretend("short");
    assert!(!client.is_known_as("joe").await);
});

on_both!(b87_an_emptied_session_removes_its_cookie_and_without_a_cookie_none_is_set, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    let answer = client.post_form("/api/accounts/logout", &[]).await;
    assert_eq!(answer.cookies_set().len(), 1);
    assert!(answer.cookies_set()[0].starts_with("sessionid=;"));
    assert!(app.visitor().post_form("/api/accounts/logout", &[]).await.cookies_set().is_empty());
    // Removing a value is a change like any other: the session and its cookie stay.
    let mut client = app.member("kim").await;
    app.put_into_session(client.session().unwrap(), "cart", "apples").await;
    let session = app.session(client.session().unwrap());
    session.remove_value("cart").await.unwrap();
    session.save().await.unwrap();
    assert!(client.is_known_as("kim").await && client.session().is_some());
});
