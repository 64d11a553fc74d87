//! The code beside the link of a mail.

use crate::support::{
    Answer, Client, PASSWORD, TestApp,
    mails::{code_of, with_folder},
    on_both,
};

const NEW: &str = "another horse entirely";
const ASK: &str = "/api/accounts/password-reset";
const CODE: &str = "/api/accounts/password-reset/code";

async fn ask(client: &mut Client, email: &str) -> Answer {
    client.post_form(ASK, &[("email", email)]).await
}

async fn set(visitor: &mut Client, password: &str) -> Answer {
    visitor.post_form("/api/accounts/reset", &[("new_password1", password), ("new_password2", password)]).await
}

/// A member with an address.
async fn member(app: &TestApp, name: &str, email: &str) -> Client {
    let client = app.member(name).await;
    app.set_email(name, email).await;
    client
}

/// Whether what this browser has opened may set a password now.
async fn may_set(visitor: &mut Client) -> bool {
    visitor.get("/accounts/reset/").await.body.contains("new_password1")
}

on_both!(the_code_of_a_mail_opens_on_another_device_what_its_link_opens_and_works_once, async |kind| {
    let app = with_folder(kind).await;
    member(&app, "anna", "anna@example.com").await;
    ask(&mut app.visitor(), "anna@example.com").await;
    let code = code_of(&app.mails().await[0]);
    let mut desk = app.visitor();
    let entered = desk.post_form(CODE, &[("email", "ANNA@example.com"), ("code", &code)]).await;
    assert_eq!(entered.outcome(), "303 /accounts/reset/");
    assert!(may_set(&mut desk).await);
    let again = app.visitor().post_json(CODE, &[("email", "anna@example.com"), ("code", &code)]).await;
    assert_eq!(again.status, 422, "a code works once");
    assert_eq!(set(&mut desk, NEW).await.outcome(), "303 /accounts/reset/done/");
    assert_eq!(app.visitor().log_in("anna", NEW).await.outcome(), "303 /articles/");
});

on_both!(asvs_6_5_1_a_code_has_five_tries_and_ten_minutes_and_a_wrong_one_one_answer, async |kind| {
    let app = with_folder(kind).await;
    member(&app, "anna", "anna@example.com").await;
    let code = async || {
        app.execute("DELETE FROM outbox").await;
        ask(&mut app.visitor(), "anna@example.com").await;
        code_of(&app.mails().await[0])
    };
    let enter = async |email: &str, code: &str| {
        let answer = app.visitor().post_json(CODE, &[("email", email), ("code", code)]).await;
        (answer.status, answer.body)
    };
    let right = code().await;
    let wrong = enter("anna@example.com", "0000 0000").await;
    assert_eq!(wrong.0, 422);
    assert_eq!(enter("unknown@example.com", "0000 0000").await, wrong);
    for _ in 0..4 {
        assert_eq!(enter("anna@example.com", "1").await, wrong);
    }
    assert_eq!(enter("anna@example.com", &right).await, wrong, "five tries");
    let right = code().await;
    assert_eq!(enter("anna@example.com", &right.replace(' ', "-")).await.0, 200, "a newer one has its own");
    let right = code().await;
    app.execute("UPDATE mail_codes SET made = made - 601").await;
    assert_eq!(enter("anna@example.com", &right).await, wrong, "ten minutes");
    let right = code().await;
    app.visitor().log_in("anna", PASSWORD).await;
    app.execute("UPDATE users SET last_login = last_login + 1").await;
    assert_eq!(enter("anna@example.com", &right).await, wrong, "a login ends it");
    // Each field says what it lacks.
    let mut visitor = app.visitor();
    let empty = visitor.post_form(CODE, &[("email", ""), ("code", " ")]).await;
    let page = visitor.follow(&empty).await;
    assert_eq!((page.errors_on("email").len(), page.errors_on("code").len()), (1, 1));
});

on_both!(every_account_of_an_address_gets_its_own_mail, async |kind| {
    let app = with_folder(kind).await;
    for name in ["anna", "work"] {
        member(&app, name, "anna@example.com").await;
    }
    ask(&mut app.visitor(), "anna@example.com").await;
    let mails = app.mails().await;
    let subjects: Vec<&str> = mails.iter().map(|mail| mail.subject.as_str()).collect();
    assert_eq!(subjects, ["New password for anna", "New password for work"]);
    let mut visitor = app.visitor();
    visitor.post_form(CODE, &[("email", "anna@example.com"), ("code", &code_of(&mails[1]))]).await;
    assert!(visitor.get("/accounts/reset/").await.body.contains(">work</strong>"), "the code says whose");
});
