//! The rules of `src/articles/rules.rs` for every viewer and every kind of article: what the server does, what the list shows
//! and which buttons stand on the page are one and the same.

use crate::support::{Client, TestApp, on_both};

/// One who asks: name, permission beyond being a member, and what may be done with each of [`KINDS`]: `v`iew, `c`hange,
/// `d`elete.
type Asking = (&'static str, Option<&'static str>, [&'static str; 4]);

/// The one of [`VIEWERS`] who is a member of staff besides.
const STAFF: &str = "viewer";

/// Whether the author is still there, and whether it is published.
const KINDS: [(bool, bool); 4] = [(true, true), (true, false), (false, true), (false, false)];

const ANYBODY: [&str; 4] = ["v", "", "v", ""];

const VIEWERS: [Asking; 10] = [
    ("", None, ANYBODY),
    ("member", None, ANYBODY),
    ("author", None, ["vcd", "vcd", "v", ""]),
    (STAFF, Some("articles.view_article"), ["v"; 4]),
    // Drafts are for staff.
    ("reader", Some("articles.view_article"), ANYBODY),
    // What one may not see is not there, whatever else one may.
    ("changer", Some("articles.change_article"), ["vc", "", "vc", ""]),
    ("deleter", Some("articles.delete_article"), ["vd", "", "vd", ""]),
    ("adder", Some("articles.add_article"), ANYBODY),
    ("accountant", Some("accounts.view_user"), ANYBODY),
    ("root", None, ["vcd"; 4]),
];

struct Asked<'a> {
    app: &'a TestApp,
    id: String,
    title: String,
    may: &'a str,
    is_anonymous: bool,
}

/// A new article of that kind; gives its id.
async fn article(app: &TestApp, title: &str, (has_author, is_published): (bool, bool)) -> i64 {
    let author = if has_author { app.user_id("author").await.to_string() } else { "NULL".to_owned() };
    app.execute(&format!(
        "INSERT INTO articles (author_id, title, content, excerpt, is_published, created, updated) \
         VALUES ({author}, '{title}', 'Text', 'Text', {is_published}, 1, 1)"
    ))
    .await;
    app.number("SELECT MAX(id) FROM articles").await
}

impl Asked<'_> {
    fn may(&self, what: char) -> bool {
        self.may.contains(what)
    }

    /// What comes of trying it: the status over JSON, and the outcome of a plain request for that page or of its form.
    fn expected(&self, what: char, page: &str, redirect: u16, done: String) -> (u16, String) {
        match () {
            () if self.is_anonymous => (401, format!("{redirect} /accounts/login/?next=/articles/{}/{page}/", self.id)),
            () if !self.may('v') => (404, "404".to_owned()),
            () if !self.may(what) => (403, "403".to_owned()),
            () => (200, done),
        }
    }

    async fn check_seeing(&self, client: &mut Client, context: &str) {
        let status = if self.may('v') { 200 } else { 404 };
        let page = client.get(&format!("/articles/{}/", self.id)).await;
        assert_eq!((page.status, page.body.contains(&self.title)), (status, self.may('v')), "{context}");
        let buttons = (page.link("Edit").is_some(), page.link("Delete").is_some());
        assert_eq!(buttons, (self.may('c'), self.may('d')), "{context}");
        assert_eq!(client.post_json("/api/articles/detail", &[("id", &self.id)]).await.status, status, "{context}");
        // Nothing of it may hide in the data of the page either.
        assert_eq!(client.get("/articles/").await.body.contains(&self.title), self.may('v'), "{context}");
        let list = client.post_json("/api/articles/list", &[("cursor", "first")]).await;
        assert_eq!(list.body.contains(&self.title), self.may('v'), "{context}");
    }

    async fn check_opening(&self, client: &mut Client, context: &str) {
        for (page, function, what) in [("update", "editable", 'c'), ("delete", "deletable", 'd')] {
            let (json, plain) = self.expected(what, page, 302, "200".to_owned());
            let answer = client.get(&format!("/articles/{}/{page}/", self.id)).await;
            assert_eq!(answer.outcome(), plain, "{context} {page}");
            assert_eq!(answer.body.contains(&self.title), json == 200, "{context} {page}");
            let answer = client.post_json(&format!("/api/articles/{function}"), &[("id", &self.id)]).await;
            assert_eq!(answer.status, json, "{context} {function}");
        }
    }

    /// Posts what no button offers.
    async fn check_doing(&self, client: &mut Client, context: &str) {
        let id = self.id.as_str();
        let version = format!("SELECT version FROM articles WHERE id = {id}");
        let (json, plain) = self.expected('c', "update", 303, format!("303 /articles/{id}/"));
        let fields = |version| [("id", id), ("version", version), ("title", "Changed"), ("content", "x")];
        assert_eq!(client.post_json("/api/articles/update", &fields("1")).await.status, json, "{context}");
        let now = self.app.number(&version).await.to_string();
        let answer = client.post_form("/api/articles/update", &fields(&now)).await;
        assert_eq!(answer.outcome(), plain, "{context}");
        assert_eq!(self.app.number(&version).await, if json == 200 { 3 } else { 1 }, "{context}");

        let (json, plain) = self.expected('d', "delete", 303, "303 /articles/".to_owned());
        if json != 200 {
            let answer = client.post_json("/api/articles/delete", &[("id", id)]).await;
            assert_eq!(answer.status, json, "{context}");
        }
        let answer = client.post_form("/api/articles/delete", &[("id", id)]).await;
        assert_eq!(answer.outcome(), plain, "{context}");
        let left = self.app.number(&format!("SELECT COUNT(*) FROM articles WHERE id = {id}")).await;
        assert_eq!(left, i64::from(json != 200), "{context}");
    }
}

