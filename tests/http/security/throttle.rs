//! Throttling: after too many failures the next attempt has to wait, the same for every name, and longer each time.

use latchkey::accounts::server::throttle::Throttle;

use crate::support::{
    Answer, Client, PASSWORD, Style, TestApp, number, on_both,
    throttle::{FREE, LOGIN, credentials, throttled, use_up},
};

on_both!(asvs_6_3_1_after_too_many_failures_the_next_attempt_has_to_wait_and_reads_how_long, async |kind| {
    let app = throttled(kind).await;
    app.member("joe").await;
    use_up(&app, "joe").await;
    let json = app.visitor().post_json(LOGIN, &credentials("joe", PASSWORD)).await;
    let wait = json.json()["throttled"]["retry_after"].as_u64().unwrap();
    assert!(json.status == 429 && (28..=30).contains(&wait), "{}", json.body);
    assert_eq!(json.header("retry-after"), Some(wait.to_string().as_str()));

    let page = app.visitor().post_form(LOGIN, &credentials("joe", PASSWORD)).await;
    assert_eq!((page.status, page.heading().as_str()), (429, "Log in"));
    assert!(page.alert().unwrap().contains("Too many tries. You can try again in "), "{:?}", page.alert());
    assert_eq!(page.value_of("username"), "joe");
    assert!(page.header("retry-after").is_some() && page.cookies_set().is_empty());
    // After the wait the right password is enough, and the count starts again.
    app.execute("UPDATE throttle SET blocked_until = blocked_until - 60").await;
    assert_eq!(app.visitor().log_in("joe", PASSWORD).await.outcome(), "303 /articles/");
    use_up(&app, "joe").await;
});

on_both!(the_wait_doubles_with_each_further_failure, async |kind| {
    let app = throttled(kind).await;
    use_up(&app, "joe").await;
    let mut waits = Vec::new();
    for _ in 0..9 {
        let answer = app.visitor().post_json(LOGIN, &credentials("joe", "wrong")).await;
        waits.push(answer.json()["throttled"]["retry_after"].as_i64().unwrap());
        app.execute("UPDATE throttle SET blocked_until = 0").await;
        assert_eq!(app.visitor().post_json(LOGIN, &credentials("joe", "wrong")).await.status, 422);
    }
    for (wait, expected) in waits.iter().zip([30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600]) {
        assert!((expected - 2..=expected).contains(wait), "{waits:?}");
    }
});

on_both!(b28_a_refusal_for_throttling_is_the_same_for_every_name_and_password_and_runs_no_hash, async |kind| {
    let app = throttled(kind).await;
    for name in ["joe", "away", "locked"] {
        app.member(name).await;
    }
    app.execute("UPDATE users SET is_active = FALSE WHERE username = 'away'").await;
    app.execute("UPDATE users SET password = '!00112233445566778899aabbccddeeff00112233' WHERE username = 'locked'")
        .await;
    for name in ["joe", "away", "locked", "nobody", "no body!"] {
        use_up(&app, name).await;
        app.execute("UPDATE throttle SET blocked_until = 9999999999 WHERE blocked_until > 0").await;
    }
    let runs = app.app.accounts.hash_runs();
    for style in Style::BOTH {
        let mut seen: Vec<Visible> = Vec::new();
        for (name, password) in [
            ("joe", PASSWORD),
            ("joe", "wrong"),
            ("away", PASSWORD),
            ("locked", "wrong"),
            ("nobody", PASSWORD),
            ("no body!", "wrong"),
        ] {
            let answer = app.visitor().post(LOGIN, style, &credentials(name, password)).await;
            seen.push(visible(&answer, name));
        }
        assert!(seen.iter().all(|one| one.0 == 429 && *one == seen[0]), "{seen:#?}");
    }
    assert_eq!(app.app.accounts.hash_runs(), runs);
});

/// Status, text and headers.
type Visible = (u16, String, Vec<(String, String)>);

/// The parts of an answer that a client can compare, without the name and the seconds.
fn visible(answer: &Answer, name: &str) -> Visible {
    let body = match answer.header("content-type") {
        Some("application/json") => answer.body.split("retry_after").next().unwrap().to_owned(),
        _ => answer.html.split("<main").nth(1).unwrap().replace(name, "…"),
    };
    // The number of seconds differs.
    let body = body.chars().filter(|c| !c.is_ascii_digit()).collect();
    let headers = answer.telling_headers().into_iter();
    let headers = headers.filter(|(name, _)| !["retry-after", "content-length"].contains(&name.as_str())).collect();
    (answer.status, body, headers)
}

