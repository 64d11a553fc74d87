//! The page cache: what visitors get out of it is never stale and never a user's (its answers: `cached_answers.rs`). Nor are the
//! lists stale that are kept for those who are logged in.

use latchkey::boot::App;

use crate::support::{
    Answer, Client, Kind, Style, TestApp,
    changes::{change, changing},
    mails::with_folder,
    number, on_both,
};

/// The pages that visitors can open, of a site with these articles.
fn addresses(articles: &[i64]) -> Vec<String> {
    let fixed = [
        "/",
        "/privacy/",
        "/device/",
        "/articles/",
        "/articles/?before=2",
        "/articles/?q=by",
        "/people/joe/",
        "/people/kim/",
        "/accounts/login/",
        "/accounts/signup/",
        "/accounts/goodbye/",
    ];
    fixed.map(str::to_owned).into_iter().chain(articles.iter().map(|id| format!("/articles/{id}/"))).collect()
}

/// Those of them that are kept for users, without what the front page says to a visitor only.
const LISTS: [&str; 3] = ["/", "/articles/", "/articles/?before=2"];

/// The nonce in the policy of an answer.
pub fn nonce(answer: &Answer) -> String {
    let policy = answer.header("content-security-policy").unwrap();
    policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned()
}

/// Status and text of a page, without its nonce.
pub async fn page(app: &App, address: &str) -> (u16, String) {
    let answer = Client::of(app).get(address).await;
    let nonce = nonce(&answer);
    // The page of an error names its request.
    let text = answer.body.replace(&nonce, "");
    let text = text.split("<p class=\"request-id\">").next().unwrap().to_owned();
    (answer.status, text)
}

/// Loads each page until it is kept.
pub async fn fill(app: &App, addresses: &[String]) {
    for address in addresses {
        for _ in 0..3 {
            page(app, address).await;
        }
    }
}

/// The cards of a list, without their times: a user is told how long ago it was, a visitor the day.
fn cards(page: &str) -> String {
    let list = page.split_once("<ol class=\"article-list\">").map_or("", |(_, rest)| rest);
    let list = list.split_once("</ol>").map_or("", |(list, _)| list);
    let after = |piece: &str| piece.split_once("</time>").map_or(piece, |(_, rest)| rest).to_owned();
    list.split("<time").map(after).collect()
}

/// Servers on one database: two with a cache, one without.
struct Servers {
    app: TestApp,
    second: App,
    plain: App,
    /// A session of a user.
    session: String,
}

impl Servers {
    async fn start(kind: Kind) -> Self {
        let app = with_folder(kind).await;
        let second = app.second(|_| {}).await;
        let plain = app.second(|settings| settings.http.page_cache_kib = number(0)).await;
        let reader = app.member("reader").await;
        let session = reader.session().unwrap().to_owned();
        Self { app, second, plain, session }
    }

    async fn articles(&self) -> Vec<i64> {
        let ids = self.app.texts("SELECT CAST(id AS TEXT) FROM articles ORDER BY id").await;
        ids.iter().map(|id| id.parse().unwrap()).collect()
    }

    /// Loads each page on both servers until it is kept.
    async fn fill(&self, addresses: &[String]) {
        for app in [&self.app.app, &self.second] {
            fill(app, addresses).await;
            for list in LISTS {
                self.read(app, list).await;
            }
        }
    }

    /// A page as a user sees it.
    async fn read(&self, app: &App, address: &str) -> String {
        let mut reader = Client::of(app);
        reader.pretend(&self.session);
        let page = reader.get(address).await;
        assert_eq!(page.user_name().as_deref(), Some("reader"), "{address}");
        page.body
    }

    /// Both caches show what is stored, and so do the lists that users see.
    async fn assert_fresh(&self, addresses: &[String], what: &str) {
        for address in addresses {
            let expected = page(&self.plain, address).await;
            for (name, app) in [("first", &self.app.app), ("second", &self.second)] {
                assert!(page(app, address).await == expected, "the {name} server's {address} is stale after {what}");
                if LISTS.contains(&address.as_str()) {
                    let list = cards(&self.read(app, address).await);
                    assert_eq!(list, cards(&expected.1), "{address} of the {name} server, for a user, after {what}");
                }
            }
        }
    }
}

/// An article by this user, if there is one of that name.
async fn publish_by(app: &TestApp, name: &str) {
    let sql = format!(
        "INSERT INTO articles (title, content, excerpt, author_id, created, updated, version, is_published) \
         SELECT 'By {name}', 'Text', 'Text', id, 1, 1, 1, TRUE FROM users WHERE username = '{name}'"
    );
    app.execute(&sql).await;
}

on_both!(no_change_that_the_site_offers_leaves_a_stale_page, async |kind| {
    let servers = Servers::start(kind).await;
    let app = &servers.app;
    app.member("first").await.create_article("First", "Text").await;
    for function in changing() {
        let mut change = change(app, function).await;
        publish_by(app, &change.name).await;
        let addresses = addresses(&servers.articles().await);
        servers.fill(&addresses).await;
        let answer = change.send(Style::Json).await;
        assert_eq!(answer.status, 200, "{}: {}", function.path, answer.body);
        servers.assert_fresh(&addresses, function.path).await;
    }
});

