//! Invitations as staff sends them: who may, with which rights, and how many.

use crate::support::{
    Client, Kind, PASSWORD, Style, TestApp,
    invitations::{AGAIN, INVITE, WITHDRAW, accepting},
    mails::{link_of, token_of, with_folder},
    on_both,
};

const LIST: &str = "/staff/invitations/";
const CREATE: &str = "/staff/invitations/create/";

/// A member of staff who may create users, with these permissions besides.
async fn inviter(app: &TestApp, name: &str, more: &[&str]) -> Client {
    app.staff(name, &[&["accounts.add_user"], more].concat()).await
}

async fn newest(app: &TestApp) -> String {
    app.number("SELECT MAX(id) FROM invitations").await.to_string()
}

async fn state(app: &TestApp) -> Vec<String> {
    app.texts("SELECT state FROM invitations ORDER BY id").await
}

on_both!(an_invitation_is_a_mail_with_one_link_that_stands_nowhere_else, async |kind| {
    let app = with_folder(kind).await;
    let mut root = app.superuser("root").await;
    let mail = app.invite(&mut root, "anna@example.com", &[("is_staff", "on")]).await;
    assert_eq!(mail.subject, "root invites you to Latchkey");
    assert!(mail.text.contains("“root”, who helps to run Latchkey") && mail.text.contains("UTC"), "{}", mail.text);
    let (link, token) = (link_of(&mail), token_of(&mail));
    assert!(link.starts_with("/accounts/invitation/") && mail.text.matches(&token).count() == 1, "no code beside it");
    for table in ["invitations", "outbox", "audit", "sessions"] {
        let columns = match table {
            "invitations" => "token_hash || email || bounce_key",
            "outbox" => "sealed || recipient_key",
            "audit" => "changes || target",
            _ => "data",
        };
        let texts = app.texts(&format!("SELECT {columns} FROM {table}")).await.concat();
        assert!(!texts.contains(&token) && !texts.contains(token.rsplit('-').next().unwrap()), "{table}");
    }
    let id = newest(&app).await;
    let pages = [LIST.to_owned(), format!("{LIST}{id}/")];
    for path in pages {
        let page = root.get(&path).await;
        assert!(page.has("anna@example.com") && page.has("Waiting") && !page.body.contains(&token), "{path}");
    }
    let recorded = app.texts("SELECT actor || ' ' || action || ' ' || target_kind || ' ' || target FROM audit").await;
    assert_eq!(recorded, [format!("root created invitation {id}")]);
    let changes = app.texts("SELECT changes FROM audit").await.remove(0);
    assert!(changes.contains("staff") && !changes.contains("anna@"), "the trail is kept, and the address is not");
});

