//! A new password by a link that staff hands over (B72 to B75, ASVS 6.4.6).

use std::time::Duration;

use crate::support::{
    Answer, Client, PASSWORD, Style, TestApp,
    forms::{borrowed, form_of, send, user_form, with},
    number, on_both,
};

const NEW: &str = "another horse entirely";

/// Creates a link for a user and reads it from the staff page.
async fn link(app: &TestApp, staff: &mut Client, name: &str) -> String {
    let id = app.user_id(name).await.to_string();
    let made = staff.post_form("/api/staff/users/reset-link", &[("id", &id)]).await;
    let page = staff.follow(&made).await;
    let start = page.body.find("/accounts/reset/").unwrap_or_else(|| panic!("{}", page.body));
    let link = &page.body[start..];
    link[..link.find('"').unwrap()].to_owned()
}

async fn set(visitor: &mut Client, password: &str) -> Answer {
    visitor.post_form("/api/accounts/reset", &[("new_password1", password), ("new_password2", password)]).await
}

on_both!(b73_the_token_moves_into_the_session_and_sets_a_password_once, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    let mut anna = app.member("anna").await;
    let link = link(&app, &mut root, "anna").await;
    // The staff page shows it once.
    let id = app.user_id("anna").await;
    assert!(!root.get(&format!("/staff/users/{id}/")).await.body.contains("/accounts/reset/"));
    let mut visitor = app.visitor();
    let opened = visitor.get(&link).await;
    assert_eq!(opened.outcome(), "302 /accounts/reset/");
    let page = visitor.follow(&opened).await;
    assert!(page.body.contains("new_password1") && !page.body.contains(&link));
    // Opening the link does not use it up. Without it, the page in another browser has no form.
    assert!(!app.visitor().get("/accounts/reset/").await.body.contains("new_password1"));
    let short = set(&mut visitor, "short").await;
    assert_eq!(visitor.follow(&short).await.errors_on("new_password2").len(), 1);
    assert_eq!(set(&mut visitor, NEW).await.outcome(), "303 /accounts/reset/done/");
    // No login follows, every session has ended, and neither the old password nor the link works.
    assert!(!visitor.is_known_as("anna").await && !anna.is_known_as("anna").await);
    assert_eq!(app.visitor().log_in("anna", NEW).await.outcome(), "303 /articles/");
    assert!(!app.visitor().log_in("anna", PASSWORD).await.outcome().contains("articles"));
    let mut late = app.visitor();
    late.get(&link).await;
    let page = late.get("/accounts/reset/").await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("not valid") && !page.body.contains("anna"), "{}", page.body);
    assert!(late.session().is_none(), "an invalid link creates no session");
});

on_both!(b72_a_login_another_address_another_password_or_deactivation_ends_a_link, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    app.member("anna").await;
    let changes = [
        "UPDATE users SET last_login = last_login + 1 WHERE username = 'anna'",
        "UPDATE users SET email = email || 'x' WHERE username = 'anna'",
        "UPDATE users SET password = password || 'x' WHERE username = 'anna'",
        "UPDATE users SET is_active = FALSE WHERE username = 'anna'",
    ];
    for change in changes {
        let link = link(&app, &mut root, "anna").await;
        let mut visitor = app.visitor();
        visitor.get(&link).await;
        assert!(visitor.get("/accounts/reset/").await.body.contains("new_password1"));
        app.execute(change).await;
        assert!(!visitor.get("/accounts/reset/").await.body.contains("new_password1"), "{change}");
        // A form that was opened before is refused as well.
        assert_eq!(set(&mut visitor, NEW).await.outcome(), "303 /accounts/reset/", "{change}");
    }
});

on_both!(b72_a_newer_link_ends_an_older_one, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    app.member("anna").await;
    let older = link(&app, &mut root, "anna").await;
    let mut visitor = app.visitor();
    visitor.get(&older).await;
    assert!(visitor.get("/accounts/reset/").await.body.contains("new_password1"));
    // Two links of the same second are equal.
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    let newer = link(&app, &mut root, "anna").await;
    assert_ne!(newer, older);
    assert!(!visitor.get("/accounts/reset/").await.body.contains("new_password1"));
    assert_eq!(set(&mut visitor, NEW).await.outcome(), "303 /accounts/reset/", "opened before");
    visitor.get(&newer).await;
    assert_eq!(set(&mut visitor, NEW).await.outcome(), "303 /accounts/reset/done/");
});

