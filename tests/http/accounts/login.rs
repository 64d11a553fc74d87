//! The login form: its fields, its errors and the cost of a failure. What a login does to the session is in `sessions/login.rs`.

use serde_json::json;

use crate::support::{Answer, Client, PASSWORD, Style, TestApp, number, on_both};

const LOGIN: &str = "/api/accounts/login";
const GENERIC: &str = "That user name and password do not match.";

on_both!(b60_the_login_form_labels_its_fields_for_users_and_password_managers, async |kind| {
    let app = TestApp::spawn(kind).await;
    let page = app.visitor().get("/accounts/login/").await;
    assert_eq!((page.status, page.heading().as_str()), (200, "Log in"));
    assert_eq!(page.form_actions(), [LOGIN]);
    let (username, password) = (page.control("username"), page.control("password"));
    for part in ["autocomplete=\"username\"", "autocapitalize=\"none\"", "maxlength=\"150\"", "autofocus"] {
        assert!(username.contains(part), "{part}: {username}");
    }
    assert!(password.contains("type=\"password\"") && password.contains("autocomplete=\"current-password\""));
    assert!(!password.contains("value=") && !password.contains("maxlength"));
    assert!(page.control("keep").contains("type=\"checkbox\"") && page.control("keep").contains("checked"));
    assert!(page.has("Keep me signed in"));
    for name in ["username", "password", "keep"] {
        assert!(page.has(&format!("<label for=\"id_{name}\">")), "{name}");
    }
});

on_both!(the_login_page_says_what_the_login_is_for_in_words_of_its_own, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut visitor = app.visitor();
    let sent = visitor.get("/articles/create/").await;
    assert!(visitor.follow(&sent).await.has("Log in to write an article."));
    for (next, said) in [
        ("/articles/7/update/", "Log in to edit this article."),
        ("/accounts/sessions/%3Fx=1", "Log in to see your sessions."),
        ("/staff/users/", "Log in to open the staff area."),
    ] {
        assert!(app.visitor().get(&format!("/accounts/login/?next={next}")).await.has(said), "{next}");
    }
    for next in ["", "/articles/", "/articles/create", "//evil.example/articles/create/", "see%20the%20prize"] {
        assert!(!app.visitor().get(&format!("/accounts/login/?next={next}")).await.has("Log in to"), "{next}");
    }
});

on_both!(b28_b29_b31_cve_2018_6188_cve_2024_39329_every_wrong_login_looks_and_costs_the_same, async |kind| {
    let app = TestApp::spawn(kind).await;
    for name in ["joe", "away", "locked", "odd"] {
        app.member(name).await;
    }
    app.execute("UPDATE users SET is_active = FALSE WHERE username = 'away'").await;
    app.execute("UPDATE users SET password = '!00112233445566778899aabbccddeeff00112233' WHERE username = 'locked'")
        .await;
    app.execute("UPDATE users SET password = 'md5$salt$hash' WHERE username = 'odd'").await;
    let wrong = [
        ("nobody", PASSWORD),
        ("joe", "wrong horse"),
        ("away", PASSWORD),
        ("away", "wrong horse"),
        ("locked", PASSWORD),
        ("locked", "!00112233445566778899aabbccddeeff00112233"),
        ("odd", PASSWORD),
        ("Joe", "wrong horse"),
        ("no such name!", PASSWORD),
    ];
    let mut seen = Vec::new();
    for (name, password) in wrong {
        for style in Style::BOTH {
            let runs = app.app.accounts.hash_runs();
            let mut client = app.visitor();
            let answer = client.post(LOGIN, style, &[("username", name), ("password", password)]).await;
            let cost = app.app.accounts.hash_runs() - runs;
            assert_eq!(cost, 1, "{name}");
            let shown = shown(&mut client, &answer, style).await;
            seen.push((style, answer.outcome(), answer.telling_headers(), shown, name));
        }
    }
    for (style, outcome, headers, shown, name) in &seen {
        let (_, first_outcome, first_headers, first_shown, _) = seen.iter().find(|first| first.0 == *style).unwrap();
        assert_eq!((outcome, headers, shown), (first_outcome, first_headers, first_shown), "{name}");
    }
    assert!(
        app.texts("SELECT data FROM sessions WHERE data LIKE '%_auth_user_id%'").await.len() == 4,
        "those of the sign-ups"
    );
});

on_both!(an_address_as_the_name_is_told_what_it_needs_whether_anyone_has_it_or_not, async |kind| {
    let app = TestApp::spawn(kind).await;
    app.member("joe").await;
    app.execute("UPDATE users SET email = 'joe@example.com', email_key = 'joe@example.com'").await;
    let mut seen = Vec::new();
    for name in ["joe@example.com", "none@example.com"] {
        let mut client = app.visitor();
        let answer = client.post_form(LOGIN, &[("username", name), ("password", PASSWORD)]).await;
        seen.push(client.follow(&answer).await.alert().unwrap());
    }
    assert!(seen[0] == seen[1] && seen[0].contains("once it is confirmed"), "{seen:?}");
});

