//! Every change that the staff area offers, each with a target of its own, so that one test can try them all.

use std::sync::atomic::{AtomicU32, Ordering};

use latchkey::{
    accounts::types::Permission,
    web::urls::{Access, FUNCTIONS},
};

use super::{
    Answer, Client, Style, TestApp,
    forms::{Fields, borrowed, form_of},
    invitations,
};

/// The server functions of the staff area that change something, with the permission that the URL table names.
pub fn changing_functions() -> impl Iterator<Item = (&'static str, Permission)> {
    let forms = FUNCTIONS.iter().filter(|function| function.path.starts_with("/api/staff/") && function.form.is_some());
    forms.map(|function| match function.access {
        Access::StaffWith(permission) => (function.path, permission),
        other => panic!("{}: {other}", function.path),
    })
}

/// One change, to a user or a group without rights.
#[derive(Clone)]
pub struct StaffChange {
    pub path: &'static str,
    pub fields: Vec<(&'static str, String)>,
    /// The name of the user or group.
    pub target: String,
    /// Where the answer leads a member of staff who has no other permission.
    pub leads_to: String,
    /// Queries that give 1 when the change is done, and 0 before: the change, and its entry in the audit trail.
    pub done: String,
    pub audited: String,
}

impl StaffChange {
    pub async fn send(&self, client: &mut Client, style: Style) -> Answer {
        client.post(self.path, style, &borrowed(&self.fields)).await
    }

    /// Queries that give 1 when the change is stored with its entry in the audit trail, and 0 before.
    pub fn stored(&self) -> [String; 2] {
        [self.done.clone(), self.audited.clone()]
    }

    pub async fn is_done(&self, app: &TestApp) -> bool {
        app.number(&self.done).await == 1
    }
}

static NUMBER: AtomicU32 = AtomicU32::new(0);

/// The user or group that a change is for.
struct Target {
    name: String,
    /// Empty for a target that the change itself creates.
    id: String,
    page: String,
    etag: String,
}

impl Target {
    async fn create(app: &TestApp, root: &mut Client, path: &str) -> Self {
        let name = format!("target{}", NUMBER.fetch_add(1, Ordering::Relaxed));
        if path.ends_with("/create") {
            return Self { name, id: String::new(), page: String::new(), etag: String::new() };
        }
        let (list, id) = if path.starts_with("/api/staff/users/") {
            app.member(&name).await;
            ("users", app.user_id(&name).await)
        } else {
            app.execute(&format!("INSERT INTO groups (name, name_key) VALUES ('{name}', '{name}')")).await;
            ("groups", app.number(&format!("SELECT id FROM groups WHERE name = '{name}'")).await)
        };
        let page = format!("/staff/{list}/{id}/");
        let page_of_target = root.get(&page).await;
        let has_etag = ["/update", "/profile"].iter().any(|end| path.ends_with(end));
        let form = if has_etag { form_of(&page_of_target, path) } else { Fields::new() };
        let etag = form.into_iter().find(|(name, _)| name == "seen").map(|(_, etag)| etag).unwrap_or_default();
        Self { name, id: id.to_string(), page, etag }
    }
}

/// A change that is not done yet, with a new target.
pub async fn staff_change(app: &TestApp, root: &mut Client, path: &'static str) -> StaffChange {
    if path.starts_with("/api/staff/invitations/") {
        let name = format!("target{}", NUMBER.fetch_add(1, Ordering::Relaxed));
        return invitations::change(app, path, &name).await;
    }
    let target = Target::create(app, root, path).await;
    let (name, id, page) = (target.name.as_str(), target.id.as_str(), target.page.as_str());
    let (etag, renamed) = (target.etag.as_str(), format!("{name}renamed"));
    let count = |table: &str, condition: String| format!("SELECT COUNT(*) FROM {table} WHERE {condition}");
    let none = |table: &str, condition: String| format!("SELECT 1 - COUNT(*) FROM {table} WHERE {condition}");
    let only_id = vec![("id", id)];
    let (fields, leads_to, done) = match path {
        "/api/staff/users/create" => {
            (vec![("username", name), ("email", "")], "/staff/", count("users", format!("username = '{name}'")))
        }
        "/api/staff/users/profile" => (
            vec![("id", id), ("seen", etag), ("username", name), ("first_name", "New")],
            page,
            count("users", format!("id = {id} AND first_name = 'New' AND is_active = TRUE")),
        ),
        "/api/staff/users/update" => (
            vec![("id", id), ("seen", etag), ("is_active", "on"), ("is_staff", "on")],
            page,
            count("users", format!("id = {id} AND username = '{name}' AND is_active = TRUE AND is_staff = TRUE")),
        ),
        "/api/staff/users/activation" => {
            let chosen: &'static str = format!("user_{id}").leak();
            (vec![(chosen, "on")], "/staff/", count("users", format!("id = {id} AND is_active = FALSE")))
        }
        "/api/staff/users/end-sessions" => (only_id, page, none("sessions", format!("user_id = {id}"))),
        "/api/staff/users/reset-link" => (only_id, page, count("users", format!("id = {id} AND reset_at > 0"))),
        "/api/staff/users/delete" => (only_id, "/staff/", none("users", format!("id = {id}"))),
        "/api/staff/groups/create" => (vec![("name", name)], "/staff/", count("groups", format!("name = '{name}'"))),
        "/api/staff/groups/update" => (
            vec![("id", id), ("seen", etag), ("name", renamed.as_str())],
            page,
            count("groups", format!("id = {id} AND name = '{renamed}'")),
        ),
        "/api/staff/groups/delete" => (only_id, "/staff/", none("groups", format!("id = {id}"))),
        _ => panic!("{path}: say here what it does"),
    };
    let fields = fields.into_iter().map(|(name, value)| (name, value.to_owned())).collect();
    let audited = format!("SELECT COUNT(*) FROM audit WHERE target = '{name}'");
    StaffChange { path, fields, leads_to: leads_to.to_owned(), done, audited, target: name.to_owned() }
}
