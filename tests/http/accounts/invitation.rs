//! An invitation as the one sees it who opens the link of its mail.

use crate::support::{
    Client, PASSWORD, Style, TestApp, forms,
    invitations::{ACCEPT, accepting},
    mails::{link_of, token_of, with_folder, with_folder_and},
    on_both,
};

const PAGE: &str = "/accounts/invitation/";

/// A member of staff who invites with rights, and the token of an invitation that makes staff of one who views articles.
async fn invited(app: &TestApp) -> (Client, String) {
    let permissions = ["accounts.add_user", "accounts.change_user", "articles.view_article"];
    let mut helper = app.staff("helper", &permissions).await;
    let rights = [("is_staff", "on"), ("permission_articles.view_article", "on")];
    let token = token_of(&app.invite(&mut helper, "anna@example.com", &rights).await);
    (helper, token)
}

async fn state(app: &TestApp) -> String {
    app.texts("SELECT state FROM invitations").await.remove(0)
}

on_both!(an_accepted_invitation_is_a_confirmed_account_with_its_rights_logged_in, async |kind| {
    let app = with_folder(kind).await;
    let (_, token) = invited(&app).await;
    let mail = app.mails().await.pop().unwrap();
    // Programs that open every link change nothing.
    for _ in 0..3 {
        let mut scanner = app.visitor();
        let opened = scanner.get(&link_of(&mail)).await;
        assert_eq!(opened.outcome(), format!("302 {PAGE}"), "no address has the token");
        let page = scanner.follow(&opened).await;
        assert!(page.has("anna@example.com") && page.has("helper") && page.has("Create my account"));
    }
    assert_eq!(state(&app).await, "waiting");
    let mut anna = app.visitor();
    let opened = anna.get(&link_of(&mail)).await;
    let before = anna.session().unwrap().to_owned();
    let page = anna.follow(&opened).await;
    assert_eq!(page.value_of("token"), token);
    assert_eq!(anna.post_form(ACCEPT, &accepting(&token, "anna")).await.outcome(), "303 /articles/");
    assert!(anna.session().unwrap() != before && !app.session_exists(&before).await, "a new session");
    assert!(anna.get("/articles/").await.has("Your account is ready"));
    assert!(anna.is_known_as("anna").await);
    assert_eq!(anna.get("/staff/articles/").await.status, 200);
    assert_eq!(anna.get("/staff/users/").await.status, 403);
    let stored = "SELECT email || ' ' || confirmed_email || ' ' || email_key FROM users WHERE username = 'anna'";
    assert_eq!(app.texts(stored).await, ["anna@example.com anna@example.com anna@example.com"]);
    let audit =
        "SELECT actor || ' ' || action || ' ' || target_kind || ' ' || target || ' ' || address FROM audit ORDER BY id";
    let audit = app.texts(audit).await;
    assert_eq!(audit[1], "helper created user anna ", "by who invited, and without the address of another person");
    let changes = app.texts("SELECT changes FROM audit ORDER BY id").await.remove(1);
    for what in ["user name", "e-mail", "staff", "articles.view_article", "invitation"] {
        assert!(changes.contains(what), "{what}: {changes}");
    }
    assert_eq!(app.texts("SELECT event FROM activity ORDER BY id DESC LIMIT 1").await, ["signup"]);
    assert_eq!(app.mails().await.len(), 1, "no mail asks to confirm the address");
    // Once.
    for style in Style::BOTH {
        let again = app.visitor().post(ACCEPT, style, &accepting(&token, "eve")).await;
        assert!(again.status == 422 || again.outcome() == format!("303 {PAGE}"), "{}", again.outcome());
    }
    assert!(app.visitor().get(&link_of(&mail)).await.cookies_set().is_empty());
    assert_eq!(app.number("SELECT COUNT(*) FROM users WHERE username = 'eve'").await, 0);
    // They can log in by the address from now on.
    assert_eq!(app.visitor().log_in("anna@example.com", PASSWORD).await.outcome(), "303 /articles/");
    let mut helper = app.visitor().elsewhere("helper").await;
    assert!(helper.get("/staff/invitations/").await.has("Accepted"));
});

