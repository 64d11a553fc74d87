//! Every change that the site offers, each with an actor and a target of its own, so that one test can send them all. A new
//! server function that changes something needs a row here.

use std::sync::atomic::{AtomicU32, Ordering};

use latchkey::web::urls::{FUNCTIONS, FunctionUrl};

use super::{
    Answer, Client, PASSWORD, Style, TestApp, article_changes,
    forms::{borrowed, form_of},
    id_hash,
    invitations::acceptance,
    mails::{address, recovery},
    staff_changes::staff_change,
};

/// The password that the changes set.
pub const NEW_PASSWORD: &str = "seven copper kettles";

/// What a form shows again whose change could not be stored.
pub const NOT_STORED: &str = "could not be saved";

/// The server functions that change something: those with a form. What a device keeps is in its cookies, and nothing is stored.
pub fn changing() -> impl Iterator<Item = &'static FunctionUrl> {
    FUNCTIONS.iter().filter(|function| function.form.is_some() && !function.path.starts_with("/api/device/"))
}

/// A change that is not done yet.
pub struct Change {
    pub function: &'static FunctionUrl,
    /// Who makes it.
    pub client: Client,
    pub fields: Vec<(&'static str, String)>,
    /// Queries that each give 1 once the change is stored with all that is recorded of it, and 0 before.
    stored: Vec<String>,
    /// The name of the user whom it changes, or who makes it.
    pub name: String,
}

impl Change {
    pub async fn send(&mut self, style: Style) -> Answer {
        self.client.post(self.function.path, style, &borrowed(&self.fields)).await
    }

    /// Whether the change is stored.
    ///
    /// # Panics
    /// When a part of it is stored and another is not.
    pub async fn is_stored(&self, app: &TestApp) -> bool {
        let mut found = Vec::new();
        for sql in &self.stored {
            found.push((app.number(sql).await, sql));
        }
        let is_done = found[0].0 == 1;
        assert!(found.iter().all(|(count, _)| *count == i64::from(is_done)), "{}: {found:#?}", self.function.path);
        is_done
    }

    /// Checks that an answer tells the truth: done and all of it stored, or refused with the text and nothing stored. True when it
    /// was done.
    pub async fn agrees(&self, app: &TestApp, before: &[String], answer: &Answer) -> bool {
        let path = self.function.path;
        if self.is_stored(app).await {
            assert!([200, 303].contains(&answer.status), "{path} is done: {} {}", answer.status, answer.body);
            return true;
        }
        assert_eq!(answer.status, 503, "{path} is not done: {:?} {}", answer.headers, answer.body);
        let changed = differences(before, &everything(app).await);
        assert!(changed.is_empty(), "{path}: what is refused changes nothing: {changed:#?}");
        assert!(answer.cookies_set().is_empty(), "{path}: {:?}", answer.cookies_set());
        if answer.header("content-type") == Some("application/json") {
            assert_eq!(answer.json(), "not_stored", "{path}");
        } else {
            let alert = answer.alert().unwrap_or_else(|| panic!("{path}: {}", answer.body));
            assert!(alert.contains(NOT_STORED), "{path}: {alert}");
            self.assert_shown(answer);
        }
        false
    }

