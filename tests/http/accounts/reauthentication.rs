//! Actions that ask for the password again and then complete with their own values.

use latchkey::server::clock::now;
use tokio::task::JoinSet;

use crate::support::{Client, Kind, PASSWORD, Style, TestApp, number, on_both};

const CONFIRM: &str = "/api/accounts/reauthenticate";
const PAGE: &str = "/accounts/reauthenticate/";
const EMAIL: [(&str, &str); 3] = [("email", "joe@example.com"), ("first_name", "Joe"), ("last_name", "Doe")];

/// A user who entered the password too long ago.
async fn stale(kind: Kind) -> (TestApp, Client) {
    let app = TestApp::spawn(kind).await;
    let client = app.member("joe").await;
    app.forget_password_of(&client).await;
    (app, client)
}

on_both!(asvs_7_5_1_an_action_that_needs_a_recent_password_is_refused_without_one, async |kind| {
    let (app, mut client) = stale(kind).await;
    let other = client.elsewhere("joe").await;
    let id = app.session_id(&other).await.to_string();
    for (path, fields) in [
        ("/api/accounts/update", EMAIL.to_vec()),
        ("/api/accounts/sessions/end", vec![("id", id.as_str())]),
        ("/api/accounts/sessions/end-others", vec![]),
        ("/api/accounts/logout-everywhere", vec![]),
    ] {
        let answer = client.post_json(path, &fields).await;
        assert_eq!((answer.status, answer.json()), (403, serde_json::json!("step_up_required")), "{path}");
        assert_eq!(client.post_form(path, &fields).await.outcome(), format!("303 {PAGE}"), "{path}");
    }
    assert!(other.clone().is_known_as("joe").await);
    assert_eq!(app.texts("SELECT email FROM users").await, [""]);
    // An unchanged e-mail address and new names need no password.
    let answer =
        client.post_form("/api/accounts/update", &[("email", ""), ("first_name", "J"), ("last_name", "")]).await;
    assert_eq!(answer.outcome(), "303 /accounts/");
});

on_both!(a_password_counts_for_fifteen_minutes, async |kind| {
    let (app, mut client) = stale(kind).await;
    for (age, status) in [(890, 200), (901, 403)] {
        let session = app.session(client.session().unwrap());
        session.insert("password_entered", now().0 - age).await.unwrap();
        session.save().await.unwrap();
        let answer = client.post_json("/api/accounts/sessions/end-others", &[]).await;
        assert_eq!(answer.status, status, "{age}: {}", answer.body);
    }
});

on_both!(the_page_names_the_pending_action_and_then_completes_it_with_its_values, async |kind| {
    let (app, mut client) = stale(kind).await;
    let answer = client.post_form("/api/accounts/update", &EMAIL).await;
    let page = client.follow(&answer).await;
    assert_eq!(page.heading(), "Confirm it is you");
    assert!(page.has("Enter your password to change your e-mail address."), "{}", page.html);
    let token = page.value_of("action");
    assert_eq!(token.len(), 32);

    let answer = client.post_form(CONFIRM, &[("password", "wrong"), ("action", &token)]).await;
    let page = client.follow(&answer).await;
    assert_eq!(page.errors_on("password"), ["That is not your password."]);
    assert!(!page.control("password").contains("value="));
    assert_eq!(app.texts("SELECT email FROM users").await, [""]);

    let before = client.session().unwrap().to_owned();
    let answer = client.post_form(CONFIRM, &[("password", PASSWORD), ("action", &page.value_of("action"))]).await;
    assert_eq!(answer.outcome(), "303 /accounts/");
    assert_eq!(app.texts("SELECT email || first_name || last_name FROM users").await, ["joe@example.comJoeDoe"]);
    assert_ne!(client.session().unwrap(), before, "ASVS 7.2.4: a new id");
    assert!(!app.session_exists(&before).await);
    assert!(client.get("/accounts/").await.has("Profile saved."));
    // The action runs once.
    let answer = client.post_form(CONFIRM, &[("password", PASSWORD), ("action", &token)]).await;
    assert_eq!(answer.outcome(), "303 /accounts/");
    assert!(!client.get("/accounts/").await.has("Profile saved."));
});

on_both!(a_prompt_completes_only_the_action_that_it_was_shown_for, async |kind| {
    let (app, mut client) = stale(kind).await;
    let other = client.elsewhere("joe").await;
    let answer = client.post_form("/api/accounts/sessions/end-others", &[]).await;
    let ending = client.follow(&answer).await.value_of("action");
    let answer = client.post_form("/api/accounts/update", &EMAIL).await;
    let change = client.follow(&answer).await.value_of("action");
    // Each tab completes its own action, whatever is pending in the other.
    client.post_form(CONFIRM, &[("password", PASSWORD), ("action", &change)]).await;
    assert_eq!(app.texts("SELECT email FROM users").await, ["joe@example.com"]);
    assert!(other.clone().is_known_as("Joe Doe").await);
    let answer = client.post_form(CONFIRM, &[("password", PASSWORD), ("action", &ending)]).await;
    assert_eq!(answer.outcome(), "303 /accounts/sessions/");
    assert!(!other.clone().is_known_as("Joe Doe").await);
});

