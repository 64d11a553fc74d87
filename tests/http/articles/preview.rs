//! The preview of an article: as a page without scripting, as JSON for the browser's code. Nothing is stored and nothing is lost.

use serde_json::json;

use crate::support::{PASSWORD, TestApp, on_both};

const CREATE: &str = "/api/articles/create";
const UPDATE: &str = "/api/articles/update";

on_both!(a_preview_shows_the_form_again_with_the_html_of_its_text_and_stores_nothing, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut joe = app.member("joe").await;
    let fields = [("title", "Kept"), ("content", "**bold** <b>"), ("visibility", "draft"), ("preview", "1")];
    let answer = joe.post_form(CREATE, &fields).await;
    assert_eq!(answer.outcome(), "303 /articles/create/");
    let page = joe.follow(&answer).await;
    assert!(page.has("<strong>bold</strong> &lt;b&gt;</p>"), "{}", page.html);
    assert!(page.alert().unwrap().contains("Nothing has been saved yet."));
    assert_eq!((page.value_of("title").as_str(), page.text_of("content").as_str()), ("Kept", "**bold** <b>"));
    assert!(page.errors_on("title").is_empty() && page.errors_on("content").is_empty());
    assert!(!joe.get("/articles/create/").await.has("<strong>bold"), "it is shown once");

    let long = "word ".repeat(3_000);
    let page =
        joe.post_form(CREATE, &[("title", "Long"), ("content", &format!("*em* {long}")), ("preview", "1")]).await;
    assert!(
        page.status == 422 && page.has("<em>em</em> word"),
        "too long to wait in the session: its page is the answer"
    );
    let answer = joe.post_json(CREATE, &fields).await;
    assert_eq!((answer.status, answer.json()), (422, json!({ "invalid": { "__all__": ["preview"] } })));
    assert_eq!(app.rows("articles").await, 0);
});

on_both!(a_preview_of_a_change_replaces_no_newer_version, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut joe = app.member("joe").await;
    let id = joe.create_article("First", "x").await.to_string();
    let preview = [("id", &*id), ("version", "1"), ("title", "Mine"), ("content", "*mine*"), ("preview", "1")];
    let answer = joe.post_form(UPDATE, &preview).await;
    let page = joe.follow(&answer).await;
    assert!(page.has("<em>mine</em>") && page.value_of("version") == "1", "{}", page.html);
    joe.post_form(UPDATE, &[("id", &id), ("version", "1"), ("title", "Theirs"), ("content", "theirs")]).await;
    let answer = joe.post_form(UPDATE, &preview).await;
    let page = joe.follow(&answer).await;
    assert!(page.has("The saved version") && page.has("<em>mine</em>") && page.has("theirs"), "{}", page.html);
    assert_eq!(app.texts("SELECT title FROM articles").await, ["Theirs"]);
});

on_both!(a_preview_whose_session_has_ended_waits_for_the_login, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut joe = app.member("joe").await;
    let owner = joe.get("/articles/create/").await.value_of("owner");
    app.execute("DELETE FROM sessions").await;
    joe.post_form(CREATE, &[("title", "Kept"), ("content", "*kept*"), ("preview", "1"), ("owner", &owner)]).await;
    joe.log_in("joe", PASSWORD).await;
    let page = joe.get("/articles/create/").await;
    assert_eq!((page.value_of("title").as_str(), page.text_of("content").as_str()), ("Kept", "*kept*"));
    assert_eq!(app.rows("articles").await, 0);
});

on_both!(the_preview_over_json_is_html_for_members_only, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut joe = app.member("joe").await;
    let answer = joe.post_json("/api/articles/preview", &[("title", "T"), ("content", "*a* <script>")]).await;
    assert_eq!(
        (answer.status, answer.json()),
        (200, json!({ "html": "<p dir=\"auto\"><em>a</em> &lt;script&gt;</p>\n" }))
    );
    let answer = joe.post_json("/api/articles/preview", &[("content", &"x".repeat(20_001))]).await;
    assert_eq!(answer.status, 422);
    assert_eq!(app.visitor().post_json("/api/articles/preview", &[("content", "x")]).await.status, 401);
});
