//! The list of all articles in the staff area: who may open it, what it shows, and which links each row offers.

use crate::support::{TestApp, on_both};

const PAGE: &str = "/staff/articles/";
const FUNCTION: &str = "/api/staff/articles";

/// Articles by joe, every third of them a draft.
async fn with_articles(app: &TestApp, count: u32) {
    app.member("joe").await;
    let author = app.user_id("joe").await;
    for number in 1..=count {
        let is_published = number % 3 != 0;
        app.execute(&format!(
            "INSERT INTO articles (author_id, title, content, excerpt, is_published, created, updated) \
             VALUES ({author}, 'Number {number}', 'x', 'x', {is_published}, {number}, {number})"
        ))
        .await;
    }
}

on_both!(b77_the_page_opens_only_to_staff_who_may_view_articles, async |kind| {
    let app = TestApp::spawn(kind).await;
    with_articles(&app, 3).await;
    let mut member = app.member("member").await;
    app.grant("member", "articles.view_article").await;
    let mut clerk = app.staff("clerk", &["articles.change_article"]).await;
    for client in [&mut member, &mut clerk] {
        client.get(PAGE).await.assert_error_page(403, "Not permitted");
        assert_eq!(client.post_json(FUNCTION, &[("cursor", "first")]).await.status, 403);
    }
    assert_eq!(app.visitor().get(PAGE).await.outcome(), "302 /accounts/login/?next=/staff/articles/");
    let mut reader = app.staff("reader", &["articles.view_article"]).await;
    let page = reader.get(PAGE).await;
    assert_eq!((page.status, page.heading().as_str()), (200, "Articles"));
    assert_eq!(page.link("Number 3"), Some("/articles/3/".to_owned()));
    assert_eq!((page.html.matches(">Draft</span>").count(), page.html.matches("joe</td>").count()), (1, 3));
    app.execute("UPDATE users SET is_staff = FALSE").await;
    assert_eq!(reader.get(PAGE).await.status, 403);
});

on_both!(each_row_offers_what_the_rules_allow, async |kind| {
    let app = TestApp::spawn(kind).await;
    with_articles(&app, 3).await;
    let view = "articles.view_article";
    for (name, permissions, edit, delete) in [
        ("reader", vec![view], 0, 0),
        ("changer", vec![view, "articles.change_article"], 3, 0),
        ("deleter", vec![view, "articles.delete_article"], 0, 3),
    ] {
        let page = app.staff(name, &permissions).await.get(PAGE).await;
        let counts = (page.html.matches(">Edit</a>").count(), page.html.matches(">Delete</a>").count());
        assert_eq!(counts, (edit, delete), "{name}");
    }
    // An author needs no permission for their own articles.
    app.execute("UPDATE users SET is_staff = TRUE WHERE username = 'joe'").await;
    app.grant("joe", view).await;
    let page = app.visitor().elsewhere("joe").await.get(PAGE).await;
    assert_eq!((page.html.matches(">Edit</a>").count(), page.html.matches(">Delete</a>").count()), (3, 3));
    assert_eq!(page.link("Edit"), Some("/articles/3/update/".to_owned()));
});

on_both!(drafts_can_be_filtered_and_paging_keeps_the_filter, async |kind| {
    let app = TestApp::spawn(kind).await;
    with_articles(&app, 75).await;
    let mut reader = app.staff("reader", &["articles.view_article"]).await;
    let first = reader.get(PAGE).await;
    assert_eq!(
        (first.html.matches("<tr>").count(), first.link("Older").as_deref()),
        (21, Some("/staff/articles/?before=56"))
    );
    let drafts = reader.get("/staff/articles/?show=drafts").await;
    assert_eq!((drafts.html.matches("<tr>").count(), drafts.html.matches(">Draft</span>").count()), (21, 20));
    let older = drafts.link("Older").unwrap();
    assert_eq!(older, "/staff/articles/?show=drafts&before=18");
    let rest = reader.get(&older).await;
    assert_eq!((rest.html.matches(">Draft</span>").count(), rest.link("Number 3").is_some()), (5, true));
    let back = reader.get(&rest.link("Newer").unwrap()).await;
    assert_eq!(back.html.matches(">Draft</span>").count(), 20);
    for query in ["show=", "show=x", "show[]=drafts", "show=drafts&before=x"] {
        assert_eq!(reader.get(&format!("{PAGE}?{query}")).await.status, 200, "{query}");
    }
    app.execute("DELETE FROM articles WHERE is_published = FALSE").await;
    assert!(reader.get("/staff/articles/?show=drafts").await.has("No articles."));
});
