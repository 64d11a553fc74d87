//! Writing, changing and deleting articles. Who may is in `articles/ownership.rs`, the list in `articles/list.rs`.

use serde_json::json;

use crate::support::{TestApp, on_both};

const CREATE: &str = "/api/articles/create";
const UPDATE: &str = "/api/articles/update";
const DELETE: &str = "/api/articles/delete";

on_both!(a_new_article_is_shown_with_its_author_and_links_to_change_it, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    let id = client.create_article("  First \r\n one ", "\r\nOne.\r\nStill one.\r\n\r\nTwo.\r\n").await;
    let page = client.get(&format!("/articles/{id}/")).await;
    assert_eq!((page.status, page.heading().as_str()), (200, "First one"));
    let (_, body) = page.html.split_once("article-body").unwrap();
    assert!(body.contains(">One.<br>\nStill one.</p>") && body.contains(">Two.</p>"), "{body}");
    assert!(page.has(">joe</span>") && page.has("<time datetime=") && page.has(">just now</time>"));
    assert_eq!(page.link("Edit"), Some(format!("/articles/{id}/update/")));
    assert_eq!(page.link("Delete"), Some(format!("/articles/{id}/delete/")));
    let seen = app.visitor().get(&format!("/articles/{id}/")).await;
    assert_eq!((seen.heading().as_str(), seen.link("Edit"), seen.link("Delete")), ("First one", None, None));
    assert!(!seen.has("Edited"));
});

on_both!(the_json_answer_to_a_new_article_is_its_address, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    let answer = client.post_json(CREATE, &[("title", "T"), ("content", "C")]).await;
    let id = app.number("SELECT id FROM articles").await;
    assert_eq!(
        (answer.status, answer.json()),
        (200, json!({ "go": format!("/articles/{id}/"), "new_document": false }))
    );
});

on_both!(scripts_and_other_alphabets_are_shown_as_text, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    let evil = "</title></script><script>alert('x')</script><!-- \u{2028} & \"한글\" 😀";
    let id = client.create_article(evil, evil).await;
    for path in [
        "/articles/".to_owned(),
        format!("/articles/{id}/"),
        format!("/articles/{id}/update/"),
        format!("/articles/{id}/delete/"),
    ] {
        let page = client.get(&path).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(!page.body.contains("<script>alert"), "{path}: {}", page.body);
        assert!(page.has("한글") && page.has("😀"), "{path}");
    }
    let form = client.get(&format!("/articles/{id}/update/")).await;
    assert_eq!((form.value_of("title"), form.text_of("content")), (evil.replace("\u{2028} ", ""), evil.to_owned()));
});

on_both!(a_refused_article_is_shown_again_with_the_submitted_values, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    let answer = client.post_form(CREATE, &[("title", " "), ("content", "\n\nkept <b>\n")]).await;
    assert_eq!(answer.outcome(), "303 /articles/create/");
    let page = client.follow(&answer).await;
    assert_eq!(page.errors_on("title"), ["Enter a title."]);
    assert!(page.errors_on("content").is_empty());
    assert_eq!(page.text_of("content"), "\n\nkept <b>\n");
    assert!(client.is_known_as("joe").await, "showing the form again does not end the session");
    let again = client.get("/articles/create/").await;
    assert_eq!((again.errors_on("title").len(), again.text_of("content").as_str()), (0, ""));
    assert_eq!(app.rows("articles").await, 0);
});

on_both!(lengths_are_limited_and_both_errors_come_at_once, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    let (title, content) = ("가".repeat(201), "x".repeat(20_001));
    let answer = client.post_form(CREATE, &[("title", &title), ("content", &content)]).await;
    // Too long to wait in the session: its page is the answer.
    let page = answer;
    assert_eq!(page.status, 422);
    assert_eq!(page.errors_on("title"), ["Use at most 200 characters; this has 201."]);
    assert_eq!(page.errors_on("content"), ["Use at most 20000 characters; this has 20001."]);
    assert_eq!((page.value_of("title"), page.text_of("content")), (title, content));
    let id = client.create_article(&"나".repeat(200), &"다".repeat(20_000)).await;
    assert_eq!(client.get(&format!("/articles/{id}/")).await.status, 200);
});

on_both!(a_change_is_stored_and_shown_and_raises_the_version, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    let id = client.create_article("Old", "old text").await;
    app.execute("UPDATE articles SET created = created - 90, updated = updated - 90").await;
    let form = client.get(&format!("/articles/{id}/update/")).await;
    assert_eq!((form.value_of("title").as_str(), form.text_of("content").as_str()), ("Old", "old text"));
    assert_eq!((form.value_of("id"), form.value_of("version").as_str()), (id.to_string(), "1"));
    let fields = [("id", &*id.to_string()), ("version", "1"), ("title", "New"), ("content", "new text")];
    let answer = client.post_form(UPDATE, &fields).await;
    assert_eq!(answer.outcome(), format!("303 /articles/{id}/"));
    let page = client.follow(&answer).await;
    assert_eq!(page.heading(), "New");
    assert!(page.has("new text") && page.has("Edited"));
    assert_eq!(app.number("SELECT version FROM articles").await, 2);
    assert!(app.number("SELECT updated - created FROM articles").await >= 90);
    assert!(client.get("/articles/").await.has(">new text</p>"), "the excerpt follows");
});

