//! Markdown in articles: shown as HTML that was made when the text was saved, and made anew when the rules have changed.

use latchkey::articles::server::{markdown::Rules, remaking};

use crate::support::{TestApp, on_both};

const TEXT: &str = "# Keys\n\nA **bold** one, see https://a.example/x.\n\n<script>alert(1)</script>\n\n![cat](https://a.example/c.png)";
const BOLD: &str = "<p dir=\"auto\">A <strong>bold</strong> one, see \
    <a href=\"https://a.example/x\" rel=\"nofollow ugc noopener\">https://a.example/x</a>.</p>";

on_both!(a_text_is_shown_as_html_and_its_beginning_without_marks, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut joe = app.member("joe").await;
    let id = joe.create_article("Title", TEXT).await;
    let page = app.visitor().get(&format!("/articles/{id}/")).await;
    assert!(page.has("<h2 dir=\"auto\">Keys</h2>") && page.has(BOLD), "{}", page.html);
    assert!(page.has("&lt;script&gt;alert(1)&lt;/script&gt;") && !page.html.contains("<img"), "{}", page.html);
    let list = app.visitor().get("/articles/").await;
    assert!(list.has("</time></p><p>Keys A bold one, see https://a.example/x."), "{}", list.html);
    let form = joe.get(&format!("/articles/{id}/update/")).await;
    assert_eq!(form.text_of("content"), TEXT, "the form has what was written");
    let detail = app.visitor().post_json("/api/articles/detail", &[("id", &id.to_string())]).await.json();
    assert_eq!(detail["content"], TEXT);
    assert!(detail["html"].as_str().unwrap().contains(BOLD) && detail.get("html_rules").is_none());
});

on_both!(a_text_that_another_program_has_stored_is_shown_right_at_once_and_remade_later, async |kind| {
    let app = TestApp::spawn(kind).await;
    let id = app.member("joe").await.create_article("Title", "*old*").await;
    let (path, rules) = (format!("/articles/{id}/"), Rules::default().number());
    let stored =
        format!("SELECT COUNT(*) FROM articles WHERE html_rules = {rules} AND content_html LIKE '%<em>new</em>%'");
    for sql in [
        "UPDATE articles SET content = '*new*'".to_owned(),
        "UPDATE articles SET html_rules = 0, content_html = '<p>old'".to_owned(),
        format!("UPDATE articles SET html_rules = {}, content_html = '<p>old'", rules + 100),
    ] {
        assert_eq!(app.execute(&sql).await, 1, "{sql}");
        let page = app.visitor().get(&path).await;
        assert!(page.has("<em>new</em>") && !page.has("old"), "{sql}: {}", page.html);
        assert_eq!(app.number(&stored).await, 0, "{sql}");
        remaking::remake(app.app.articles.clone()).await;
        assert_eq!(app.number(&stored).await, 1, "{sql}");
        assert!(app.visitor().get(&path).await.has("<em>new</em>"), "{sql}");
    }
    assert_eq!(app.number("SELECT version FROM articles").await, 1, "it is no new version");
    assert_eq!(app.texts("SELECT excerpt FROM articles").await, ["new"]);
});

on_both!(all_that_is_outdated_is_remade_and_found, async |kind| {
    let app = TestApp::spawn(kind).await;
    app.member("joe").await;
    let author = app.user_id("joe").await;
    for number in 0..120 {
        app.execute(&format!(
            "INSERT INTO articles (author_id, title, content, excerpt, is_published, created, updated) \
             VALUES ({author}, 'Number{number}', 'A *lantern*', 'x', {}, 1, 1)",
            number % 3 > 0
        ))
        .await;
    }
    assert!(app.visitor().get("/articles/?q=lantern").await.has("Nothing found"));
    remaking::remake(app.app.articles.clone()).await;
    assert_eq!(
        app.number("SELECT COUNT(*) FROM articles WHERE content_html LIKE '%<em>%' AND excerpt = 'A lantern'").await,
        120
    );
    assert_eq!(app.rows("article_words").await, 80, "drafts are not found");
    assert!(app.visitor().get("/articles/?q=number119").await.has(">Number119</a>"));
});

on_both!(pictures_of_other_sites_are_shown_where_the_settings_say_so, async |kind| {
    let app = TestApp::spawn(kind).await;
    let id = app.member("joe").await.create_article("Title", TEXT).await;
    let path = format!("/articles/{id}/");
    let page = app.visitor().get(&path).await;
    assert!(page.has("<a href=\"https://a.example/c.png\" rel=\"nofollow ugc noopener\">cat</a>"), "{}", page.html);
    assert!(page.header("content-security-policy").unwrap().contains("img-src 'self';"));
    let open = app.second(|settings| settings.articles.remote_images = true).await;
    for _ in 0..3 {
        // Out of the cache too.
        let page = crate::support::Client::of(&open).get(&path).await;
        assert!(page.has("<img src=\"https://a.example/c.png\" alt=\"cat\""), "{}", page.html);
        assert!(page.header("content-security-policy").unwrap().contains("img-src 'self' https:;"));
    }
});