on_both!(what_is_wrong_with_the_form_stands_in_it_and_nothing_typed_is_lost, async |kind| {
    let app = with_folder(kind).await;
    let (_, token) = invited(&app).await;
    let mut anna = app.visitor();
    anna.get(&format!("{PAGE}{token}/")).await;
    let mut refused = async |name: &str, password: &str| {
        let fields = [("token", token.as_str()), ("username", name), ("password1", password), ("password2", password)];
        let answer = anna.post_form(ACCEPT, &fields).await;
        assert_eq!(answer.outcome(), format!("303 {PAGE}"), "{}", answer.body);
        let page = anna.follow(&answer).await;
        assert_eq!((page.value_of("username").as_str(), page.value_of("token").as_str()), (name, token.as_str()));
        assert!(page.has("anna@example.com"), "it still says for whom");
        (page.errors_on("username"), page.errors_on("password2"))
    };
    assert_eq!(refused("helper", PASSWORD).await.0, ["That user name is taken."]);
    assert_eq!(refused("a b", PASSWORD).await.0.len(), 1);
    assert!(refused("anna", "12345").await.1.len() >= 2, "short, and numbers");
    assert!(refused("someone", "anna@example.com").await.1[0].contains("too much like your e-mail"));
    assert!(refused("quietriver47", "quietriver47").await.1[0].contains("too much like your user name"));
    assert_eq!((state(&app).await.as_str(), app.rows("users").await), ("waiting", 1));
    assert_eq!(anna.post_form(ACCEPT, &accepting(&token, "anna")).await.outcome(), "303 /articles/");
});

on_both!(an_inviter_who_has_lost_a_right_gives_it_no_more_and_the_invitation_is_over, async |kind| {
    let of_helper = "user_id = (SELECT id FROM users WHERE username = 'helper')";
    let loses = |permission: &str| {
        format!(
            "DELETE FROM user_permissions WHERE {of_helper} AND permission_id = \
             (SELECT id FROM permissions WHERE name = '{permission}')"
        )
    };
    let losses = [
        loses("articles.view_article"),
        loses("accounts.add_user"),
        loses("accounts.change_user"),
        "UPDATE users SET is_staff = FALSE WHERE username = 'helper'".to_owned(),
    ];
    for loss in losses {
        let app = with_folder(kind).await;
        let (_, token) = invited(&app).await;
        let mut anna = app.visitor();
        anna.get(&format!("{PAGE}{token}/")).await;
        app.execute(&loss).await;
        let answer = anna.post_form(ACCEPT, &accepting(&token, "anna")).await;
        let alert = anna.follow(&answer).await.alert().unwrap();
        assert!(alert.contains("can no longer give what it offers"), "{loss}: {alert}");
        assert_eq!((state(&app).await.as_str(), app.rows("users").await), ("refused", 1), "{loss}");
        // Rights that come back do not bring it back.
        app.execute("UPDATE users SET is_staff = TRUE, is_superuser = TRUE").await;
        assert_eq!(app.visitor().post_json(ACCEPT, &accepting(&token, "anna")).await.status, 422, "{loss}");
        assert_eq!(app.rows("users").await, 1, "{loss}");
    }
});

on_both!(an_invitation_that_is_over_creates_no_one_and_its_link_opens_nothing, async |kind| {
    let app = with_folder(kind).await;
    let (_, token) = invited(&app).await;
    for (over, back) in [
        ("UPDATE invitations SET ends = 1", "UPDATE invitations SET ends = 9000000000"),
        ("UPDATE invitations SET state = 'withdrawn'", "UPDATE invitations SET state = 'waiting'"),
        ("UPDATE users SET is_active = FALSE WHERE username = 'helper'", ""),
    ] {
        app.execute(over).await;
        let mut anna = app.visitor();
        let opened = anna.get(&format!("{PAGE}{token}/")).await;
        assert!(opened.cookies_set().is_empty(), "{over}");
        assert!(anna.follow(&opened).await.has("opens no invitation"), "{over}");
        assert_eq!(anna.post_json(ACCEPT, &accepting(&token, "anna")).await.status, 422, "{over}");
        if !back.is_empty() {
            app.execute(back).await;
            assert!(!app.visitor().get(&format!("{PAGE}{token}/")).await.cookies_set().is_empty(), "{back}");
        }
    }
    for wrong in ["", "x", "1-2-3", &format!("{token}0"), &token.to_uppercase(), &"x".repeat(3_000)] {
        assert_eq!(app.visitor().post_json(ACCEPT, &accepting(wrong, "anna")).await.status, 422, "{wrong}");
    }
    assert_eq!(app.rows("users").await, 1);
});

