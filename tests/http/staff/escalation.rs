//! Attempts to gain rights: by field, by id, by replay, by race. Refused, logged, nothing changed.

use crate::support::{
    Client, PASSWORD, Style, TestApp,
    forms::{PROFILE, borrowed, profile_form, send, user_form, with},
    on_both,
    rights::rights,
};

const UPDATE: &str = "/api/staff/users/update";

/// A member of staff who may change users and groups, and no more.
async fn helper(app: &TestApp) -> Client {
    let permissions =
        ["user", "group"].map(|model| ["add", "change", "delete", "view"].map(|act| format!("accounts.{act}_{model}")));
    let names: Vec<&str> = permissions.iter().flatten().map(String::as_str).collect();
    app.staff("helper", &names).await
}

on_both!(staff_cannot_grant_what_they_lack_to_others_or_to_themselves, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut helper = helper(&app).await;
    app.member("anna").await;
    let before = rights(&app).await;
    for name in ["anna", "helper"] {
        let id = app.user_id(name).await;
        for (field, value) in [("is_superuser", "on"), ("permission_articles.change_article", "on")] {
            let form = with(&user_form(&mut helper, id).await, field, value);
            assert_eq!(send(&mut helper, UPDATE, &form).await.status, 403, "{name} {field}");
            // And as JSON.
            assert_eq!(helper.post_json(UPDATE, &borrowed(&form)).await.status, 403, "{name} {field}");
        }
    }
    assert_eq!(rights(&app).await, before);
    assert_eq!(app.rows("audit").await, 0);
});

on_both!(staff_cannot_join_or_create_a_group_with_more_rights_than_they_have, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut helper = helper(&app).await;
    let mut root = app.superuser("root").await;
    let powerful = [("name", "Editors"), ("permission_articles.change_article", "on")];
    let made = root.post_form("/api/staff/groups/create", &powerful).await;
    let group = made.location().trim_end_matches('/').rsplit('/').next().unwrap().to_owned();
    let before = rights(&app).await;
    let id = app.user_id("helper").await;
    let form = with(&user_form(&mut helper, id).await, "add_group", "Editors");
    let answer = send(&mut helper, UPDATE, &form).await;
    assert_eq!(helper.follow(&answer).await.errors_on("add_group").len(), 1);
    // Its box is disabled.
    let form = with(&user_form(&mut helper, id).await, &format!("group_{group}"), "on");
    assert_eq!(send(&mut helper, UPDATE, &form).await.status, 403);
    let more = [("name", "Mine"), ("permission_articles.change_article", "on")];
    assert_eq!(helper.post_form("/api/staff/groups/create", &more).await.status, 403);
    let seen = root.get(&format!("/staff/groups/{group}/")).await.value_of("seen");
    for (path, fields) in [
        ("/api/staff/groups/update", vec![("id", group.as_str()), ("seen", &seen), ("name", "Editors")]),
        ("/api/staff/groups/delete", vec![("id", group.as_str())]),
    ] {
        for style in Style::BOTH {
            assert_eq!(helper.post(path, style, &fields).await.status, 403, "{path}");
        }
    }
    assert_eq!(rights(&app).await, before);
});

on_both!(a_user_with_more_rights_cannot_be_changed_logged_out_reset_or_deleted, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut helper = helper(&app).await;
    let mut root = app.superuser("root").await;
    app.staff("editor", &["articles.change_article"]).await;
    let before = rights(&app).await;
    for name in ["root", "editor"] {
        let id = app.user_id(name).await;
        // Without the sealed owner: the form of root would be refused for that alone.
        let form = with(&with(&user_form(&mut root, id).await, "is_staff", "on"), "owner", "");
        assert_eq!(send(&mut helper, UPDATE, &form).await.status, 403, "{name}");
        let form = with(&with(&profile_form(&mut root, id).await, "first_name", "Owned"), "owner", "");
        assert_eq!(send(&mut helper, PROFILE, &form).await.status, 403, "{name}");
        let id = id.to_string();
        for path in ["end-sessions", "reset-link", "delete"] {
            for style in Style::BOTH {
                let answer = helper.post(&format!("/api/staff/users/{path}"), style, &[("id", &id)]).await;
                assert_eq!(answer.status, 403, "{name} {path}");
            }
        }
        // The page offers none of these forms.
        let page = helper.get(&format!("/staff/users/{id}/")).await;
        for path in ["update", "profile", "end-sessions", "reset-link"] {
            assert!(!page.form_actions().contains(&format!("/api/staff/users/{path}")), "{name} {path}");
        }
    }
    assert_eq!(rights(&app).await, before);
    assert!(root.is_known_as("root").await);
});

