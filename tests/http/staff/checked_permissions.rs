//! A form offers the permissions that are asked for somewhere, and no other.

use latchkey::{
    accounts::types::{AUDIT_ENTRY, EXIT_SURVEY, GROUP, PermissionAction, USER},
    articles::types::ARTICLE,
};

use crate::support::{
    TestApp, on_both,
    repository::{files_in, root},
};

/// The source, without its tests and without the declarations of the models.
fn source() -> String {
    let files = files_in("src").into_iter().filter(|path| {
        path.extension().is_some_and(|kind| kind == "rs") && !path.starts_with(root().join("src/accounts/types"))
    });
    let texts = files.map(|path| std::fs::read_to_string(path).unwrap());
    texts.map(|text| text.split("#[cfg(test)]\nmod tests").next().unwrap().to_owned()).collect()
}

#[test]
fn a_permission_counts_as_checked_exactly_if_the_source_asks_for_it() {
    let source = source();
    let models = [("USER", USER), ("GROUP", GROUP), ("EXIT_SURVEY", EXIT_SURVEY), ("AUDIT_ENTRY", AUDIT_ENTRY)];
    for (name, model) in models.into_iter().chain([("ARTICLE", ARTICLE)]) {
        for action in PermissionAction::ALL {
            let asks = [format!("{name}.may({action:?})"), format!("{name}.may(PermissionAction::{action:?})")];
            // Links of the start page name model and action apart, and only what the table names too.
            let is_asked = asks.iter().any(|ask| source.contains(ask));
            assert_eq!(model.checked.contains(&action), is_asked, "{}", model.may(action));
        }
    }
}

on_both!(a_form_offers_what_is_checked_and_what_is_given, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    app.member("joe").await;
    let page = root.get("/staff/users/2/").await;
    for (name, is_offered) in [
        ("articles.change_article", true),
        ("accounts.view_auditentry", true),
        ("articles.add_article", false),
        ("accounts.delete_auditentry", false),
    ] {
        assert_eq!(page.has(&format!("name=\"permission_{name}\"")), is_offered, "{name}");
    }
    app.execute(
        "INSERT INTO user_permissions (user_id, permission_id) SELECT 2, id FROM permissions WHERE name = 'articles.add_article'",
    )
    .await;
    assert!(root.get("/staff/users/2/").await.has("name=\"permission_articles.add_article\""), "it can be taken away");
});

on_both!(the_page_of_a_user_says_what_they_may_do_and_why, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    app.member("joe").await;
    assert!(root.get("/staff/users/2/").await.has("No more than any user."));
    app.execute("UPDATE users SET is_staff = TRUE WHERE id = 2").await;
    assert!(root.get("/staff/users/2/").await.has("Can open the staff area, and no more."));
    let own = root.get("/staff/users/1/").await;
    assert!(own.has("Everything: they are a superuser.") && own.has("You cannot give permissions to yourself."));
    for sql in [
        "INSERT INTO groups (name, name_key) VALUES ('Desk', 'desk'), ('Night', 'night')",
        "INSERT INTO user_groups (user_id, group_id) SELECT 2, id FROM groups",
        "INSERT INTO group_permissions (group_id, permission_id) SELECT g.id, p.id FROM groups g, permissions p \
         WHERE p.name = 'articles.change_article'",
        "INSERT INTO user_permissions (user_id, permission_id) SELECT 2, id FROM permissions \
         WHERE name IN ('articles.change_article', 'articles.view_article')",
    ] {
        app.execute(sql).await;
    }
    let page = root.get("/staff/users/2/").await;
    assert!(
        page.has("<dt>change articles</dt><dd dir=\"auto\">given to them, by the group Desk, by the group Night</dd>"),
        "{}",
        page.html
    );
    assert!(page.has("<dt>view articles</dt><dd dir=\"auto\">given to them</dd>"));
    app.execute("UPDATE users SET is_active = FALSE WHERE id = 2").await;
    assert!(root.get("/staff/users/2/").await.has("Nothing while the account is deactivated."));
});
