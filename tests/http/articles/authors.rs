//! Whose articles: a user's own on "My articles", an author's published ones on a page of theirs; and from one article to the next.

use crate::support::{Answer, TestApp, on_both};

fn titles(page: &Answer) -> Vec<String> {
    let headings = page.elements("h2");
    headings.iter().filter_map(|h2| Some(h2.split_once("\">")?.1.split_once("</a>")?.0.to_owned())).collect()
}

on_both!(my_articles_are_mine_published_ones_and_drafts_apart, async |kind| {
    let app = TestApp::spawn(kind).await;
    let (mut joe, mut kim) = (app.member("joe").await, app.superuser("kim").await);
    assert!(joe.get("/articles/mine/").await.has("Nothing published yet"));
    assert!(joe.get("/articles/mine/?show=drafts").await.has("No drafts"));
    joe.create_article("Public", "Text").await;
    for client in [&mut joe, &mut kim] {
        let fields = [("title", "Not yet"), ("content", "Text"), ("visibility", "draft")];
        client.post_form("/api/articles/create", &fields).await;
    }
    kim.create_article("Kim's", "Text").await;
    let (published, drafts) = (joe.get("/articles/mine/").await, joe.get("/articles/mine/?show=drafts").await);
    assert_eq!((titles(&published), titles(&drafts)), (vec!["Public".to_owned()], vec!["Not yet".to_owned()]));
    assert!(drafts.has(">Draft</span>") && !drafts.has("Kim"));
    assert_eq!(joe.get("/articles/").await.link("My articles").as_deref(), Some("/articles/mine/"));
    let json = joe.post_json("/api/articles/mine", &[("drafts", "true")]).await.json();
    assert_eq!((json["items"].as_array().unwrap().len(), json["items"][0]["title"].as_str()), (1, Some("Not yet")));
});

on_both!(an_author_has_a_page_with_what_they_have_published, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut hong = app.member("홍길동").await;
    let id = hong.create_article("By Hong", "Text").await;
    hong.post_form("/api/articles/create", &[("title", "Secret"), ("content", "x"), ("visibility", "draft")]).await;
    app.member("silent").await;
    let mut visitor = app.visitor();
    let article = visitor.get(&format!("/articles/{id}/")).await;
    let path = "/people/%ED%99%8D%EA%B8%B8%EB%8F%99/";
    assert!(article.has(&format!("<a href=\"{path}\">")), "{}", article.html);
    for client in [&mut visitor, &mut hong] {
        let page = client.get(path).await;
        assert_eq!((page.heading().as_str(), titles(&page)), ("홍길동", vec!["By Hong".to_owned()]));
    }
    app.execute("UPDATE users SET first_name = 'Gil', last_name = 'Hong' WHERE username = '홍길동'").await;
    assert_eq!(visitor.get(path).await.heading(), "Gil Hong");
    // Who has published nothing is not found, as if there were no such user.
    for path in
        ["/people/silent/", "/people/nobody/", "/people/a%20b/", "/people/%ED%99%8D/", &format!("{path}?before=1")]
    {
        visitor.get(path).await.assert_error_page(404, "Page not found");
    }
    let mut upper = app.member("Upper").await;
    upper.create_article("U", "x").await;
    assert_eq!((visitor.get("/people/Upper/").await.status, visitor.get("/people/upper/").await.status), (200, 404));
});

on_both!(a_name_that_no_address_can_have_is_no_link, async |kind| {
    let app = TestApp::spawn(kind).await;
    for name in [".", ".."] {
        let mut client = app.member(name).await;
        let id = client.create_article("Title", "Text").await;
        let page = client.get(&format!("/articles/{id}/")).await;
        assert!(page.has("class=\"author\"") && !page.has("/people/"), "{}", page.html);
    }
});

on_both!(an_article_leads_to_the_published_ones_before_and_after_it, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut joe = app.member("joe").await;
    let first = joe.create_article("First", "Text").await;
    joe.post_form("/api/articles/create", &[("title", "Draft"), ("content", "x"), ("visibility", "draft")]).await;
    let last = joe.create_article("Last", &"word ".repeat(700)).await;
    for client in [&mut app.visitor(), &mut joe] {
        let page = client.get(&format!("/articles/{first}/")).await;
        assert_eq!(
            (page.link("Last"), page.link("All articles")),
            (Some(format!("/articles/{last}/")), Some("/articles/".to_owned()))
        );
        assert!(page.has(">1 min read</span>"));
        let page = client.get(&format!("/articles/{last}/")).await;
        assert_eq!((page.link("First"), page.link("Draft")), (Some(format!("/articles/{first}/")), None));
        assert!(page.has(">4 min read</span>"));
    }
});