on_both!(rights_revoked_while_a_form_is_open_are_gone_when_it_is_sent, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut helper = helper(&app).await;
    app.grant("helper", "articles.view_article").await;
    app.member("anna").await;
    let id = app.user_id("anna").await;
    let form = with(&user_form(&mut helper, id).await, "permission_articles.view_article", "on");
    app.execute("DELETE FROM user_permissions WHERE permission_id = (SELECT id FROM permissions WHERE name = 'articles.view_article')").await;
    assert_eq!(send(&mut helper, UPDATE, &form).await.status, 403);
    app.execute("DELETE FROM user_permissions").await;
    assert_eq!(send(&mut helper, UPDATE, &form).await.status, 403);
    app.execute("UPDATE users SET is_staff = FALSE").await;
    assert_eq!(send(&mut helper, UPDATE, &form).await.status, 403);
    assert_eq!(app.rows("user_permissions").await, 0);
});

on_both!(profile_signup_and_article_forms_grant_no_rights, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut joe = app.member("joe").await;
    let before = rights(&app).await;
    let extra = [
        ("is_superuser", "on"),
        ("is_staff", "on"),
        ("is_active", "on"),
        ("group_1", "on"),
        ("add_group", "Editors"),
        ("permission_accounts.change_user", "on"),
        ("permissions[]", "accounts.change_user"),
        ("user_permissions", "1"),
    ];
    let forms: [(&str, &[(&str, &str)]); 3] = [
        ("/api/accounts/update", &[("email", ""), ("first_name", ""), ("last_name", "")]),
        ("/api/articles/create", &[("title", "T"), ("content", "C")]),
        ("/api/accounts/password", &[("old_password", "x")]),
    ];
    for (path, fields) in forms {
        for style in Style::BOTH {
            let fields: Vec<(&str, &str)> = fields.iter().chain(&extra).copied().collect();
            assert_ne!(joe.post(path, style, &fields).await.status, 500, "{path}");
        }
    }
    assert_eq!(rights(&app).await, before);
    let fields: Vec<(&str, &str)> =
        [("username", "new"), ("password1", PASSWORD), ("password2", PASSWORD)].into_iter().chain(extra).collect();
    app.visitor().post_form("/api/accounts/signup", &fields).await;
    assert_eq!(
        app.number("SELECT COUNT(*) FROM users WHERE username = 'new' AND (is_staff = TRUE OR is_superuser = TRUE)")
            .await,
        0
    );
    assert_eq!(app.rows("user_permissions").await + app.rows("user_groups").await, 0);
});

on_both!(a_replayed_form_is_checked_again, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    app.member("anna").await;
    let id = app.user_id("anna").await;
    let form = with(&user_form(&mut root, id).await, "is_staff", "on");
    send(&mut root, UPDATE, &form).await;
    let off = with(&user_form(&mut root, id).await, "is_staff", "");
    send(&mut root, UPDATE, &off).await;
    // The old form would work for the superuser, as the user is in the old state again, but for no other user.
    assert_eq!(app.member("eve").await.post_form(UPDATE, &[("id", "1"), ("is_staff", "on")]).await.status, 403);
    assert_eq!(app.visitor().post_form(UPDATE, &[("id", "1")]).await.status, 303);
    assert_eq!(app.number("SELECT COUNT(*) FROM users WHERE is_staff = TRUE").await, 1);
});