    /// Checks that the page has every text of the form that may be remembered.
    fn assert_shown(&self, page: &Answer) {
        let form = self.function.form.as_ref().unwrap();
        for (name, value) in self.fields.iter().filter(|(name, _)| form.remembered.contains(name)) {
            let control = page.control(name);
            if *name == "seen" {
                assert!(form_of(page, self.function.path).contains(&((*name).to_owned(), value.clone())));
            } else if control.starts_with("textarea") {
                assert_eq!(page.text_of(name), *value, "{}", self.function.path);
            } else if !control.contains("type=\"checkbox\"") && !control.contains("type=\"radio\"") {
                assert_eq!(page.value_of(name), *value, "{}", self.function.path);
            }
        }
    }
}

/// All rows that a change could concern, as text.
pub async fn everything(app: &TestApp) -> Vec<String> {
    let mut all = super::rights::state(app).await;
    for sql in [
        "SELECT event || ' of ' || user_id FROM activity ORDER BY id",
        "SELECT reasons || ' ' || comment FROM departures ORDER BY id",
        "SELECT id_hash || ' ' || data FROM sessions ORDER BY id",
        "SELECT username || ' ' || COALESCE(last_login, 0) FROM users ORDER BY id",
    ] {
        all.extend(app.texts(sql).await);
    }
    all
}

/// The rows that are in one of two snapshots only.
pub fn differences(before: &[String], after: &[String]) -> Vec<String> {
    let (gone, new) =
        (before.iter().filter(|row| !after.contains(row)), after.iter().filter(|row| !before.contains(row)));
    gone.map(|row| format!("- {row}")).chain(new.map(|row| format!("+ {row}"))).collect()
}

static NUMBER: AtomicU32 = AtomicU32::new(0);

/// A user of their own for one change.
struct User {
    client: Client,
    id: i64,
    /// The hash of the session's id.
    session: String,
}

impl User {
    async fn new(app: &TestApp, name: &str) -> Self {
        let client = app.member(name).await;
        let session = id_hash(client.session().unwrap());
        Self { id: app.user_id(name).await, client, session }
    }

    fn activity(&self, event: &str) -> String {
        format!("SELECT COUNT(*) FROM activity WHERE user_id = {} AND event = '{event}'", self.id)
    }

    fn has_no_session(&self) -> String {
        let id = self.id;
        format!(
            "SELECT COUNT(*) FROM (SELECT 1 AS one WHERE NOT EXISTS (SELECT 1 FROM sessions WHERE user_id = {id})) AS none"
        )
    }

    /// The session goes on under another id.
    fn has_new_session(&self) -> String {
        format!("SELECT COUNT(*) FROM sessions WHERE previous_hash = '{}'", self.session)
    }