/// Does everything with one article of each kind.
async fn check_all(app: &TestApp, client: &mut Client, (name, permission, may): Asking, is_anonymous: bool) {
    for (kind, may) in KINDS.into_iter().zip(may) {
        let title = format!("Secret {name} {kind:?}");
        let id = article(app, &title, kind).await.to_string();
        let context = format!("{name:?} with {permission:?}, (by the author, published) = {kind:?}");
        let asked = Asked { app, id, title, may, is_anonymous };
        asked.check_seeing(client, &context).await;
        asked.check_opening(client, &context).await;
        asked.check_doing(client, &context).await;
    }
}

on_both!(b77_for_every_rule_viewer_and_article_check_list_and_buttons_agree, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut author = app.member("author").await;
    for viewer in VIEWERS {
        let mut client = match viewer.0 {
            "" => app.visitor(),
            "author" => author.clone(),
            "root" => app.superuser("root").await,
            STAFF => app.staff(STAFF, &[]).await,
            name => app.member(name).await,
        };
        if let Some(permission) = viewer.1 {
            app.grant(viewer.0, permission).await;
        }
        check_all(&app, &mut client, viewer, viewer.0.is_empty()).await;
    }
    // Deactivated, the author is nobody.
    app.execute("UPDATE users SET is_active = FALSE WHERE username = 'author'").await;
    check_all(&app, &mut author, ("deactivated author", None, ANYBODY), true).await;
});

on_both!(b77_who_may_see_and_change_everything_may_do_so_with_what_is_unpublished, async |kind| {
    let app = TestApp::spawn(kind).await;
    app.member("author").await;
    let mut editor = app.staff("editor", &["articles.view_article", "articles.change_article"]).await;
    check_all(&app, &mut editor, ("editor", None, ["vc"; 4]), false).await;
});

on_both!(b80_a_permission_of_a_group_counts_from_the_next_request, async |kind| {
    let app = TestApp::spawn(kind).await;
    app.member("author").await;
    let mut member = app.staff("member", &[]).await;
    let path = format!("/articles/{}/", article(&app, "Secret", (true, false)).await);
    assert_eq!(member.get(&path).await.status, 404);
    app.execute("INSERT INTO groups (name, name_key) VALUES ('Readers', 'readers')").await;
    app.execute(
        "INSERT INTO group_permissions (group_id, permission_id) \
         SELECT g.id, p.id FROM groups g, permissions p WHERE p.name = 'articles.view_article'",
    )
    .await;
    app.execute(
        "INSERT INTO user_groups (user_id, group_id) \
         SELECT u.id, g.id FROM users u, groups g WHERE u.username = 'member'",
    )
    .await;
    assert_eq!(member.get(&path).await.status, 200);
    app.execute("UPDATE users SET is_staff = FALSE WHERE username = 'member'").await;
    assert_eq!(member.get(&path).await.status, 404, "nor does being staff that is taken away");
    app.execute("UPDATE users SET is_staff = TRUE WHERE username = 'member'").await;
    assert_eq!(member.get(&path).await.status, 200);
    app.execute("DELETE FROM user_groups").await;
    assert_eq!(member.get(&path).await.status, 404);
});
