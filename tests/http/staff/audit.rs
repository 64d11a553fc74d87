//! The audit trail: every change is in it, and no entry can be changed.

use crate::support::{
    Kind, TestApp,
    forms::{PROFILE, profile_form, send, user_form, with},
    on_both,
};

on_both!(an_entry_has_actor_action_target_address_and_changes, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    app.member("anna").await;
    let id = app.user_id("anna").await;
    let form = with(&profile_form(&mut root, id).await, "first_name", "Anna");
    send(&mut root, PROFILE, &form).await;
    let id_text = id.to_string();
    root.post_form("/api/staff/users/end-sessions", &[("id", &id_text)]).await;
    root.post_form("/api/staff/users/reset-link", &[("id", &id_text)]).await;
    root.post_form("/api/staff/groups/create", &[("name", "Helpers"), ("permission_articles.view_article", "on")])
        .await;
    root.post_form("/api/staff/users/delete", &[("id", &id_text)]).await;
    let rows = app.texts("SELECT actor || ' ' || action || ' ' || target_kind || ' ' || target || ' ' || address FROM audit ORDER BY id").await;
    assert_eq!(
        rows,
        [
            "root changed user anna 192.0.2.7",
            "root sessions_ended user anna 192.0.2.7",
            "root reset_link_made user anna 192.0.2.7",
            "root created group Helpers 192.0.2.7",
            "root deleted user anna 192.0.2.7",
        ]
    );
    let changes = app.texts("SELECT changes FROM audit ORDER BY id").await;
    assert_eq!(changes[0], r#"[{"what":"first name","before":"","after":"Anna"}]"#);
    assert!(changes[3].contains("articles.view_article"));
    // The trail contains no link, no password and no hash.
    assert!(changes.iter().all(|text| !text.contains("reset/") && !text.contains("argon2")));
    let page = root.get("/staff/audit/?target=anna").await;
    assert!(page.body.contains("created a password link for") && !page.body.contains("Helpers"), "{}", page.body);
    // The page can filter by every audit action.
    for act in latchkey::accounts::types::AuditAction::ALL {
        assert!(page.body.contains(&format!("value=\"{}\"", act.id())), "{}", act.id());
    }
    assert!(root.get("/staff/audit/?action=created").await.body.contains("Helpers"));
    assert!(!root.get("/staff/audit/?actor=nobody").await.body.contains("Helpers"));
});

on_both!(saving_a_form_that_changes_nothing_leaves_no_entry, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    let id = app.user_id("root").await;
    let form = user_form(&mut root, id).await;
    assert_eq!(send(&mut root, "/api/staff/users/update", &form).await.status, 303);
    let form = profile_form(&mut root, id).await;
    assert_eq!(send(&mut root, PROFILE, &form).await.status, 303);
    assert_eq!(app.rows("audit").await, 0);
});

on_both!(entries_cannot_be_changed_or_deleted, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    root.post_form("/api/staff/groups/create", &[("name", "Helpers")]).await;
    let statements = ["UPDATE audit SET actor = 'eve'", "DELETE FROM audit"];
    for sql in statements {
        let refused = match &app.app.db {
            latchkey::server::db::Db::Sqlite { writer, .. } => sqlx::query(sql).execute(writer).await.map(|_| ()),
            latchkey::server::db::Db::Postgres(pool) => sqlx::query(sql).execute(pool).await.map(|_| ()),
        };
        assert!(refused.unwrap_err().to_string().contains("only added to"), "{sql}");
    }
    assert_eq!(app.rows("audit").await, 1);
    if kind == Kind::Postgres {
        let latchkey::server::db::Db::Postgres(pool) = &app.app.db else { unreachable!() };
        assert!(sqlx::query("TRUNCATE audit").execute(pool).await.is_err());
    }
});

on_both!(changes_to_articles_of_other_users_are_in_the_trail_and_changes_to_own_ones_are_not, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut author = app.member("author").await;
    let id = author.create_article("Title", "Text").await.to_string();
    let mut root = app.superuser("root").await;
    let change = |version: &'static str, title: &'static str| {
        vec![
            ("id", id.clone()),
            ("version", version.to_owned()),
            ("title", title.to_owned()),
            ("content", "Text".to_owned()),
        ]
    };
    for (client, fields) in [(&mut author, change("1", "Mine")), (&mut root, change("2", "Theirs"))] {
        send(
            client,
            "/api/articles/update",
            &fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Vec<_>>(),
        )
        .await;
    }
    root.post_form("/api/articles/delete", &[("id", &id)]).await;
    let number = app.user_id("author").await;
    let rows = app.texts("SELECT actor || ' ' || action || ' ' || target_kind || ' ' || target || ' ' || changes FROM audit ORDER BY id").await;
    assert_eq!(
        rows,
        [
            r#"root changed article Mine [{"what":"title","before":"Mine","after":"Theirs"}]"#.to_owned(),
            format!(
                r#"root deleted article Theirs [{{"what":"author","before":"author (number {number})","after":""}},{}"#,
                r#"{"what":"published","before":"true","after":"false"},{"what":"text","before":"Text","after":""}]"#
            )
        ]
    );
});
