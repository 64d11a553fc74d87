//! What version 0.1.0 stored goes on working: its database, session cookies, held and refused forms, pending actions, links and
//! open pages. A sealing purpose, a key of the session's data or the JSON of something that is stored cannot change without a
//! failure here.

use std::{collections::BTreeMap, fs, path::Path};

use latchkey::server::{clock::now, secret_key::SecretKey};
use serde_json::Value;

use crate::support::{Client, Kind, PASSWORD, TestApp, run};

/// The fixture: what browsers had, and the database.
const VALUES: &str = include_str!("../fixtures/release_0_1_0/values.txt");
const DATABASE: &[u8] = include_bytes!("../fixtures/release_0_1_0/site.db");

/// The purposes of sealing and of MACs, and the keys of the session's data, as 0.1.0 has them.
const HELD: &str = "parked_form";
const PENDING: &str = "pending_actions";
const LINK_OPENED: &str = "reset_opened";
const LINK: &str = "password reset";

struct Release {
    app: TestApp,
    key: SecretKey,
    values: BTreeMap<&'static str, &'static str>,
}

impl Release {
    /// Today's server on a copy of the database, as if it had replaced the other one just now.
    async fn replaced() -> Self {
        let lines = VALUES.lines().filter(|line| !line.starts_with('#'));
        let values: BTreeMap<_, _> = lines.map(|line| line.split_once(" = ").unwrap()).collect();
        let app = TestApp::spawn_with(Kind::Sqlite, |settings| {
            put(&settings.base.join("latchkey.sqlite3"), DATABASE);
            put(&settings.base.join("latchkey.key"), values["secret_key"].as_bytes());
        })
        .await;
        let key = SecretKey::new(values["secret_key"], &[]).unwrap();
        let release = Self { app, key, values };
        release.shift_times().await;
        release
    }

    /// Moves the stored times to now. What is sealed with a time in it is opened and sealed again, by its purpose of then.
    async fn shift_times(&self) {
        let by = now().0 - self.values["made"].parse::<i64>().unwrap();
        for (table, columns) in [
            ("sessions", &["created", "authenticated", "last_seen", "expires"][..]),
            ("users", &["date_joined"]),
            ("activity", &["at"]),
            ("throttle", &["blocked_until", "updated"]),
        ] {
            for column in columns {
                let sql = format!("UPDATE {table} SET {column} = {column} + {by}");
                assert!(self.app.execute(&sql).await > 0, "{sql}");
            }
        }
        self.shift_sealed("held", HELD, by).await;
        self.shift_sealed("logged_in", PENDING, by).await;
    }

    async fn shift_sealed(&self, browser: &str, purpose: &str, by: i64) {
        let session = self.app.session(self.values[browser]);
        let sealed: String = session.get(purpose).await.unwrap().unwrap();
        let mut list: Vec<Value> = self.key.open(purpose, &sealed).unwrap();
        assert_eq!(list.len(), 1);
        list[0]["at"] = (list[0]["at"].as_i64().unwrap() + by).into();
        session.insert(purpose, self.key.seal(purpose, &list).unwrap()).await.unwrap();
        session.save().await.unwrap();
    }

    /// The browser that has this session cookie.
    fn browser(&self, name: &str) -> Client {
        let mut client = self.app.visitor();
        client.pretend(self.values[name]);
        client
    }

    /// The token of the password link, as if it had been made now. What 0.1.0 signed is signed here in the same way.
    async fn shift_link(&self) -> String {
        let token = self.values["password_link"].strip_prefix("/accounts/reset/").unwrap().trim_end_matches('/');
        let [id, at, mac] = token.split('-').collect::<Vec<_>>().try_into().unwrap();
        let sql = format!(
            "SELECT COALESCE(last_login, 0) || char(10) || password || char(10) || email FROM users WHERE id = {id}"
        );
        let user = self.app.texts(&sql).await.remove(0);
        let signed = |at: &str| format!("{id}\n{at}\n{user}\nfalse\nfalse\n");
        assert!(self.key.verify(LINK, &signed(at), mac).is_some(), "the link is bound to something else");
        let at = now().0.to_string();
        assert_eq!(self.app.execute(&format!("UPDATE users SET reset_at = {at} WHERE id = {id}")).await, 1);
        format!("{id}-{at}-{}", self.key.mac(LINK, &signed(&at)))
    }
}

fn put(file: &Path, bytes: &[u8]) {
    fs::write(file, bytes).unwrap();
}

#[test]
fn a_session_cookie_is_still_logged_in_with_the_rights_of_its_user() {
    run(async {
        let release = Release::replaced().await;
        let mut joe = release.browser("logged_in");
        assert!(joe.is_known_as("Joe Doe").await);
        assert!(joe.get("/articles/2/").await.has("Not finished"), "a draft of his own");
        assert_eq!(joe.get("/accounts/sessions/").await.status, 200);
        let mut staff = release.browser("staff");
        assert!(staff.get("/staff/groups/1/").await.has("Editors"));
        assert!(staff.get("/staff/users/2/").await.has("Editors"));
        assert_eq!(staff.get("/staff/departures/").await.status, 200);
    });
}

