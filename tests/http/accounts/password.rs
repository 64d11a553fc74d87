//! The password change: B62 to B65, S11.

use latchkey::shared::PasswordRule;

use crate::support::{Client, Kind, PASSWORD, Style, TestApp, on_both};

const CHANGE: &str = "/api/accounts/password";
const NEW: &str = "seven copper kettles sing";

fn fields<'a>(old: &'a str, new: &'a str, again: &'a str) -> [(&'static str, &'a str); 3] {
    [("old_password", old), ("new_password1", new), ("new_password2", again)]
}

async fn joe(kind: Kind) -> (TestApp, Client) {
    let app = TestApp::spawn(kind).await;
    let client = app.member("joe").await;
    (app, client)
}

on_both!(b62_the_form_asks_for_the_old_password_first, async |kind| {
    let (_app, mut client) = joe(kind).await;
    let page = client.get("/accounts/password/").await;
    assert_eq!((page.status, page.heading().as_str()), (200, "Change password"));
    let order: Vec<usize> = ["old_password", "new_password1", "new_password2"]
        .map(|name| page.html.find(&format!("name=\"{name}\"")).unwrap())
        .into();
    assert!(order.is_sorted());
    let old = page.control("old_password");
    assert!(old.contains("autofocus") && old.contains("autocomplete=\"current-password\""), "{old}");
    for name in ["new_password1", "new_password2"] {
        assert!(
            page.control(name).contains("autocomplete=\"new-password\"")
                && page.control(name).contains("type=\"password\"")
        );
    }
    for rule in [
        "At least 8 characters",
        "Must not be like your name",
        "Must not be a commonly used",
        "Must not be just numbers",
    ] {
        assert!(page.elements("li").iter().any(|line| line.contains(rule)), "B23: {rule}");
    }
});

on_both!(b63_each_error_stands_on_its_field_and_nothing_changes, async |kind| {
    let (app, mut client) = joe(kind).await;
    let before = app.texts("SELECT password FROM users").await;
    let long = "x".repeat(2_000);
    for (posted, field, errors) in [
        (fields("wrong", NEW, NEW), "old_password", vec!["That is not your password."]),
        (fields("", NEW, NEW), "old_password", vec!["Enter your old password."]),
        (fields(&long, NEW, NEW), "old_password", vec!["This password is too long: use at most 1024 characters."]),
        (fields(PASSWORD, "", NEW), "new_password1", vec!["Enter a new password."]),
        (fields(PASSWORD, NEW, ""), "new_password2", vec!["Enter the password again."]),
        (fields(PASSWORD, NEW, "other"), "new_password2", vec!["The two passwords are not the same."]),
        (
            fields(PASSWORD, "123456", "123456"),
            "new_password2",
            vec![
                "This password is too short: use at least 8 characters.",
                "This password is just numbers: add letters or words.",
            ],
        ),
        (
            fields(PASSWORD, "password1", "password1"),
            "new_password2",
            vec!["This password is too common: many people use it."],
        ),
    ] {
        let answer = client.post_form(CHANGE, &posted).await;
        assert_eq!(answer.outcome(), "303 /accounts/password/");
        let page = client.follow(&answer).await;
        assert_eq!(page.errors_on(field), errors, "{posted:?}");
        for name in ["old_password", "new_password1", "new_password2"] {
            assert!(
                !page.control(name).contains("value=") && (name == field || page.errors_on(name).is_empty()),
                "{name}"
            );
        }
        assert_eq!(client.post_json(CHANGE, &posted).await.status, 422);
    }
    assert_eq!(app.texts("SELECT password FROM users").await, before);
    assert!(client.is_known_as("joe").await);
});

on_both!(b13_b63_the_password_rules_know_the_users_data_and_all_errors_come_at_once, async |kind| {
    let (app, mut client) = joe(kind).await;
    app.execute("UPDATE users SET first_name = 'Margarethe', last_name = 'Feuerstein', email = 'lanterns@example.org'")
        .await;
    for (password, piece) in
        [("margarethe1", "given name"), ("Feuersteins", "family name"), ("lanterns!", "e-mail address")]
    {
        let answer = client.post_form(CHANGE, &fields("wrong", password, password)).await;
        let page = client.follow(&answer).await;
        assert_eq!(page.errors_on("new_password2"), [format!("This password is too much like your {piece}.")]);
        assert!(page.errors_on("old_password").is_empty(), "it is compared once the rest is right: each hash is work");
    }
});

