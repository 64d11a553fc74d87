//! Permissions and groups as the rest of the site sees them (B76 to B81).

use std::collections::BTreeSet;

use latchkey::accounts::{
    server::permissions::who_has,
    types::{GROUP, PermissionAction, USER},
};

use crate::support::{TestApp, on_both};

on_both!(b76_every_model_has_its_four_permissions_in_the_table_once, async |kind| {
    let app = TestApp::spawn(kind).await;
    let names: BTreeSet<String> = app.texts("SELECT name FROM permissions").await.into_iter().collect();
    let expected: BTreeSet<String> = app
        .app
        .accounts
        .models()
        .flat_map(|model| model.permissions())
        .map(|permission| permission.full_name())
        .collect();
    assert_eq!(names, expected);
    assert_eq!(expected.len() % 4, 0);
    assert!(names.contains("articles.change_article") && names.contains("accounts.view_user"));
    // A second start adds no permission and loses no grant.
    app.staff("joe", &["accounts.view_user"]).await;
    app.app.synchronise().await.unwrap();
    assert_eq!(app.rows("permissions").await, i64::try_from(expected.len()).unwrap());
    assert_eq!(app.rows("user_permissions").await, 1);
});

on_both!(b77_direct_permissions_and_those_of_groups_count_from_the_next_request, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut joe = app.staff("joe", &[]).await;
    assert_eq!(joe.get("/staff/users/").await.status, 403);
    app.execute("INSERT INTO groups (name, name_key) VALUES ('Helpers', 'helpers')").await;
    app.execute(
        "INSERT INTO group_permissions (group_id, permission_id) SELECT g.id, p.id FROM groups g, permissions p \
        WHERE p.name = 'accounts.view_user'",
    )
    .await;
    assert_eq!(joe.get("/staff/users/").await.status, 403);
    app.execute("INSERT INTO user_groups (user_id, group_id) SELECT u.id, g.id FROM users u, groups g").await;
    assert_eq!(joe.get("/staff/users/").await.status, 200);
    app.execute("DELETE FROM group_permissions").await;
    assert_eq!(joe.get("/staff/users/").await.status, 403);
    app.grant("joe", "accounts.view_user").await;
    assert_eq!(joe.get("/staff/users/").await.status, 200);
});

on_both!(b77_neither_a_permission_nor_staff_status_alone_opens_a_page, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut member = app.member("member").await;
    app.grant("member", "accounts.view_user").await;
    assert_eq!(member.get("/staff/users/").await.status, 403);
    assert_eq!(member.get("/staff/").await.status, 403);
    let mut staff = app.staff("staff", &[]).await;
    assert_eq!(staff.get("/staff/").await.status, 200);
    assert_eq!(staff.get("/staff/users/").await.status, 403);
});

on_both!(b77_a_deactivated_superuser_has_no_permission, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    assert_eq!(root.get("/staff/users/").await.status, 200);
    app.execute("UPDATE users SET is_active = FALSE").await;
    assert_eq!(root.get("/staff/users/").await.outcome(), "302 /accounts/login/?next=/staff/users/");
});

on_both!(b81_the_users_with_a_permission_are_found_directly_by_group_and_as_superusers, async |kind| {
    let app = TestApp::spawn(kind).await;
    app.superuser("root").await;
    app.staff("direct", &["accounts.view_user"]).await;
    app.member("nobody").await;
    app.staff("gone", &["accounts.view_user"]).await;
    app.execute("UPDATE users SET is_active = FALSE WHERE username = 'gone'").await;
    app.member("grouped").await;
    app.execute("INSERT INTO groups (name, name_key) VALUES ('Helpers', 'helpers')").await;
    app.execute(
        "INSERT INTO group_permissions (group_id, permission_id) SELECT g.id, p.id FROM groups g, permissions p \
        WHERE p.name = 'accounts.view_user'",
    )
    .await;
    app.execute(
        "INSERT INTO user_groups (user_id, group_id) SELECT u.id, g.id FROM users u, groups g WHERE u.username = 'grouped'",
    )
    .await;
    let names = async |permission| {
        let found = who_has(&app.app.db, permission, 100).await.unwrap();
        found.into_iter().map(|(_, name)| name).collect::<Vec<_>>()
    };
    assert_eq!(names(USER.may(PermissionAction::View)).await, ["root", "direct", "grouped"]);
    assert_eq!(names(GROUP.may(PermissionAction::View)).await, ["root"]);
    assert_eq!(who_has(&app.app.db, USER.may(PermissionAction::View), 1).await.unwrap().len(), 1);
});

on_both!(b55_a_user_who_lacks_a_permission_reads_which_and_is_never_sent_to_the_login, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut joe = app.staff("joe", &[]).await;
    let answer = joe.get("/staff/users/?q=a").await;
    answer.assert_error_page(403, "Not permitted");
    assert!(answer.body.contains("cannot view users"), "{}", answer.body);
    // The page offers to log in with another account and then leads back.
    let other = answer.link("Log in as someone else").unwrap();
    assert_eq!(other, "/accounts/logout/?next=/staff/users/%3Fq%3Da");
    let page = joe.get(&other).await;
    assert_eq!(page.value_of("next"), "/staff/users/?q=a");
    let out = joe.post_form("/api/accounts/logout", &[("next", "/staff/users/?q=a")]).await;
    assert_eq!(joe.follow(&out).await.outcome(), "302 /accounts/login/?next=/staff/users/%3Fq%3Da");
    let json = app.staff("jim", &[]).await.post_json("/api/staff/users", &[("query[text]", "")]).await;
    assert_eq!((json.status, json.json()["not_permitted"]["needed"].as_str()), (403, Some("view users")));
});
