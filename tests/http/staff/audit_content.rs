//! The content of audit entries for data that is gone afterwards; and no change happens without its entry.

use latchkey::server::db::Db;
use serde_json::{Value, json};

use crate::support::{
    Kind, Style, TestApp,
    mails::with_folder,
    on_both,
    rights::state,
    staff_changes::{changing_functions, staff_change},
};

/// The newest entry: its sentence, and its changes.
async fn newest(app: &TestApp) -> (String, Value) {
    let said =
        "SELECT actor || ' ' || action || ' ' || target_kind || ' ' || target FROM audit ORDER BY id DESC LIMIT 1";
    let said = app.texts(said).await.remove(0);
    let changes = app.texts("SELECT changes FROM audit ORDER BY id DESC LIMIT 1").await.remove(0);
    (said, serde_json::from_str(&changes).unwrap())
}

fn change(what: &str, before: &str, after: &str) -> Value {
    json!({ "what": what, "before": before, "after": after })
}

/// Creates a group with permissions and members; gives its id.
async fn group(app: &TestApp, name: &str, permissions: &[&str], members: &[&str]) -> String {
    let key = name.to_lowercase();
    app.execute(&format!("INSERT INTO groups (name, name_key) VALUES ('{name}', '{key}')")).await;
    for permission in permissions {
        let sql = format!(
            "INSERT INTO group_permissions (group_id, permission_id) SELECT g.id, p.id FROM groups g, permissions p \
             WHERE g.name = '{name}' AND p.name = '{permission}'"
        );
        assert_eq!(app.execute(&sql).await, 1);
    }
    for member in members {
        let sql = format!(
            "INSERT INTO user_groups (user_id, group_id) SELECT u.id, g.id FROM users u, groups g \
             WHERE u.username = '{member}' AND g.name = '{name}'"
        );
        assert_eq!(app.execute(&sql).await, 1);
    }
    app.number(&format!("SELECT id FROM groups WHERE name = '{name}'")).await.to_string()
}

on_both!(the_entry_of_a_deleted_user_has_the_flags_groups_and_permissions, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    app.staff("anna", &["accounts.view_user"]).await;
    app.execute("UPDATE users SET email = 'anna@example.com', first_name = 'Anna' WHERE username = 'anna'").await;
    group(&app, "Helpers", &[], &["anna"]).await;
    group(&app, "Editors", &["articles.change_article"], &["anna"]).await;
    let id = app.user_id("anna").await.to_string();
    assert_eq!(root.post_form("/api/staff/users/delete", &[("id", &id)]).await.outcome(), "303 /staff/users/");
    let expected = json!([
        change("active", "true", "false"),
        change("staff", "true", "false"),
        change("groups", "Editors, Helpers", ""),
        change("permissions, those of groups too", "accounts.view_user, articles.change_article", ""),
    ]);
    assert_eq!(newest(&app).await, ("root deleted user anna".to_owned(), expected));
    let trail = app.texts("SELECT changes FROM audit").await.concat();
    assert!(
        !trail.contains("anna@example.com") && !trail.contains("Anna"),
        "the trail keeps no name and address: {trail}"
    );

    app.superuser("second").await;
    let id = app.user_id("second").await.to_string();
    root.post_form("/api/staff/users/delete", &[("id", &id)]).await;
    let flags = ["active", "staff", "superuser"].map(|flag| change(flag, "true", "false"));
    assert_eq!(newest(&app).await, ("root deleted user second".to_owned(), json!(flags)));
});

on_both!(the_entry_of_a_deleted_group_has_the_members_and_permissions, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    for name in ["bert", "anna"] {
        app.member(name).await;
    }
    let id = group(&app, "Editors", &["articles.view_article", "articles.change_article"], &["anna", "bert"]).await;
    assert_eq!(root.post_form("/api/staff/groups/delete", &[("id", &id)]).await.outcome(), "303 /staff/groups/");
    let expected = json!([
        change("members", "bert, anna", ""),
        change("permissions", "articles.change_article, articles.view_article", ""),
    ]);
    assert_eq!(newest(&app).await, ("root deleted group Editors".to_owned(), expected));
});

on_both!(the_entry_of_a_deleted_group_has_at_most_a_thousand_members, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    let id = group(&app, "Many", &[], &[]).await;
    for number in 0..1_005 {
        app.execute(&format!(
            "INSERT INTO users (username, username_key, password, date_joined) \
             VALUES ('m{number:04}', 'm{number:04}', '!', 1)"
        ))
        .await;
    }
    app.execute(&format!(
        "INSERT INTO user_groups (user_id, group_id) SELECT id, {id} FROM users WHERE password = '!'"
    ))
    .await;
    assert_eq!(root.post_form("/api/staff/groups/delete", &[("id", &id)]).await.outcome(), "303 /staff/groups/");
    let (_, changes) = newest(&app).await;
    let members = changes[0]["before"].as_str().unwrap();
    assert_eq!(
        (members.matches(", ").count(), members.ends_with("m0999 and perhaps others")),
        (999, true),
        "{members}"
    );
});