on_both!(a_change_to_an_older_version_shows_both_texts_and_overwrites_nothing, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    let id = client.create_article("First", "first text").await;
    let path = format!("/articles/{id}/update/");
    let id = id.to_string();
    client.post_form(UPDATE, &[("id", &id), ("version", "1"), ("title", "Theirs"), ("content", "their text")]).await;
    let mine = [("id", &*id), ("version", "1"), ("title", "Mine"), ("content", "my text")];
    let json = client.post_json(UPDATE, &mine).await;
    assert_eq!((json.status, json.json()), (422, json!({ "invalid": { "__all__": ["changed_meanwhile"] } })));

    let answer = client.post_form(UPDATE, &mine).await;
    assert_eq!(answer.outcome(), format!("303 {path}"));
    let page = client.follow(&answer).await;
    assert!(page.alert().unwrap().starts_with("This was changed elsewhere"), "{:?}", page.alert());
    assert_eq!((page.value_of("title").as_str(), page.text_of("content").as_str()), ("Mine", "my text"));
    let saved = page.html.split_once(">The saved version</h2>").unwrap().1.split_once("</section>").unwrap().0;
    assert!(saved.contains("Theirs") && saved.contains("their text"));
    assert_eq!(app.texts("SELECT title FROM articles").await, ["Theirs"]);

    // The form now carries the newer version, so sending it again replaces that.
    let again = [("id", &*id), ("version", &page.value_of("version")), ("title", "Mine"), ("content", "my text")];
    assert_eq!(client.post_form(UPDATE, &again).await.outcome(), format!("303 /articles/{id}/"));
    assert_eq!(app.texts("SELECT title FROM articles").await, ["Mine"]);
});

on_both!(a_conflict_says_who_can_read_the_saved_version_and_what_saving_does_to_that, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    let id = client.create_article("First", "first text").await.to_string();
    for (theirs, mine, said, warned) in [
        ("published", "draft", "· Public", Some("saving hides the article")),
        ("draft", "published", "· Draft", Some("saving publishes it")),
        ("draft", "draft", "· Draft", None),
        ("published", "published", "· Public", None),
    ] {
        let version = app.number("SELECT version FROM articles").await.to_string();
        let form = |title, visibility| {
            [("id", &*id), ("version", &*version), ("title", title), ("content", "text"), ("visibility", visibility)]
        };
        assert_eq!(client.post_form(UPDATE, &form("Theirs", theirs)).await.outcome(), format!("303 /articles/{id}/"));
        let answer = client.post_form(UPDATE, &form("Mine", mine)).await;
        let page = client.follow(&answer).await;
        assert!(page.has(said), "{theirs} {mine}: {}", page.html);
        let warnings = ["saving hides the article", "saving publishes it"].map(|warning| page.has(warning));
        assert_eq!(warnings.contains(&true), warned.is_some(), "{theirs} {mine}");
        assert!(warned.is_none_or(|words| page.has(words)), "{theirs} {mine}");
    }
});

on_both!(of_six_concurrent_changes_to_one_version_one_is_stored, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    let id = client.create_article("First", "text").await.to_string();
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..6 {
        let (mut client, id, title) = (client.clone(), id.clone(), format!("Change {number}"));
        tasks.spawn(async move {
            client.post_json(UPDATE, &[("id", &id), ("version", "1"), ("title", &title), ("content", "x")]).await.status
        });
    }
    let mut statuses = tasks.join_all().await;
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 422, 422, 422, 422, 422]);
    assert_eq!(app.number("SELECT version FROM articles").await, 2);
});

on_both!(s7_deleting_asks_first_and_then_leads_to_the_list, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    let (id, kept) = (client.create_article("Gone", "x").await, client.create_article("Kept", "y").await);
    let page = client.get(&format!("/articles/{id}/delete/")).await;
    assert_eq!((page.heading().as_str(), page.value_of("id")), ("Delete article", id.to_string()));
    assert!(page.form_actions().contains(&DELETE.to_owned()) && page.has("Gone"));
    assert_eq!(app.rows("articles").await, 2, "a GET deletes nothing");
    let answer = client.post_form(DELETE, &[("id", &id.to_string())]).await;
    assert_eq!(answer.outcome(), "303 /articles/");
    assert_eq!(app.texts("SELECT title FROM articles").await, ["Kept"]);
    for path in ["", "update/", "delete/"] {
        client.get(&format!("/articles/{id}/{path}")).await.assert_error_page(404, "Page not found");
    }
    client.post_form(DELETE, &[("id", &id.to_string())]).await.assert_error_page(404, "Page not found");
    assert_eq!(client.post_json(DELETE, &[("id", &id.to_string())]).await.status, 404);
    assert_eq!(client.get(&format!("/articles/{kept}/")).await.status, 200);
});

on_both!(saving_an_article_that_was_deleted_in_the_meantime_is_a_404, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    let id = client.create_article("Gone", "x").await.to_string();
    app.execute("DELETE FROM articles").await;
    let fields = [("id", &*id), ("version", "1"), ("title", "T"), ("content", "C")];
    client.post_form(UPDATE, &fields).await.assert_error_page(404, "Page not found");
    let answer = client.post_json(UPDATE, &fields).await;
    assert_eq!((answer.status, answer.json()), (404, json!("not_found")));
});

on_both!(a_stale_change_with_another_error_still_reports_the_newer_version, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    let id = client.create_article("First", "text").await.to_string();
    let theirs = [("id", &*id), ("version", "1"), ("title", "Theirs"), ("content", "their text")];
    client.post_form(UPDATE, &theirs).await;
    let stale = [("id", &*id), ("version", "1"), ("title", ""), ("content", "stale")];
    let answer = client.post_form(UPDATE, &stale).await;
    let page = client.follow(&answer).await;
    assert!(page.alert().unwrap().starts_with("This was changed elsewhere"), "{:?}", page.alert());
    assert_eq!(page.text_of("content"), "stale");
});
