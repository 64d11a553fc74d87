//! Faults that Django had and this site must not get, one test for each by the number of its CVE (B100). Three stand elsewhere
//! because their tests prove more: CVE-2018-6188 (a login tells that an account is inactive) and CVE-2024-39329 (the time tells that
//! a password is unusable) are
//! `accounts/login.rs::b28_b29_b31_cve_2018_6188_cve_2024_39329_every_wrong_login_looks_and_costs_the_same`; for a log in JSON,
//! CVE-2026-111211 is `site/log.rs::asvs_16_the_log_has_every_attempt_and_refusal_no_secret_and_no_forged_line`.
//!
//! This site sends no mail, so CVE-2019-19844 and CVE-2024-45231 stand for the nearest cases: names that collide in Unicode, and a
//! failure in the work that follows a wrong login.

use latchkey::server::secret_key::SecretKey;
use serde_json::json;

use crate::support::{
    Answer, Client, PASSWORD, Style, TestApp, encode, logged::log_of_a_server_in_use, number, on_both,
};

const LOGIN: &str = "/api/accounts/login";
const SIGNUP: &str = "/api/accounts/signup";
const LOGOUT: &str = "/api/accounts/logout";

/// Checks that every redirect by one of these `next` leads to the default instead.
async fn assert_never_followed(app: &TestApp, nexts: &[String]) {
    let (mut visitor, mut member) = (app.visitor(), app.member("joe").await);
    for next in nexts {
        let shown: String = next.chars().take(80).collect();
        let login = [("username", "joe"), ("password", PASSWORD), ("next", next)];
        assert_eq!(app.visitor().post_form(LOGIN, &login).await.outcome(), "303 /articles/", "{shown}");
        assert_eq!(app.visitor().post_json(LOGIN, &login).await.json()["go"], "/articles/", "{shown}");
        assert_eq!(visitor.post_form(LOGOUT, &[("next", next)]).await.outcome(), "303 /articles/", "{shown}");
        // The part that fits into an address.
        let short: String = next.chars().take(5_000).collect();
        let address = format!("/accounts/login/?{}", encode(&[("next", &short)]));
        assert_eq!(member.get(&address).await.outcome(), "302 /articles/", "{shown}");
        assert_eq!(visitor.get(&address).await.value_of("next"), "", "{shown}");
    }
}

on_both!(cve_2016_2512_a_redirect_never_goes_to_a_basic_auth_host, async |kind| {
    let app = TestApp::spawn(kind).await;
    let hosts = [
        r"http://testserver\@example.com",
        r"http://testserver\me:pass@example.com",
        r"http:\\testserver\confirm\me@example.com",
        "http://testserver@example.com/",
        "https://user:pass@testserver/",
        "//testserver@example.com/",
        r"/\testserver@example.com/",
        r"/\@example.com",
    ];
    assert_never_followed(&app, &hosts.map(String::from)).await;
});

on_both!(cve_2017_7233_a_scheme_before_digits_only_is_no_address_of_this_site, async |kind| {
    let app = TestApp::spawn(kind).await;
    let numbers =
        ["http:999", "http:999999999", "https:3627734734", "ftp:9999999999", "path/http:2222222222", "999999999"];
    assert_never_followed(&app, &numbers.map(String::from)).await;
});

// If they were short, these would be paths of this site. The client fails the test when the answer takes too long.
on_both!(cve_2025_27556_a_next_of_very_many_special_characters_is_refused, async |kind| {
    let app = TestApp::spawn(kind).await;
    let nexts = [("\u{fdfa}", 20_000), ("½", 40_000), ("a/../", 20_000), ("%2e/", 20_000)];
    assert_never_followed(&app, &nexts.map(|(piece, times)| format!("/{}", piece.repeat(times)))).await;
});

on_both!(cve_2025_64458_no_redirect_carries_a_target_of_many_characters, async |kind| {
    let app = TestApp::spawn(kind).await;
    assert_never_followed(&app, &[format!("/{}", "a".repeat(100_000)), format!("/?{}", "글".repeat(20_000))]).await;
    // The address that was asked for is the `next` of the redirect to the login.
    for tail in ["a".repeat(60_000), "%EF%B7%BA".repeat(6_000)] {
        let answer = app.visitor().get(&format!("/articles/create/?x={tail}")).await;
        assert_eq!(answer.status, 302);
        assert!(answer.location().starts_with("/accounts/login/") && answer.location().len() < 100, "{tail:.40}");
    }
});

