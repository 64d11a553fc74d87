//! "Was it not you?": the link of every mail that tells what has happened to an account.

use latchkey::server::mail::Content;

use crate::support::{
    Client, PASSWORD, Style, TestApp,
    mails::{link_of, token_of, with_folder, with_folder_and},
    on_both,
};

const SECURE: &str = "/api/accounts/secure";
const NEW: [(&str, &str); 2] =
    [("new_password1", "another horse entirely"), ("new_password2", "another horse entirely")];

/// A user whom a thief's login has been told of, with that thief and the mail.
async fn robbed(app: &TestApp) -> (Client, Content) {
    let mut thief = app.member("anna").await;
    app.set_email("anna", "anna@example.com").await;
    let changed =
        [("old_password", PASSWORD), ("new_password1", "of the thief alone"), ("new_password2", "of the thief alone")];
    assert_eq!(thief.post_json("/api/accounts/password", &changed).await.status, 200);
    let mail = app.mails().await.remove(0);
    assert_eq!(mail.subject, "Your password was changed");
    (thief, mail)
}

async fn password(app: &TestApp) -> String {
    app.texts("SELECT password FROM users WHERE username = 'anna'").await.remove(0)
}

on_both!(asvs_6_3_7_the_link_of_what_is_told_ends_sessions_and_password_and_asks_for_a_new_one, async |kind| {
    let app = with_folder(kind).await;
    let (mut thief, mail) = robbed(&app).await;
    let before = password(&app).await;
    // A scanner opens it first, more than once, and changes nothing.
    for _ in 0..3 {
        let mut scanner = app.visitor();
        let opened = scanner.get(&link_of(&mail)).await;
        assert_eq!(opened.outcome(), "302 /accounts/secure/", "no address has the token");
        let page = scanner.follow(&opened).await;
        assert!(page.has("Secure your account") && page.has("anna") && !page.has("another e-mail address"));
    }
    assert!(thief.is_known_as("anna").await && password(&app).await == before);
    let mut anna = app.visitor();
    let opened = anna.get(&link_of(&mail)).await;
    let token = anna.follow(&opened).await.value_of("token");
    assert_eq!(anna.post_form(SECURE, &[("token", &token)]).await.outcome(), "303 /accounts/reset/");
    assert!(!thief.is_known_as("anna").await, "every session has ended");
    thief.log_in("anna", "of the thief alone").await;
    assert!(!thief.is_known_as("anna").await, "and the password counts no more");
    assert_eq!(anna.post_form("/api/accounts/reset", &NEW).await.outcome(), "303 /accounts/reset/done/");
    assert_eq!(app.visitor().log_in("anna", NEW[0].1).await.outcome(), "303 /articles/");
    for style in Style::BOTH {
        let again = app.visitor().post(SECURE, style, &[("token", &token)]).await;
        assert!(again.status == 422 || again.outcome() == "303 /accounts/secure/", "once: {}", again.outcome());
    }
    assert_eq!(app.visitor().log_in("anna", NEW[0].1).await.outcome(), "303 /articles/");
    let recorded =
        app.texts("SELECT event FROM activity WHERE event IN ('secured', 'password_changed') ORDER BY id").await;
    assert_eq!(recorded, ["password_changed", "secured", "password_changed"]);
});

on_both!(a_thief_who_has_changed_the_address_since_does_not_stop_the_link_of_an_earlier_mail, async |kind| {
    let app = with_folder(kind).await;
    let (mut thief, mail) = robbed(&app).await;
    thief
        .post_form("/api/accounts/update", &[("email", "thief@example.com"), ("first_name", ""), ("last_name", "")])
        .await;
    let confirm = token_of(app.mails().await.last().unwrap());
    assert_eq!(app.visitor().post_json("/api/accounts/email/confirm", &[("token", &confirm)]).await.status, 200);
    // The thief is told of something too, and has a link of their own.
    let changed = [("old_password", "of the thief alone"), NEW[0], NEW[1]];
    thief.post_json("/api/accounts/password", &changed).await;
    let theirs = token_of(app.mails().await.iter().rfind(|mail| mail.to == "thief@example.com").unwrap());
    let mut anna = app.visitor();
    let opened = anna.get(&link_of(&mail)).await;
    assert!(anna.follow(&opened).await.has("another e-mail address"));
    assert_eq!(anna.post_form(SECURE, &[("token", &token_of(&mail))]).await.outcome(), "303 /accounts/reset/");
    assert_eq!(app.texts("SELECT confirmed_email FROM users WHERE username = 'anna'").await, ["anna@example.com"]);
    assert_eq!(app.visitor().post_json(SECURE, &[("token", &theirs)]).await.status, 422, "the thief's link is over");
});

on_both!(two_posts_of_one_token_at_once_secure_an_account_once, async |kind| {
    let app = with_folder(kind).await;
    let (_, mail) = robbed(&app).await;
    let token = token_of(&mail);
    let mut posts = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let (mut visitor, token) = (app.visitor(), token.clone());
        posts.spawn(async move { visitor.post_form(SECURE, &[("token", &token)]).await.outcome() });
    }
    let outcomes = posts.join_all().await;
    assert!(outcomes.iter().all(|outcome| outcome == "303 /accounts/reset/"), "{outcomes:?}");
    assert_eq!(app.number("SELECT COUNT(*) FROM activity WHERE event = 'secured'").await, 1);
});

