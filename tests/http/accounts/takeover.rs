//! A thief of an account who knows its password and has a session: what its owner does ends what the thief has begun.

use crate::support::{
    Client, PASSWORD, TestApp,
    mails::{code_of, link_of, token_of, with_folder},
    on_both,
};

const CONFIRM: &str = "/api/accounts/email/confirm";
const SECURE: &str = "/api/accounts/secure";
const SECURE_PAGE: &str = "/accounts/secure/";
const NEW: [(&str, &str); 2] =
    [("new_password1", "another horse entirely"), ("new_password2", "another horse entirely")];

async fn save(client: &mut Client, email: &str) {
    client.post_form("/api/accounts/update", &[("email", email), ("first_name", ""), ("last_name", "")]).await;
}

/// The newest mail to an address with such a link.
async fn newest(app: &TestApp, to: &str, page: &str) -> latchkey::server::mail::Content {
    let mails = app.mails().await;
    mails.into_iter().rfind(|mail| mail.to == to && mail.text.contains(page)).unwrap()
}

async fn confirm(app: &TestApp, email: &str) -> u16 {
    let token = token_of(&newest(app, email, "/accounts/email/confirm/").await);
    app.visitor().post_json(CONFIRM, &[("token", &token)]).await.status
}

async fn address(app: &TestApp, name: &str) -> String {
    app.texts(&format!("SELECT email FROM users WHERE username = '{name}'")).await.remove(0)
}

/// An account whose address a thief has changed, twice.
async fn stolen(app: &TestApp) -> Client {
    let mut thief = app.member("anna").await;
    app.set_email("anna", "anna@example.com").await;
    for next in ["thief@example.com", "thief2@example.com"] {
        save(&mut thief, next).await;
        assert_eq!(confirm(app, next).await, 200);
    }
    thief
}

on_both!(an_undo_ends_those_of_later_changes_and_the_displaced_mailbox_is_told, async |kind| {
    let app = with_folder(kind).await;
    stolen(&app).await;
    let theirs = token_of(&newest(&app, "thief@example.com", SECURE_PAGE).await);
    let token = token_of(&newest(&app, "anna@example.com", SECURE_PAGE).await);
    assert_eq!(app.visitor().post_form(SECURE, &[("token", &token)]).await.outcome(), "303 /accounts/reset/");
    assert_eq!(app.visitor().post_json(SECURE, &[("token", &theirs)]).await.status, 422);
    assert_eq!(address(&app, "anna").await, "anna@example.com");
    let mails = app.mails().await;
    let told = mails.last().unwrap();
    assert_eq!((told.to.as_str(), told.subject.as_str()), ("thief2@example.com", "Your e-mail address was changed"));
    assert!(!told.text.contains(SECURE_PAGE) && !told.text.contains("anna@example.com"), "it is no key: {}", told.text);
    assert_eq!(
        app.texts("SELECT DISTINCT email FROM email_undos").await,
        ["anna@example.com"],
        "what came later is gone"
    );
    assert!(!app.texts("SELECT nonce_hash FROM email_undos").await.contains(&token), "the link is not stored");
});

on_both!(an_earlier_change_can_be_undone_after_a_later_one_was, async |kind| {
    let app = with_folder(kind).await;
    stolen(&app).await;
    for (to, is_now) in [("thief@example.com", "thief@example.com"), ("anna@example.com", "anna@example.com")] {
        let token = token_of(&newest(&app, to, SECURE_PAGE).await);
        assert_eq!(app.visitor().post_form(SECURE, &[("token", &token)]).await.outcome(), "303 /accounts/reset/");
        assert_eq!(address(&app, "anna").await, is_now);
    }
});

on_both!(after_an_undo_a_thief_who_knows_the_password_ends_nothing_of_the_owner, async |kind| {
    let app = with_folder(kind).await;
    stolen(&app).await;
    let token = token_of(&newest(&app, "anna@example.com", SECURE_PAGE).await);
    let mut anna = app.visitor();
    assert_eq!(anna.post_form(SECURE, &[("token", &token)]).await.outcome(), "303 /accounts/reset/");
    let mut thief = app.visitor();
    assert_eq!(thief.log_in("anna", PASSWORD).await.outcome(), "303 /accounts/login/", "the password counts no more");
    // The owner may have closed the page: the same mail opens the form again, until there is a password.
    let mut elsewhere = app.visitor();
    assert_eq!(elsewhere.post_form(SECURE, &[("token", &token)]).await.outcome(), "303 /accounts/reset/");
    assert!(elsewhere.get("/accounts/reset/").await.body.contains("new_password1"));
    assert_eq!(anna.post_form("/api/accounts/reset", &NEW).await.outcome(), "303 /accounts/reset/done/");
    assert_eq!(app.visitor().log_in("anna", NEW[0].1).await.outcome(), "303 /articles/");
    assert_eq!(app.visitor().post_json(SECURE, &[("token", &token)]).await.status, 422);
});