on_both!(cve_2016_2513_a_wrong_password_against_a_cheaper_hash_costs_what_an_unknown_name_costs, async |kind| {
    let app = TestApp::spawn(kind).await;
    app.member("joe").await;
    let dearer = app.changed(|accounts| accounts.hash_memory_kib = number(19_456));
    let runs_of = async |name: &str, password: &str| {
        let before = dearer.accounts.hash_runs();
        Client::of(&dearer).log_in(name, password).await;
        dearer.accounts.hash_runs() - before
    };
    assert_eq!(runs_of("nobody", "wrong horse").await, 1);
    assert_eq!(runs_of("joe", "wrong horse").await, 2, "the cheap hash, and one for the difference");
    assert_eq!(runs_of("joe", PASSWORD).await, 2, "the cheap hash, and the new one");
    assert_eq!(runs_of("joe", "wrong horse").await, 1, "the stored hash has the full cost");
});

on_both!(cve_2019_19844_a_name_with_another_i_is_another_user, async |kind| {
    let app = TestApp::spawn(kind).await;
    app.member("mike@mit.example").await;
    app.execute("UPDATE users SET email = 'mike@mit.example'").await;
    let others = ["mıke@mit.example", "mike@mıt.example", "mİke@mit.example", "MIKE@MİT.EXAMPLE", "mıke@mıt.example"];
    for name in others {
        assert_eq!(app.visitor().log_in(name, PASSWORD).await.outcome(), "303 /accounts/login/", "{name}");
    }
    // Large letters are no others.
    assert_eq!(app.visitor().log_in("MIKE@MIT.EXAMPLE", PASSWORD).await.outcome(), "303 /articles/");
    // A name with another letter is free, and its user is another user.
    let (name, password) = (others[0], "seven copper kettles");
    let mut other = app.visitor();
    let fields = [("username", name), ("password1", password), ("password2", password)];
    assert_eq!(other.post_form(SIGNUP, &fields).await.outcome(), "303 /articles/");
    assert!(other.is_known_as(name).await);
    assert_eq!(app.visitor().log_in("mike@mit.example", password).await.outcome(), "303 /accounts/login/");
    assert_eq!(app.visitor().log_in("mike@mit.example", PASSWORD).await.outcome(), "303 /articles/");
    assert_eq!(app.visitor().log_in(name, PASSWORD).await.outcome(), "303 /accounts/login/");
});

on_both!(cve_2023_46695_a_very_long_name_is_refused_without_being_normalised, async |kind| {
    let app = TestApp::spawn(kind).await;
    // Normalisation would turn each character of the first into 18, and shorten the second below the limit.
    for name in ["\u{fdfa}".repeat(20_000), "e\u{301}".repeat(100)] {
        let typed = name.chars().count();
        let login = [("username", name.as_str()), ("password", PASSWORD)];
        let signup = [("username", name.as_str()), ("password1", PASSWORD), ("password2", PASSWORD)];
        for (path, fields) in [(LOGIN, &login[..]), (SIGNUP, &signup[..])] {
            let answer = app.visitor().post_json(path, fields).await;
            let too_long = json!({ "username": [{ "too_long": { "max": 150, "actual": typed } }] });
            assert_eq!((answer.status, &answer.json()["invalid"]), (422, &too_long), "{path}");
        }
    }
    assert_eq!((app.rows("users").await, app.app.accounts.hash_runs()), (0, 0));
});

on_both!(cve_2024_45231_a_failure_behind_a_wrong_login_is_the_same_for_every_name, async |kind| {
    let app = TestApp::spawn(kind).await;
    app.member("joe").await;
    // Only the failed login of an existing user is recorded in the activity.
    app.execute("ALTER TABLE activity RENAME TO hidden").await;
    for style in Style::BOTH {
        let mut answers = Vec::new();
        for name in ["joe", "nobody"] {
            let answer = app.visitor().post(LOGIN, style, &[("username", name), ("password", "wrong horse")]).await;
            let id = answer.header("x-request-id").unwrap();
            answers.push((answer.outcome(), answer.html.replace(id, "").replace(name, ""), answer.telling_headers()));
        }
        assert_eq!(answers[0].0, "503", "the failure is reached");
        assert!(!answers[0].1.contains("activity"), "{}", answers[0].1);
        assert_eq!(answers[0], answers[1]);
    }
});

