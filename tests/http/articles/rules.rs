//! The rules of `src/articles/rules.rs` for every viewer and every kind of article: the checks of the server, the list and the
//! buttons agree.

use crate::support::{Client, TestApp, on_both};

/// A viewer: name, an additional permission, and the actions allowed on each of [`KINDS`]: `v`iew, `c`hange, `d`elete.
type Viewer = (&'static str, Option<&'static str>, [&'static str; 4]);

/// The one of [`VIEWERS`] who is a member of staff.
const STAFF: &str = "viewer";

/// Whether the article has an author, and whether it is published.
const KINDS: [(bool, bool); 4] = [(true, true), (true, false), (false, true), (false, false)];

const PUBLIC: [&str; 4] = ["v", "", "v", ""];

const VIEWERS: [Viewer; 10] = [
    ("", None, PUBLIC),
    ("member", None, PUBLIC),
    ("author", None, ["vcd", "vcd", "v", ""]),
    (STAFF, Some("articles.view_article"), ["v"; 4]),
    // With the permission alone, drafts stay hidden: they also need staff status.
    ("reader", Some("articles.view_article"), PUBLIC),
    // An article that a viewer may not see answers 404, whatever else they may do.
    ("changer", Some("articles.change_article"), ["vc", "", "vc", ""]),
    ("deleter", Some("articles.delete_article"), ["vd", "", "vd", ""]),
    ("adder", Some("articles.add_article"), PUBLIC),
    ("accountant", Some("accounts.view_user"), PUBLIC),
    ("root", None, ["vcd"; 4]),
];

struct Case<'a> {
    app: &'a TestApp,
    is_published: bool,
    id: String,
    title: String,
    may: &'a str,
    is_anonymous: bool,
}

/// Creates an article of a kind; gives its id.
async fn article(app: &TestApp, title: &str, (has_author, is_published): (bool, bool)) -> i64 {
    let author = if has_author { app.user_id("author").await.to_string() } else { "NULL".to_owned() };
    app.execute(&format!(
        "INSERT INTO articles (author_id, title, content, excerpt, is_published, created, updated) \
         VALUES ({author}, '{title}', 'Text', 'Text', {is_published}, 1, 1)"
    ))
    .await;
    app.number("SELECT MAX(id) FROM articles").await
}

impl Case<'_> {
    fn may(&self, what: char) -> bool {
        self.may.contains(what)
    }

    /// The expected answers to an action: the status over JSON, and the outcome of a plain request.
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
        // The public list is the same for all.
        assert_eq!(client.get("/articles/").await.body.contains(&self.title), self.is_published, "{context}");
        let list = client.post_json("/api/articles/list", &[("cursor", "first")]).await;
        assert_eq!(list.body.contains(&self.title), self.is_published, "{context}");
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

    /// Posts the forms, whether or not a button offers them.
    async fn check_doing(&self, client: &mut Client, context: &str) {
        let id = self.id.as_str();
        let version = format!("SELECT version FROM articles WHERE id = {id}");
        let (json, plain) = self.expected('c', "update", 303, format!("303 /articles/{id}/"));
        // A text that does not say whose it is is shown, to be copied.
        let plain = if self.is_anonymous { "401".to_owned() } else { plain };
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

/// Checks one article of each kind.
async fn check_all(app: &TestApp, client: &mut Client, (name, permission, may): Viewer, is_anonymous: bool) {
    for (kind, may) in KINDS.into_iter().zip(may) {
        let title = format!("Secret {name} {kind:?}");
        let id = article(app, &title, kind).await.to_string();
        let context = format!("{name:?} with {permission:?}, (by the author, published) = {kind:?}");
        let case = Case { app, is_published: kind.1, id, title, may, is_anonymous };
        case.check_seeing(client, &context).await;
        case.check_opening(client, &context).await;
        case.check_doing(client, &context).await;
    }
}

on_both!(b77_check_list_and_buttons_agree_for_every_rule_viewer_and_article, async |kind| {
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
    // A deactivated author is a visitor.
    app.execute("UPDATE users SET is_active = FALSE WHERE username = 'author'").await;
    check_all(&app, &mut author, ("deactivated author", None, PUBLIC), true).await;
});

on_both!(b77_staff_who_may_view_and_change_articles_may_do_so_with_drafts, async |kind| {
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
    assert_eq!(member.get(&path).await.status, 404, "the permission needs staff status");
    app.execute("UPDATE users SET is_staff = TRUE WHERE username = 'member'").await;
    assert_eq!(member.get(&path).await.status, 200);
    app.execute("DELETE FROM user_groups").await;
    assert_eq!(member.get(&path).await.status, 404);
});
