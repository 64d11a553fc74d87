//! The front page: what the operator says of the site, and what is new.

use crate::support::{TestApp, on_both};

on_both!(the_front_page_has_the_name_of_the_site_and_its_newest_articles, async |kind| {
    let app = TestApp::spawn_with(kind, |settings| {
        settings.site.name = "Reading <room>".to_owned();
        settings.site.line = "One line.".to_owned();
        settings.site.about = "First paragraph.\n\nSecond paragraph.".to_owned();
        settings.site.contact = "desk@example.com".to_owned();
        settings.site.source = "https://code.example/".to_owned();
    })
    .await;
    let mut joe = app.member("joe").await;
    for number in 1..=6 {
        joe.create_article(&format!("Number {number}"), "Text").await;
    }
    let page = app.visitor().get("/").await;
    assert_eq!((page.status, page.heading().as_str()), (200, "Reading &lt;room&gt;"));
    assert!(page.has("<title>Reading &lt;room></title>"), "{}", page.html);
    for text in ["One line.", ">First paragraph.</p>", ">Second paragraph.</p>", "Number 6", "Number 2"] {
        assert!(page.has(text), "{text}");
    }
    assert!(!page.has("Number 1"), "the newest five");
    for link in ["href=\"mailto:desk@example.com\"", "href=\"https://code.example/\"", "href=\"/privacy/\""] {
        assert!(page.has(link), "{link}");
    }
    let list = app.visitor().get("/articles/").await;
    assert!(list.has("<title>Articles · Reading &lt;room></title>"));
    let second = app.visitor().get("/articles/?before=3").await;
    assert!(second.has("<title>Articles, continued · Reading &lt;room></title>"));
});
