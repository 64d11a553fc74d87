//! Addresses that count: confirmed by a mail, replaced by another one only when that is confirmed, and given back for a week.

use latchkey::server::settings::EmailPolicy;

use crate::support::{
    Answer, Client, PASSWORD, Style, TestApp,
    mails::{code_of, link_of, token_of, with_folder, with_folder_and},
    on_both,
};

const CONFIRM: &str = "/api/accounts/email/confirm";
const SECURE: &str = "/api/accounts/secure";
const SECURE_PAGE: &str = "/accounts/secure/";

async fn save(client: &mut Client, email: &str) -> Answer {
    client.post_form("/api/accounts/update", &[("email", email), ("first_name", ""), ("last_name", "")]).await
}

/// The stored address of a user, and whether it is confirmed.
async fn stored(app: &TestApp, name: &str) -> String {
    let sql = format!(
        "SELECT email || CASE WHEN email <> '' AND email = confirmed_email THEN ' confirmed' ELSE '' END FROM users WHERE username = '{name}'"
    );
    app.texts(&sql).await.remove(0)
}

on_both!(an_address_counts_when_its_mail_has_been_answered_and_opening_a_link_answers_nothing, async |kind| {
    let app = with_folder(kind).await;
    let mut anna = app.member("anna").await;
    assert_eq!(save(&mut anna, "anna@example.com").await.outcome(), "303 /accounts/");
    assert!(anna.get("/accounts/").await.body.contains("not confirmed yet"));
    let mail = app.mails().await.remove(0);
    assert_eq!((mail.to.as_str(), mail.subject.as_str()), ("anna@example.com", "Confirm your e-mail address"));
    // No password link goes to what is not confirmed.
    app.visitor().post_form("/api/accounts/password-reset", &[("email", "anna@example.com")]).await;
    assert_eq!(app.mails().await.len(), 1);
    for _ in 0..3 {
        let mut scanner = app.visitor();
        let opened = scanner.get(&link_of(&mail)).await;
        assert_eq!(opened.outcome(), "302 /accounts/email/confirm/");
        let page = scanner.follow(&opened).await;
        assert!(page.status == 200 && page.has("Confirm the address"), "{}", page.body);
    }
    assert_eq!(stored(&app, "anna").await, "anna@example.com");
    // Another browser may answer, such as that of a telephone.
    let done = app.visitor().post_form(CONFIRM, &[("token", &token_of(&mail))]).await;
    assert_eq!(done.outcome(), "303 /accounts/email/done/");
    assert_eq!(stored(&app, "anna").await, "anna@example.com confirmed");
    assert!(!anna.get("/accounts/").await.body.contains("not confirmed yet"));
    assert!(anna.get("/accounts/activity/").await.body.contains("E-mail address confirmed"));
    let again = app.visitor().post_json(CONFIRM, &[("token", &token_of(&mail))]).await;
    assert_eq!(again.status, 422, "a link works once");
    app.visitor().post_form("/api/accounts/password-reset", &[("email", "anna@example.com")]).await;
    assert_eq!(app.mails().await.len(), 2);
});

on_both!(the_code_of_the_mail_confirms_where_its_user_is_logged_in, async |kind| {
    let app = with_folder(kind).await;
    let (mut anna, mut bert) = (app.member("anna").await, app.member("bert").await);
    save(&mut anna, "anna@example.com").await;
    let code = code_of(&app.mails().await[0]);
    assert!(anna.get("/accounts/email/confirm/").await.body.contains("name=\"code\""));
    assert!(!app.visitor().get("/accounts/email/confirm/").await.body.contains("name=\"code\""));
    for client in [&mut bert, &mut app.visitor()] {
        assert_eq!(client.post_json(CONFIRM, &[("code", &code)]).await.status, 422);
    }
    assert_eq!(anna.post_json(CONFIRM, &[("code", "0000 0000")]).await.status, 422);
    assert_eq!(anna.post_form(CONFIRM, &[("code", &code)]).await.outcome(), "303 /accounts/email/done/");
    assert_eq!(stored(&app, "anna").await, "anna@example.com confirmed");
});

