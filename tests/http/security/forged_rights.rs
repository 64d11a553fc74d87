//! Forged fields that would grant rights, added to every form that a user can post: the form works, and no rights change.

use crate::support::{Answer, Client, Kind, PASSWORD, Style, TestApp, on_both, rights::rights};

const FORGED_PASSWORD: &str = "seven forged kettles sing";

/// The fields of a form after forged ones. Of a name in both, the form's own value comes last and counts.
fn with_forged<'a>(root: &'a str, fields: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let forged = [
        ("is_superuser", "on"),
        ("is_staff", "on"),
        ("is_active", "on"),
        ("groups", "1"),
        ("group_1", "on"),
        ("add_group", "Editors"),
        ("permission_articles.change_article", "on"),
        ("user_id", root),
        ("author_id", root),
        ("password", FORGED_PASSWORD),
    ];
    forged.into_iter().chain(fields.iter().copied()).collect()
}

/// An app with a superuser and group 1, which has a permission.
async fn with_group(kind: Kind) -> (TestApp, Client, String) {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    let group = [("name", "Editors"), ("permission_articles.change_article", "on")];
    assert_eq!(root.post_form("/api/staff/groups/create", &group).await.outcome(), "303 /staff/groups/1/");
    let id = app.user_id("root").await.to_string();
    (app, root, id)
}

/// Checks that the form was accepted.
fn assert_accepted(answer: &Answer, style: Style, path: &str) {
    match style {
        Style::Plain => assert_eq!(answer.outcome(), format!("303 {path}"), "{}", answer.asked),
        Style::Json => {
            assert_eq!((answer.status, answer.json()["go"].as_str()), (200, Some(path)), "{}", answer.asked);
        }
    }
}

/// A server function, the fields, and where the answer leads.
type Form<'a> = (&'a str, Vec<(&'a str, &'a str)>, &'a str);

on_both!(no_form_of_a_member_grants_rights_or_acts_for_another_user, async |kind| {
    let (app, mut root, root_id) = with_group(kind).await;
    let mut joe = app.member("joe").await;
    let article = joe.create_article("Title", "Text").await;
    let (id, page) = (article.to_string(), format!("/articles/{article}/"));
    let before = rights(&app).await;
    for style in Style::BOTH {
        let version = app.number(&format!("SELECT version FROM articles WHERE id = {id}")).await.to_string();
        let password = app.texts("SELECT password FROM users WHERE username = 'joe'").await;
        let forms: [Form; 6] = [
            ("/api/accounts/login", vec![("username", "joe"), ("password", PASSWORD)], "/articles/"),
            ("/api/accounts/reauthenticate", vec![("password", PASSWORD)], "/accounts/"),
            ("/api/accounts/update", vec![("email", ""), ("first_name", ""), ("last_name", "")], "/accounts/"),
            ("/api/accounts/sessions/end-others", vec![], "/accounts/sessions/"),
            (
                "/api/accounts/password",
                vec![("old_password", PASSWORD), ("new_password1", PASSWORD), ("new_password2", PASSWORD)],
                "/accounts/password/done/",
            ),
            (
                "/api/articles/update",
                vec![("id", id.as_str()), ("version", version.as_str()), ("title", "Other"), ("content", "Text")],
                page.as_str(),
            ),
        ];
        for (path, fields, leads_to) in &forms {
            let answer = joe.post(path, style, &with_forged(&root_id, fields)).await;
            assert_accepted(&answer, style, leads_to);
            assert_eq!(rights(&app).await, before, "{path} {style:?}");
        }
        let written = with_forged(&root_id, &[("title", "New"), ("content", "Text")]);
        let answer = joe.post("/api/articles/create", style, &written).await;
        let newest = app.number("SELECT MAX(id) FROM articles").await;
        assert_accepted(&answer, style, &format!("/articles/{newest}/"));
        let deletion = with_forged(&root_id, &[("password", "wrong words")]);
        let answer = joe.post("/api/accounts/delete", style, &deletion).await;
        assert_eq!(answer.outcome(), if style == Style::Plain { "303 /accounts/delete/" } else { "422" });
        assert_eq!(rights(&app).await, before, "{style:?}");
        assert_ne!(
            app.texts("SELECT password FROM users WHERE username = 'joe'").await,
            password,
            "the form has changed the password"
        );
    }
    assert!(joe.is_known_as("joe").await && root.is_known_as("root").await);
    let joes = format!("SELECT COUNT(*) FROM articles WHERE author_id = {}", app.user_id("joe").await);
    assert_eq!(app.number(&joes).await, 3);
    assert_eq!(app.visitor().log_in("joe", PASSWORD).await.location(), "/articles/");
    assert_eq!(app.visitor().log_in("joe", FORGED_PASSWORD).await.location(), "/accounts/login/");
});

/// Checks that the user exists with such a password and without rights.
async fn assert_plain(app: &TestApp, name: &str, password: &str) {
    let plain = format!(
        "SELECT COUNT(*) FROM users WHERE username = '{name}' AND password LIKE '{password}' AND is_active = TRUE \
         AND is_staff = FALSE AND is_superuser = FALSE"
    );
    assert_eq!(app.number(&plain).await, 1, "{name}");
    let id = app.user_id(name).await;
    for table in ["user_permissions", "user_groups"] {
        assert_eq!(app.number(&format!("SELECT COUNT(*) FROM {table} WHERE user_id = {id}")).await, 0, "{name}");
    }
}

on_both!(a_signup_never_grants_rights, async |kind| {
    let (app, _root, root_id) = with_group(kind).await;
    for style in Style::BOTH {
        let name = format!("new{style:?}");
        let fields = [("username", name.as_str()), ("password1", PASSWORD), ("password2", PASSWORD)];
        let mut visitor = app.visitor();
        let answer = visitor.post("/api/accounts/signup", style, &with_forged(&root_id, &fields)).await;
        assert_accepted(&answer, style, "/articles/");
        assert!(visitor.is_known_as(&name).await);
        assert_plain(&app, &name, "$argon2id$%").await;
        assert_eq!(app.visitor().log_in(&name, PASSWORD).await.location(), "/articles/");
        assert_eq!(app.visitor().log_in(&name, FORGED_PASSWORD).await.location(), "/accounts/login/");
    }
});

on_both!(staff_who_may_only_add_users_add_them_without_rights_and_password, async |kind| {
    let (app, _root, root_id) = with_group(kind).await;
    let mut helper = app.staff("helper", &["accounts.add_user"]).await;
    // Nothing that a passer-by at an open browser could use: no password is asked for again.
    app.forget_password_of(&helper).await;
    let before = rights(&app).await;
    for style in Style::BOTH {
        let name = format!("new{style:?}");
        let fields = [("username", name.as_str()), ("email", "")];
        let answer = helper.post("/api/staff/users/create", style, &with_forged(&root_id, &fields)).await;
        assert_accepted(&answer, style, "/staff/");
        assert_plain(&app, &name, "!%").await;
        assert_eq!(app.visitor().log_in(&name, FORGED_PASSWORD).await.location(), "/accounts/login/");
    }
    let after: Vec<String> = rights(&app).await.into_iter().filter(|line| !line.starts_with("new")).collect();
    assert_eq!(after, before);
});