/// Checks that no cache may give the answer to another client.
fn assert_private(answer: &Answer, what: &str) {
    let values = |name: &str| answer.headers.get_all(name).iter().map(|value| value.to_str().unwrap().to_owned());
    assert!(values("vary").any(|value| value == "Cookie"), "{what}: {:?}", answer.headers);
    assert_eq!(values("cache-control").collect::<Vec<_>>(), ["private, no-store"], "{what}");
}

on_both!(cve_2026_35192_an_answer_that_carries_a_session_is_private, async |kind| {
    let app = TestApp::spawn(kind).await;
    // A public page that makes the MAC of the session anew and so sends the cookie again.
    let old = app.member("joe").await;
    let new_key = "another-key-another-key-another-key-another";
    let mut client = Client::of(&app.with_key(SecretKey::new(new_key, &[&app.key()]).unwrap()));
    client.pretend(old.session().unwrap());
    let renewed = client.get("/articles/").await;
    assert!(renewed.cookies_set()[0].starts_with("sessionid="));
    assert_private(&renewed, "new MAC");

    let mut kim = app.member("kim").await;
    app.execute("UPDATE sessions SET last_seen = last_seen - 600").await;
    let used = kim.get("/articles/").await;
    assert!(used.cookies_set().is_empty(), "the use is recorded and no cookie is set");
    assert_private(&used, "used");

    let signup = [("username", "lee"), ("password1", PASSWORD), ("password2", PASSWORD)];
    let login = [("username", "lee"), ("password", PASSWORD)];
    for (path, fields, cookie) in [
        (SIGNUP, &signup[..], "sessionid="),
        (LOGIN, &login[..], "sessionid="),
        (LOGIN, &[("username", "lee")], "refused_form="),
    ] {
        let answer = app.visitor().post_form(path, fields).await;
        assert!(answer.cookies_set()[0].starts_with(cookie), "{path} {fields:?}");
        assert_private(&answer, path);
    }
});

on_both!(cve_2026_48588_an_answer_that_removes_a_cookie_is_private, async |kind| {
    let app = TestApp::spawn(kind).await;
    let (mut away, mut gone, mut joe) = (app.member("away").await, app.member("gone").await, app.member("joe").await);
    app.execute("UPDATE users SET is_active = FALSE WHERE username = 'away'").await;
    app.execute(
        "UPDATE sessions SET expires = created - 1, created = created - 100 WHERE user_id = \
        (SELECT id FROM users WHERE username = 'gone')",
    )
    .await;
    let (mut made_up, mut told) = (app.visitor(), app.visitor());
    made_up.pretend("AAAAAAAAAAAAAAAAAAAAAA");
    let refused = told.log_in("nobody", PASSWORD).await;
    for (what, answer) in [
        ("deactivated", away.get("/articles/").await),
        ("expired", gone.get("/articles/").await),
        ("made up", made_up.get("/articles/").await),
        ("told once", told.follow(&refused).await),
        ("logged out", joe.post_form(LOGOUT, &[]).await),
    ] {
        let cookie = if what == "told once" { "refused_form=;" } else { "sessionid=;" };
        assert!(answer.cookies_set()[0].starts_with(cookie), "{what}");
        assert_private(&answer, what);
    }
});

#[test]
fn cve_2026_111211_no_input_begins_a_line_of_the_log_or_controls_a_terminal() {
    let (lines, _) = log_of_a_server_in_use("pretty");
    assert!(lines.iter().any(|line| line.contains(r"evil\nname")), "the input is logged, on one line: {lines:#?}");
    for line in &lines {
        let (time, _) = line.split_once(' ').unwrap_or_else(|| panic!("{line:?}"));
        let is_time = time.len() == "2026-01-01T00:00:00.000000Z".len() && time.ends_with('Z') && time.contains('T');
        assert!(is_time && !line.contains(char::is_control), "{line:?}");
    }
}