on_both!(no_change_behind_the_sites_back_leaves_a_stale_page, async |kind| {
    let servers = Servers::start(kind).await;
    let app = &servers.app;
    for name in ["joe", "kim", "lee"] {
        app.member(name).await.create_article(&format!("By {name}"), "Text").await;
    }
    let addresses = addresses(&servers.articles().await);
    for sql in [
        "UPDATE articles SET title = 'Another' WHERE id = 1",
        "UPDATE articles SET content = '*Another*' WHERE id = 1",
        "UPDATE articles SET excerpt = 'Another' WHERE id = 1",
        "DELETE FROM article_words WHERE id = 2",
        "UPDATE articles SET is_published = FALSE WHERE id = 1",
        "UPDATE articles SET title = 'Hidden' WHERE id = 1",
        "UPDATE articles SET is_published = TRUE WHERE id = 1",
        "UPDATE articles SET updated = updated + 60, version = version + 1 WHERE id = 2",
        "UPDATE users SET username = 'joseph', username_key = 'joseph' WHERE username = 'joe'",
        "UPDATE articles SET author_id = NULL WHERE id = 1",
        "UPDATE users SET first_name = 'Kim' WHERE username = 'kim'",
        "UPDATE users SET last_name = 'Park' WHERE username = 'kim'",
        "DELETE FROM users WHERE username = 'kim'",
        "DELETE FROM articles WHERE id = 3",
        "DELETE FROM articles",
    ] {
        servers.fill(&addresses).await;
        let before = page(&servers.plain, "/articles/").await;
        assert!(app.execute(sql).await > 0, "{sql}");
        servers.assert_fresh(&addresses, sql).await;
        let is_seen =
            !sql.contains("Hidden") && !sql.contains("updated") && !sql.contains("content") && !sql.contains("words");
        assert_eq!(page(&servers.plain, "/articles/").await != before, is_seen, "{sql}");
    }
});

/// Other programs may have foreign keys off, and replace rows.
#[tokio::test]
async fn no_change_by_another_program_leaves_a_stale_page_on_sqlite() {
    let servers = Servers::start(Kind::Sqlite).await;
    let app = &servers.app;
    for name in ["joe", "kim"] {
        app.member(name).await.create_article(&format!("By {name}"), "Text").await;
    }
    let addresses = addresses(&servers.articles().await);
    for sql in [
        "INSERT OR REPLACE INTO articles (id, title, content, excerpt, author_id, created, updated, version, is_published) \
         SELECT id, 'Another', content, excerpt, author_id, created, updated, version, FALSE FROM articles WHERE id = 2",
        "PRAGMA foreign_keys = OFF; DELETE FROM users WHERE username = 'joe'; PRAGMA foreign_keys = ON",
    ] {
        servers.fill(&addresses).await;
        let before = page(&servers.plain, "/articles/").await;
        app.execute(sql).await;
        servers.assert_fresh(&addresses, sql).await;
        assert_ne!(page(&servers.plain, "/articles/").await, before, "{sql}");
    }
}

on_both!(a_change_that_is_rolled_back_keeps_the_pages, async |kind| {
    let app = TestApp::spawn(kind).await;
    let generation = "SELECT generation FROM public_pages";
    let mut joe = app.member("joe").await;
    let id = joe.create_article("Title", "Text").await;
    let before = app.number(generation).await;
    let fields = [("id", &*id.to_string()), ("version", "7"), ("title", "Another"), ("content", "Text")];
    assert_eq!(joe.post_json("/api/articles/update", &fields).await.status, 422);
    joe.post_json("/api/articles/create", &[("title", "Mine"), ("content", "Text"), ("visibility", "draft")]).await;
    joe.get("/accounts/").await;
    assert_eq!(app.number(generation).await, before, "neither a refusal nor a draft nor reading is a change");
});

on_both!(nothing_of_a_user_goes_into_the_cache_and_no_user_gets_a_page_out_of_it, async |kind| {
    let servers = Servers::start(kind).await;
    let app = &servers.app;
    let mut author = app.member("author").await;
    let mut joe = app.superuser("joe").await;
    author.create_article("Public", "Text").await;
    joe.post_json("/api/articles/create", &[("title", "Secret"), ("content", "Text"), ("visibility", "draft")]).await;
    let addresses = addresses(&servers.articles().await);
    for round in 0..4 {
        for address in &addresses {
            let own = joe.get(address).await;
            assert!(own.header("etag").is_none(), "{address}");
            assert!(own.status != 200 || own.user_name().as_deref() == Some("joe"), "round {round}: {address}");
            let (_, text) = page(&app.app, address).await;
            let is_named = text.contains("joe") && !address.contains("joe");
            assert!(!is_named && !text.contains("Secret"), "round {round}: {address}: {text}");
        }
    }
    servers.assert_fresh(&addresses, "a user has read it").await;
});
