//! Who may do what: every page and every server function of the URL table, as everybody, in every style. A new address
//! without an expectation here fails.

use latchkey::web::urls::{FUNCTIONS, PAGES};

use crate::support::{Client, PASSWORD, Style, TestApp, on_both};

/// What the four get: a visitor, another member, the author, a superuser.
type Outcomes = [&'static str; 4];

const OPEN: Outcomes = ["200"; 4];
const FOR_VISITORS: Outcomes = ["200", "302 /articles/", "302 /articles/", "302 /articles/"];

const EXPECTED_PAGES: &[(&str, Outcomes)] = &[
    ("/articles/", OPEN),
    ("/articles/create/", ["302 /accounts/login/?next=/articles/create/", "200", "200", "200"]),
    ("/articles/{id}/", OPEN),
    ("/articles/{id}/update/", ["302 /accounts/login/?next=/articles/{id}/update/", "403", "200", "200"]),
    ("/articles/{id}/delete/", ["302 /accounts/login/?next=/articles/{id}/delete/", "403", "200", "200"]),
    ("/accounts/", ["302 /accounts/login/?next=/accounts/", "200", "200", "200"]),
    ("/accounts/login/", FOR_VISITORS),
    ("/accounts/signup/", FOR_VISITORS),
    ("/accounts/logout/", OPEN),
    ("/accounts/update/", ["302 /accounts/login/?next=/accounts/update/", "200", "200", "200"]),
    ("/accounts/password/", ["302 /accounts/login/?next=/accounts/password/", "200", "200", "200"]),
    ("/accounts/password/done/", ["302 /accounts/login/?next=/accounts/password/done/", "200", "200", "200"]),
    ("/accounts/sessions/", ["302 /accounts/login/?next=/accounts/sessions/", "200", "200", "200"]),
    ("/accounts/activity/", ["302 /accounts/login/?next=/accounts/activity/", "200", "200", "200"]),
    ("/accounts/reauthenticate/", ["302 /accounts/login/?next=/accounts/reauthenticate/", "200", "200", "200"]),
    ("/accounts/delete/", ["302 /accounts/login/?next=/accounts/delete/", "200", "200", "200"]),
    ("/accounts/goodbye/", OPEN),
    ("/accounts/reset/", OPEN),
    ("/accounts/reset/done/", OPEN),
];

const DONE: &str = "303 /articles/";
const MEMBERS: Outcomes = ["401", "200", "200", "200"];

/// The outcomes of a plain post, then those of a hydrated page's.
const EXPECTED_FUNCTIONS: &[(&str, Outcomes, Outcomes)] = &[
    ("/api/accounts/signup", [DONE; 4], ["200", "403", "403", "403"]),
    ("/api/accounts/login", [DONE; 4], OPEN),
    ("/api/accounts/logout", [DONE; 4], OPEN),
    ("/api/accounts/logout-everywhere", ["303 /accounts/login/?next=/accounts/sessions/", DONE, DONE, DONE], MEMBERS),
    (
        "/api/accounts/reauthenticate",
        ["303 /accounts/login/?next=/accounts/reauthenticate/", "303 /accounts/", "303 /accounts/", "303 /accounts/"],
        MEMBERS,
    ),
    ("/api/accounts/pending-action", MEMBERS, MEMBERS),
    ("/api/accounts/stay", MEMBERS, MEMBERS),
    ("/api/accounts/profile", MEMBERS, MEMBERS),
    (
        "/api/accounts/update",
        ["303 /accounts/login/?next=/accounts/update/", "303 /accounts/", "303 /accounts/", "303 /accounts/"],
        MEMBERS,
    ),
    (
        "/api/accounts/password",
        [
            "303 /accounts/login/?next=/accounts/password/",
            "303 /accounts/password/done/",
            "303 /accounts/password/done/",
            "303 /accounts/password/done/",
        ],
        MEMBERS,
    ),
    ("/api/accounts/sessions", MEMBERS, MEMBERS),
    // No session has this number. Nobody ends a session that is not theirs, and nobody learns of it.
    (
        "/api/accounts/sessions/end",
        ["303 /accounts/login/?next=/accounts/sessions/", "404", "404", "404"],
        ["401", "404", "404", "404"],
    ),
    (
        "/api/accounts/sessions/end-others",
        [
            "303 /accounts/login/?next=/accounts/sessions/",
            "303 /accounts/sessions/",
            "303 /accounts/sessions/",
            "303 /accounts/sessions/",
        ],
        MEMBERS,
    ),
    ("/api/accounts/activity", MEMBERS, MEMBERS),
    ("/api/accounts/leaving", MEMBERS, MEMBERS),
    // Without a password nobody leaves: the form comes back, 422 for a script.
    (
        "/api/accounts/delete",
        [
            "303 /accounts/login/?next=/accounts/delete/",
            "303 /accounts/delete/",
            "303 /accounts/delete/",
            "303 /accounts/delete/",
        ],
        ["401", "422", "422", "422"],
    ),
    ("/api/accounts/reset-of", OPEN, OPEN),
    // Without a link that was opened, the form only leads to the page that says so.
    ("/api/accounts/reset", ["303 /accounts/reset/"; 4], OPEN),
    ("/api/articles/list", OPEN, OPEN),
    ("/api/articles/detail", OPEN, OPEN),
    ("/api/articles/deletable", ["401", "403", "200", "200"], ["401", "403", "200", "200"]),
    ("/api/articles/editable", ["401", "403", "200", "200"], ["401", "403", "200", "200"]),
    (
        "/api/articles/create",
        [
            "303 /accounts/login/?next=/articles/create/",
            "303 /articles/{id}/",
            "303 /articles/{id}/",
            "303 /articles/{id}/",
        ],
        ["401", "200", "200", "200"],
    ),
    (
        "/api/articles/update",
        ["303 /accounts/login/?next=/articles/{id}/update/", "403", "303 /articles/{id}/", "303 /articles/{id}/"],
        ["401", "403", "200", "200"],
    ),
    (
        "/api/articles/delete",
        ["303 /accounts/login/?next=/articles/{id}/delete/", "403", DONE, DONE],
        ["401", "403", "200", "200"],
    ),
];

/// Who tries, and which of the four they are like: staff without a permission is a member like another, staff that may view, change
/// and delete articles does what a superuser does here, and somebody who is deactivated is a visitor.
const ROLES: [(&str, usize); 7] =
    [("", 0), ("other", 1), ("author", 2), ("root", 3), ("bare", 1), ("editor", 3), ("gone", 0)];

const STAFF_AREA: [&str; 2] = ["/staff/", "/api/staff/"];

#[test]
fn every_address_of_the_table_is_expected_here_and_no_other() {
    let sorted = |paths: Vec<&'static str>| {
        let mut paths = paths;
        paths.sort_unstable();
        paths
    };
    // The staff area has a matrix of its own, over every permission.
    let is_elsewhere = |path: &&'static str| STAFF_AREA.iter().any(|beginning| path.starts_with(beginning));
    let pages = sorted(PAGES.iter().map(|page| page.path).filter(|path| !is_elsewhere(path)).collect());
    assert_eq!(pages, sorted(EXPECTED_PAGES.iter().map(|row| row.0).collect()));
    let functions = sorted(FUNCTIONS.iter().map(|function| function.path).filter(|path| !is_elsewhere(path)).collect());
    assert_eq!(functions, sorted(EXPECTED_FUNCTIONS.iter().map(|row| row.0).collect()));
}

