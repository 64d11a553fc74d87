//! The access matrix: every page and every server function of the URL table, for every role, in every style. A new address without
//! an expectation here fails.

use latchkey::web::urls::{FUNCTIONS, PAGES};

use crate::support::{Client, PASSWORD, Style, TestApp, on_both};

/// The outcomes for a visitor, another user, the author and a superuser.
type Outcomes = [&'static str; 4];

const OPEN: Outcomes = ["200"; 4];
const FOR_VISITORS: Outcomes = ["200", "302 /articles/", "302 /articles/", "302 /articles/"];

const EXPECTED_PAGES: &[(&str, Outcomes)] = &[
    ("/", OPEN),
    ("/privacy/", OPEN),
    ("/-/style/", OPEN),
    ("/device/", OPEN),
    ("/reading-list/", OPEN),
    ("/articles/", OPEN),
    ("/articles/mine/", ["302 /accounts/login/?next=/articles/mine/", "200", "200", "200"]),
    ("/people/{name}/", OPEN),
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
    ("/accounts/password_reset/", OPEN),
    ("/accounts/password_reset/done/", OPEN),
    ("/accounts/email/confirm/", OPEN),
    ("/accounts/email/done/", OPEN),
    ("/accounts/secure/", OPEN),
    ("/accounts/secure/done/", OPEN),
    ("/accounts/invitation/", OPEN),
    ("/accounts/reset/", OPEN),
    ("/accounts/reset/done/", OPEN),
];

const DONE: &str = "303 /articles/";
const MEMBERS: Outcomes = ["401", "200", "200", "200"];

/// The outcomes of a plain post, then those of a JSON post.
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
    ("/api/accounts/common-passwords", OPEN, OPEN),
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
    // No session has this number. A session of another user is a 404 too, so its existence does not show.
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
    // Without a password the account stays: the form is shown again, 422 for JSON.
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
    // This site sends no mail, and says so.
    ("/api/accounts/password-reset", ["303 /accounts/password_reset/"; 4], OPEN),
    ("/api/accounts/password-reset/code", ["303 /accounts/password_reset/"; 4], OPEN),
    (
        "/api/accounts/email/send",
        ["303 /accounts/login/?next=/accounts/", "303 /accounts/", "303 /accounts/", "303 /accounts/"],
        MEMBERS,
    ),
    // Without the token of a mail.
    ("/api/accounts/email/confirm", ["303 /accounts/email/confirm/"; 4], ["422"; 4]),
    ("/api/accounts/secure", ["303 /accounts/secure/"; 4], ["422"; 4]),
    ("/api/accounts/invitation", ["303 /accounts/invitation/", DONE, DONE, DONE], ["422", "403", "403", "403"]),
    // Without an opened link, the form leads to the page that says so.
    ("/api/accounts/reset", ["303 /accounts/reset/"; 4], OPEN),
    ("/api/device/theme", ["303 /device/"; 4], OPEN),
    (
        "/api/device/username",
        ["303 /accounts/login/?next=/device/", "303 /device/", "303 /device/", "303 /device/"],
        MEMBERS,
    ),
    ("/api/device/notice", [DONE; 4], OPEN),
    ("/api/device/welcome", ["303 /"; 4], OPEN),
    ("/api/device/forget", ["303 /device/"; 4], OPEN),
    ("/api/articles/list", OPEN, OPEN),
    ("/api/articles/search", OPEN, OPEN),
    ("/api/articles/by-author", OPEN, OPEN),
    ("/api/articles/mine", MEMBERS, MEMBERS),
    ("/api/articles/preview", MEMBERS, MEMBERS),
    ("/api/articles/reading", OPEN, OPEN),
    ("/api/articles/is-saved", OPEN, OPEN),
    ("/api/articles/save", ["303 /articles/{id}/"; 4], OPEN),
    ("/api/articles/unsave", ["303 /reading-list/"; 4], OPEN),
    ("/api/articles/detail", OPEN, OPEN),
    ("/api/articles/deletable", ["401", "403", "200", "200"], ["401", "403", "200", "200"]),
    ("/api/articles/editable", ["401", "403", "200", "200"], ["401", "403", "200", "200"]),
    (
        "/api/articles/create",
        // Text that does not say whose it is: shown to be copied.
        ["401", "303 /articles/{id}/", "303 /articles/{id}/", "303 /articles/{id}/"],
        ["401", "200", "200", "200"],
    ),
    (
        "/api/articles/update",
        ["401", "403", "303 /articles/{id}/", "303 /articles/{id}/"],
        ["401", "403", "200", "200"],
    ),
    (
        "/api/articles/delete",
        ["303 /accounts/login/?next=/articles/{id}/delete/", "403", DONE, DONE],
        ["401", "403", "200", "200"],
    ),
];

