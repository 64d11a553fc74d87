//! Signing up: fields, errors, all of them at once, and races for one name.

use tokio::task::JoinSet;

use crate::support::{Answer, PASSWORD, Style, TestApp, on_both};

const SIGNUP: &str = "/api/accounts/signup";
const AGAIN: &str = "Enter the password again.";
const TAKEN: [&str; 1] = ["That user name is taken."];

/// Posts the plain form and gives the page that shows it again.
async fn refused(app: &TestApp, username: &str, password1: &str, password2: &str) -> Answer {
    let mut client = app.visitor();
    let fields = [("username", username), ("password1", password1), ("password2", password2)];
    let answer = client.post_form(SIGNUP, &fields).await;
    assert_eq!(answer.outcome(), "303 /accounts/signup/", "{username}");
    client.follow(&answer).await
}

on_both!(b11_the_form_has_djangos_fields_in_djangos_order, async |kind| {
    let app = TestApp::spawn(kind).await;
    let page = app.visitor().get("/accounts/signup/").await;
    assert_eq!(page.heading(), "Sign up");
    let at = |name: &str| page.html.find(&format!("name=\"{name}\"")).unwrap();
    assert!(at("username") < at("password1") && at("password1") < at("password2"));
    let username = page.control("username");
    for part in ["autofocus", "autocapitalize=\"none\"", "autocomplete=\"username\"", "maxlength=\"150\""] {
        assert!(username.contains(part), "{username}");
    }
    for name in ["password1", "password2"] {
        assert!(page.control(name).contains("autocomplete=\"new-password\""), "{name}");
    }
});

on_both!(b12_a_missing_field_is_an_error_on_that_field, async |kind| {
    let app = TestApp::spawn(kind).await;
    let before = app.app.accounts.hash_runs();
    let page = refused(&app, "", "", "").await;
    for (name, required) in
        [("username", "Enter a user name."), ("password1", "Enter a password."), ("password2", AGAIN)]
    {
        assert_eq!(page.errors_on(name), [required]);
    }
    let page = refused(&app, "joe", PASSWORD, "").await;
    assert_eq!(
        (page.errors_on("password1").len(), page.errors_on("password2").as_slice()),
        (0, &[AGAIN.to_owned()][..])
    );
    let answer = app.visitor().post_json(SIGNUP, &[]).await;
    assert_eq!((answer.status, answer.json()["invalid"].as_object().unwrap().len()), (422, 3));
    assert_eq!((app.rows("users").await, app.app.accounts.hash_runs()), (0, before));
});

on_both!(b12_two_different_passwords_are_one_error_on_the_confirmation, async |kind| {
    let app = TestApp::spawn(kind).await;
    let page = refused(&app, "joe", PASSWORD, "123").await;
    assert_eq!(page.errors_on("password2"), ["The two passwords are not the same."]);
    assert!(page.errors_on("password1").is_empty() && page.errors_on("username").is_empty());
});

on_both!(b12_b20_b21_b22_all_broken_password_rules_stand_on_the_confirmation_at_once, async |kind| {
    let app = TestApp::spawn(kind).await;
    let page = refused(&app, "bad name!", "1234567", "1234567").await;
    assert_eq!(page.errors_on("username").len(), 1);
    assert!(page.errors_on("password1").is_empty());
    assert_eq!(
        page.errors_on("password2"),
        [
            "This password is too short: use at least 8 characters.",
            "This password is just numbers: add letters or words."
        ]
    );
    let page = refused(&app, "joe", " Password1 ", " Password1 ").await;
    assert_eq!(page.errors_on("password2"), ["This password is too common: many people use it."]);
    assert_eq!(app.rows("users").await, 0);
});

on_both!(b13_a_password_close_to_the_new_name_is_refused, async |kind| {
    let app = TestApp::spawn(kind).await;
    let similar = ["This password is too much like your user name."];
    let page = refused(&app, "wintermute", "etumretniw", "etumretniw").await;
    assert_eq!(page.errors_on("password2"), similar);
});

on_both!(b13_the_password_is_compared_with_the_normalised_name, async |kind| {
    let app = TestApp::spawn(kind).await;
    let fields = [("username", "ｗｉｎｔｅｒｍｕｔｅ"), ("password1", "wintermute1"), ("password2", "wintermute1")];
    let answer = app.visitor().post_json(SIGNUP, &fields).await;
    assert_eq!(answer.status, 422, "{}", answer.body);
    assert!(answer.body.contains("password_too_similar"), "{}", answer.body);
});