on_both!(b64_s11_a_change_keeps_its_session_under_a_new_id_and_ends_every_other, async |kind| {
    for style in Style::BOTH {
        let (app, mut client) = joe(kind).await;
        let mut other = client.elsewhere("joe").await;
        let kim = app.member("kim").await;
        app.put_into_session(client.session().unwrap(), "cart", "apples").await;
        let (old_id, old_hash) = (
            client.session().unwrap().to_owned(),
            app.texts("SELECT password FROM users WHERE username = 'joe'").await,
        );

        let answer = client.post(CHANGE, style, &fields(PASSWORD, NEW, NEW)).await;
        match style {
            Style::Plain => assert_eq!(answer.outcome(), "303 /accounts/password/done/"),
            Style::Json => assert_eq!(answer.json()["go"], "/accounts/password/done/"),
        }
        assert_ne!(client.session().unwrap(), old_id);
        assert!(client.is_known_as("joe").await);
        assert_eq!(app.session_data(client.session().unwrap()).await["cart"], "apples");
        assert_ne!(app.texts("SELECT password FROM users WHERE username = 'joe'").await, old_hash);
        let page = client.get("/accounts/password/done/").await;
        assert_eq!((page.status, page.heading().as_str()), (200, "Password changed"));

        assert!(!app.session_exists(&old_id).await && !other.is_known_as("joe").await);
        assert!(kim.clone().is_known_as("kim").await, "the session of another user is not touched");
        let mut visitor = app.visitor();
        assert_eq!(visitor.log_in("joe", PASSWORD).await.outcome(), "303 /accounts/login/");
        assert_eq!(visitor.log_in("joe", NEW).await.outcome(), "303 /articles/");
    }
});

on_both!(b64_a_change_that_cannot_be_stored_with_its_activity_and_its_session_changes_nothing, async |kind| {
    let (app, mut client) = joe(kind).await;
    let (mut tab, mut other) = (client.clone(), client.elsewhere("joe").await);
    app.execute("ALTER TABLE activity RENAME TO hidden").await;
    assert_eq!(client.post_form(CHANGE, &fields(PASSWORD, NEW, NEW)).await.status, 503);
    app.execute("ALTER TABLE hidden RENAME TO activity").await;
    assert!(tab.is_known_as("joe").await && other.is_known_as("joe").await);
    assert_eq!(app.rows("sessions").await, 2);
    // The old password is still the right one.
    assert_eq!(tab.post_form(CHANGE, &fields(PASSWORD, NEW, NEW)).await.outcome(), "303 /accounts/password/done/");
    assert!(tab.is_known_as("joe").await && !other.is_known_as("joe").await);
});

on_both!(b65_the_same_password_may_be_chosen_again_and_its_hash_still_changes, async |kind| {
    let (app, mut client) = joe(kind).await;
    let before = app.texts("SELECT password FROM users").await;
    let answer = client.post_form(CHANGE, &fields(PASSWORD, PASSWORD, PASSWORD)).await;
    assert_eq!(answer.outcome(), "303 /accounts/password/done/");
    assert_ne!(app.texts("SELECT password FROM users").await, before);
    assert!(client.is_known_as("joe").await);
});

on_both!(the_page_lists_beforehand_which_sessions_will_end, async |kind| {
    let (app, mut client) = joe(kind).await;
    assert!(client.get("/accounts/password/").await.has("You stay logged in here.<"));
    client.elsewhere("joe").await;
    app.execute(
        "UPDATE sessions SET address = '198.51.100.9', user_agent = 'Mozilla/5.0 (Windows NT 10.0) Firefox/144.0' \
        WHERE id = (SELECT MAX(id) FROM sessions)",
    )
    .await;
    let page = client.get("/accounts/password/").await;
    assert!(page.has("These other sessions will end:") && page.has("Firefox on Windows") && page.has("198.51.100.9"));
});

on_both!(b14_passwords_are_never_trimmed, async |kind| {
    let (app, mut client) = joe(kind).await;
    let spaced = "  two spaces on each side  ";
    client.post_form(CHANGE, &fields(PASSWORD, spaced, spaced)).await;
    let mut visitor = app.visitor();
    assert_eq!(visitor.log_in("joe", spaced.trim()).await.outcome(), "303 /accounts/login/");
    assert_eq!(visitor.log_in("joe", spaced).await.outcome(), "303 /articles/");
});

on_both!(b23_the_settings_choose_which_rules_hold_and_the_page_lists_only_those, async |kind| {
    let app = TestApp::spawn_with(kind, |settings| {
        settings.accounts.password_rules = vec![PasswordRule::TooShort];
        settings.accounts.password_min_length = crate::support::number(12);
    })
    .await;
    let mut visitor = app.visitor();
    let page = visitor.get("/accounts/signup/").await;
    assert!(page.has("At least 12 characters") && !page.has("Must not be just numbers") && !page.has("commonly used"));
    let signup = |password| [("username", "joe"), ("password1", password), ("password2", password)];
    assert_eq!(
        visitor.post_form("/api/accounts/signup", &signup("12345678901")).await.outcome(),
        "303 /accounts/signup/"
    );
    assert_eq!(visitor.post_form("/api/accounts/signup", &signup("123456789012")).await.outcome(), "303 /articles/");
});

on_both!(b24_a_hash_of_other_parameters_is_rewritten_by_the_next_successful_login_only, async |kind| {
    let (app, _) = joe(kind).await;
    let before = app.texts("SELECT password FROM users").await;
    let changed = app.changed(|accounts| accounts.hash_iterations = crate::support::number(2));
    let mut client = Client::of(&changed);
    client.log_in("joe", "wrong password").await;
    assert_eq!(app.texts("SELECT password FROM users").await, before, "not on failure");
    client.log_in("joe", PASSWORD).await;
    let after = app.texts("SELECT password FROM users").await;
    assert!(after[0].contains("t=2") && after != before);
    assert!(client.is_known_as("joe").await);
    assert_eq!(app.number("SELECT COUNT(*) FROM activity WHERE event = 'password_changed'").await, 0, "no change");
});
