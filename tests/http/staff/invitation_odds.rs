//! Invitations where something is odd: their mail, their address, what they give.

use crate::support::{
    invitations::{AGAIN, INVITE, WITHDRAW, accepting},
    mails::{token_of, with_folder},
    on_both,
};

const LIST: &str = "/staff/invitations/";

on_both!(a_mail_that_was_given_up_is_told_and_one_of_an_invitation_that_is_over_is_not_sent, async |kind| {
    let app = with_folder(kind).await;
    let mut root = app.superuser("root").await;
    app.invite(&mut root, "anna@example.com", &[]).await;
    let id = app.number("SELECT MAX(id) FROM invitations").await.to_string();
    for (state, told) in [("waiting", false), ("failed", true), ("bounced", true), ("sent", false)] {
        app.execute(&format!("UPDATE outbox SET state = '{state}'")).await;
        for path in [LIST.to_owned(), format!("{LIST}{id}/")] {
            assert_eq!(root.get(&path).await.has("Mail could not be delivered"), told, "{state} {path}");
        }
    }
    // They wait for a server that is busy.
    app.execute("UPDATE outbox SET state = 'waiting', sealed = 'a letter', due = 9000000000").await;
    assert_eq!(root.post_json(AGAIN, &[("id", &id)]).await.status, 200);
    let old = "SELECT state || sealed FROM outbox ORDER BY id";
    assert_eq!(app.texts(old).await[0], "failed");
    app.execute("UPDATE outbox SET state = 'waiting', sealed = 'a letter', due = 9000000000 WHERE id = 2").await;
    assert_eq!(root.post_json(WITHDRAW, &[("id", &id)]).await.status, 200);
    assert_eq!(app.texts(old).await, ["failed", "failed"]);
});

on_both!(an_address_with_an_account_is_not_invited, async |kind| {
    let app = with_folder(kind).await;
    let mut root = app.superuser("root").await;
    app.execute("UPDATE users SET email = 'Joe@example.com', email_key = 'joe@example.com', confirmed_email = ''")
        .await;
    app.invite(&mut root, "joe@example.com", &[]).await;
    app.execute("DELETE FROM invitations").await;
    app.execute("UPDATE users SET confirmed_email = email").await;
    let answer = root.post_form(INVITE, &[("email", "JOE@example.com")]).await;
    let page = root.follow(&answer).await;
    assert!(page.errors_on("email")[0].starts_with("An account has this confirmed address already"));
    assert_eq!(app.rows("invitations").await, 0);
});

on_both!(a_permission_that_the_program_does_not_know_any_more_ends_no_invitation, async |kind| {
    let app = with_folder(kind).await;
    let mut root = app.superuser("root").await;
    let mine = [("permission_articles.view_article", "on")];
    let token = token_of(&app.invite(&mut root, "anna@example.com", &mine).await);
    app.execute("INSERT INTO permissions (name) VALUES ('of.yesterday')").await;
    app.execute(
        "INSERT INTO invitation_permissions (invitation_id, permission_id) SELECT i.id, p.id FROM invitations i, permissions p \
         WHERE p.name = 'of.yesterday'",
    )
    .await;
    assert_eq!(app.visitor().post_json("/api/accounts/invitation", &accepting(&token, "anna")).await.status, 200);
    assert_eq!(app.rows("user_permissions").await, 1);
});