on_both!(b72_a_link_ends_when_its_user_gets_more_rights, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    app.member("anna").await;
    app.execute("INSERT INTO groups (name, name_key) VALUES ('Editors', 'editors')").await;
    let user = "(SELECT id FROM users WHERE username = 'anna')";
    let permission = "(SELECT id FROM permissions WHERE name = 'articles.change_article')";
    let group = "(SELECT id FROM groups WHERE name_key = 'editors')";
    for change in [
        format!("INSERT INTO user_permissions (user_id, permission_id) VALUES ({user}, {permission})"),
        format!("DELETE FROM user_permissions WHERE user_id = {user}"),
        format!("INSERT INTO user_groups (user_id, group_id) VALUES ({user}, {group})"),
        format!("INSERT INTO group_permissions (group_id, permission_id) VALUES ({group}, {permission})"),
        "UPDATE users SET is_staff = TRUE WHERE username = 'anna'".to_owned(),
        "UPDATE users SET is_superuser = TRUE WHERE username = 'anna'".to_owned(),
    ] {
        let link = link(&app, &mut root, "anna").await;
        let mut visitor = app.visitor();
        visitor.get(&link).await;
        app.execute(&change).await;
        // Membership of a group without permissions adds no right.
        let gives_nothing = change.contains("user_groups");
        assert_eq!(visitor.get("/accounts/reset/").await.body.contains("new_password1"), gives_nothing, "{change}");
    }
});

on_both!(b72_a_link_stays_invalid_when_its_user_is_activated_again, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    app.member("anna").await;
    let link = link(&app, &mut root, "anna").await;
    let id = app.user_id("anna").await;
    for is_active in ["", "on"] {
        let form = with(&user_form(&mut root, id).await, "is_active", is_active);
        assert_eq!(send(&mut root, "/api/staff/users/update", &form).await.status, 303);
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM users WHERE is_active = TRUE").await, 2);
    let mut visitor = app.visitor();
    visitor.get(&link).await;
    assert!(visitor.get("/accounts/reset/").await.body.contains("not valid"));
});

on_both!(b72_b74_malformed_expired_and_foreign_links_lead_to_one_page_without_a_failure, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    app.member("anna").await;
    app.member("bert").await;
    let link = link(&app, &mut root, "anna").await;
    let token = link.trim_start_matches("/accounts/reset/").trim_end_matches('/');
    let mut pieces = token.splitn(3, '-');
    let (id, at, mac) = (pieces.next().unwrap(), pieces.next().unwrap(), pieces.next().unwrap());
    let bert = app.user_id("bert").await;
    let at: i64 = at.parse().unwrap();
    for wrong in [
        format!("{bert}-{at}-{mac}"),
        format!("{id}-{}-{mac}", at - 259_201),
        format!("{id}-{}-{mac}", at + 100),
        format!("{id}-{at}-"),
        format!("{id}-{at}-{}", "0".repeat(64)),
        format!("99999999999999999999-{at}-{mac}"),
        "x".repeat(3_000),
        "-".to_owned(),
        "%00".to_owned(),
        "%F0%9F%98%80".to_owned(),
    ] {
        let mut visitor = app.visitor();
        let answer = visitor.get(&format!("/accounts/reset/{wrong}/")).await;
        assert!([302, 400].contains(&answer.status), "{wrong}: {}", answer.status);
        let page = visitor.get("/accounts/reset/").await;
        assert!(page.status == 200 && page.body.contains("not valid"), "{wrong}");
    }
});

on_both!(a_link_sets_the_first_password_of_a_user, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    root.post_form("/api/staff/users/create", &[("username", "anna"), ("email", "")]).await;
    let link = link(&app, &mut root, "anna").await;
    let mut anna = app.visitor();
    anna.get(&link).await;
    set(&mut anna, NEW).await;
    assert_eq!(anna.log_in("anna", NEW).await.outcome(), "303 /articles/");
});

/// The fields of the form on the page, with a new password.
async fn form(visitor: &mut Client) -> Vec<(String, String)> {
    let page = visitor.get("/accounts/reset/").await;
    let form = form_of(&page, "/api/accounts/reset");
    with(&with(&form, "new_password1", NEW), "new_password2", NEW)
}

