//! Reading lists: of a visitor in a cookie, of a user in the database, and from the one into the other.

use crate::support::{Answer, Client, PASSWORD, TestApp, on_both};

const SAVE: &str = "/api/articles/save";
const LIST: &str = "/reading-list/";

/// The titles on a list, in its order.
fn titles(page: &Answer) -> Vec<String> {
    page.elements("h2").into_iter().filter(|text| text.contains("Number")).map(|text| plain(&text)).collect()
}

fn plain(html: &str) -> String {
    html.split('<').filter_map(|part| part.split_once('>').map_or(Some(part), |(_, text)| Some(text))).collect()
}

/// A site with this many articles.
async fn with_articles(app: &TestApp, count: u32) -> Client {
    let mut author = app.member("author").await;
    for number in 1..=count {
        author.create_article(&format!("Number {number}"), "Text").await;
    }
    author
}

async fn save(client: &mut Client, id: i64) {
    assert_eq!(client.post_form(SAVE, &[("id", &id.to_string())]).await.outcome(), format!("303 /articles/{id}/"));
}

on_both!(a_visitors_list_is_sealed_in_the_browser_and_no_other_visitor_sees_it, async |kind| {
    let app = TestApp::spawn(kind).await;
    with_articles(&app, 3).await;
    let mut visitor = app.visitor();
    save(&mut visitor, 1).await;
    save(&mut visitor, 3).await;
    save(&mut visitor, 1).await;
    assert_eq!(
        app.rows("reading_list").await + app.number("SELECT COUNT(*) FROM sessions WHERE user_id IS NULL").await,
        0
    );
    for _ in 0..3 {
        assert_eq!(titles(&visitor.get(LIST).await), ["Number 1", "Number 3"]);
        let article = visitor.get("/articles/3/").await;
        assert!(article.has("Remove from reading list") && article.has(&format!("href=\"{LIST}\"")));
        assert!(visitor.get(LIST).await.has("With an account you have it everywhere"));
        assert!(visitor.get("/articles/2/").await.has("Save for later"));
        assert!(app.visitor().get("/articles/3/").await.has("Save for later"));
        assert!(app.visitor().get(LIST).await.has("Nothing saved yet"));
    }
    visitor.post_form("/api/articles/unsave", &[("id", "3")]).await;
    assert_eq!(titles(&visitor.get(LIST).await), ["Number 1"]);
    let mut forger = app.visitor();
    forger.cookies.insert("reading".into(), "1 2 3".into());
    assert!(forger.get(LIST).await.has("Nothing saved yet"));
});

on_both!(a_visitors_list_moves_into_the_account_at_login_and_is_gone_after_the_logout, async |kind| {
    let app = TestApp::spawn(kind).await;
    with_articles(&app, 3).await;
    let mut joe = app.member("joe").await;
    save(&mut joe, 2).await;
    app.execute("UPDATE reading_list SET added = 1").await;
    joe.post_form("/api/accounts/logout", &[]).await;
    save(&mut joe, 1).await;
    save(&mut joe, 2).await;
    joe.log_in("joe", PASSWORD).await;
    assert_eq!(titles(&joe.get(LIST).await), ["Number 1", "Number 2"]);
    assert!(!joe.cookies.contains_key("reading"));
    joe.post_form("/api/accounts/logout", &[]).await;
    assert!(joe.cookies.is_empty() && joe.get(LIST).await.has("Nothing saved yet"));

    let mut new = app.visitor();
    save(&mut new, 3).await;
    new.sign_up("new").await;
    assert_eq!(titles(&new.get(LIST).await), ["Number 3"]);
});

on_both!(what_the_reader_may_not_see_is_not_saved_and_not_listed, async |kind| {
    let app = TestApp::spawn(kind).await;
    with_articles(&app, 2).await;
    let mut joe = app.member("joe").await;
    let mut visitor = app.visitor();
    for client in [&mut joe, &mut visitor] {
        save(client, 1).await;
        save(client, 2).await;
    }
    app.execute("UPDATE articles SET is_published = FALSE WHERE id = 1").await;
    for client in [&mut joe, &mut visitor] {
        assert_eq!(titles(&client.get(LIST).await), ["Number 2"]);
        assert_eq!(client.post_form(SAVE, &[("id", "1")]).await.status, 404);
        assert_eq!(client.post_form(SAVE, &[("id", "99")]).await.status, 404);
    }
    app.execute("DELETE FROM articles WHERE id = 2").await;
    for client in [&mut joe, &mut visitor] {
        assert!(client.get(LIST).await.has("Nothing saved yet"));
    }
    assert_eq!(app.rows("reading_list").await, 1);
});

on_both!(a_visitors_list_is_bounded, async |kind| {
    let app = TestApp::spawn(kind).await;
    with_articles(&app, 1).await;
    app.execute(
        "INSERT INTO articles (title, content, excerpt, author_id, created, updated, version, is_published) \
         SELECT 'Number ' || (a.n * 8 + b.n), 'T', 'T', 1, 1, 1, 1, TRUE FROM \
         (SELECT 1 AS n UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6 UNION SELECT 7) a, \
         (SELECT 0 AS n UNION SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4 UNION SELECT 5 UNION SELECT 6 UNION SELECT 7) b",
    )
    .await;
    let mut visitor = app.visitor();
    for id in 1..=55 {
        save(&mut visitor, id).await;
    }
    assert_eq!(titles(&visitor.get(LIST).await).len(), 50);
    assert!(visitor.cookies["reading"].len() < 3_500);
});