/// The error that the user reads.
async fn shown(client: &mut Client, answer: &Answer, style: Style) -> String {
    match style {
        Style::Plain => {
            assert_eq!(answer.outcome(), "303 /accounts/login/");
            let page = client.follow(answer).await;
            assert!(page.errors_on("username").is_empty() && page.errors_on("password").is_empty());
            page.alert().unwrap()
        }
        Style::Json => {
            assert_eq!(answer.status, 422);
            answer.json().to_string()
        }
    }
}

on_both!(b30_a_missing_name_or_password_is_an_error_on_its_field_and_costs_no_hash, async |kind| {
    let app = TestApp::spawn(kind).await;
    app.member("joe").await;
    let before = app.app.accounts.hash_runs();
    let mut client = app.visitor();
    for (fields, on_username, on_password) in [
        (vec![("username", "joe")], false, true),
        (vec![("username", "joe"), ("password", "")], false, true),
        (vec![("password", PASSWORD)], true, false),
        (vec![], true, true),
    ] {
        let answer = client.post_form(LOGIN, &fields).await;
        let page = client.follow(&answer).await;
        assert_eq!(page.errors_on("username") == ["Enter a user name."], on_username, "{fields:?}");
        assert_eq!(page.errors_on("password") == ["Enter your password."], on_password, "{fields:?}");
        assert_eq!(page.alert(), None);
        assert_eq!(client.post_json(LOGIN, &fields).await.status, 422);
    }
    assert_eq!(app.app.accounts.hash_runs(), before);
});

on_both!(b32_a_name_that_is_too_long_is_refused_before_any_look_up_or_hash, async |kind| {
    let app = TestApp::spawn(kind).await;
    let before = app.app.accounts.hash_runs();
    for name in ["a".repeat(151), "a".repeat(100_000), "ﬀ".repeat(100)] {
        let fields = [("username", name.as_str()), ("password", PASSWORD)];
        let answer = app.visitor().post_json(LOGIN, &fields).await;
        assert_eq!(answer.status, 422);
        assert!(answer.json()["invalid"]["username"][0]["too_long"]["max"] == 150, "{}", answer.body);
    }
    assert_eq!(app.app.accounts.hash_runs(), before);
});

on_both!(b61_a_refused_login_is_shown_once_with_the_name_and_never_the_password, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.visitor();
    let secret = "my <secret> 비밀";
    let answer = client.post_form(LOGIN, &[("username", "jo&\"e"), ("password", secret), ("next", "/accounts/")]).await;
    assert_eq!(answer.outcome(), "303 /accounts/login/?next=/accounts/");
    assert!(app.texts("SELECT data FROM sessions").await.iter().all(|data| !data.contains("secret")));

    let page = client.follow(&answer).await;
    assert_eq!(page.status, 200);
    assert_eq!(page.alert().as_deref(), Some(GENERIC));
    assert_eq!((page.value_of("username").as_str(), page.value_of("password").as_str()), ("jo&\"e", ""));
    assert_eq!(page.value_of("next"), "/accounts/");
    assert!(!page.control("keep").contains("checked"), "the box was sent unticked and stays unticked");
    assert!(!page.body.contains("secret") && !page.body.contains("비밀"));
    assert!(page.cookies_set()[0].contains("Max-Age=0"));
    assert_eq!((app.rows("sessions").await, client.session()), (0, None));

    let again = client.get("/accounts/login/").await;
    assert_eq!((again.alert(), again.value_of("username").as_str()), (None, ""));
});

on_both!(a_refused_form_is_shown_on_its_own_page_only, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.visitor();
    let answer = client.log_in("nobody", PASSWORD).await;
    for path in ["/articles/", "/accounts/signup/", "/accounts/logout/", "/nowhere/"] {
        let page = client.get(path).await;
        assert!(page.alert().is_none() && !page.body.contains("nobody"), "{path}");
    }
    let head = client.ask(axum::http::Method::HEAD, answer.location()).await;
    assert_eq!(head.status, 200);
    assert_eq!(client.follow(&answer).await.alert().as_deref(), Some(GENERIC));
});

on_both!(b14_b60_spaces_around_a_password_are_part_of_it, async |kind| {
    let app = TestApp::spawn(kind).await;
    let password = "  two spaces around  ";
    let fields = [("username", "joe"), ("password1", password), ("password2", password)];
    assert_eq!(app.visitor().post_form("/api/accounts/signup", &fields).await.outcome(), "303 /articles/");
    assert_eq!(app.visitor().log_in("joe", password.trim()).await.outcome(), "303 /accounts/login/");
    assert_eq!(app.visitor().log_in("joe", password).await.outcome(), "303 /articles/");
});