on_both!(a_group_that_was_deleted_is_not_given_and_one_that_has_got_more_is_refused, async |kind| {
    let app = with_folder(kind).await;
    app.execute("INSERT INTO groups (name, name_key) VALUES ('Editors', 'editors'), ('Readers', 'readers')").await;
    let mut helper = app.staff("helper", &["accounts.add_user", "accounts.change_user"]).await;
    let rights = [("group_1", "on"), ("group_2", "on")];
    let tokens = [
        token_of(&app.invite(&mut helper, "anna@example.com", &rights).await),
        token_of(&app.invite(&mut helper, "joe@example.com", &rights).await),
    ];
    app.execute("DELETE FROM groups WHERE id = 1").await;
    assert_eq!(app.visitor().post_json(ACCEPT, &accepting(&tokens[0], "anna")).await.status, 200);
    assert_eq!(app.texts("SELECT g.name FROM user_groups ug JOIN groups g ON g.id = ug.group_id").await, ["Readers"]);
    app.execute(
        "INSERT INTO group_permissions (group_id, permission_id) SELECT 2, id FROM permissions \
         WHERE name = 'articles.delete_article'",
    )
    .await;
    assert_eq!(app.visitor().post_json(ACCEPT, &accepting(&tokens[1], "joe")).await.status, 422);
    assert_eq!(app.rows("users").await, 2);
});

on_both!(of_several_who_accept_one_invitation_at_once_one_gets_an_account, async |kind| {
    let app = with_folder(kind).await;
    let (_, token) = invited(&app).await;
    let mut posts = tokio::task::JoinSet::new();
    for number in 0..4 {
        let (mut visitor, token) = (app.visitor(), token.clone());
        posts
            .spawn(async move { visitor.post_json(ACCEPT, &accepting(&token, &format!("anna{number}"))).await.status });
    }
    let mut statuses = posts.join_all().await;
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 422, 422, 422]);
    assert_eq!(app.number("SELECT COUNT(*) FROM users WHERE username LIKE 'anna%'").await, 1);
    assert_eq!(state(&app).await, "accepted");
});

on_both!(who_is_logged_in_is_asked_to_log_out_first_and_stays_who_they_are, async |kind| {
    let app = with_folder(kind).await;
    let (mut helper, token) = invited(&app).await;
    let opened = helper.get(&format!("{PAGE}{token}/")).await;
    let page = helper.follow(&opened).await;
    assert!(page.has("You are logged in") && !page.has("name=\"token\"") && !page.has("anna@example.com"));
    assert_eq!(helper.post_json(ACCEPT, &accepting(&token, "anna")).await.status, 403);
    assert!(helper.is_known_as("helper").await);
    assert_eq!((state(&app).await.as_str(), app.rows("users").await), ("waiting", 1));
    helper.post_form("/api/accounts/logout", &[]).await;
    assert!(!helper.get(PAGE).await.has("name=\"token\""), "the session is another one");
});

on_both!(accepted_invitations_count_for_no_network_and_taken_names_do, async |kind| {
    let app = with_folder_and(kind, |settings| settings.accounts.throttle = true).await;
    let mut root = app.superuser("root").await;
    for number in 0..25 {
        let token = token_of(&app.invite(&mut root, &format!("a{number}@example.com"), &[]).await);
        let name = format!("anna{number}");
        let answer = app.visitor().at("198.51.100.1").post_json(ACCEPT, &accepting(&token, &name)).await;
        assert_eq!(answer.status, 200, "{number}: {}", answer.body);
    }
    let token = token_of(&app.invite(&mut root, "eve@example.com", &[]).await);
    let mut statuses = Vec::new();
    for _ in 0..60 {
        statuses.push(app.visitor().at("198.51.100.1").post_json(ACCEPT, &accepting(&token, "root")).await.status);
    }
    assert!(statuses[0] == 422 && statuses.contains(&429), "{statuses:?}");
});

