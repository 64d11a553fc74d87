//! A user who is deactivated while logged in: the session row still names them, and no request runs as them.

use latchkey::web::urls::{Access, FUNCTIONS};
use serde_json::json;

use crate::support::{
    Client, PASSWORD, Style, TestApp, forms::borrowed, on_both, rights::state, staff_changes::staff_change,
};

const ACTIVE: &str = "UPDATE users SET is_active = TRUE WHERE username = 'gone'";
const INACTIVE: &str = "UPDATE users SET is_active = FALSE WHERE username = 'gone'";

/// A client that logged in before the user was deactivated behind the session's back.
async fn deactivated(app: &TestApp) -> Client {
    app.execute(ACTIVE).await;
    let client = app.visitor().elsewhere("gone").await;
    app.execute(INACTIVE).await;
    client
}

/// Complete fields for a function, so that only the deactivation stands in the way.
async fn fields(app: &TestApp, root: &mut Client, path: &'static str, ids: [&str; 2]) -> Vec<(&'static str, String)> {
    let [article, session] = ids;
    let fields: Vec<(&'static str, &str)> = match path {
        "/api/accounts/reauthenticate" => vec![("password", PASSWORD)],
        "/api/accounts/update" => vec![("email", "new@example.com"), ("first_name", "New"), ("last_name", "")],
        "/api/accounts/password" => {
            vec![("old_password", PASSWORD), ("new_password1", PASSWORD), ("new_password2", PASSWORD)]
        }
        "/api/accounts/sessions/end" => vec![("id", session)],
        "/api/accounts/sessions/end-others" | "/api/accounts/logout-everywhere" | "/api/accounts/email/send" => vec![],
        "/api/device/username" => vec![("remember", "on")],
        "/api/accounts/delete" => vec![("password", PASSWORD), ("belongings", "erase")],
        "/api/articles/create" => vec![("title", "New"), ("content", "New")],
        "/api/articles/update" => vec![("id", article), ("version", "1"), ("title", "New"), ("content", "New")],
        "/api/articles/delete" => vec![("id", article)],
        staff => return staff_change(app, root, staff).await.fields,
    };
    fields.into_iter().map(|(name, value)| (name, value.to_owned())).collect()
}

/// The state without the user's own sessions: a request that comes with one ends it.
async fn state_but_their_sessions(app: &TestApp) -> Vec<String> {
    state(app).await.into_iter().filter(|line| !line.starts_with("session of gone ")).collect()
}

on_both!(every_change_redirects_a_deactivated_user_to_the_login_and_changes_nothing, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    let mut gone = app.superuser("gone").await;
    let article = gone.create_article("Title", "Text").await.to_string();
    let session = app.session_id(&gone).await.to_string();
    let mut count = 0;
    let needs_user = |access| !matches!(access, Access::Public | Access::AnonymousOnly);
    for function in FUNCTIONS.iter().filter(|function| needs_user(function.access)) {
        let Some(form) = &function.form else { continue };
        for style in Style::BOTH {
            count += 1;
            let path = function.path;
            let fields = fields(&app, &mut root, path, [&article, &session]).await;
            let mut client = deactivated(&app).await;
            let before = state_but_their_sessions(&app).await;
            assert!(app.session_exists(client.session().unwrap()).await, "{path}");
            let posted = borrowed(&fields);
            let answer = client.post(path, style, &posted).await;
            match style {
                // It does not say whose text it is, so it is shown, to be copied.
                Style::Plain
                    if form.is_held && posted.iter().any(|(name, value)| form.remembers(name) && !value.is_empty()) =>
                {
                    answer.assert_error_page(401, "You have been logged out");
                }
                Style::Plain => {
                    let id = posted.iter().find(|(name, _)| *name == "id").map(|(_, id)| *id);
                    let login = format!("303 /accounts/login/?next={}", form.path(id));
                    assert_eq!(answer.outcome(), login, "{path}");
                }
                Style::Json => assert_eq!((answer.status, answer.json()), (401, json!("login_required")), "{path}"),
            }
            assert_eq!(state_but_their_sessions(&app).await, before, "{path} {style:?}");
        }
    }
    assert!(count >= 36, "{count}");
    // The session that was not used is still there: only a request ends it.
    assert!(app.session_exists(gone.session().unwrap()).await);
    app.execute(ACTIVE).await;
    assert!(gone.is_known_as("gone").await);
});
