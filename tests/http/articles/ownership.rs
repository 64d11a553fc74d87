//! Access to articles of other users: forged ids, superusers, former members.

use serde_json::json;

use crate::support::{Style, TestApp, on_both};

on_both!(another_user_gets_403_from_every_form_and_page_of_the_article, async |kind| {
    let app = TestApp::spawn(kind).await;
    let id = app.member("joe").await.create_article("Joe's", "text").await.to_string();
    let mut kim = app.member("kim").await;
    let own = kim.create_article("Kim's", "text").await.to_string();
    for (function, fields) in [
        ("/api/articles/update", vec![("id", &*id), ("version", "1"), ("title", "Stolen"), ("content", "x")]),
        ("/api/articles/update", vec![("id", &*id), ("version", "1"), ("title", ""), ("content", "")]),
        ("/api/articles/update", vec![("id", &*id), ("version", "x"), ("title", "Stolen"), ("content", "x")]),
        ("/api/articles/delete", vec![("id", &*id)]),
        ("/api/articles/editable", vec![("id", &*id)]),
    ] {
        for style in Style::BOTH {
            let answer = kim.post(function, style, &fields).await;
            if style == Style::Json || function.ends_with("editable") {
                assert_eq!((answer.status, answer.json()), (403, json!("forbidden")), "{function}");
            } else {
                answer.assert_error_page(403, "Not yours to change");
                assert_eq!(answer.user_name().as_deref(), Some("kim"));
            }
        }
    }
    for page in ["update", "delete"] {
        let answer = kim.get(&format!("/articles/{id}/{page}/")).await;
        answer.assert_error_page(403, "Not yours to change");
        assert!(!answer.body.contains("Joe's"));
    }
    let page = kim.get(&format!("/articles/{id}/")).await;
    assert_eq!((page.link("Edit"), page.link("Delete")), (None, None));
    assert_eq!(app.texts("SELECT title FROM articles ORDER BY id").await, ["Joe's", "Kim's"]);
    assert_eq!(kim.get(&format!("/articles/{own}/update/")).await.status, 200);
});

on_both!(the_author_cannot_be_set_by_a_form, async |kind| {
    let app = TestApp::spawn(kind).await;
    app.member("joe").await;
    let joe = app.user_id("joe").await.to_string();
    let mut kim = app.member("kim").await;
    let fields =
        [("title", "T"), ("content", "C"), ("author_id", &*joe), ("author", &*joe), ("id", "77"), ("version", "9")];
    assert_eq!(kim.post_form("/api/articles/create", &fields).await.status, 303);
    let (author, version) =
        (app.number("SELECT author_id FROM articles").await, app.number("SELECT version FROM articles").await);
    assert_eq!((author, version), (app.user_id("kim").await, 1));
});

on_both!(b77_a_superuser_may_change_and_delete_articles_of_other_users, async |kind| {
    let app = TestApp::spawn(kind).await;
    let id = app.member("joe").await.create_article("Joe's", "text").await.to_string();
    let mut root = app.superuser("root").await;
    assert_eq!(root.get(&format!("/articles/{id}/")).await.link("Edit"), Some(format!("/articles/{id}/update/")));
    let fields = [("id", &*id), ("version", "1"), ("title", "Moderated"), ("content", "x")];
    assert_eq!(root.post_form("/api/articles/update", &fields).await.outcome(), format!("303 /articles/{id}/"));
    assert_eq!(app.number("SELECT author_id FROM articles").await, app.user_id("joe").await, "the author stays");
    assert_eq!(root.post_form("/api/articles/delete", &[("id", &id)]).await.outcome(), "303 /articles/");
    assert_eq!(app.rows("articles").await, 0);
});

on_both!(b77_staff_status_alone_grants_nothing_and_an_inactive_superuser_is_anonymous, async |kind| {
    let app = TestApp::spawn(kind).await;
    let id = app.member("joe").await.create_article("Joe's", "text").await.to_string();
    let mut staff = app.member("staff").await;
    app.execute("UPDATE users SET is_staff = TRUE WHERE username = 'staff'").await;
    assert_eq!(staff.post_json("/api/articles/delete", &[("id", &id)]).await.status, 403);
    let mut root = app.superuser("root").await;
    app.execute("UPDATE users SET is_active = FALSE WHERE username = 'root'").await;
    assert_eq!(root.post_json("/api/articles/delete", &[("id", &id)]).await.status, 401);
    assert_eq!(app.rows("articles").await, 1);
});

on_both!(b80_a_change_of_rights_counts_from_the_next_request, async |kind| {
    let app = TestApp::spawn(kind).await;
    let id = app.member("joe").await.create_article("Joe's", "text").await;
    let mut root = app.superuser("root").await;
    assert_eq!(root.get(&format!("/articles/{id}/update/")).await.status, 200);
    app.execute("UPDATE users SET is_superuser = FALSE").await;
    assert_eq!(root.get(&format!("/articles/{id}/update/")).await.status, 403);
});

on_both!(an_article_of_a_former_member_stays_and_only_a_superuser_may_change_it, async |kind| {
    let app = TestApp::spawn(kind).await;
    let id = app.member("joe").await.create_article("Old days", "text").await;
    app.execute("DELETE FROM users WHERE username = 'joe'").await;
    // A new user called joe is another user.
    let mut joe = app.member("joe").await;
    for path in ["/articles/".to_owned(), format!("/articles/{id}/")] {
        let page = joe.get(&path).await;
        assert_eq!(page.status, 200);
        assert!(page.has("a former member") && page.has("Old days"), "{path}");
    }
    assert_eq!(joe.get(&format!("/articles/{id}/")).await.link("Edit"), None);
    assert_eq!(joe.get(&format!("/articles/{id}/update/")).await.status, 403);
    assert_eq!(joe.post_json("/api/articles/delete", &[("id", &id.to_string())]).await.status, 403);
    let mut root = app.superuser("root").await;
    assert_eq!(root.post_json("/api/articles/delete", &[("id", &id.to_string())]).await.status, 200);
});

on_both!(an_anonymous_post_is_redirected_to_the_login_and_from_there_to_the_page_of_its_form, async |kind| {
    let app = TestApp::spawn(kind).await;
    let id = app.member("joe").await.create_article("Joe's", "text").await.to_string();
    let mut visitor = app.visitor();
    for (function, next) in [
        ("create", "/articles/create/".to_owned()),
        ("update", format!("/articles/{id}/update/")),
        ("delete", format!("/articles/{id}/delete/")),
    ] {
        let fields = [("id", &*id), ("version", "1"), ("title", "T"), ("content", "C")];
        let function = format!("/api/articles/{function}");
        let answer = visitor.post_form(&function, &fields).await;
        // A text that does not say whose it is is shown, to be copied; what has none leads to the login.
        match function.ends_with("delete") {
            true => assert_eq!(answer.outcome(), format!("303 /accounts/login/?next={next}")),
            false => assert!(answer.status == 401 && answer.body.contains("copy it, then log in"), "{function}"),
        }
        assert_eq!(visitor.post_json(&function, &fields).await.json(), json!("login_required"));
    }
    for id in ["x", "", "1/../../evil", "%2f%2fevil"] {
        let answer = visitor.post_form("/api/articles/update", &[("id", id)]).await;
        assert_eq!(answer.outcome(), "303 /accounts/login/?next=/articles/", "{id}");
    }
    assert_eq!(app.texts("SELECT title FROM articles").await, ["Joe's"]);
});
