//! What happens to an account is told to its owner by mail (ASVS 6.3.5, 6.3.7).

use crate::support::{
    PASSWORD, TestApp,
    mails::{link_of, with_folder, with_folder_and},
    on_both,
};

const NEW: &str = "seven copper kettles sing";

/// The subjects of all mails, the oldest first.
async fn subjects(app: &TestApp) -> Vec<String> {
    app.mails().await.into_iter().map(|mail| mail.subject).collect()
}

on_both!(asvs_6_3_7_a_changed_password_and_what_staff_does_are_told_and_the_activity_says_so, async |kind| {
    let app = with_folder(kind).await;
    let (mut anna, mut root) = (app.member("anna").await, app.superuser("root").await);
    app.set_email("anna", "anna@example.com").await;
    anna.post_form(
        "/api/accounts/password",
        &[("old_password", PASSWORD), ("new_password1", NEW), ("new_password2", NEW)],
    )
    .await;
    let id = app.user_id("anna").await;
    let form = crate::support::forms::user_form(&mut root, id).await;
    let form = crate::support::forms::with(&form, "permission_articles.view_article", "on");
    crate::support::forms::send(&mut root, "/api/staff/users/update", &form).await;
    root.post_form("/api/staff/users/end-sessions", &[("id", &id.to_string())]).await;
    assert_eq!(
        subjects(&app).await,
        ["Your password was changed", "Your permissions were changed", "You were logged out everywhere"]
    );
    let mails = app.mails().await;
    assert!(mails.iter().all(|mail| mail.to == "anna@example.com" && mail.text.contains("anna")));
    // Where it was done from stands in the mail about one's own change, and not in those about staff.
    assert!(mails[0].text.contains("192.0.2.7") && !mails[1].text.contains("192.0.2.7"));
    assert!(mails.iter().all(|mail| link_of(mail).starts_with("/accounts/secure/")), "each leads to the same page");
    let mut anna = app.visitor();
    anna.log_in("anna", NEW).await;
    let page = anna.get("/accounts/activity/").await;
    assert_eq!(page.body.matches("mailed to you").count(), 3, "{}", page.body);
});

on_both!(asvs_6_3_5_a_login_by_a_browser_that_is_new_to_the_account_is_told, async |kind| {
    let app = with_folder_and(kind, |settings| settings.accounts.throttle = true).await;
    let mut anna = app.member("anna").await;
    app.set_email("anna", "anna@example.com").await;
    app.visitor().log_in("anna", PASSWORD).await;
    assert!(subjects(&app).await.is_empty(), "an account of ten minutes has no other devices");
    app.execute("UPDATE users SET date_joined = date_joined - 601").await;
    anna.post_form("/api/accounts/logout", &[]).await;
    anna.log_in("anna", PASSWORD).await;
    assert!(subjects(&app).await.is_empty(), "this browser is known");
    let mut elsewhere = app.visitor().at("198.51.100.7");
    elsewhere.log_in("anna", PASSWORD).await;
    elsewhere.post_form("/api/accounts/logout", &[]).await;
    elsewhere.log_in("anna", PASSWORD).await;
    let mails = app.mails().await;
    assert_eq!(mails.len(), 1, "once for each browser");
    assert!(mails[0].subject == "A new device logged in" && mails[0].text.contains("198.51.100.7"));
});

on_both!(a_password_set_by_a_link_is_told, async |kind| {
    let app = with_folder(kind).await;
    app.member("anna").await;
    app.set_email("anna", "anna@example.com").await;
    app.visitor().post_form("/api/accounts/password-reset", &[("email", "anna@example.com")]).await;
    let mut visitor = app.visitor();
    visitor.get(&link_of(&app.mails().await[0])).await;
    visitor.post_form("/api/accounts/reset", &[("new_password1", NEW), ("new_password2", NEW)]).await;
    assert_eq!(subjects(&app).await, ["New password for anna", "Your password was changed"]);
});

on_both!(a_deleted_account_gets_a_farewell_that_is_all_that_is_left, async |kind| {
    let app = with_folder(kind).await;
    let mut root = app.superuser("root").await;
    for name in ["anna", "bert"] {
        let mut client = app.member(name).await;
        app.set_email(name, &format!("{name}@example.com")).await;
        if name == "anna" {
            client.post_form("/api/accounts/delete", &[("password", PASSWORD), ("belongings", "keep")]).await;
        }
    }
    let id = app.user_id("bert").await.to_string();
    root.post_form("/api/staff/users/delete", &[("id", &id)]).await;
    assert_eq!(app.rows("users").await, 1);
    assert_eq!(subjects(&app).await, ["Your account was deleted"; 2]);
    assert_eq!(app.number("SELECT COUNT(*) FROM outbox WHERE user_id IS NOT NULL").await, 0);
});

on_both!(what_fails_is_not_told_and_news_are_bounded, async |kind| {
    let app = with_folder(kind).await;
    let mut anna = app.member("anna").await;
    app.set_email("anna", "anna@example.com").await;
    let wrong = [("old_password", "wrong"), ("new_password1", NEW), ("new_password2", NEW)];
    anna.post_form("/api/accounts/password", &wrong).await;
    assert!(subjects(&app).await.is_empty());
    let mut root = app.superuser("root").await;
    let id = app.user_id("anna").await.to_string();
    for _ in 0..25 {
        root.post_form("/api/staff/users/end-sessions", &[("id", &id)]).await;
    }
    assert_eq!(subjects(&app).await.len(), 20, "twenty a day");
});