    async fn has_new_password(&self, app: &TestApp) -> String {
        let old = &app.texts(&format!("SELECT password FROM users WHERE id = {}", self.id)).await[0];
        format!("SELECT COUNT(*) FROM users WHERE id = {} AND password <> '{old}'", self.id)
    }
}

/// The superuser who makes the changes of the staff area, logged in anew.
pub async fn root(app: &TestApp) -> Client {
    if app.number("SELECT COUNT(*) FROM users WHERE username = 'root'").await == 0 {
        return app.superuser("root").await;
    }
    app.visitor().elsewhere("root").await
}

/// A change of this server function.
pub async fn change(app: &TestApp, function: &'static FunctionUrl) -> Change {
    let path = function.path;
    if path.starts_with("/api/staff/") {
        let mut root = root(app).await;
        let change = staff_change(app, &mut root, path).await;
        let stored = change.stored().into();
        return Change { function, client: root, stored, name: change.target, fields: change.fields };
    }
    let name = format!("user{}", NUMBER.fetch_add(1, Ordering::Relaxed));
    let (client, fields, stored) = match path.strip_prefix("/api/accounts/") {
        Some(accounts) => of_accounts(app, accounts, &name).await,
        None => article_changes::of(app, path, &name).await,
    };
    Change { function, client, fields, stored, name }
}

pub type Parts = (Client, Vec<(&'static str, String)>, Vec<String>);

async fn of_accounts(app: &TestApp, function: &str, name: &str) -> Parts {
    let text = |text: &str| text.to_owned();
    if function == "signup" {
        let fields = vec![("username", text(name)), ("password1", text(PASSWORD)), ("password2", text(PASSWORD))];
        let stored = ["users WHERE", "activity a JOIN users u ON u.id = a.user_id WHERE event = 'signup' AND"]
            .into_iter()
            .chain(["sessions s JOIN users u ON u.id = s.user_id WHERE"])
            .map(|from| format!("SELECT COUNT(*) FROM {from} username = '{name}'"));
        return (app.visitor(), fields, stored.collect());
    }
    let user = User::new(app, name).await;
    let (id, client) = (user.id, user.client.clone());
    let password = || ("password", text(PASSWORD));
    match function {
        "login" => {
            let session = app.number(&format!("SELECT MAX(id) FROM sessions WHERE user_id = {id}")).await;
            let begun = format!("SELECT COUNT(*) FROM sessions WHERE user_id = {id} AND id > {session}");
            (app.visitor(), vec![("username", text(name)), password()], vec![user.activity("login"), begun])
        }
        "logout" => (client, vec![], vec![user.activity("logout"), user.has_no_session()]),
        "reauthenticate" => (client, vec![password()], vec![user.has_new_session()]),
        "update" => {
            let email = format!("{name}@example.com");
            let changed =
                format!("SELECT COUNT(*) FROM users WHERE id = {id} AND email = '{email}' AND first_name = 'New'");
            let fields = vec![("email", email), ("first_name", text("New")), ("last_name", String::new())];
            (client, fields, vec![changed, user.activity("email_changed")])
        }
        "password" => {
            let stored =
                vec![user.has_new_password(app).await, user.activity("password_changed"), user.has_new_session()];
            (client, [vec![("old_password", text(PASSWORD))], twice()].concat(), stored)
        }
        "sessions/end" | "sessions/end-others" | "logout-everywhere" => end_sessions(app, function, name, &user).await,
        "delete" => {
            client.clone().create_article(name, "Text").await;
            let stored = vec![
                format!("SELECT 1 - COUNT(*) FROM users WHERE id = {id}"),
                format!("SELECT 1 - COUNT(*) FROM articles WHERE title = '{name}'"),
                format!("SELECT COUNT(*) FROM departures WHERE comment = '{name}'"),
                user.has_no_session(),
            ];
            (client, vec![password(), ("belongings", text("erase")), ("reason", text(name))], stored)
        }
        "reset" => {
            let visitor = opened_link(app, id).await;
            (
                visitor,
                twice(),
                vec![user.has_new_password(app).await, user.activity("password_changed"), user.has_no_session()],
            )
        }
        "password-reset" | "password-reset/code" => recovery(app, function, name, id).await,
        "invitation" => acceptance(app, &mut root(app).await, &format!("{name}new")).await,
        function if function == "secure" || function.starts_with("email/") => {
            address(app, function, name, id, client).await
        }
        _ => panic!("{function}: say here what it does"),
    }
}

/// The user's session ends another one of theirs, all others, or all.
async fn end_sessions(app: &TestApp, function: &str, name: &str, user: &User) -> Parts {
    let client = user.client.clone();
    let other = app.session_id(&client.elsewhere(name).await).await;
    let ended = format!(
        "SELECT COUNT(*) FROM (SELECT 1 AS one WHERE NOT EXISTS (SELECT 1 FROM sessions WHERE id = {other})) AS none"
    );
    match function {
        "sessions/end" => (client, vec![("id", other.to_string())], vec![ended, user.activity("session_ended")]),
        "sessions/end-others" => (client, vec![], vec![ended, user.activity("sessions_ended")]),
        _ => (client, vec![], vec![ended, user.has_no_session(), user.activity("sessions_ended")]),
    }
}

/// The fields of a new password.
fn twice() -> Vec<(&'static str, String)> {
    vec![("new_password1", NEW_PASSWORD.to_owned()), ("new_password2", NEW_PASSWORD.to_owned())]
}

/// A visitor who has opened a password link of this user.
pub async fn opened_link(app: &TestApp, id: i64) -> Client {
    let mut root = root(app).await;
    let made = root.post_form("/api/staff/users/reset-link", &[("id", &id.to_string())]).await;
    let page = root.follow(&made).await;
    let start = page.body.find("/accounts/reset/").unwrap_or_else(|| panic!("{}", page.body));
    let link = page.body[start..].split('"').next().unwrap();
    let mut visitor = app.visitor();
    visitor.get(link).await;
    visitor
}
