//! Apps that send mail, and what has been sent.

use latchkey::{
    accounts::server::recovery,
    server::{
        mail::{Block, Content, Letter},
        settings::{MailUrl, Settings, SiteOrigin},
    },
};

use super::{Client, Kind, TestApp, smtp::SmtpServer};

/// What links in mails begin with.
pub const ORIGIN: &str = "https://site.example";

/// An app whose mails stay in a folder, and can be read.
pub async fn with_folder(kind: Kind) -> TestApp {
    with_folder_and(kind, |_| {}).await
}

pub async fn with_folder_and(kind: Kind, change: impl FnOnce(&mut Settings)) -> TestApp {
    TestApp::spawn_with(kind, |settings| {
        settings.mail.url = MailUrl::Folder("mail".into());
        settings.http.origin = SiteOrigin::known(ORIGIN);
        change(settings);
    })
    .await
}

/// An app that sends its mails to this server.
pub async fn with_server(kind: Kind, server: &SmtpServer) -> TestApp {
    TestApp::spawn_with(kind, |settings| {
        settings.mail.url = MailUrl::Smtp(server.url());
        settings.mail.from = "Latchkey <latchkey@site.example>".into();
        settings.http.origin = SiteOrigin::known(ORIGIN);
    })
    .await
}

/// A letter without much in it.
pub fn letter(to: &str) -> Letter {
    let block = Block::Button { label: "Open".into(), path: "/articles/".into() };
    let (to, subject, blocks) = (to.into(), "A letter".into(), vec![block]);
    Letter { kind: "test", user: None, to, subject, blocks, lasts: 86_400, always: false }
}

impl TestApp {
    /// Puts a letter into the outbox.
    pub async fn post_letter(&self, letter: &Letter) {
        let mut tx = self.app.db.begin().await.unwrap();
        self.app.mail.post(&mut tx, letter).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Does what the worker of a server does, and gives all mails that are still stored, the oldest first.
    pub async fn mails(&self) -> Vec<Content> {
        recovery::answer_all(&self.app.accounts).await;
        self.app.mail.send_due().await;
        let mut mails = self.app.mail.newest(1_000).await.unwrap();
        mails.reverse();
        mails.into_iter().filter_map(|mail| mail.content).collect()
    }

    /// Gives a user a confirmed address, behind the app's back.
    pub async fn set_email(&self, name: &str, email: &str) {
        let key = email.to_lowercase();
        let sql = format!(
            "UPDATE users SET email = '{email}', email_key = '{key}', confirmed_email = '{email}' WHERE username = '{name}'"
        );
        assert_eq!(self.execute(&sql).await, 1);
    }
}

/// The path of the link in a mail.
pub fn link_of(mail: &Content) -> String {
    let line = mail.text.lines().find_map(|line| line.strip_prefix(ORIGIN));
    line.unwrap_or_else(|| panic!("no link: {}", mail.text)).to_owned()
}

/// The code in a mail.
pub fn code_of(mail: &Content) -> String {
    let is_code = |line: &&str| line.len() == 9 && line.bytes().all(|byte| byte.is_ascii_digit() || byte == b' ');
    mail.text.lines().map(str::trim).find(is_code).unwrap_or_else(|| panic!("no code: {}", mail.text)).to_owned()
}

/// The two changes that begin a recovery: who makes them, the fields, and queries for what they store.
pub async fn recovery(
    app: &TestApp,
    function: &str,
    name: &str,
    id: i64,
) -> (Client, Vec<(&'static str, String)>, Vec<String>) {
    let email = format!("{name}@example.com");
    if function == "password-reset" {
        let newest = app.number("SELECT COALESCE(MAX(id), 0) FROM reset_requests").await;
        let asked = format!("SELECT COUNT(*) FROM reset_requests WHERE id > {newest}");
        return (app.visitor(), vec![("email", email)], vec![asked]);
    }
    app.set_email(name, &email).await;
    app.visitor().post_form("/api/accounts/password-reset", &[("email", &email)]).await;
    let code = code_of(app.mails().await.last().unwrap());
    let newest = app.number("SELECT COALESCE(MAX(id), 0) FROM sessions").await;
    let opened = format!("SELECT COUNT(*) FROM sessions WHERE id > {newest} AND data LIKE '%reset_opened%'");
    let used = format!("SELECT 1 - COUNT(*) FROM mail_codes WHERE user_id = {id}");
    (app.visitor(), vec![("email", email), ("code", code)], vec![opened, used])
}

/// The token in the link of a mail.
pub fn token_of(mail: &Content) -> String {
    let link = link_of(mail);
    link.trim_end_matches('/').rsplit('/').next().unwrap().to_owned()
}

/// The changes of an address: who makes them, the fields, and queries for what they store.
pub async fn address(
    app: &TestApp,
    function: &str,
    name: &str,
    id: i64,
    mut client: Client,
) -> (Client, Vec<(&'static str, String)>, Vec<String>) {
    let (old, new) = (format!("{name}@old.example"), format!("{name}@new.example"));
    let recorded = |event| format!("SELECT COUNT(*) FROM activity WHERE user_id = {id} AND event = '{event}'");
    let is_now = |email: &str| {
        format!("SELECT COUNT(*) FROM users WHERE id = {id} AND email = '{email}' AND confirmed_email = email")
    };
    if function == "email/send" {
        app.set_email(name, &old).await;
        app.execute(&format!("UPDATE users SET confirmed_email = '' WHERE id = {id}")).await;
        return (client, vec![], vec![format!("SELECT COUNT(*) FROM email_changes WHERE user_id = {id}")]);
    }
    if function == "secure" {
        app.set_email(name, &old).await;
    }
    client.post_form("/api/accounts/update", &[("email", &new)]).await;
    let token = token_of(app.mails().await.last().unwrap());
    if function == "email/confirm" {
        return (app.visitor(), vec![("token", token)], vec![is_now(&new), recorded("email_confirmed")]);
    }
    app.visitor().post_form("/api/accounts/email/confirm", &[("token", &token)]).await;
    let token = token_of(app.mails().await.last().unwrap());
    (app.visitor(), vec![("token", token)], vec![is_now(&old), recorded("email_restored")])
}