on_both!(one_who_is_logged_in_takes_an_address_back_and_opens_the_mail_again_for_a_password, async |kind| {
    let app = with_folder(kind).await;
    let mut anna = stolen(&app).await;
    let token = token_of(&newest(&app, "anna@example.com", SECURE_PAGE).await);
    assert_eq!(anna.post_form(SECURE, &[("token", &token)]).await.outcome(), "303 /accounts/secure/done/");
    assert!(anna.get("/accounts/secure/done/").await.body.contains("Open the link in the mail once more"));
    assert_eq!(anna.post_form(SECURE, &[("token", &token)]).await.outcome(), "303 /accounts/reset/");
    assert_eq!(anna.post_form("/api/accounts/reset", &NEW).await.outcome(), "303 /accounts/reset/done/");
});

on_both!(a_change_that_was_asked_for_ends_with_a_new_password_all_sessions_and_when_it_is_taken_back, async |kind| {
    let app = with_folder(kind).await;
    for (number, way) in ["password", "reset", "logout-everywhere", "sessions/end-others", "update"].iter().enumerate()
    {
        let (name, old, new) =
            (format!("user{number}"), format!("old{number}@example.com"), format!("new{number}@example.com"));
        let mut thief = app.member(&name).await;
        app.set_email(&name, &old).await;
        save(&mut thief, &new).await;
        let code = code_of(&newest(&app, &new, "/accounts/email/confirm/").await);
        let mut owner = app.visitor();
        owner.log_in(&name, PASSWORD).await;
        match *way {
            "password" => {
                let fields = [("old_password", PASSWORD), NEW[0], NEW[1]];
                assert_eq!(owner.post_json("/api/accounts/password", &fields).await.status, 200, "{way}");
            }
            "reset" => {
                app.visitor().post_form("/api/accounts/password-reset", &[("email", &old)]).await;
                let mut visitor = app.visitor();
                visitor.get(&link_of(&newest(&app, &old, "/accounts/reset/").await)).await;
                assert_eq!(visitor.post_json("/api/accounts/reset", &NEW).await.status, 200, "{way}");
            }
            "update" => save(&mut owner, &old).await,
            way => assert_eq!(owner.post_json(&format!("/api/accounts/{way}"), &[]).await.status, 200, "{way}"),
        }
        assert_eq!(confirm(&app, &new).await, 422, "{way}");
        thief.post_json(CONFIRM, &[("code", &code)]).await;
        assert_eq!(address(&app, &name).await, old, "{way}");
    }
});

on_both!(a_deletion_by_a_thief_stops_no_letter_that_tells_of_the_theft, async |kind| {
    let app = with_folder(kind).await;
    let mut thief = app.member("anna").await;
    app.set_email("anna", "anna@example.com").await;
    save(&mut thief, "thief@example.com").await;
    confirm(&app, "thief@example.com").await;
    thief.post_form("/api/accounts/password", &[("old_password", PASSWORD), NEW[0], NEW[1]]).await;
    save(&mut thief, "another@example.com").await;
    let left = thief.post_form("/api/accounts/delete", &[("password", NEW[0].1), ("belongings", "keep")]).await;
    assert_eq!(left.outcome(), "303 /accounts/goodbye/");
    let mails = app.mails().await;
    let mut letters: Vec<(&str, &str)> = mails.iter().map(|mail| (mail.to.as_str(), mail.subject.as_str())).collect();
    letters.sort();
    let farewell = "Your account was deleted";
    assert_eq!(
        letters,
        [
            ("anna@example.com", farewell),
            ("anna@example.com", "Your e-mail address was changed"),
            ("thief@example.com", farewell),
            ("thief@example.com", "Your password was changed"),
        ]
    );
});