on_both!(what_is_no_valid_link_secures_nothing_and_starts_no_session, async |kind| {
    let app = with_folder(kind).await;
    let (_, mail) = robbed(&app).await;
    let (before, token) = (password(&app).await, token_of(&mail));
    let wrong = ["x", "1-2-3", &format!("{token}0"), &token.to_uppercase(), "%00", &"x".repeat(3_000)];
    for wrong in wrong {
        let mut visitor = app.visitor();
        let opened = visitor.get(&format!("/accounts/secure/{wrong}/")).await;
        assert!(opened.cookies_set().is_empty(), "{wrong}");
        if opened.status == 302 {
            let page = visitor.follow(&opened).await;
            assert!(page.has("does not work any more") && !page.has("name=\"token\""), "{wrong}");
        }
        assert_eq!(visitor.post_json(SECURE, &[("token", wrong)]).await.status, 422, "{wrong}");
    }
    // Nor one that is older than a week, of a deactivated or of a deleted account.
    for (sql, back) in [
        ("UPDATE email_undos SET made = made - 604801", "UPDATE email_undos SET made = made + 604801"),
        ("UPDATE users SET is_active = FALSE", "UPDATE users SET is_active = TRUE"),
        ("DELETE FROM users WHERE username = 'anna'", ""),
    ] {
        app.execute(sql).await;
        let mut visitor = app.visitor();
        assert!(visitor.get(&link_of(&mail)).await.cookies_set().is_empty(), "{sql}");
        assert_eq!(visitor.post_json(SECURE, &[("token", &token)]).await.status, 422, "{sql}");
        if !back.is_empty() {
            assert_eq!(password(&app).await, before, "{sql}");
            app.execute(back).await;
        }
    }
});

on_both!(each_kind_of_link_moves_into_the_session_and_a_wrong_one_takes_the_place_of_none, async |kind| {
    let app = with_folder(kind).await;
    let mut anna = app.member("anna").await;
    app.set_email("anna", "anna@example.com").await;
    anna.post_form("/api/accounts/update", &[("email", "new@example.com"), ("first_name", ""), ("last_name", "")])
        .await;
    let mails = app.mails().await;
    let (secure, confirm) = (link_of(&mails[0]), link_of(&mails[1]));
    let mut visitor = app.visitor();
    for (link, page) in [(&secure, "/accounts/secure/"), (&confirm, "/accounts/email/confirm/")] {
        assert_eq!(visitor.get(link).await.outcome(), format!("302 {page}"));
        assert!(visitor.get(page).await.has("name=\"token\""), "{page}");
        assert!(!app.visitor().get(page).await.has("name=\"token\""), "another browser has opened nothing");
    }
    // Both stand beside each other, and a wrong link of one kind is not mistaken for the right one before it.
    assert!(visitor.get("/accounts/secure/").await.has("name=\"token\""));
    visitor.get("/accounts/email/confirm/1-2-3/").await;
    assert!(!visitor.get("/accounts/email/confirm/").await.has("name=\"token\""));
    visitor.get(&confirm).await;
    let token = visitor.get("/accounts/email/confirm/").await.value_of("token");
    let done = visitor.post_form("/api/accounts/email/confirm", &[("token", &token)]).await;
    assert_eq!(done.outcome(), "303 /accounts/email/done/");
    assert!(!visitor.get("/accounts/email/confirm/").await.has("name=\"token\""), "it is used up");
});

on_both!(links_that_are_opened_by_one_network_again_and_again_have_a_limit, async |kind| {
    let app = with_folder_and(kind, |_| {}).await;
    let (_, mail) = robbed(&app).await;
    let link = link_of(&mail);
    for _ in 0..60 {
        assert_eq!(app.visitor().at("198.51.100.1").get(&link).await.status, 302);
    }
    assert_eq!(app.visitor().at("198.51.100.1").get(&link).await.status, 429);
});

on_both!(a_deactivation_ends_the_links_of_a_thief_who_was_told_too, async |kind| {
    let app = with_folder(kind).await;
    let (mut root, (_, mail)) = (app.superuser("root").await, robbed(&app).await);
    let id = app.user_id("anna").await;
    for is_active in ["", "on"] {
        let form = crate::support::forms::user_form(&mut root, id).await;
        let form = crate::support::forms::with(&form, "is_active", is_active);
        crate::support::forms::send(&mut root, "/api/staff/users/update", &form).await;
    }
    assert_eq!(app.visitor().post_json(SECURE, &[("token", &token_of(&mail))]).await.status, 422);
    // What comes afterwards has a link again.
    root.post_form("/api/staff/users/end-sessions", &[("id", &id.to_string())]).await;
    let newest = token_of(app.mails().await.last().unwrap());
    assert_eq!(app.visitor().post_json(SECURE, &[("token", &newest)]).await.status, 200);
});

on_both!(a_gain_of_rights_ends_the_links_of_mails_that_were_read_before, async |kind| {
    let app = with_folder(kind).await;
    let (mut root, (_, mail)) = (app.superuser("root").await, robbed(&app).await);
    let id = app.user_id("anna").await;
    let form = crate::support::forms::user_form(&mut root, id).await;
    let form = crate::support::forms::with(&form, "is_staff", "on");
    crate::support::forms::send(&mut root, "/api/staff/users/update", &form).await;
    assert_eq!(app.texts("SELECT username FROM users WHERE is_staff = TRUE AND username = 'anna'").await, ["anna"]);
    assert_eq!(app.visitor().post_json(SECURE, &[("token", &token_of(&mail))]).await.status, 422);
    // The mail that tells of the rights has a link of its own.
    let newest = token_of(app.mails().await.last().unwrap());
    assert_eq!(app.visitor().post_json(SECURE, &[("token", &newest)]).await.status, 200);
});