#[test]
fn a_password_still_logs_in() {
    run(async {
        let release = Release::replaced().await;
        let mut kim = release.app.visitor();
        assert_eq!(kim.log_in("kim", PASSWORD).await.outcome(), "303 /articles/");
        assert_eq!(kim.get("/articles/1/delete/").await.status, 200, "a permission of her own");
    });
}

#[test]
fn a_held_form_stands_on_its_page_after_the_login() {
    run(async {
        let release = Release::replaced().await;
        let mut kim = release.browser("held");
        assert!(kim.get("/accounts/login/").await.has("class=\"notice\""), "told that it is held");
        assert_eq!(kim.log_in("kim", PASSWORD).await.status, 303);
        let page = kim.get("/articles/create/").await;
        assert_eq!(page.value_of("title"), "Held until the login");
        assert_eq!(page.text_of("content"), "Line one\n\nLine two");
        assert!(page.has("class=\"notice\""));
    });
}

#[test]
fn a_held_form_still_goes_to_its_owner_only() {
    run(async {
        let release = Release::replaced().await;
        let mut client = release.browser("held");
        assert_eq!(client.log_in("joe", PASSWORD).await.status, 303);
        assert!(!client.get("/articles/create/").await.body.contains("Held until"));
    });
}

#[test]
fn a_page_that_is_open_in_a_browser_can_still_be_sent_by_its_owner() {
    run(async {
        let release = Release::replaced().await;
        let fields = [("title", "Kim's"), ("content", "Text"), ("owner", release.values["owner_of_form"])];
        for (name, outcome) in [("joe", "403"), ("kim", "303 /articles/3/")] {
            let mut client = release.app.visitor();
            assert_eq!(client.log_in(name, PASSWORD).await.status, 303);
            assert_eq!(client.post_form("/api/articles/create", &fields).await.outcome(), outcome, "{name}");
        }
    });
}

#[test]
fn a_refused_form_stands_on_its_page_with_its_errors() {
    run(async {
        let release = Release::replaced().await;
        let page = release.browser("refused").get("/articles/create/").await;
        assert_eq!(page.text_of("content"), "Refused, and not shown yet");
        assert_eq!(page.errors_on("title").len(), 1);
    });
}

#[test]
fn a_notice_is_still_shown() {
    run(async {
        let release = Release::replaced().await;
        assert!(release.browser("notice").get("/accounts/").await.has("Profile saved."));
    });
}

#[test]
fn a_pending_action_is_done_once_the_password_is_entered() {
    run(async {
        let release = Release::replaced().await;
        let mut joe = release.browser("logged_in");
        let action = joe.get("/accounts/reauthenticate/").await.value_of("action");
        assert_eq!(action, release.values["pending_action"]);
        let fields = [("password", PASSWORD), ("action", action.as_str())];
        assert_eq!(joe.post_form("/api/accounts/reauthenticate", &fields).await.outcome(), "303 /accounts/");
        assert_eq!(release.app.texts("SELECT email FROM users WHERE username = 'joe'").await, ["joe@example.com"]);
    });
}

#[test]
fn a_password_link_still_sets_a_password() {
    run(async {
        let release = Release::replaced().await;
        let token = release.shift_link().await;
        let mut ann = release.app.visitor();
        let opened = ann.get(&format!("/accounts/reset/{token}/")).await;
        assert!(ann.follow(&opened).await.control("new_password1").contains("password"));
        set_password(&mut ann).await;
    });
}

#[test]
fn a_password_link_that_was_opened_before_still_sets_a_password() {
    run(async {
        let release = Release::replaced().await;
        let session = release.app.session(release.values["link_opened"]);
        let sealed: String = session.get(LINK_OPENED).await.unwrap().unwrap();
        let token: String = release.key.open(LINK_OPENED, &sealed).unwrap();
        assert_eq!(format!("/accounts/reset/{token}/"), release.values["password_link"]);
        let token = release.shift_link().await;
        session.insert(LINK_OPENED, release.key.seal(LINK_OPENED, &token).unwrap()).await.unwrap();
        session.save().await.unwrap();
        set_password(&mut release.browser("link_opened")).await;
    });
}

async fn set_password(ann: &mut Client) {
    const NEW: &str = "another horse entirely";
    let answer = ann.post_form("/api/accounts/reset", &[("new_password1", NEW), ("new_password2", NEW)]).await;
    assert_eq!(answer.outcome(), "303 /accounts/reset/done/", "{}", answer.body);
    assert_eq!(ann.log_in("ann", NEW).await.outcome(), "303 /articles/");
}

#[test]
fn the_audit_trail_and_the_activity_are_still_listed() {
    run(async {
        let release = Release::replaced().await;
        let page = release.browser("staff").get("/staff/audit/").await;
        for text in ["command line", "Editors", "articles.delete_article", "joe", "ann"] {
            assert!(page.has(text), "{text}: {}", page.html);
        }
        let page = release.browser("logged_in").get("/accounts/activity/").await;
        assert!(page.elements("strong").len() >= 4, "{}", page.html);
    });
}
