//! An address whose mail came back gets no more of it until it is confirmed again.

use crate::support::{
    PASSWORD, TestApp,
    mails::{letter, with_server},
    on_both,
    smtp::{Fault, SmtpServer},
};

const CAME_BACK: &str = "Mail to your e-mail address came back";
const NEW: &str = "seven copper kettles sing";

on_both!(what_opens_an_account_or_takes_it_away_goes_also_where_mail_came_back, async |kind| {
    let server = SmtpServer::start();
    let app = with_server(kind, &server).await;
    let mut anna = app.member("anna").await;
    app.set_email("anna", "anna@example.com").await;
    server.fail(&[Fault::NoMailbox, Fault::NoMailbox, Fault::NoMailbox]);
    app.post_letter(&letter("anna@example.com")).await;
    assert_eq!((arrived(&app, &server).await, app.rows("mail_bounces").await), (0, 1));
    let change = [("old_password", PASSWORD), ("new_password1", NEW), ("new_password2", NEW)];
    assert_eq!(anna.post_json("/api/accounts/password", &change).await.status, 200);
    let asked = app.visitor().post_form("/api/accounts/password-reset", &[("email", "anna@example.com")]).await;
    assert_eq!(asked.outcome(), "303 /accounts/password_reset/done/");
    arrived(&app, &server).await;
    assert_eq!(app.number("SELECT COUNT(*) FROM outbox WHERE kind IN ('told', 'password_reset')").await, 2);
});

/// Sends what waits; gives how many mails have arrived since the start.
async fn arrived(app: &TestApp, server: &SmtpServer) -> usize {
    latchkey::accounts::server::recovery::answer_all(&app.app.accounts).await;
    app.app.mail.send_due().await;
    server.received().len()
}

on_both!(an_address_whose_mail_came_back_gets_none_until_it_is_confirmed_again, async |kind| {
    let server = SmtpServer::start();
    let app = with_server(kind, &server).await;
    let (mut anna, mut root) = (app.member("anna").await, app.superuser("root").await);
    app.set_email("anna", "anna@example.com").await;
    let id = app.user_id("anna").await.to_string();
    assert!(!anna.get("/accounts/").await.has(CAME_BACK));
    server.fail(&[Fault::NoMailbox]);
    app.post_letter(&letter("Anna@example.com")).await;
    assert_eq!(arrived(&app, &server).await, 0);
    assert_eq!(app.texts("SELECT state FROM outbox").await, ["bounced"]);
    // No news go there, and what is recorded does not say "mailed".
    let all_sessions = [("id", id.as_str())];
    assert_eq!(root.post_json("/api/staff/users/end-sessions", &all_sessions).await.status, 200);
    assert_eq!(arrived(&app, &server).await, 0);
    assert_eq!(app.number("SELECT COUNT(*) FROM activity WHERE mailed = TRUE").await, 0);
    anna = anna.elsewhere("anna").await;
    assert!(anna.get("/accounts/").await.has(CAME_BACK) && !root.get("/accounts/").await.has(CAME_BACK));
    assert!(root.get(&format!("/staff/users/{id}/")).await.has("Mail to their address came back"));
    // Its user asks for a mail that confirms it again; opening the account ends it.
    anna.post_form("/api/accounts/email/send", &[]).await;
    assert_eq!(arrived(&app, &server).await, 1, "what asks goes there");
    assert!(!anna.get("/accounts/").await.has(CAME_BACK), "it has arrived");
    root.post_form("/api/staff/users/end-sessions", &[("id", &id)]).await;
    assert_eq!(arrived(&app, &server).await, 2);
});

on_both!(another_address_is_another_mailbox_and_a_confirmation_forgets_a_bounce, async |kind| {
    let server = SmtpServer::start();
    let app = with_server(kind, &server).await;
    let mut anna = app.member("anna").await;
    app.set_email("anna", "anna@example.com").await;
    server.fail(&[Fault::NoMailbox]);
    app.post_letter(&letter("anna@example.com")).await;
    assert_eq!(arrived(&app, &server).await, 0);
    anna.post_form("/api/accounts/update", &[("email", "new@example.com"), ("first_name", ""), ("last_name", "")])
        .await;
    assert_eq!(
        arrived(&app, &server).await,
        2,
        "the new address is asked, and the old one told although mail came back"
    );
    let asked = server.received().into_iter().find(|mail| mail.to.contains("new@")).unwrap();
    let data = asked.data.replace("=\n", "");
    let start = data.find("/accounts/email/confirm/").unwrap();
    let link = data[start..].split_whitespace().next().unwrap().to_owned();
    let mut visitor = app.visitor();
    visitor.get(&link).await;
    let token = visitor.get("/accounts/email/confirm/").await.value_of("token");
    assert_eq!(app.rows("mail_bounces").await, 0, "what the old address was told has arrived");
    app.execute("INSERT INTO mail_bounces (address_key, made) VALUES ('x', 2000000000)").await;
    assert_eq!(visitor.post_json("/api/accounts/email/confirm", &[("token", &token)]).await.status, 200);
    assert!(!anna.get("/accounts/").await.has(CAME_BACK));
    assert_eq!(app.rows("mail_bounces").await, 1, "of other addresses nothing changes");
});

on_both!(a_server_that_takes_no_mail_of_this_site_marks_no_address_and_an_old_mark_goes, async |kind| {
    let server = SmtpServer::start();
    let app = with_server(kind, &server).await;
    server.fail(&[Fault::Blocked, Fault::NoMailbox]);
    app.post_letter(&letter("joe@example.com")).await;
    assert_eq!(arrived(&app, &server).await, 0);
    assert_eq!(
        (app.texts("SELECT state FROM outbox").await, app.rows("mail_bounces").await),
        (vec!["failed".to_owned()], 0)
    );
    app.post_letter(&letter("joe@example.com")).await;
    assert_eq!(arrived(&app, &server).await, 0);
    assert_eq!(app.rows("mail_bounces").await, 1);
    app.post_letter(&letter("joe@example.com")).await;
    assert_eq!((arrived(&app, &server).await, app.rows("outbox").await), (0, 2), "it is not even put into the outbox");
    app.app.mail.delete_old(100).await.unwrap();
    assert_eq!(app.rows("mail_bounces").await, 1);
    app.execute("UPDATE mail_bounces SET made = made - 7776001").await;
    app.app.mail.delete_old(100).await.unwrap();
    assert_eq!(app.rows("mail_bounces").await, 0);
    assert!(app.texts("SELECT sealed || recipient_key FROM outbox").await.iter().all(|text| !text.contains("joe@")));
});