/// The roles with the index of their outcomes. Staff without a permission is like any user, staff with all three permissions for
/// articles is like a superuser here, and a deactivated user is like a visitor.
const ROLES: [(&str, usize); 7] =
    [("", 0), ("other", 1), ("author", 2), ("root", 3), ("bare", 1), ("editor", 3), ("gone", 0)];

const STAFF_AREA: [&str; 2] = ["/staff/", "/api/staff/"];

#[test]
fn every_address_of_the_url_table_has_its_expectation_here() {
    let sorted = |paths: Vec<&'static str>| {
        let mut paths = paths;
        paths.sort_unstable();
        paths
    };
    // `staff/access_matrix.rs` covers the staff area, permission by permission.
    let is_elsewhere = |path: &&'static str| STAFF_AREA.iter().any(|beginning| path.starts_with(beginning));
    let pages = sorted(PAGES.iter().map(|page| page.path).filter(|path| !is_elsewhere(path)).collect());
    assert_eq!(pages, sorted(EXPECTED_PAGES.iter().map(|row| row.0).collect()));
    let functions = sorted(FUNCTIONS.iter().map(|function| function.path).filter(|path| !is_elsewhere(path)).collect());
    assert_eq!(functions, sorted(EXPECTED_FUNCTIONS.iter().map(|row| row.0).collect()));
}

/// An app with all roles and one article by the author.
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

/// A client that has just logged in, or a visitor for the empty name.
async fn client(app: &TestApp, name: &str) -> Client {
    let mut client = app.visitor();
    if !name.is_empty() {
        app.execute("UPDATE users SET is_active = TRUE WHERE username = 'gone'").await;
        assert_eq!(client.log_in(name, PASSWORD).await.status, 303);
        // Deactivated after the login: the session row is still there.
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
        "/api/articles/search" => vec![("q", "text")],
        "/api/articles/by-author" => vec![("username", "author")],
        "/api/articles/mine" => vec![],
        "/api/accounts/common-passwords" => vec![("part", "7")],
        "/api/articles/preview" => vec![("content", "*text*")],
        "/api/articles/create" => vec![("title", "New"), ("content", "text")],
        "/api/articles/update" => vec![("id", id), ("version", "1"), ("title", "New"), ("content", "text")],
        "/api/device/theme" => vec![("theme", "dark")],
        function if function.starts_with("/api/articles/") => vec![("id", id)],
        _ => vec![],
    }
}

on_both!(every_page_answers_every_role_as_declared, async |kind| {
    let (app, id) = populated(kind).await;
    for (name, index) in ROLES {
        let mut client = client(&app, name).await;
        for (path, expected) in EXPECTED_PAGES {
            let answer = client.get(&path.replace("{id}", &id).replace("{name}", "author")).await;
            assert_eq!(answer.outcome(), expected[index].replace("{id}", &id), "{name} {path}");
        }
    }
});

on_both!(every_server_function_answers_every_role_as_declared, async |kind| {
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

on_both!(a_refused_request_changes_nothing, async |kind| {
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
