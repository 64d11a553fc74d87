//! The head of pages and the Atom feed: what other sites, search engines and feed readers see.

use axum::http::{HeaderValue, Method, header};
use latchkey::server::settings::SiteOrigin;

use crate::support::{Style, TestApp, on_both};

const FEED: &str = "/articles/feed.xml";

on_both!(the_feed_has_the_newest_published_articles_escaped, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut joe = app.member("joe").await;
    joe.post_form("/api/articles/create", &[("title", "Secret"), ("content", "x"), ("visibility", "draft")]).await;
    let id = joe.create_article("A & <b>", "**bold** ]]> \u{b}").await;
    let feed = app.visitor().get(FEED).await;
    assert_eq!((feed.status, feed.header("content-type")), (200, Some("application/atom+xml; charset=utf-8")));
    let (_, entry) = feed.body.split_once("<entry>").unwrap();
    assert!(
        entry.contains(&format!("<id>http://testserver/articles/{id}/</id><title>A &amp; &lt;b&gt;</title>")),
        "{entry}"
    );
    assert!(entry.contains("<author><name>joe</name><uri>http://testserver/people/joe/</uri></author>"), "{entry}");
    assert!(entry.contains("&lt;strong&gt;bold&lt;/strong&gt; ]]&amp;gt;"), "{entry}");
    assert!(!feed.body.contains("Secret") && !feed.body.contains('\u{b}') && feed.cookies_set().is_empty());
    assert!(app.visitor().get("/articles/").await.body.contains("type=\"application/atom+xml\""));
});

on_both!(a_feed_reader_with_an_equal_copy_gets_304_until_something_changes, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut joe = app.member("joe").await;
    joe.create_article("One", "x").await;
    let etag = app.visitor().get(FEED).await.header("etag").unwrap().to_owned();
    let again = || {
        let mut request = app.visitor().request(Method::GET, FEED, Style::Plain);
        request.headers_mut().insert(header::IF_NONE_MATCH, HeaderValue::from_str(&etag).unwrap());
        request
    };
    let same = app.visitor().send(again()).await;
    assert_eq!((same.status, same.body.as_str(), same.header("etag")), (304, "", Some(&*etag)));
    joe.create_article("Two", "x").await;
    assert_eq!(app.visitor().send(again()).await.status, 200);
});

on_both!(a_feed_without_articles_and_one_of_many_are_feeds, async |kind| {
    let app = TestApp::spawn(kind).await;
    assert!(app.visitor().get(FEED).await.body.ends_with("</feed>\n"));
    let mut joe = app.member("joe").await;
    for number in 0..25 {
        joe.create_article(&format!("Number {number}"), "x").await;
    }
    app.execute("DELETE FROM users").await;
    let feed = app.visitor().get(FEED).await.body;
    assert_eq!((feed.matches("<entry>").count(), feed.matches("<name>a former member</name>").count()), (20, 20));
    assert!(feed.contains("Number 24") && !feed.contains("Number 4<"));
});

on_both!(a_page_says_what_it_is_about, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut joe = app.member("joe").await;
    let id = joe.create_article("A \"quoted\" title", "Some **text** & more").await;
    let page = app.visitor().get(&format!("/articles/{id}/")).await;
    for tag in [
        "<meta name=\"description\" content=\"Some text &amp; more\">",
        "<meta property=\"og:title\" content=\"A &quot;quoted&quot; title\">",
        "<meta property=\"og:description\" content=\"Some text &amp; more\">",
        "<meta property=\"og:type\" content=\"article\">",
    ] {
        assert!(page.body.contains(tag), "{tag}: {}", page.body);
    }
    assert!(app.visitor().get("/people/joe/").await.body.contains("<meta property=\"og:type\" content=\"profile\">"));
    assert!(!joe.get("/accounts/").await.body.contains("og:type"));
});

on_both!(a_public_page_says_where_it_is_to_be_found_and_a_private_one_does_not, async |kind| {
    let app =
        TestApp::spawn_with(kind, |settings| settings.http.origin = SiteOrigin::known("https://site.example")).await;
    let mut joe = app.member("joe").await;
    let id = joe.create_article("Title", "Text").await;
    let draft = [("title", "Secret"), ("content", "x"), ("visibility", "draft")];
    let draft = joe.post_form("/api/articles/create", &draft).await.header("location").unwrap().to_owned();
    let canonical = |body: &str| {
        let (_, rest) = body.split_once("<link rel=\"canonical\" href=\"")?;
        Some(rest.split_once('"')?.0.to_owned())
    };
    for (path, found) in [
        ("/".to_owned(), "/"),
        ("/articles/?utm_source=x".to_owned(), "/articles/"),
        ("/articles/?before=9".to_owned(), "/articles/?before=9"),
        (format!("/articles/{id}/?x=1"), &format!("/articles/{id}/")),
        ("/people/joe/".to_owned(), "/people/joe/"),
    ] {
        let body = app.visitor().get(&path).await.body;
        assert_eq!(canonical(&body), Some(format!("https://site.example{found}")), "{path}");
        assert_eq!(body.matches("og:url").count(), 1, "{path}");
    }
    assert_eq!(
        canonical(&joe.get(&format!("/articles/{id}/")).await.body),
        Some(format!("https://site.example/articles/{id}/"))
    );
    for path in [&*draft, "/accounts/", "/articles/mine/", "/articles/create/", "/articles/?q=title", "/nowhere/"] {
        assert_eq!(canonical(&joe.get(path).await.body), None, "{path}");
    }
    assert_eq!(canonical(&TestApp::spawn(kind).await.visitor().get("/").await.body), None, "the address is not known");
});