on_both!(every_way_back_to_an_accepted_invitation_says_what_it_is, async |kind| {
    let app = with_folder(kind).await;
    let (_, token) = invited(&app).await;
    let link = format!("{PAGE}{token}/");
    let mut anna = app.visitor();
    anna.get(&link).await;
    assert_eq!(anna.post_form(ACCEPT, &accepting(&token, "anna")).await.outcome(), "303 /articles/");
    for path in [PAGE, &link] {
        let answer = anna.get(path).await;
        let page = if answer.status == 200 { answer } else { anna.follow(&answer).await };
        assert!(page.has("this browser has no open invitation") && !page.has("log out and then"), "{path}");
    }
    let mut elsewhere = app.visitor();
    let opened = elsewhere.get(&link).await;
    let page = elsewhere.follow(&opened).await;
    assert!(page.has("If you have accepted it already, log in") && page.has("href=\"/accounts/login/\""));
    // Sent once more: the reason, and no form that could be sent again.
    let answer = elsewhere.post_form(ACCEPT, &accepting(&token, "anna2")).await;
    let page = elsewhere.follow(&answer).await;
    assert!(page.alert().unwrap().contains("If you have accepted it yourself, log in"));
    assert!(!page.has("name=\"username\"") && !page.has("name=\"token\""));
});

on_both!(an_address_that_has_got_an_account_meanwhile_gets_no_second_one, async |kind| {
    let app = with_folder(kind).await;
    let (_, token) = invited(&app).await;
    app.member("anna").await;
    app.execute(
        "UPDATE users SET email = 'Anna@example.com', email_key = 'anna@example.com', confirmed_email = 'Anna@example.com' \
         WHERE username = 'anna'",
    )
    .await;
    let mut other = app.visitor();
    other.get(&format!("{PAGE}{token}/")).await;
    let answer = other.post_form(ACCEPT, &accepting(&token, "anna2")).await;
    assert!(other.follow(&answer).await.alert().unwrap().contains("has an account already"));
    assert_eq!((state(&app).await.as_str(), app.rows("users").await), ("waiting", 2));
    assert_eq!(app.visitor().log_in("anna@example.com", PASSWORD).await.outcome(), "303 /articles/");
});

on_both!(what_a_thief_has_sent_ends_with_the_password_that_they_knew_and_with_the_account, async |kind| {
    let app = with_folder(kind).await;
    let mut root = app.superuser("root").await;
    let (mut helper, token) = invited(&app).await;
    assert!(helper.get("/accounts/activity/").await.has("Invitation sent"), "its owner sees it");
    let opens = async || !app.visitor().get(&format!("{PAGE}{token}/")).await.cookies_set().is_empty();
    let again = async || _ = app.execute("UPDATE invitations SET ends = 9000000000").await;
    let id = app.user_id("helper").await.to_string();
    assert!(opens().await);
    let new = "an entirely new phrase";
    let fields = [("old_password", PASSWORD), ("new_password1", new), ("new_password2", new)];
    assert_eq!(helper.post_form("/api/accounts/password", &fields).await.status, 303);
    assert!(!opens().await && root.get("/staff/invitations/").await.has("Expired"));
    again().await;
    for action in ["deactivate", "activate"] {
        let page = root.get(&format!("/staff/users/activation/?do={action}&user={id}")).await;
        let form = forms::form_of(&page, "/api/staff/users/activation");
        assert_eq!(forms::send(&mut root, "/api/staff/users/activation", &form).await.status, 303);
        assert!(!opens().await, "{action}");
    }
    assert_eq!(state(&app).await, "waiting", "staff can send it again");
});
