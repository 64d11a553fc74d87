//! Account deletion and the exit survey: S9, S16, B68.

use crate::support::{Client, Kind, PASSWORD, Style, TestApp, on_both};

const DELETE: &str = "/api/accounts/delete";

/// A user with two articles and a second session.
async fn author(kind: Kind) -> (TestApp, Client, Client) {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("gerlinde").await;
    client.create_article("One", "Text").await;
    client.create_article("Two", "Text").await;
    let other = client.elsewhere("gerlinde").await;
    (app, client, other)
}

on_both!(the_page_shows_exactly_what_will_be_deleted, async |kind| {
    let (_app, mut client, _other) = author(kind).await;
    let page = client.get("/accounts/delete/").await;
    assert_eq!((page.status, page.heading().as_str()), (200, "Delete account"));
    assert!(page.has("2 articles") && page.has("All 2 sessions, including this one"));
    assert!(page.has("Keep my 2 articles") && page.has("Erase my 2 articles"));
    assert!(page.control("password").contains("autocomplete=\"current-password\""));
    assert!(page.form_actions().contains(&DELETE.to_owned()));
    let mut client = client.clone();
    client.cookies.clear();
    client.sign_up("kim").await;
    let page = client.get("/accounts/delete/").await;
    assert!(!page.has("0 articles") && !page.has("type=\"radio\"") && page.has("This session"));
});

on_both!(s9_b68_the_user_is_deleted_first_and_then_every_session, async |kind| {
    for (style, choice) in [(Style::Plain, "keep"), (Style::Json, "keep"), (Style::Plain, "erase"), (Style::Json, "")] {
        let (app, mut client, mut other) = author(kind).await;
        let answer =
            client.post(DELETE, style, &[("password", PASSWORD), ("belongings", choice), ("reason", "")]).await;
        match style {
            Style::Plain => assert_eq!(answer.outcome(), "303 /accounts/goodbye/"),
            Style::Json => {
                assert_eq!(
                    answer.json(),
                    serde_json::json!({ "go": "/accounts/goodbye/", "new_document": true, "ends_session": true })
                )
            }
        }
        assert!(answer.cookies_set().iter().all(|cookie| cookie.contains("Max-Age=0")) && client.session().is_none());
        let page = client.get("/accounts/goodbye/").await;
        assert_eq!((page.status, page.heading().as_str(), page.user_name()), (200, "Goodbye", None));
        assert_eq!((app.rows("users").await, app.rows("sessions").await, app.rows("activity").await), (0, 0, 0));
        let articles = if choice == "erase" { 0 } else { 2 };
        assert_eq!(app.rows("articles").await, articles, "{choice:?}");
        assert_eq!(app.number("SELECT COUNT(*) FROM articles WHERE author_id IS NOT NULL").await, 0);

        // An open tab is anonymous now, and that is no error.
        assert_eq!(other.get("/articles/").await.user_name(), None);
        let stale = other.post_form("/api/articles/create", &[("title", "a"), ("content", "b")]).await;
        stale.assert_error_page(401, "You have been logged out");
        // The name can be taken again.
        app.visitor().sign_up("gerlinde").await;
        assert_eq!(app.number("SELECT COUNT(*) FROM articles WHERE author_id IS NOT NULL").await, 0, "a new person");
    }
});

on_both!(a_kept_article_is_by_a_former_member_and_no_namesake_may_change_it, async |kind| {
    let (app, mut client, _other) = author(kind).await;
    client.post_form(DELETE, &[("password", PASSWORD), ("belongings", "keep")]).await;
    let page = app.visitor().get("/articles/1/").await;
    assert!(page.has("a former member") && !page.has("gerlinde"));
    let mut namesake = app.member("gerlinde").await;
    assert_eq!(namesake.get("/articles/1/update/").await.status, 403);
});

on_both!(without_the_right_password_no_account_is_deleted_and_no_input_is_lost, async |kind| {
    let (app, mut client, _other) = author(kind).await;
    let comment = "I found\r\nsomething else";
    for (password, error) in [("", "Enter your password."), ("wrong", "That is not your password.")] {
        let fields = [("password", password), ("belongings", "erase"), ("reason_privacy", "on"), ("reason", comment)];
        let answer = client.post_form(DELETE, &fields).await;
        assert_eq!(answer.outcome(), "303 /accounts/delete/");
        let page = client.follow(&answer).await;
        assert_eq!(page.errors_on("password"), [error]);
        assert_eq!(page.text_of("reason"), comment.replace("\r\n", "\n"));
        assert!(
            page.control("reason_privacy").contains("checked") && !page.control("reason_too_hard").contains("checked")
        );
        let erase = page.html.split('<').find(|tag| tag.contains("value=\"erase\"")).unwrap();
        assert!(erase.contains("checked"), "{erase}");
        assert_eq!(client.post_json(DELETE, &fields).await.status, 422);
    }
    let long = "x".repeat(2_001);
    let answer = client.post_form(DELETE, &[("password", PASSWORD), ("reason", &long)]).await;
    assert_eq!(client.follow(&answer).await.errors_on("reason"), ["Use at most 2000 characters; this has 2001."]);
    assert_eq!((app.rows("users").await, app.rows("articles").await, app.rows("departures").await), (1, 2, 0));
});