on_both!(an_inviter_gives_no_right_that_they_do_not_have_and_never_superuser_status, async |kind| {
    let app = with_folder(kind).await;
    app.execute("INSERT INTO groups (name, name_key) VALUES ('Editors', 'editors'), ('Readers', 'readers')").await;
    app.execute(
        "INSERT INTO group_permissions (group_id, permission_id) SELECT 1, id FROM permissions \
         WHERE name = 'articles.change_article'",
    )
    .await;
    let mut helper = inviter(&app, "helper", &["accounts.change_user", "articles.view_article"]).await;
    // Who only adds users gives nothing, as on the page of a user.
    let mut adder = inviter(&app, "adder", &["articles.view_article"]).await;
    let page = adder.get(CREATE).await;
    assert!(page.has("name=\"email\"") && !page.has("name=\"is_staff\"") && !page.has("permission_"));
    let page = helper.get(CREATE).await;
    assert!(page.control("group_1").contains("disabled") && !page.control("group_2").contains("disabled"));
    assert!(page.control("permission_articles.change_article").contains("disabled"));
    assert!(!page.has("is_superuser"));
    let mine = ("permission_articles.view_article", "on");
    let attempts: [(&mut Client, (&str, &str)); 7] = [
        (&mut adder.clone(), ("is_staff", "on")),
        (&mut adder.clone(), ("group_2", "on")),
        (&mut adder.clone(), ("add_group", "Readers")),
        (&mut adder.clone(), mine),
        (&mut helper.clone(), ("group_1", "on")),
        (&mut helper.clone(), ("permission_articles.change_article", "on")),
        (&mut helper.clone(), ("permission_accounts.delete_user", "on")),
    ];
    for (client, field) in attempts {
        for style in Style::BOTH {
            let answer = client.post(INVITE, style, &[("email", "anna@example.com"), field]).await;
            assert_eq!(answer.status, 403, "{field:?}: {}", answer.body);
        }
    }
    for (field, status) in [
        (("add_group", "Editors"), 422),
        (("add_group", "None such"), 422),
        (("group_99", "on"), 422),
        (("permission_no.such_thing", "on"), 400),
    ] {
        let answer = helper.post_json(INVITE, &[("email", "anna@example.com"), field]).await;
        assert_eq!(answer.status, status, "{field:?}");
    }
    assert_eq!((app.rows("invitations").await, app.rows("outbox").await), (0, 0));
    // Everything that they have, and what is no field of the form.
    let rights = [("is_staff", "on"), ("group_2", "on"), mine, ("is_superuser", "on"), ("invited_by", "1")];
    let token = token_of(&app.invite(&mut helper, "anna@example.com", &rights).await);
    let mut anna = app.visitor();
    assert_eq!(anna.post_form("/api/accounts/invitation", &accepting(&token, "anna")).await.status, 303);
    let flags =
        app.texts("SELECT username FROM users WHERE is_staff = TRUE AND is_superuser = FALSE ORDER BY id").await;
    assert_eq!(flags, ["helper", "adder", "anna"]);
    let id = app.user_id("anna").await;
    let permissions = format!(
        "SELECT p.name FROM user_permissions up JOIN permissions p ON p.id = up.permission_id WHERE up.user_id = {id}"
    );
    assert_eq!(app.texts(&permissions).await, ["articles.view_article"]);
    assert_eq!(app.number(&format!("SELECT group_id FROM user_groups WHERE user_id = {id}")).await, 2);
});

on_both!(an_address_has_one_invitation_that_waits_and_a_withdrawn_one_makes_room, async |kind| {
    let app = with_folder(kind).await;
    let mut root = app.superuser("root").await;
    let token = token_of(&app.invite(&mut root, "anna@example.com", &[]).await);
    for email in ["anna@example.com", "ANNA@Example.com", " anna@example.com "] {
        let answer = root.post_form(INVITE, &[("email", email), ("is_staff", "on")]).await;
        let page = root.follow(&answer).await;
        assert_eq!(page.value_of("email").trim(), email.trim(), "nothing typed is lost");
        assert!(page.control("is_staff").contains("checked"));
        assert!(page.errors_on("email")[0].starts_with("This address is invited already."), "{email}");
    }
    let id = newest(&app).await;
    assert_eq!(root.post_form(WITHDRAW, &[("id", &id)]).await.outcome(), format!("303 {LIST}{id}/"));
    assert_eq!(app.visitor().get(&format!("/accounts/invitation/{token}/")).await.cookies_set().len(), 0);
    let page = root.get(&format!("{LIST}{id}/")).await;
    assert!(page.has("Withdrawn") && !page.form_actions().contains(&AGAIN.to_owned()));
    for path in [AGAIN, WITHDRAW] {
        assert_eq!(root.post_json(path, &[("id", &id)]).await.status, 422, "{path}");
        assert_eq!(root.post_json(path, &[("id", "999")]).await.status, 404, "{path}");
    }
    app.invite(&mut root, "anna@example.com", &[]).await;
    assert_eq!(state(&app).await, ["withdrawn", "waiting"]);
});