on_both!(a_confirmed_address_stays_until_another_is_confirmed_and_is_told_then, async |kind| {
    let app = with_folder(kind).await;
    let mut anna = app.member("anna").await;
    app.set_email("anna", "old@example.com").await;
    save(&mut anna, "new@example.com").await;
    assert_eq!(stored(&app, "anna").await, "old@example.com confirmed");
    assert!(anna.get("/accounts/").await.body.contains("new@example.com is waiting to be confirmed"));
    let asked = app.mails().await;
    assert_eq!(asked.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), ["old@example.com", "new@example.com"]);
    // The old one is told at once, without the new one.
    assert_eq!(asked[0].subject, "Another e-mail address was entered");
    assert!(link_of(&asked[0]).starts_with(SECURE_PAGE) && !asked[0].text.contains("new@example.com"));
    app.visitor().post_form(CONFIRM, &[("token", &token_of(&asked[1]))]).await;
    assert_eq!(stored(&app, "anna").await, "new@example.com confirmed");
    let mails = app.mails().await;
    let told = &mails[2];
    assert_eq!((told.to.as_str(), told.subject.as_str()), ("old@example.com", "Your e-mail address was changed"));
    assert!(!told.text.contains("new@example.com") && !told.html.contains("new@example.com"));
    let activity = anna.get("/accounts/activity/").await;
    assert!(activity.has("E-mail address changed") && activity.has("mailed to you"), "{}", activity.body);
});

on_both!(a_change_of_address_is_undone_by_the_old_mailbox_whatever_has_happened_since, async |kind| {
    let app = with_folder(kind).await;
    let mut thief = app.member("anna").await;
    app.set_email("anna", "anna@example.com").await;
    for next in ["thief@example.com", "thief2@example.com"] {
        save(&mut thief, next).await;
        let mails = app.mails().await;
        let confirm = mails.iter().rfind(|mail| mail.to == next).unwrap();
        app.visitor().post_form(CONFIRM, &[("token", &token_of(confirm))]).await;
        assert_eq!(stored(&app, "anna").await, format!("{next} confirmed"));
    }
    let mails = app.mails().await;
    let told = mails.iter().find(|mail| mail.to == "anna@example.com" && mail.subject.contains("was changed")).unwrap();
    let mut anna = app.visitor();
    let opened = anna.get(&link_of(told)).await;
    let page = anna.follow(&opened).await;
    assert!(page.has("Take back the old address") && stored(&app, "anna").await.starts_with("thief2"));
    let undone = anna.post_form(SECURE, &[("token", &token_of(told))]).await;
    assert_eq!(undone.outcome(), "303 /accounts/reset/");
    assert_eq!(stored(&app, "anna").await, "anna@example.com confirmed");
    assert!(!thief.is_known_as("anna").await, "every session has ended");
    let new = [("new_password1", "another horse entirely"), ("new_password2", "another horse entirely")];
    assert_eq!(anna.post_form("/api/accounts/reset", &new).await.outcome(), "303 /accounts/reset/done/");
    assert_ne!(app.visitor().log_in("anna", PASSWORD).await.outcome(), "303 /articles/");
    // The same link does nothing more.
    assert_eq!(app.visitor().post_json(SECURE, &[("token", &token_of(told))]).await.status, 422);
});

on_both!(what_is_no_link_of_ours_changes_no_address, async |kind| {
    let app = with_folder(kind).await;
    let mut anna = app.member("anna").await;
    save(&mut anna, "anna@example.com").await;
    let token = token_of(&app.mails().await[0]);
    let (start, mac) = token.rsplit_once('-').unwrap();
    let wrong =
        ["", "x", "1-2-3", &format!("{start}-{}", "0".repeat(mac.len())), &format!("9{token}"), &"x".repeat(9_000)];
    for style in Style::BOTH {
        for token in wrong {
            for path in [CONFIRM, SECURE] {
                let refused = app.visitor().post(path, style, &[("token", token)]).await;
                assert!([303, 422].contains(&refused.status), "{path} {token}: {}", refused.status);
            }
        }
    }
    assert_eq!(stored(&app, "anna").await, "anna@example.com");
    // After another address was asked for, the older link is worth nothing.
    app.execute("UPDATE email_changes SET made = made - 1").await;
    assert_eq!(app.visitor().post_json(CONFIRM, &[("token", &token)]).await.status, 422);
    app.execute("UPDATE email_changes SET made = made + 1").await;
    app.execute("UPDATE users SET is_active = FALSE").await;
    assert_eq!(app.visitor().post_json(CONFIRM, &[("token", &token)]).await.status, 422);
});