on_both!(fault_d14_a_form_of_one_link_sets_nothing_after_another_link_was_opened, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    app.member("anna").await;
    app.member("bert").await;
    let (annas, berts) = (link(&app, &mut root, "anna").await, link(&app, &mut root, "bert").await);
    let passwords = || app.texts("SELECT password FROM users ORDER BY id");
    let before = passwords().await;
    for style in Style::BOTH {
        for (first, then, name) in [(&annas, &berts, "bert"), (&berts, &annas, "anna")] {
            let mut visitor = app.visitor();
            visitor.get(first).await;
            let shown = form(&mut visitor).await;
            visitor.get(then).await;
            for fields in [shown.clone(), with(&shown, "link", "")] {
                let answer = visitor.post("/api/accounts/reset", style, &borrowed(&fields)).await;
                if style == Style::Json {
                    assert_eq!(answer.status, 422, "{}", answer.body);
                    continue;
                }
                assert_eq!(answer.outcome(), "303 /accounts/reset/");
                let page = visitor.follow(&answer).await;
                assert!(page.alert().unwrap().contains("for another account"), "{:?}", page.alert());
                assert!(page.value_of("username") == name && page.has(&format!(">{name}</strong>")));
            }
            assert_eq!(passwords().await, before, "{name}");
        }
    }
    // The form of the link that is open sets the password.
    let mut visitor = app.visitor();
    for opened in [&annas, &berts] {
        visitor.get(opened).await;
    }
    let shown = form(&mut visitor).await;
    assert_eq!(send(&mut visitor, "/api/accounts/reset", &shown).await.outcome(), "303 /accounts/reset/done/");
    assert_eq!(app.visitor().log_in("bert", NEW).await.outcome(), "303 /articles/");
    assert_ne!(app.visitor().log_in("anna", NEW).await.outcome(), "303 /articles/");
});

on_both!(fault_b1_held_forms_keep_no_link_from_being_opened_and_links_have_a_limit_of_their_own, async |kind| {
    let app = TestApp::spawn_with(kind, |settings| settings.sessions.visitor_forms = number(1)).await;
    let mut root = app.superuser("root").await;
    let owner = app.member("joe").await.get("/articles/create/").await.value_of("owner");
    app.execute("DELETE FROM sessions WHERE user_id = (SELECT id FROM users WHERE username = 'joe')").await;
    let fields = [("title", "T"), ("content", "text"), ("owner", &owner)];
    let held = app.visitor().at("192.0.2.1").post_form("/api/articles/create", &fields).await;
    assert_eq!(held.status, 303);
    assert_ne!(app.visitor().at("192.0.2.2").post_form("/api/articles/create", &fields).await.status, 303, "full");
    let address = link(&app, &mut root, "joe").await;
    for number in 0..60 {
        let opened = app.visitor().at("198.51.100.1").get(&address).await;
        assert_eq!(opened.outcome(), "302 /accounts/reset/", "{number}");
    }
    let refused = app.visitor().at("198.51.100.1").get(&address).await;
    assert_eq!(refused.status, 429);
    assert!(refused.header("retry-after").is_some());
    assert_eq!(app.visitor().at("198.51.100.2").get(&address).await.outcome(), "302 /accounts/reset/");
});

on_both!(fault_d14_a_form_without_link_and_name_sets_nothing_once_links_of_two_users_were_opened, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    app.member("anna").await;
    app.member("bert").await;
    let (annas, berts) = (link(&app, &mut root, "anna").await, link(&app, &mut root, "bert").await);
    let passwords = || app.texts("SELECT password FROM users ORDER BY id");
    let before = passwords().await;
    for opened in
        [vec![&annas, &berts], vec![&berts, &annas], vec![&annas, &berts, &annas], vec![&annas, &berts, &berts]]
    {
        let mut visitor = app.visitor();
        for link in opened {
            visitor.get(link).await;
        }
        for blank in [&[][..], &[("link", ""), ("username", "")]] {
            let fields = [&[("new_password1", NEW), ("new_password2", NEW)][..], blank].concat();
            let answer = visitor.post_json("/api/accounts/reset", &fields).await;
            assert!(answer.status == 422 && answer.body.contains("other_link"), "{blank:?}: {}", answer.body);
            assert_eq!(visitor.post_form("/api/accounts/reset", &fields).await.outcome(), "303 /accounts/reset/");
        }
        assert_eq!(passwords().await, before);
    }
    // A link that is not valid any more counts as well: its form may still be open.
    let mut visitor = app.visitor();
    visitor.get(&annas).await;
    app.execute("UPDATE users SET reset_at = reset_at + 1 WHERE username = 'anna'").await;
    visitor.get(&annas).await;
    visitor.get(&berts).await;
    assert_eq!(set(&mut visitor, NEW).await.outcome(), "303 /accounts/reset/");
    assert_eq!(passwords().await, before);
    // In a session that has opened the links of one user only, there is nothing to confuse it with.
    let mut visitor = app.visitor();
    visitor.get(&berts).await;
    visitor.get(&berts).await;
    assert_eq!(set(&mut visitor, NEW).await.outcome(), "303 /accounts/reset/done/");
});