on_both!(an_invitation_that_is_sent_again_has_another_link_and_another_sender, async |kind| {
    let app = with_folder(kind).await;
    let mut root = app.superuser("root").await;
    let mut adder = inviter(&app, "adder", &[]).await;
    let old = token_of(&app.invite(&mut root, "anna@example.com", &[]).await);
    let id = newest(&app).await;
    app.execute("UPDATE invitations SET ends = 1").await;
    assert!(root.get(LIST).await.has("Expired"));
    assert_eq!(adder.post_form(AGAIN, &[("id", &id)]).await.outcome(), format!("303 {LIST}{id}/"));
    let mail = app.mails().await.pop().unwrap();
    assert_eq!(mail.subject, "adder invites you to Latchkey");
    assert!(app.visitor().get(&format!("/accounts/invitation/{old}/")).await.cookies_set().is_empty());
    assert!(!app.visitor().get(&link_of(&mail)).await.cookies_set().is_empty());
    // One that gives what the sender could not give is out of their reach.
    app.execute("UPDATE invitations SET is_staff = TRUE").await;
    for path in [AGAIN, WITHDRAW] {
        assert_eq!(adder.post_json(path, &[("id", &id)]).await.status, 403, "{path}");
    }
    let page = adder.get(&format!("{LIST}{id}/")).await;
    assert!(page.has("rights that you cannot give") && page.form_actions().iter().all(|action| *action != AGAIN));
    assert_eq!(state(&app).await, ["waiting"]);
});

on_both!(an_address_a_sender_and_the_site_have_limits, async |kind| {
    let app = with_folder(kind).await;
    let mut root = app.superuser("root").await;
    app.invite(&mut root, "anna@example.com", &[]).await;
    let id = newest(&app).await;
    for _ in 0..2 {
        assert_eq!(root.post_json(AGAIN, &[("id", &id)]).await.status, 200);
    }
    let page = root.post_form(AGAIN, &[("id", &id)]).await;
    let alert = root.follow(&page).await.alert().unwrap();
    assert!(alert.contains("has got enough invitations for today"), "{alert}");
    // Another mailbox of the same name is none, from any sender.
    root.post_form(WITHDRAW, &[("id", &id)]).await;
    let mut other = app.superuser("other").await;
    assert_eq!(other.post_json(INVITE, &[("email", "anna+2@example.com")]).await.status, 422);
    for number in 0..47 {
        let email = format!("a{number}@example.com");
        assert_eq!(root.post_json(INVITE, &[("email", &email)]).await.status, 200, "{number}");
    }
    assert!(root.post_json(INVITE, &[("email", "b@example.com")]).await.body.contains("sent_enough"));
    assert_eq!(other.post_json(INVITE, &[("email", "b@example.com")]).await.status, 200);
    let rows = "INSERT INTO invitations (email, email_key, bounce_key, token_hash, invited_by, state, made, sent, ends) \
        SELECT 'x', 'x' || n, 'x', 'x' || n, 1, 'waiting', 1, 1, 9000000000 FROM ";
    let numbers = match kind {
        Kind::Sqlite => {
            "(WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 952) SELECT n FROM s) AS s"
        }
        Kind::Postgres => "generate_series(1, 952) AS s(n)",
    };
    app.execute(&format!("{rows}{numbers}")).await;
    assert!(other.post_json(INVITE, &[("email", "c@example.com")]).await.body.contains("too_many_invitations"));
    // One of those that wait can be sent again: there are no more of them then.
    let own = app.number("SELECT id FROM invitations WHERE email = 'b@example.com'").await.to_string();
    assert_eq!(other.post_json(AGAIN, &[("id", &own)]).await.status, 200);
});

