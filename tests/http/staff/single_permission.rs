//! Each change that staff can make hangs on one permission: that one alone is enough, and all the others together are not.

use std::sync::atomic::{AtomicU32, Ordering};

use latchkey::{
    accounts::types::Permission,
    web::urls::{Access, FUNCTIONS},
};

use crate::{
    staff::escalation::rights,
    support::{Answer, Client, Style, TestApp, on_both},
};

/// Every function of the staff area that changes something, and the permission that it names.
pub fn changing() -> impl Iterator<Item = (&'static str, Permission)> {
    let forms = FUNCTIONS.iter().filter(|function| function.path.starts_with("/api/staff/") && function.form.is_some());
    forms.map(|function| match function.access {
        Access::StaffWith(permission) => (function.path, permission),
        other => panic!("{}: {other}", function.path),
    })
}

/// What one of them does, to somebody or something that has no rights.
#[derive(Clone)]
pub struct Deed {
    path: &'static str,
    pub fields: Vec<(&'static str, String)>,
    /// The name of whom or what it is done to.
    pub target: String,
    /// Where whoever may do nothing else is led afterwards.
    leads_to: String,
    /// A query that gives 1 as soon as it is done, and 0 before.
    done: String,
}

impl Deed {
    pub async fn send(&self, client: &mut Client, style: Style) -> Answer {
        let fields: Vec<(&str, &str)> = self.fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        client.post(self.path, style, &fields).await
    }

    pub async fn is_done(&self, app: &TestApp) -> bool {
        app.number(&self.done).await == 1
    }
}

static NUMBER: AtomicU32 = AtomicU32::new(0);

/// A deed that nobody has done yet, with a target of its own.
pub async fn deed(app: &TestApp, root: &mut Client, path: &'static str) -> Deed {
    let target = format!("target{}", NUMBER.fetch_add(1, Ordering::Relaxed));
    let name = target.as_str();
    let (mut id, mut seen, mut page) = (String::new(), String::new(), String::new());
    if !path.ends_with("/create") {
        let list = if path.starts_with("/api/staff/users/") { "users" } else { "groups" };
        id = match list {
            "users" => {
                app.member(name).await;
                app.user_id(name).await.to_string()
            }
            _ => {
                app.execute(&format!("INSERT INTO groups (name, name_key) VALUES ('{name}', '{name}')")).await;
                app.number(&format!("SELECT id FROM groups WHERE name = '{name}'")).await.to_string()
            }
        };
        page = format!("/staff/{list}/{id}/");
        seen = root.get(&page).await.value_of("seen");
    }
    let (id, seen, renamed) = (id.as_str(), seen.as_str(), format!("{name}renamed"));
    let of_id = vec![("id", id)];
    let (fields, leads_to, done) = match path {
        "/api/staff/users/create" => (
            vec![("username", name), ("email", "")],
            "/staff/",
            format!("SELECT COUNT(*) FROM users WHERE username = '{name}'"),
        ),
        "/api/staff/users/update" => (
            vec![("id", id), ("seen", seen), ("username", name), ("is_active", "on"), ("first_name", "New")],
            page.as_str(),
            format!("SELECT COUNT(*) FROM users WHERE id = {id} AND first_name = 'New' AND is_active = TRUE"),
        ),
        "/api/staff/users/end-sessions" => {
            (of_id, page.as_str(), format!("SELECT 1 - COUNT(*) FROM sessions WHERE user_id = {id}"))
        }
        "/api/staff/users/reset-link" => {
            (of_id, page.as_str(), format!("SELECT COUNT(*) FROM users WHERE id = {id} AND reset_at > 0"))
        }
        "/api/staff/users/delete" => (of_id, "/staff/", format!("SELECT 1 - COUNT(*) FROM users WHERE id = {id}")),
        "/api/staff/groups/create" => {
            (vec![("name", name)], "/staff/", format!("SELECT COUNT(*) FROM groups WHERE name = '{name}'"))
        }
        "/api/staff/groups/update" => (
            vec![("id", id), ("seen", seen), ("name", renamed.as_str())],
            page.as_str(),
            format!("SELECT COUNT(*) FROM groups WHERE id = {id} AND name = '{renamed}'"),
        ),
        "/api/staff/groups/delete" => (of_id, "/staff/", format!("SELECT 1 - COUNT(*) FROM groups WHERE id = {id}")),
        _ => panic!("{path}: say here what it does"),
    };
    let fields = fields.into_iter().map(|(name, value)| (name, value.to_owned())).collect();
    Deed { path, fields, leads_to: leads_to.to_owned(), done, target }
}

/// All that could be changed: rights, accounts, sessions, groups, articles, and what was written down of it.
pub async fn state(app: &TestApp) -> Vec<String> {
    let mut state = rights(app).await;
    for sql in [
        "SELECT username || ' ' || email || ' ' || password || ' ' || reset_at FROM users ORDER BY id",
        "SELECT 'session of ' || u.username || ' ' || s.id_hash FROM sessions s JOIN users u ON u.id = s.user_id ORDER BY s.id",
        "SELECT name FROM groups ORDER BY id",
        "SELECT title || ' ' || content || ' ' || version || ' ' || is_published FROM articles ORDER BY id",
        "SELECT actor || ' ' || action || ' ' || target FROM audit ORDER BY id",
    ] {
        state.extend(app.texts(sql).await);
    }
    state
}

on_both!(the_permission_that_a_change_names_is_enough_by_itself, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    for (index, (path, needed)) in changing().enumerate() {
        let mut staff = app.staff(&format!("staff{index}"), &[&needed.full_name()]).await;
        for style in Style::BOTH {
            let deed = deed(&app, &mut root, path).await;
            assert!(!deed.is_done(&app).await, "{path}");
            let answer = deed.send(&mut staff, style).await;
            match style {
                Style::Plain => assert_eq!(answer.outcome(), format!("303 {}", deed.leads_to), "{path}"),
                Style::Json => {
                    assert_eq!((answer.status, answer.json()["go"].as_str()), (200, Some(deed.leads_to.as_str())))
                }
            }
            assert!(deed.is_done(&app).await, "{path}");
        }
    }
});

on_both!(all_other_permissions_together_are_not_enough_for_a_change, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    let permissions = app.app.accounts.models().flat_map(|model| model.permissions());
    let names: Vec<String> = permissions.map(|permission| permission.full_name()).collect();
    let mut count = 0;
    for (index, (path, needed)) in changing().enumerate() {
        count += 1;
        let (name, needed) = (format!("staff{index}"), needed.full_name());
        let others: Vec<&str> = names.iter().map(String::as_str).filter(|other| *other != needed).collect();
        assert_eq!(others.len() + 1, names.len(), "{path}");
        let mut staff = app.staff(&name, &others).await;
        let deed = deed(&app, &mut root, path).await;
        let before = state(&app).await;
        for style in Style::BOTH {
            assert_eq!(deed.send(&mut staff, style).await.status, 403, "{path}");
        }
        assert!(!deed.is_done(&app).await, "{path}");
        assert_eq!(state(&app).await, before, "{path}");
        // It was this permission and nothing else that was missing.
        app.grant(&name, &needed).await;
        assert_eq!(deed.send(&mut staff, Style::Plain).await.status, 303, "{path}");
        assert!(deed.is_done(&app).await, "{path}");
    }
    assert!(count >= 8, "{count}");
});