on_both!(the_entry_of_an_article_deleted_by_staff_has_the_author_and_the_text, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut author = app.member("author").await;
    let (first, second) = (author.create_article("First", "Text").await, author.create_article("Second", "Text").await);
    let long = author.create_article("Long", &"words and ".repeat(200)).await;
    let mut staff = app.staff("staff", &["articles.delete_article"]).await;
    let mut delete = async |id: i64| {
        let answer = staff.post_form("/api/articles/delete", &[("id", &id.to_string())]).await;
        assert_eq!(answer.outcome(), "303 /articles/");
        newest(&app).await
    };
    let whose = format!("author (number {})", app.user_id("author").await);
    let whose_and_what = |text: &str| {
        json!([change("author", &whose, ""), change("published", "true", "false"), change("text", text, "")])
    };
    assert_eq!(delete(first).await, ("staff deleted article First".to_owned(), whose_and_what("Text")));
    // Of a long text only the beginning is kept.
    let (said, changes) = delete(long).await;
    let text = changes[2]["before"].as_str().unwrap().to_owned();
    assert_eq!((said.as_str(), &changes), ("staff deleted article Long", &whose_and_what(&text)));
    let length = text.chars().count();
    assert!(text.starts_with("words and words") && (200..300).contains(&length), "{text}");
    // Of a former member the entry names no author.
    app.execute("UPDATE articles SET author_id = NULL").await;
    let without = json!([change("published", "true", "false"), change("text", "Text", "")]);
    assert_eq!(delete(second).await, ("staff deleted article Second".to_owned(), without));
});

on_both!(the_entry_of_a_changed_text_has_the_part_that_differs, async |kind| {
    let app = TestApp::spawn(kind).await;
    let lines = "line ".repeat(100);
    let id = app.member("author").await.create_article("Title", &format!("{lines}old end")).await.to_string();
    let mut staff = app.staff("staff", &["articles.change_article"]).await;
    let content = format!("{lines}new end");
    let fields = [("id", id.as_str()), ("version", "1"), ("title", "Title"), ("content", content.as_str())];
    assert_eq!(staff.post_form("/api/articles/update", &fields).await.status, 303);
    let lead = format!("…{}", "line ".repeat(8));
    let expected = json!([change("text", &format!("{lead}old end"), &format!("{lead}new end"))]);
    assert_eq!(newest(&app).await, ("staff changed article Title".to_owned(), expected));
});

/// Makes every insert into the audit trail fail.
async fn break_the_trail(app: &TestApp, kind: Kind) {
    if kind == Kind::Sqlite {
        app.execute("CREATE TRIGGER no_entry BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no'); END").await;
    } else {
        let function =
            "CREATE FUNCTION no_entry() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$";
        app.execute(function).await;
        app.execute("CREATE TRIGGER no_entry BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION no_entry()").await;
    }
}

on_both!(no_user_or_group_is_changed_without_an_entry, async |kind| {
    let app = with_folder(kind).await;
    let mut root = app.superuser("root").await;
    break_the_trail(&app, kind).await;
    for (path, _) in changing_functions() {
        let change = staff_change(&app, &mut root, path).await;
        let before = state(&app).await;
        for style in Style::BOTH {
            assert_eq!(change.send(&mut root, style).await.status, 503, "{path} {style:?}");
        }
        assert!(!change.is_done(&app).await, "{path}");
        assert_eq!(state(&app).await, before, "{path}");
    }
});

on_both!(no_article_of_another_user_is_changed_or_deleted_without_an_entry, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut author = app.member("author").await;
    let id = author.create_article("Title", "Text").await.to_string();
    let mut root = app.superuser("root").await;
    break_the_trail(&app, kind).await;
    let before = state(&app).await;
    let fields = [("id", id.as_str()), ("version", "1"), ("title", "Other"), ("content", "Other")];
    for path in ["/api/articles/update", "/api/articles/delete"] {
        for style in Style::BOTH {
            assert_eq!(root.post(path, style, &fields).await.status, 503, "{path} {style:?}");
            assert_eq!(state(&app).await, before, "{path} {style:?}");
        }
    }
    // Changes to own articles are not recorded.
    assert_eq!(author.post_form("/api/articles/update", &fields).await.status, 303);
    assert_eq!(author.post_form("/api/articles/delete", &fields).await.outcome(), "303 /articles/");
});

on_both!(no_entry_can_be_replaced, async |kind| {
    let app = TestApp::spawn(kind).await;
    app.superuser("root").await.post_form("/api/staff/groups/create", &[("name", "Helpers")]).await;
    assert_eq!(app.number("SELECT id FROM audit").await, 1);
    let statements: &[&'static str] = match kind {
        Kind::Sqlite => &[
            "INSERT OR REPLACE INTO audit (id, at, actor, action, target_kind, target, changes) \
             VALUES (1, 0, 'eve', 'created', 'group', 'Helpers', '[]')",
            "REPLACE INTO audit (rowid, at, actor, action, target_kind, target, changes) \
             VALUES (1, 0, 'eve', 'created', 'group', 'Helpers', '[]')",
            "INSERT INTO audit (id, at, actor, action, target_kind, target, changes) \
             VALUES (1, 0, 'eve', 'created', 'group', 'Helpers', '[]') ON CONFLICT (id) DO UPDATE SET actor = 'eve'",
            "UPDATE OR REPLACE audit SET actor = 'eve'",
        ],
        Kind::Postgres => {
            &["INSERT INTO audit (id, at, actor, action, target_kind, target, changes) OVERRIDING SYSTEM VALUE \
             VALUES (1, 0, 'eve', 'created', 'group', 'Helpers', '[]') ON CONFLICT (id) DO UPDATE SET actor = 'eve'"]
        }
    };
    for sql in statements.iter().copied() {
        let refused = match &app.app.db {
            Db::Sqlite { writer, .. } => sqlx::query(sql).execute(writer).await.map(|_| ()),
            Db::Postgres(pool) => sqlx::query(sql).execute(pool).await.map(|_| ()),
        };
        assert!(refused.unwrap_err().to_string().contains("only added to"), "{sql}");
    }
    assert_eq!(app.texts("SELECT actor FROM audit").await, ["root"]);
});