on_both!(an_expired_or_unknown_pending_action_is_not_done_and_reported, async |kind| {
    let (app, mut client) = stale(kind).await;
    let answer = client.post_form("/api/accounts/update", &EMAIL).await;
    let token = client.follow(&answer).await.value_of("action");
    // The action was pending for longer than it may be.
    let session = app.session(client.session().unwrap());
    let sealed: String = session.get("pending_actions").await.unwrap().unwrap();
    let mut pending: serde_json::Value = app.app.secret_key.open("pending_actions", &sealed).unwrap();
    pending[0]["at"] = 1.into();
    session.insert("pending_actions", app.app.secret_key.seal("pending_actions", &pending).unwrap()).await.unwrap();
    session.save().await.unwrap();
    for token in [token.as_str(), "0"] {
        let answer = client.post_form(CONFIRM, &[("password", PASSWORD), ("action", token)]).await;
        assert_eq!(answer.outcome(), "303 /accounts/");
        assert!(client.get("/accounts/").await.has("Nothing was waiting for this password"));
        assert_eq!(app.texts("SELECT email FROM users").await, [""]);
    }
});

on_both!(at_most_four_actions_are_pending, async |kind| {
    let (app, mut client) = stale(kind).await;
    for _ in 0..9 {
        client.post_form("/api/accounts/update", &EMAIL).await;
    }
    let sealed = app.session_data(client.session().unwrap()).await["pending_actions"].as_str().unwrap().to_owned();
    let pending: serde_json::Value = app.app.secret_key.open("pending_actions", &sealed).unwrap();
    assert_eq!(pending.as_array().unwrap().len(), 4);
});

on_both!(the_hydrated_page_sends_its_form_again_after_the_password, async |kind| {
    let (app, mut client) = stale(kind).await;
    assert_eq!(client.post_json("/api/accounts/update", &EMAIL).await.status, 403);
    let wrong = client.post_json(CONFIRM, &[("password", "wrong")]).await;
    assert_eq!(wrong.json(), serde_json::json!({ "invalid": { "password": ["wrong_password"] } }));
    assert_eq!(client.post_json(CONFIRM, &[("password", PASSWORD)]).await.status, 200);
    assert_eq!(client.post_json("/api/accounts/update", &EMAIL).await.status, 200);
    assert_eq!(app.texts("SELECT email FROM users").await, ["joe@example.com"]);
});

on_both!(a_setting_can_ask_for_the_password_before_each_action, async |kind| {
    let app = TestApp::spawn_with(kind, |settings| settings.accounts.step_up_age = number(0)).await;
    let mut client = app.member("joe").await;
    let end = "/api/accounts/sessions/end-others";
    assert_eq!(client.post_json(end, &[]).await.status, 403);
    assert_eq!(client.post_json(CONFIRM, &[("password", PASSWORD)]).await.status, 200);
    assert_eq!(client.post_json(end, &[]).await.status, 200);
    assert_eq!(client.post_json(end, &[]).await.status, 403);
});

on_both!(a_password_entered_for_one_action_is_used_up_even_when_the_action_is_refused, async |kind| {
    let app = TestApp::spawn_with(kind, |settings| settings.accounts.step_up_age = number(0)).await;
    for style in Style::BOTH {
        let mut client = app.member(&format!("joe{style:?}")).await;
        assert_eq!(client.post_json(CONFIRM, &[("password", PASSWORD)]).await.status, 200);
        assert_eq!(client.post("/api/accounts/sessions/end", style, &[("id", "999999")]).await.status, 404);
        assert_eq!(client.post_json("/api/accounts/sessions/end-others", &[]).await.status, 403, "{style:?}");
    }
});

on_both!(a_pending_action_holds_only_known_fields_and_no_password, async |kind| {
    let (app, mut client) = stale(kind).await;
    let fields = [&EMAIL[..], &[("password", "secret words"), ("is_superuser", "on")]].concat();
    client.post_form("/api/accounts/update", &fields).await;
    let sealed = app.session_data(client.session().unwrap()).await["pending_actions"].as_str().unwrap().to_owned();
    let opened: serde_json::Value = app.app.secret_key.open("pending_actions", &sealed).unwrap();
    assert_eq!(
        opened[0]["fields"],
        serde_json::json!({ "email": "joe@example.com", "first_name": "Joe", "last_name": "Doe" })
    );
});