on_both!(b3_a_name_in_full_width_letters_logs_in_after_normalisation, async |kind| {
    let app = TestApp::spawn(kind).await;
    app.member("joe").await;
    let mut client = app.visitor();
    assert_eq!(client.log_in("ｊｏｅ", PASSWORD).await.outcome(), "303 /articles/");
    assert!(client.is_known_as("joe").await);
});

on_both!(b24_a_successful_login_rewrites_a_hash_of_other_cost_and_a_failed_one_does_not, async |kind| {
    let app = TestApp::spawn(kind).await;
    app.member("joe").await;
    let costlier = app.changed(|settings| settings.hash_memory_kib = number(9_000));
    let stored = || app.texts("SELECT password FROM users");
    assert!(stored().await[0].contains("$m=8192,t=1,"));

    let old = stored().await;
    assert_eq!(Client::of(&costlier).log_in("joe", "wrong horse").await.outcome(), "303 /accounts/login/");
    assert_eq!(stored().await, old);

    let mut client = Client::of(&costlier);
    assert_eq!(client.log_in("joe", PASSWORD).await.outcome(), "303 /articles/");
    assert!(stored().await[0].contains("$m=9000,t=1,"));
    assert!(client.is_known_as("joe").await, "the MAC of the session was made over the new hash");
});

on_both!(b24_a_rewritten_hash_keeps_the_other_sessions_and_another_password_ends_them, async |kind| {
    let app = TestApp::spawn(kind).await;
    let (mut joe, mut kim) = (app.member("joe").await, app.member("kim").await);
    let costlier = app.changed(|settings| settings.hash_memory_kib = number(9_000));
    let mut elsewhere = Client::of(&costlier);
    assert_eq!(elsewhere.log_in("joe", PASSWORD).await.outcome(), "303 /articles/");
    let stored = app.texts("SELECT password FROM users WHERE username = 'joe'").await;
    assert!(stored[0].contains("$m=9000,t=1,"));
    // On the next page, and on the one after it.
    for _ in 0..2 {
        let page = joe.get("/accounts/").await;
        assert_eq!((page.status, page.user_name().as_deref(), page.cookies_set().len()), (200, Some("joe"), 0));
    }
    assert!(elsewhere.is_known_as("joe").await && kim.is_known_as("kim").await);
    app.execute("UPDATE users SET password = password || 'x' WHERE username = 'joe'").await;
    assert!(!joe.is_known_as("joe").await && !elsewhere.is_known_as("joe").await && kim.is_known_as("kim").await);
});

on_both!(a_json_login_asks_for_a_new_document, async |kind| {
    let app = TestApp::spawn(kind).await;
    app.member("joe").await;
    let mut client = app.visitor();
    let fields = [("username", "joe"), ("password", PASSWORD), ("next", "/articles/create/")];
    let answer = client.post_json(LOGIN, &fields).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.json(), serde_json::json!({ "go": "/articles/create/", "new_document": true }));
    assert!(client.is_known_as("joe").await);
});

on_both!(an_over_long_password_is_refused_before_any_hash_for_known_and_unknown_names, async |kind| {
    let app = TestApp::spawn(kind).await;
    app.member("joe").await;
    let password = "x".repeat(100_000);
    let before = app.app.accounts.hash_runs();
    let mut answers = Vec::new();
    for name in ["joe", "nobody"] {
        let answer = app.visitor().post_json(LOGIN, &[("username", name), ("password", &password)]).await;
        answers.push((answer.status, answer.json()));
    }
    assert_eq!(answers[0], (422, json!({ "invalid": { "password": [{ "password_too_long": { "max": 1024 } }] } })));
    assert_eq!(answers[0], answers[1]);
    assert_eq!(app.app.accounts.hash_runs(), before);
});

on_both!(asvs_6_2_8_a_password_is_compared_exactly_as_it_was_typed, async |kind| {
    let app = TestApp::spawn(kind).await;
    let long = "Quiet river 47 lanterns, ".repeat(5);
    let mut client = app.visitor();
    let fields = [("username", "joe"), ("password1", long.as_str()), ("password2", long.as_str())];
    assert_eq!(client.post_form("/api/accounts/signup", &fields).await.status, 303);
    let other_end = format!("{}x", &long[..long.len() - 1]);
    for wrong in [long.to_lowercase(), long.to_uppercase(), long.trim().to_owned(), other_end, long[..72].to_owned()] {
        assert_eq!(app.visitor().log_in("joe", &wrong).await.outcome(), "303 /accounts/login/", "{wrong}");
    }
    assert_eq!(app.visitor().log_in("joe", &long).await.outcome(), "303 /articles/");
});