/// An app with all of them, and one article of the author's.
async fn populated(kind: crate::support::Kind) -> (TestApp, String) {
    let app = TestApp::spawn(kind).await;
    app.member("other").await;
    let id = app.member("author").await.create_article("Title", "Text").await;
    app.superuser("root").await;
    app.staff("bare", &[]).await;
    app.staff("editor", &["articles.view_article", "articles.change_article", "articles.delete_article"]).await;
    app.member("gone").await;
    (app, id.to_string())
}

/// A client who has just logged in; nobody for the empty name.
async fn client(app: &TestApp, name: &str) -> Client {
    let mut client = app.visitor();
    if !name.is_empty() {
        app.execute("UPDATE users SET is_active = TRUE WHERE username = 'gone'").await;
        assert_eq!(client.log_in(name, PASSWORD).await.status, 303);
        // Deactivated while logged in: the session is there, and worth nothing.
        app.execute("UPDATE users SET is_active = FALSE WHERE username = 'gone'").await;
    }
    client
}

fn fields<'a>(function: &str, id: &'a str, new_name: &'a str) -> Vec<(&'static str, &'a str)> {
    match function {
        "/api/accounts/signup" => vec![("username", new_name), ("password1", PASSWORD), ("password2", PASSWORD)],
        "/api/accounts/login" => vec![("username", "other"), ("password", PASSWORD)],
        "/api/accounts/reauthenticate" => vec![("password", PASSWORD)],
        "/api/accounts/password" => {
            vec![("old_password", PASSWORD), ("new_password1", PASSWORD), ("new_password2", PASSWORD)]
        }
        "/api/accounts/sessions/end" => vec![("id", "0")],
        "/api/accounts/sessions" | "/api/accounts/activity" | "/api/articles/list" => {
            vec![("cursor", "first")]
        }
        "/api/articles/create" => vec![("title", "New"), ("content", "text")],
        "/api/articles/update" => vec![("id", id), ("version", "1"), ("title", "New"), ("content", "text")],
        function if function.starts_with("/api/articles/") => vec![("id", id)],
        _ => vec![],
    }
}

on_both!(every_page_answers_everybody_as_declared, async |kind| {
    let (app, id) = populated(kind).await;
    for (name, index) in ROLES {
        let mut client = client(&app, name).await;
        for (path, expected) in EXPECTED_PAGES {
            let answer = client.get(&path.replace("{id}", &id)).await;
            assert_eq!(answer.outcome(), expected[index].replace("{id}", &id), "{name} {path}");
        }
    }
});

on_both!(every_server_function_answers_everybody_as_declared, async |kind| {
    let (app, _) = populated(kind).await;
    let mut count = 0;
    for (path, plain, json) in EXPECTED_FUNCTIONS {
        for (style, expected) in [(Style::Plain, plain), (Style::Json, json)] {
            for (name, index) in ROLES {
                let id = client(&app, "author").await.create_article("Title", "Text").await;
                count += 1;
                let new_name = format!("new{count}");
                let answer =
                    client(&app, name).await.post(path, style, &fields(path, &id.to_string(), &new_name)).await;
                let newest = app.number("SELECT MAX(id) FROM articles").await.max(id);
                let expected = expected[index].replace("{id}", &newest.to_string());
                assert_eq!(answer.outcome(), expected, "{name:?} {style:?} {path}: {}", answer.body);
            }
        }
    }
});

on_both!(what_was_refused_changed_nothing, async |kind| {
    let (app, id) = populated(kind).await;
    for name in ["", "other"] {
        for path in ["/api/articles/update", "/api/articles/delete"] {
            for style in Style::BOTH {
                client(&app, name).await.post(path, style, &fields(path, &id, "")).await;
            }
        }
    }
    assert_eq!(app.texts("SELECT title FROM articles").await, ["Title"]);
    assert_eq!(app.number("SELECT version FROM articles").await, 1);
});