on_both!(the_password_leads_to_a_safe_next_only, async |kind| {
    let (_app, mut client) = stale(kind).await;
    for (next, outcome) in [
        ("/accounts/sessions/", "303 /accounts/sessions/"),
        ("https://evil.example/", "303 /accounts/"),
        ("//evil.example", "303 /accounts/"),
        ("", "303 /accounts/"),
    ] {
        assert_eq!(client.post_form(CONFIRM, &[("password", PASSWORD), ("next", next)]).await.outcome(), outcome);
    }
    let page = client.get("/accounts/reauthenticate/?next=/accounts/sessions/").await;
    assert_eq!(page.value_of("next"), "/accounts/sessions/");
});

on_both!(signing_up_and_logging_in_count_as_entering_the_password, async |kind| {
    for style in Style::BOTH {
        let app = TestApp::spawn(kind).await;
        let mut client = app.member("joe").await;
        assert_ne!(
            client.post(("/api/accounts/sessions/end-others").to_owned().as_str(), style, &[]).await.status,
            403
        );
        let mut other = client.elsewhere("joe").await;
        let answer = other.post(&String::from("/api/accounts/sessions/end-others"), style, &[]).await;
        assert!([200, 303].contains(&answer.status) && answer.header("location") != Some(PAGE));
    }
});

on_both!(a_password_entered_for_a_pending_action_is_used_up_even_when_the_action_is_refused, async |kind| {
    let app = TestApp::spawn_with(kind, |settings| settings.accounts.step_up_age = number(0)).await;
    for style in Style::BOTH {
        let mut client = app.member(&format!("joe{style:?}")).await;
        let answer = client.post_form("/api/accounts/sessions/end", &[("id", "999999")]).await;
        let token = client.follow(&answer).await.value_of("action");
        assert_eq!(client.post(CONFIRM, style, &[("password", PASSWORD), ("action", &token)]).await.status, 404);
        assert_eq!(client.post_json("/api/accounts/sessions/end-others", &[]).await.status, 403, "{style:?}");
    }
});

on_both!(a_password_entered_for_one_action_counts_for_one_of_several_at_once, async |kind| {
    let app = TestApp::spawn_with(kind, |settings| settings.accounts.step_up_age = number(0)).await;
    let mut client = app.member("joe").await;
    let mut ids = Vec::new();
    for _ in 0..4 {
        ids.push(app.session_id(&client.elsewhere("joe").await).await.to_string());
    }
    assert_eq!(client.post_json(CONFIRM, &[("password", PASSWORD)]).await.status, 200);
    let mut posts = JoinSet::new();
    for id in ids {
        let mut client = client.clone();
        posts.spawn(async move { client.post_json("/api/accounts/sessions/end", &[("id", &id)]).await.status });
    }
    let mut statuses = posts.join_all().await;
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 403, 403, 403]);
    assert_eq!(app.rows("sessions").await, 4);
});

on_both!(a_pending_action_runs_once_and_the_session_stays_when_its_password_is_sent_twice_at_once, async |kind| {
    let (app, mut client) = stale(kind).await;
    let answer = client.post_form("/api/accounts/update", &EMAIL).await;
    let token = client.follow(&answer).await.value_of("action");
    let mut posts = JoinSet::new();
    for _ in 0..3 {
        let (mut client, token) = (client.clone(), token.clone());
        posts.spawn(async move {
            let answer = client.post_form(CONFIRM, &[("password", PASSWORD), ("action", &token)]).await;
            (answer.outcome() == "303 /accounts/", answer, client)
        });
    }
    let (done, late): (Vec<_>, Vec<_>) = posts.join_all().await.into_iter().partition(|(is_done, ..)| *is_done);
    assert_eq!((done.len(), late.len()), (1, 2));
    assert_eq!(app.number("SELECT COUNT(*) FROM activity WHERE event = 'email_changed'").await, 1);
    for (_, answer, _) in &late {
        // The session goes on under its new id: what is on the device stays.
        assert!(answer.headers.get("clear-site-data").is_none() && answer.headers.get("set-cookie").is_none());
    }
    let (_, _, mut client) = done.into_iter().next().unwrap();
    assert!(client.is_known_as("Joe Doe").await);
});

on_both!(a_session_lives_its_full_age_after_a_password_with_a_pending_action, async |kind| {
    let (app, mut client) = stale(kind).await;
    app.execute("UPDATE sessions SET authenticated = authenticated - 1000").await;
    let answer = client.post_form("/api/accounts/update", &EMAIL).await;
    let token = client.follow(&answer).await.value_of("action");
    client.post_form(CONFIRM, &[("password", PASSWORD), ("action", &token)]).await;
    let after_action = app.number("SELECT expires - authenticated FROM sessions").await;
    client.post_form(CONFIRM, &[("password", PASSWORD)]).await;
    assert_eq!(after_action, app.number("SELECT expires - authenticated FROM sessions").await);
});