on_both!(b5_b6_a_name_that_exists_in_another_case_or_width_is_taken, async |kind| {
    let app = TestApp::spawn(kind).await;
    app.member("Straße").await;
    for name in ["Straße", "STRASSE", "straße", "Ｓｔｒａｓｓｅ"] {
        let page = refused(&app, name, PASSWORD, PASSWORD).await;
        assert_eq!(page.errors_on("username"), TAKEN, "{name}");
        assert_eq!(page.value_of("username"), name);
        assert!(!page.body.contains(PASSWORD));
    }
    assert_eq!(app.texts("SELECT username FROM users").await, ["Straße"]);
});

on_both!(b15_b66_a_new_user_has_no_rights_whatever_is_posted, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.visitor();
    let fields = [
        ("username", "홍길동"),
        ("password1", PASSWORD),
        ("password2", PASSWORD),
        ("is_superuser", "on"),
        ("is_staff", "true"),
        ("is_active", "0"),
        ("id", "1"),
        ("email", "a@example.com"),
        ("groups", "admin"),
    ];
    assert_eq!(client.post_form(SIGNUP, &fields).await.outcome(), "303 /articles/");
    assert!(client.is_known_as("홍길동").await);
    let plain = "SELECT COUNT(*) FROM users WHERE is_active AND NOT is_staff AND NOT is_superuser AND email = '' \
        AND last_login IS NOT NULL";
    assert_eq!(app.number(plain).await, 1);
    assert!(app.texts("SELECT password FROM users").await[0].starts_with("$argon2id$v=19$m=8192,t=1,p=1$"));
});

on_both!(b16_of_eight_concurrent_signups_for_one_name_one_wins, async |kind| {
    let app = TestApp::spawn(kind).await;
    let names = ["joe", "Joe", "JOE", "jOe", "ｊｏｅ", "joe", "joE", "joe"];
    let mut tasks = JoinSet::new();
    for (index, name) in names.into_iter().enumerate() {
        let (mut client, style) = (app.visitor(), Style::BOTH[index % 2]);
        tasks.spawn(async move {
            let fields = [("username", name), ("password1", PASSWORD), ("password2", PASSWORD)];
            let answer = client.post(SIGNUP, style, &fields).await;
            match style {
                Style::Json => (answer.status, answer.body),
                Style::Plain if answer.outcome() == "303 /articles/" => (200, answer.body),
                Style::Plain => {
                    assert_eq!(answer.outcome(), "303 /accounts/signup/");
                    let page = client.follow(&answer).await;
                    assert_eq!(page.errors_on("username"), TAKEN);
                    (422, "username_taken".to_owned())
                }
            }
        });
    }
    let answers = tasks.join_all().await;
    assert_eq!(answers.iter().filter(|(status, _)| *status == 200).count(), 1, "{answers:?}");
    let lost = answers.iter().filter(|(status, body)| *status == 422 && body.contains("username_taken"));
    assert_eq!(lost.count(), 7, "{answers:?}");
    assert_eq!((app.rows("users").await, app.rows("sessions").await), (1, 1));
});

on_both!(b17_a_logged_in_user_is_redirected_from_both_get_and_post, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    assert_eq!(client.get("/accounts/signup/").await.outcome(), "302 /articles/");
    let fields = [("username", "kim"), ("password1", PASSWORD), ("password2", PASSWORD)];
    assert_eq!(client.post_form(SIGNUP, &fields).await.outcome(), "303 /articles/");
    let answer = client.post_json(SIGNUP, &fields).await;
    assert_eq!((answer.status, answer.json()), (403, serde_json::json!("anonymous_only")));
    assert_eq!(app.rows("users").await, 1);
    assert!(client.is_known_as("joe").await);
});

on_both!(a_password_of_144_characters_is_accepted_and_one_of_100_000_costs_no_hash, async |kind| {
    let app = TestApp::spawn(kind).await;
    let (long, endless) =
        ("여러 단어로 된 긴 문장 ".repeat(12)[..].chars().take(144).collect::<String>(), "x".repeat(100_000));
    let fields = [("username", "joe"), ("password1", long.as_str()), ("password2", long.as_str())];
    assert_eq!(app.visitor().post_form(SIGNUP, &fields).await.outcome(), "303 /articles/");
    assert_eq!(app.visitor().log_in("joe", &long).await.outcome(), "303 /articles/");
    let before = app.app.accounts.hash_runs();
    let page = refused(&app, "kim", &endless, &endless).await;
    assert_eq!(page.errors_on("password2"), ["This password is too long: use at most 1024 characters."]);
    assert_eq!(app.app.accounts.hash_runs(), before);
});
on_both!(b1_b4_a_name_of_150_characters_is_accepted_and_a_longer_one_is_not, async |kind| {
    let app = TestApp::spawn(kind).await;
    app.member(&"가".repeat(150)).await;
    let page = refused(&app, &"가".repeat(151), PASSWORD, PASSWORD).await;
    assert_eq!(page.errors_on("username"), ["Use at most 150 characters; this has 151."]);
});
