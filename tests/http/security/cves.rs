//! Faults that Django had and this site must not get, one test for each by the number of its CVE (B100). Three stand elsewhere
//! because they prove more: CVE-2018-6188 (an inactive account is told) and CVE-2024-39329 (an unusable password is told by time)
//! are `accounts/login.rs::b28_b29_b31_cve_2018_6188_cve_2024_39329_every_wrong_login_looks_and_costs_the_same`; for a log in
//! JSON, CVE-2026-111211 is `site/log.rs::asvs_16_the_log_has_every_attempt_and_refusal_no_secret_and_no_forged_line` too.
//!
//! No mail is sent and no password is reset by mail, so CVE-2019-19844 and CVE-2024-45231 stand for what comes nearest: names
//! that clash in Unicode, and a failure in the work that a wrong login makes.

use latchkey::server::secret_key::SecretKey;
use serde_json::json;

use crate::support::{
    Answer, Client, PASSWORD, Style, TestApp, encode, logged::log_of_a_server_in_use, number, on_both,
};

const LOGIN: &str = "/api/accounts/login";
const SIGNUP: &str = "/api/accounts/signup";
const LOGOUT: &str = "/api/accounts/logout";

/// Everything that redirects by a `next` leads to the default instead.
async fn assert_never_followed(app: &TestApp, nexts: &[String]) {
    let (mut visitor, mut member) = (app.visitor(), app.member("joe").await);
    for next in nexts {
        let shown: String = next.chars().take(80).collect();
        let login = [("username", "joe"), ("password", PASSWORD), ("next", next)];
        assert_eq!(app.visitor().post_form(LOGIN, &login).await.outcome(), "303 /articles/", "{shown}");
        assert_eq!(app.visitor().post_json(LOGIN, &login).await.json()["go"], "/articles/", "{shown}");
        assert_eq!(visitor.post_form(LOGOUT, &[("next", next)]).await.outcome(), "303 /articles/", "{shown}");
        // What an address can carry of it.
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

on_both!(cve_2017_7233_a_scheme_before_digits_only_is_an_address_elsewhere, async |kind| {
    let app = TestApp::spawn(kind).await;
    let numbers =
        ["http:999", "http:999999999", "https:3627734734", "ftp:9999999999", "path/http:2222222222", "999999999"];
    assert_never_followed(&app, &numbers.map(String::from)).await;
});

// Each of these would be a path of this site if it were short; a client that is not answered in time fails the test.
on_both!(cve_2025_27556_a_next_of_very_many_special_characters_is_refused, async |kind| {
    let app = TestApp::spawn(kind).await;
    let nexts = [("\u{fdfa}", 20_000), ("½", 40_000), ("a/../", 20_000), ("%2e/", 20_000)];
    assert_never_followed(&app, &nexts.map(|(piece, times)| format!("/{}", piece.repeat(times)))).await;
});

on_both!(cve_2025_64458_no_redirect_carries_a_target_of_many_characters, async |kind| {
    let app = TestApp::spawn(kind).await;
    assert_never_followed(&app, &[format!("/{}", "a".repeat(100_000)), format!("/?{}", "글".repeat(20_000))]).await;
    // An address that leads to the login page is a target as well.
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
    assert_eq!(runs_of("joe", "wrong horse").await, 2, "the cheap one, and one of what it lacks");
    assert_eq!(runs_of("joe", PASSWORD).await, 2, "the cheap one, and the new one");
    assert_eq!(runs_of("joe", "wrong horse").await, 1, "nothing is lacking now");
});

on_both!(cve_2019_19844_a_name_with_another_i_is_another_person, async |kind| {
    let app = TestApp::spawn(kind).await;
    app.member("mike@mit.example").await;
    app.execute("UPDATE users SET email = 'mike@mit.example'").await;
    let others = ["mıke@mit.example", "mike@mıt.example", "mİke@mit.example", "MIKE@MIT.EXAMPLE", "mıke@mıt.example"];
    for name in others {
        assert_eq!(app.visitor().log_in(name, PASSWORD).await.outcome(), "303 /accounts/login/", "{name}");
    }
    // A name that can be told apart is free, and its owner is nobody else.
    let (name, password) = (others[0], "seven copper kettles");
    let mut other = app.visitor();
    let fields = [("username", name), ("password1", password), ("password2", password)];
    assert_eq!(other.post_form(SIGNUP, &fields).await.outcome(), "303 /articles/");
    assert!(other.is_known_as(name).await);
    assert_eq!(app.visitor().log_in("mike@mit.example", password).await.outcome(), "303 /accounts/login/");
    assert_eq!(app.visitor().log_in("mike@mit.example", PASSWORD).await.outcome(), "303 /articles/");
    assert_eq!(app.visitor().log_in(name, PASSWORD).await.outcome(), "303 /accounts/login/");
});

on_both!(cve_2023_46695_a_very_long_name_is_refused_as_it_was_typed_without_normalising_it, async |kind| {
    let app = TestApp::spawn(kind).await;
    // Normalising would make 18 characters of each of the first, and few enough of the second.
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

on_both!(cve_2024_45231_what_fails_behind_a_wrong_login_fails_for_every_name_alike, async |kind| {
    let app = TestApp::spawn(kind).await;
    app.member("joe").await;
    // Only for a name that exists is there something to write down.
    app.execute("ALTER TABLE activity RENAME TO hidden").await;
    for style in Style::BOTH {
        let mut answers = Vec::new();
        for name in ["joe", "nobody"] {
            let answer = app.visitor().post(LOGIN, style, &[("username", name), ("password", "wrong horse")]).await;
            let id = answer.header("x-request-id").unwrap();
            answers.push((answer.outcome(), answer.html.replace(id, ""), answer.telling_headers()));
        }
        assert_eq!(answers[0].0, "500", "what broke is needed");
        assert!(!answers[0].1.contains("activity") && !answers[0].1.contains("joe"), "{}", answers[0].1);
        assert_eq!(answers[0], answers[1]);
    }
});

/// No cache gives it to anybody else.
fn assert_private(answer: &Answer, what: &str) {
    let values = |name: &str| answer.headers.get_all(name).iter().map(|value| value.to_str().unwrap().to_owned());
    assert!(values("vary").any(|value| value == "Cookie"), "{what}: {:?}", answer.headers);
    assert_eq!(values("cache-control").collect::<Vec<_>>(), ["private, no-store"], "{what}");
}

on_both!(cve_2026_35192_an_answer_that_carries_a_session_is_nobody_elses, async |kind| {
    let app = TestApp::spawn(kind).await;
    // A page for everybody that marks the session anew and sends its cookie again, though nothing else of it changed.
    let old = app.member("joe").await;
    let new_key = "another-key-another-key-another-key-another";
    let mut client = Client::of(&app.with_key(SecretKey::new(new_key, &[&app.key()]).unwrap()));
    client.pretend(old.session().unwrap());
    let marked = client.get("/articles/").await;
    assert!(marked.cookies_set()[0].starts_with("sessionid="));
    assert_private(&marked, "marked anew");

    let mut kim = app.member("kim").await;
    app.execute("UPDATE sessions SET last_seen = last_seen - 600").await;
    let used = kim.get("/articles/").await;
    assert!(used.cookies_set().is_empty(), "its use is noted and its cookie stays at home");
    assert_private(&used, "used");

    let signup = [("username", "lee"), ("password1", PASSWORD), ("password2", PASSWORD)];
    let login = [("username", "lee"), ("password", PASSWORD)];
    for (path, fields) in [(SIGNUP, &signup[..]), (LOGIN, &login[..]), (LOGIN, &[("username", "lee")])] {
        let answer = app.visitor().post_form(path, fields).await;
        assert!(answer.cookies_set()[0].starts_with("sessionid="), "{path} {fields:?}");
        assert_private(&answer, path);
    }
});

on_both!(cve_2026_48588_an_answer_that_takes_a_cookie_away_is_nobody_elses, async |kind| {
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
        assert!(answer.cookies_set()[0].starts_with("sessionid=;"), "{what}");
        assert_private(&answer, what);
    }
});

#[test]
fn cve_2026_111211_nothing_typed_begins_a_line_of_the_log_or_steers_a_terminal() {
    let (lines, _) = log_of_a_server_in_use("pretty");
    assert!(lines.iter().any(|line| line.contains(r"evil\nname")), "it is there, in one line: {lines:#?}");
    for line in &lines {
        let (time, _) = line.split_once(' ').unwrap_or_else(|| panic!("{line:?}"));
        let is_time = time.len() == "2026-01-01T00:00:00.000000Z".len() && time.ends_with('Z') && time.contains('T');
        assert!(is_time && !line.contains(char::is_control), "{line:?}");
    }
}