on_both!(a_site_without_mail_says_so_and_invites_no_one, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    for path in [LIST, CREATE] {
        let page = root.get(path).await;
        assert!(page.has("This site sends no mail") && page.has("mail.url"), "{path}");
        assert!(!page.form_actions().contains(&INVITE.to_owned()), "{path}");
    }
    for style in Style::BOTH {
        let answer = root.post(INVITE, style, &[("email", "anna@example.com")]).await;
        assert!(answer.status == 422 || answer.outcome() == format!("303 {CREATE}"), "{}", answer.outcome());
    }
    assert_eq!(app.rows("invitations").await, 0);
    // One from before mail was turned off can be withdrawn, and not be sent again.
    let id = app.put_invitation("root", "anna@example.com").await.to_string();
    assert_eq!(root.post_json(AGAIN, &[("id", &id)]).await.status, 422);
    assert_eq!(root.post_json(WITHDRAW, &[("id", &id)]).await.status, 200);
});

on_both!(inviting_and_sending_again_need_a_recent_password_and_withdrawing_does_not, async |kind| {
    let app = with_folder(kind).await;
    let mut root = app.superuser("root").await;
    let id = app.put_invitation("root", "anna@example.com").await.to_string();
    app.forget_password_of(&root).await;
    for (path, field) in [(INVITE, ("email", "b@example.com")), (AGAIN, ("id", id.as_str()))] {
        let answer = root.post_form(path, &[field]).await;
        let page = root.follow(&answer).await;
        assert!(page.has("Enter your password to"), "{path}: {}", page.asked);
    }
    assert_eq!(app.rows("outbox").await, 0);
    assert_eq!(root.post_form(WITHDRAW, &[("id", &id)]).await.outcome(), format!("303 {LIST}{id}/"));
    // The pending action runs after the password.
    let answer = root.post_form(AGAIN, &[("id", &id)]).await;
    let token = root.follow(&answer).await.value_of("action");
    root.post_form("/api/accounts/reauthenticate", &[("password", PASSWORD), ("action", &token)]).await;
    assert_eq!(state(&app).await, ["withdrawn"], "it has ended meanwhile");
});

on_both!(what_has_ended_is_forgotten_after_a_week_and_with_the_account_of_its_sender, async |kind| {
    let app = with_folder(kind).await;
    let mut root = app.superuser("root").await;
    let mut helper = inviter(&app, "helper", &[]).await;
    let token = token_of(&app.invite(&mut helper, "anna@example.com", &[]).await);
    app.put_invitation("root", "old@example.com").await;
    app.put_invitation("root", "new@example.com").await;
    let now = latchkey::server::clock::now().0;
    app.execute(&format!("UPDATE invitations SET ends = {} WHERE email = 'old@example.com'", now - 604_801)).await;
    app.execute(&format!("UPDATE invitations SET ends = {} WHERE email = 'new@example.com'", now - 604_000)).await;
    assert_eq!(latchkey::staff::server::invitations::delete_old(&app.app.db, 10).await.unwrap(), 1);
    let left = "SELECT email FROM invitations ORDER BY id";
    assert_eq!(app.texts(left).await, ["anna@example.com", "new@example.com"]);
    let id = app.user_id("helper").await.to_string();
    assert_eq!(root.post_form("/api/staff/users/delete", &[("id", &id)]).await.status, 303);
    assert_eq!(app.texts(left).await, ["new@example.com"]);
    assert!(app.visitor().get(&format!("/accounts/invitation/{token}/")).await.cookies_set().is_empty());
    assert_eq!(app.rows("invitation_groups").await + app.rows("invitation_permissions").await, 0);
});

on_both!(a_mail_that_came_back_is_told_in_the_list, async |kind| {
    let app = with_folder(kind).await;
    let mut root = app.superuser("root").await;
    app.invite(&mut root, "anna@example.com", &[]).await;
    let bounced = "INSERT INTO mail_bounces (address_key, made) SELECT bounce_key, sent FROM invitations";
    app.execute(bounced).await;
    assert!(root.get(LIST).await.has("Mail came back"));
    // Not by an earlier one: then it has been sent anew since.
    app.execute("UPDATE mail_bounces SET made = made - 1").await;
    assert!(!root.get(LIST).await.has("Mail came back"));
});