on_both!(b28_b29_a_wrong_login_looks_and_costs_the_same_for_every_name_with_throttling_on, async |kind| {
    let app = throttled(kind).await;
    for name in ["joe", "away"] {
        app.member(name).await;
    }
    app.execute("UPDATE users SET is_active = FALSE WHERE username = 'away'").await;
    let mut seen = Vec::new();
    for (name, password) in [("joe", "wrong"), ("away", PASSWORD), ("nobody", PASSWORD), ("no body!", "wrong")] {
        let runs = app.app.accounts.hash_runs();
        let answer = app.visitor().post_json(LOGIN, &credentials(name, password)).await;
        seen.push((answer.status, answer.body.clone(), answer.telling_headers(), app.app.accounts.hash_runs() - runs));
    }
    assert!(seen.iter().all(|one| one.3 == 1 && *one == seen[0]), "{seen:#?}");
});

on_both!(failures_are_stored_so_that_a_restart_and_a_second_server_count_them, async |kind| {
    let app = throttled(kind).await;
    use_up(&app, "joe").await;
    let second = app.changed(|_| {});
    let answer = Client::of(&second).post_json(LOGIN, &credentials("joe", PASSWORD)).await;
    assert_eq!(answer.status, 429);
    assert!(
        app.texts("SELECT bucket FROM throttle").await.iter().all(|bucket| bucket.len() == 64),
        "no name, no address"
    );
});

on_both!(concurrent_attempts_are_all_counted, async |kind| {
    let app = throttled(kind).await;
    let tries = (0..60).map(|_| {
        let mut visitor = app.visitor();
        async move { visitor.post_json(LOGIN, &credentials("joe", "wrong")).await.status }
    });
    let mut set = tokio::task::JoinSet::new();
    tries.for_each(|one| _ = set.spawn(one));
    let statuses = set.join_all().await;
    let tried = statuses.iter().filter(|status| **status == 422).count();
    assert!((FREE..=15).contains(&tried), "{statuses:?}");
    assert_eq!(app.visitor().post_json(LOGIN, &credentials("joe", "wrong")).await.status, 429);
});

on_both!(concurrent_successful_logins_are_not_throttled, async |kind| {
    let app = throttled(kind).await;
    for number in 0..8 {
        app.member(&format!("user{number}")).await;
    }
    let mut set = tokio::task::JoinSet::new();
    for number in 0..64 {
        let mut visitor = app.visitor();
        set.spawn(async move { visitor.log_in(&format!("user{}", number % 8), PASSWORD).await.outcome() });
    }
    let outcomes = set.join_all().await;
    assert!(outcomes.iter().all(|outcome| outcome == "303 /articles/"), "{outcomes:?}");
    assert_eq!(
        app.number(
            "SELECT CAST(COALESCE(SUM(failures + in_flight), 0) AS BIGINT) FROM throttle \
        WHERE failures + in_flight <> 8"
        )
        .await,
        0,
        "only the eight sign-ups are counted"
    );
});

on_both!(an_attempt_counts_even_when_the_server_fails, async |kind| {
    let app = throttled(kind).await;
    app.member("joe").await;
    app.execute("ALTER TABLE activity RENAME TO hidden").await;
    for _ in 0..15 {
        assert_eq!(app.visitor().post_json(LOGIN, &credentials("joe", "wrong")).await.status, 503);
    }
    app.execute("ALTER TABLE hidden RENAME TO activity").await;
    assert_eq!(app.visitor().post_json(LOGIN, &credentials("joe", PASSWORD)).await.status, 429);
    // After a minute in flight they count as failures.
    app.execute("UPDATE throttle SET updated = updated - 61").await;
    assert_eq!(app.visitor().post_json(LOGIN, &credentials("joe", "wrong")).await.status, 422);
    let wait = app.visitor().post_json(LOGIN, &credentials("joe", PASSWORD)).await;
    assert!(wait.json()["throttled"]["retry_after"].as_i64().unwrap() > 3_000, "{}", wait.body);
});