on_both!(a_stranger_gets_few_mails_for_an_address_that_others_name, async |kind| {
    let app = with_folder(kind).await;
    let mut anna = app.member("anna").await;
    save(&mut anna, "stranger@example.com").await;
    for _ in 0..6 {
        assert_eq!(anna.post_form("/api/accounts/email/send", &[]).await.outcome(), "303 /accounts/");
    }
    // Nor does anything else of the account go there.
    let new = "seven copper kettles sing";
    anna.post_form(
        "/api/accounts/password",
        &[("old_password", PASSWORD), ("new_password1", new), ("new_password2", new)],
    )
    .await;
    assert_eq!(app.mails().await.len(), 3);
});

on_both!(a_login_takes_the_user_name_or_a_confirmed_address, async |kind| {
    let app = with_folder(kind).await;
    for name in ["anna", "bert"] {
        app.member(name).await;
    }
    app.set_email("anna", "anna@example.com").await;
    assert_eq!(app.visitor().log_in("ANNA@Example.com", PASSWORD).await.outcome(), "303 /articles/");
    app.visitor().log_in("anna@example.com", "wrong").await;
    assert_eq!(app.number("SELECT COUNT(*) FROM activity WHERE event = 'login_failed'").await, 1);
    // Not one that is unconfirmed, and not one of two accounts.
    app.execute("UPDATE users SET email = 'bert@example.com', email_key = 'bert@example.com' WHERE username = 'bert'")
        .await;
    assert_eq!(app.visitor().log_in("bert@example.com", PASSWORD).await.outcome(), "303 /accounts/login/");
    app.set_email("bert", "anna@example.com").await;
    assert_eq!(app.visitor().log_in("anna@example.com", PASSWORD).await.outcome(), "303 /accounts/login/");
    // A user name like the address of another person keeps that person in: the address goes first.
    app.member("carl@example.com").await;
    app.execute("UPDATE users SET password = '!x' WHERE username = 'carl@example.com'").await;
    app.set_email("bert", "carl@example.com").await;
    let mut bert = app.visitor();
    bert.log_in("carl@example.com", PASSWORD).await;
    assert!(bert.is_known_as("bert").await);
    // And a name that is no other account's address is a name.
    app.member("dora@example.com").await;
    let mut dora = app.visitor();
    dora.log_in("DORA@example.com", PASSWORD).await;
    assert!(dora.is_known_as("dora@example.com").await);
});

on_both!(signing_up_asks_for_an_address_as_the_settings_say, async |kind| {
    let fields = |email| [("username", "anna"), ("email", email), ("password1", PASSWORD), ("password2", PASSWORD)];
    for (policy, asks, takes_none) in [
        (EmailPolicy::Off, false, true),
        (EmailPolicy::Optional, true, true),
        (EmailPolicy::Required, true, false),
        (EmailPolicy::Verified, true, false),
    ] {
        let app = with_folder_and(kind, |settings| settings.accounts.email = policy).await;
        assert_eq!(app.visitor().get("/accounts/signup/").await.has("name=\"email\""), asks, "{policy:?}");
        let without = app.visitor().post_json("/api/accounts/signup", &fields("")).await;
        assert_eq!(without.status == 200, takes_none, "{policy:?}");
        app.execute("DELETE FROM users").await;
        assert_eq!(app.visitor().post_json("/api/accounts/signup", &fields("no address")).await.status == 422, asks);
        app.execute("DELETE FROM users").await;
        assert_eq!(app.visitor().post_json("/api/accounts/signup", &fields("anna@example.com")).await.status, 200);
        assert_eq!(stored(&app, "anna").await, if asks { "anna@example.com" } else { "" }, "{policy:?}");
        assert_eq!(app.mails().await.len(), usize::from(asks), "{policy:?}");
    }
    let app = TestApp::spawn(kind).await;
    assert!(!app.visitor().get("/accounts/signup/").await.has("name=\"email\""), "a site without mail asks for none");
});