on_both!(a_get_deletes_nothing_and_a_posted_id_never_deletes_another_user, async |kind| {
    let (app, mut client, _other) = author(kind).await;
    app.member("kim").await;
    client.get("/accounts/delete/").await;
    assert_eq!(client.get(DELETE).await.status, 405);
    assert_eq!(app.rows("users").await, 2);
    let kim = app.user_id("kim").await.to_string();
    client.post_form(DELETE, &[("password", PASSWORD), ("id", &kim), ("user_id", &kim), ("username", "kim")]).await;
    assert_eq!(app.texts("SELECT username FROM users").await, ["kim"]);
    let answer = app.visitor().post_form(DELETE, &[("password", PASSWORD)]).await;
    assert_eq!(answer.outcome(), "303 /accounts/login/?next=/accounts/delete/");
});

on_both!(the_exit_survey_is_stored_without_the_user, async |kind| {
    let (app, mut client, _other) = author(kind).await;
    let fields =
        [("password", PASSWORD), ("reason_privacy", "on"), ("reason_not_used", "on"), ("reason", "  Too loud. ")];
    client.post_form(DELETE, &fields).await;
    assert_eq!(
        app.texts("SELECT reasons || ' ' || comment || ' ' || kept_belongings FROM departures").await[0].to_lowercase(),
        match kind {
            Kind::Sqlite => "not_used,privacy too loud. 1",
            Kind::Postgres => "not_used,privacy too loud. true",
        }
    );
    assert_eq!(app.number("SELECT left_on % 86400 FROM departures").await, 0, "the day, no time");
    assert_eq!(app.number("SELECT left_on - 86400 * (left_on / 86400) FROM departures").await, 0);
});

on_both!(after_the_deletion_no_row_names_the_user, async |kind| {
    let app = TestApp::spawn_with(kind, |settings| settings.accounts.throttle = true).await;
    let mut client = app.member("gerlinde").await;
    let fields = [("email", "gerlinde@feuerstein.example"), ("first_name", "Margarethe"), ("last_name", "Feuerstein")];
    client.post_form("/api/accounts/update", &fields).await;
    client.create_article("Title", "Text").await;
    app.visitor().log_in("gerlinde", "wrong").await;
    client.elsewhere("gerlinde").await;
    client.post_form(DELETE, &[("password", PASSWORD), ("belongings", "keep")]).await;
    let words = ["gerlinde", "feuerstein", "margarethe"];
    for text in everything(&app, kind).await {
        let text = text.to_lowercase();
        assert!(words.iter().all(|word| !text.contains(word)), "{text}");
    }
    if kind == Kind::Sqlite {
        for name in ["latchkey.sqlite3", "latchkey.sqlite3-wal"] {
            let bytes = std::fs::read(app.folder.path().join(name)).unwrap_or_default();
            let text = String::from_utf8_lossy(&bytes).to_lowercase();
            assert!(words.iter().all(|word| !text.contains(word)), "in the bytes of {name}");
        }
    }
});

/// Every row of every table as one text.
async fn everything(app: &TestApp, kind: Kind) -> Vec<String> {
    let tables = match kind {
        Kind::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
        Kind::Postgres => {
            "SELECT CAST(table_name AS TEXT) FROM information_schema.tables WHERE table_schema = 'public'"
        }
    };
    let mut found = Vec::new();
    for table in app.texts(tables).await.into_iter().filter(|table| table != "_sqlx_migrations") {
        let columns = match kind {
            Kind::Sqlite => format!("SELECT name FROM pragma_table_info('{table}')"),
            Kind::Postgres => format!(
                "SELECT CAST(column_name AS TEXT) FROM information_schema.columns WHERE table_name = '{table}' \
                AND table_schema = 'public'"
            ),
        };
        let columns = app.texts(&columns).await.join(" AS TEXT), '') || ' ' || COALESCE(CAST(");
        found.extend(app.texts(&format!("SELECT COALESCE(CAST({columns} AS TEXT), '') FROM {table}")).await);
    }
    assert!(found.len() > 1);
    found
}

on_both!(the_last_active_superuser_cannot_delete_the_account, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    app.superuser("away").await;
    app.execute("UPDATE users SET is_active = FALSE WHERE username = 'away'").await;
    app.member("joe").await;
    let page = root.get("/accounts/delete/").await;
    assert!(page.has("You are the only superuser.") && !page.has(DELETE));
    let answer = root.post_json(DELETE, &[("password", PASSWORD), ("belongings", "erase")]).await;
    assert_eq!(
        (answer.status, answer.json()),
        (422, serde_json::json!({ "invalid": { "__all__": ["last_superuser"] } }))
    );
    assert_eq!(app.rows("users").await, 3);
    app.execute("UPDATE users SET is_active = TRUE WHERE username = 'away'").await;
    assert_eq!(root.post_form(DELETE, &[("password", PASSWORD)]).await.outcome(), "303 /accounts/goodbye/");
});