on_both!(a_wrong_password_at_the_prompt_is_in_the_activity_of_its_user, async |kind| {
    let app = throttled(kind).await;
    let mut client = app.member("joe").await;
    client.post_form("/api/accounts/reauthenticate", &[("password", "wrong")]).await;
    let page = client.get("/accounts/activity/").await;
    assert_eq!(page.elements("strong"), ["Wrong password entered", "Signed up"]);
});

on_both!(reauthentication_is_throttled_by_its_own_failures_and_not_by_those_of_other_browsers, async |kind| {
    let app = throttled(kind).await;
    let mut client = app.member("joe").await;
    use_up(&app, "joe").await;
    let confirm = "/api/accounts/reauthenticate";
    assert_eq!(
        client.post_json(confirm, &[("password", PASSWORD)]).await.status,
        200,
        "failures elsewhere do not count here"
    );
    for _ in 0..FREE {
        assert_eq!(client.post_json(confirm, &[("password", "wrong")]).await.status, 422);
    }
    let new = [("new_password1", "seven copper kettles"), ("new_password2", "seven copper kettles")];
    let change = [&[("old_password", PASSWORD)][..], &new].concat();
    for (path, fields) in [
        (confirm, vec![("password", PASSWORD)]),
        ("/api/accounts/password", change),
        ("/api/accounts/delete", vec![("password", PASSWORD)]),
    ] {
        assert_eq!(client.post_json(path, &fields).await.status, 429, "{path}");
        let page = client.post_form(path, &fields).await;
        assert_eq!(page.status, 429, "{path}");
        assert!(page.alert().unwrap().contains("try again in"));
    }
    assert_eq!(app.rows("users").await, 1);
});

on_both!(signing_up_is_throttled_after_many_accounts_and_many_taken_names, async |kind| {
    let app = throttled(kind).await;
    app.member("joe").await;
    let signup = "/api/accounts/signup";
    let fields = |name: &'static str| [("username", name), ("password1", PASSWORD), ("password2", PASSWORD)];
    for _ in 0..10 {
        let typo = [("username", "kim"), ("password1", PASSWORD), ("password2", "other")];
        assert_eq!(app.visitor().post_json(signup, &typo).await.status, 422, "a typing error is not counted");
    }
    for _ in 0..20 {
        assert_eq!(app.visitor().post_json(signup, &fields("joe")).await.status, 422);
    }
    let page = app.visitor().post_form(signup, &fields("kim")).await;
    assert_eq!((page.status, page.value_of("username").as_str()), (429, "kim"));
    assert!(!page.body.contains(PASSWORD));
});

on_both!(a_full_hash_queue_counts_as_no_failure, async |kind| {
    let app = TestApp::spawn_with(kind, |settings| {
        settings.accounts.throttle = true;
        settings.accounts.hash_queue = number(64);
        settings.accounts.hash_iterations = number(100);
    })
    .await;
    let mut set = tokio::task::JoinSet::new();
    for n in 0..90 {
        let mut visitor = app.visitor();
        set.spawn(async move { visitor.post_json(LOGIN, &credentials(&format!("u{n}"), "wrong")).await.status });
    }
    let statuses = set.join_all().await;
    let (busy, throttled) =
        (statuses.iter().filter(|s| **s == 503).count(), statuses.iter().filter(|s| **s == 429).count());
    assert!(busy + throttled > 0);
    let counted = app.number("SELECT CAST(SUM(failures + in_flight) AS BIGINT) FROM throttle").await;
    let tried = i64::try_from(statuses.len() - busy - throttled).unwrap();
    assert_eq!(counted, 2 * tried, "each hashed attempt counts for its account and its network: {statuses:?}");
});

on_both!(rows_that_no_longer_count_are_deleted, async |kind| {
    let app = throttled(kind).await;
    use_up(&app, "joe").await;
    app.visitor().log_in("kim", "wrong").await;
    assert_eq!(Throttle::delete_old(&app.app.db, 10).await.unwrap(), 0);
    app.execute("UPDATE throttle SET updated = 1, blocked_until = 0").await;
    assert_eq!(Throttle::delete_old(&app.app.db, 1).await.unwrap(), 1);
    assert_eq!(Throttle::delete_old(&app.app.db, 10).await.unwrap(), 2);
});
