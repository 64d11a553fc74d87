//! The long forms are held as well: those of the staff area, and account deletion.

use crate::support::{
    Client, PASSWORD, TestApp,
    forms::{Fields, PROFILE, form_of, profile_form, send, user_form, with},
    held::NOTICE,
    on_both,
};

const UPDATE: &str = "/api/staff/users/update";

/// The submitted values in order, without the sealed owner and the token of the held form, which differ on each load.
fn values(fields: &[(String, String)]) -> Fields {
    let mut values: Fields = fields.iter().filter(|(name, _)| name != "owner" && name != "waited").cloned().collect();
    values.sort();
    values
}

/// The sealed owner in the forms of a client.
async fn owner(client: &mut Client) -> String {
    client.get("/articles/create/").await.value_of("owner")
}

on_both!(a_held_user_form_is_shown_with_every_field_and_box_and_is_not_sent, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    app.member("anna").await;
    app.grant("anna", "articles.change_article").await;
    app.execute("INSERT INTO groups (name, name_key) VALUES ('Helpers', 'helpers')").await;
    let id = app.user_id("anna").await;
    let mut form = user_form(&mut root, id).await;
    for (name, value) in [
        ("is_active", ""),
        ("is_staff", "on"),
        ("add_group", "helpers"),
        ("permission_articles.view_article", "on"),
        ("permission_articles.change_article", ""),
    ] {
        form = with(&form, name, value);
    }
    app.execute("DELETE FROM sessions").await;
    let answer = send(&mut root, UPDATE, &form).await;
    assert_eq!(answer.outcome(), format!("303 /accounts/login/?next=/staff/users/{id}/"));
    root.log_in("root", PASSWORD).await;

    let page = root.get(&format!("/staff/users/{id}/")).await;
    assert!(page.has(NOTICE) && page.alert().is_none());
    assert_eq!(values(&form_of(&page, UPDATE)), values(&form));
    let state =
        || app.number("SELECT COUNT(*) FROM users WHERE username = 'anna' AND is_staff = TRUE AND is_active = FALSE");
    assert_eq!(state().await, 0, "not sent");
    assert_eq!((app.rows("user_permissions").await, app.rows("user_groups").await, app.rows("audit").await), (1, 0, 0));
    let answer = send(&mut root, UPDATE, &form_of(&page, UPDATE)).await;
    assert_eq!(answer.outcome(), format!("303 /staff/users/{id}/"));
    assert_eq!(state().await, 1);
    assert_eq!(
        app.texts("SELECT p.name FROM user_permissions u JOIN permissions p ON p.id = u.permission_id").await,
        ["articles.view_article"]
    );
});

on_both!(a_held_profile_is_shown_and_sent_and_touches_no_right, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    app.member("anna").await;
    app.grant("anna", "articles.change_article").await;
    let id = app.user_id("anna").await;
    let form = with(&profile_form(&mut root, id).await, "first_name", "Anna & Co");
    let form = with(&form, "email", "anna@example.com");
    app.execute("DELETE FROM sessions").await;
    let answer = send(&mut root, PROFILE, &form).await;
    assert_eq!(answer.outcome(), format!("303 /accounts/login/?next=/staff/users/{id}/"));
    root.log_in("root", PASSWORD).await;
    let page = root.get(&format!("/staff/users/{id}/")).await;
    assert!(page.has(NOTICE) && page.alert().is_none());
    assert_eq!(values(&form_of(&page, PROFILE)), values(&form));
    let names = || app.texts("SELECT first_name || email FROM users WHERE username = 'anna'");
    assert_eq!(names().await, [""], "not sent");
    let answer = send(&mut root, PROFILE, &form_of(&page, PROFILE)).await;
    assert_eq!(answer.outcome(), format!("303 /staff/users/{id}/"));
    assert_eq!(names().await, ["Anna & Coanna@example.com"]);
    assert_eq!(app.rows("user_permissions").await, 1);
});

on_both!(a_held_form_for_a_new_user_is_shown_and_former_staff_can_copy_its_values, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut helper = app.staff("helper", &["accounts.view_user", "accounts.add_user"]).await;
    let owner = owner(&mut helper).await;
    for is_staff in [true, false] {
        app.execute("DELETE FROM sessions").await;
        let fields = [("username", "newcomer"), ("email", "new@example.com"), ("owner", owner.as_str())];
        let answer = helper.post_form("/api/staff/users/create", &fields).await;
        assert_eq!(answer.outcome(), "303 /accounts/login/?next=/staff/users/create/");
        app.execute(&format!("UPDATE users SET is_staff = {is_staff} WHERE username = 'helper'")).await;
        helper.log_in("helper", PASSWORD).await;
        let page = helper.get("/staff/users/create/").await;
        if is_staff {
            assert!(page.has(NOTICE));
            assert_eq!(
                (page.value_of("username").as_str(), page.value_of("email").as_str()),
                ("newcomer", "new@example.com")
            );
        } else {
            assert_eq!(page.status, 403);
            assert!(page.has("Copy anything you want to keep") && page.has("newcomer") && page.has("new@example.com"));
        }
        assert_eq!(app.rows("users").await, 1, "a held form is not sent");
    }
});

on_both!(a_held_group_form_is_shown_with_its_boxes, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    let owner = owner(&mut root).await;
    app.execute("DELETE FROM sessions").await;
    let fields = [("name", "Helpers"), ("permission_articles.view_article", "on"), ("owner", owner.as_str())];
    let answer = root.post_form("/api/staff/groups/create", &fields).await;
    assert_eq!(answer.outcome(), "303 /accounts/login/?next=/staff/groups/create/");
    root.log_in("root", PASSWORD).await;
    let page = root.get("/staff/groups/create/").await;
    assert!(page.has(NOTICE) && page.value_of("name") == "Helpers");
    let is_ticked = |name: &str| page.control(name).contains(" checked");
    assert!(is_ticked("permission_articles.view_article") && !is_ticked("permission_articles.change_article"));
    assert_eq!(app.rows("groups").await, 0);

    let made = send(&mut root, "/api/staff/groups/create", &form_of(&page, "/api/staff/groups/create")).await;
    let path = made.location().to_owned();
    let form = form_of(&root.follow(&made).await, "/api/staff/groups/update");
    let form = with(&with(&form, "name", "Editors"), "permission_articles.view_article", "");
    let form = with(&form, "permission_articles.change_article", "on");
    app.execute("DELETE FROM sessions").await;
    let answer = send(&mut root, "/api/staff/groups/update", &form).await;
    assert_eq!(answer.outcome(), format!("303 /accounts/login/?next={path}"));
    root.log_in("root", PASSWORD).await;
    let page = root.get(&path).await;
    assert!(page.has(NOTICE));
    assert_eq!(values(&form_of(&page, "/api/staff/groups/update")), values(&form));
    assert_eq!(app.texts("SELECT name FROM groups").await, ["Helpers"], "not sent");
});

on_both!(a_held_account_deletion_is_shown_with_its_reasons_and_without_the_password, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    client.create_article("Title", "Text").await;
    let owner = owner(&mut client).await;
    app.execute("DELETE FROM sessions").await;
    let fields = [
        ("password", PASSWORD),
        ("belongings", "erase"),
        ("reason_privacy", "on"),
        ("reason", "Too\r\nloud"),
        ("owner", owner.as_str()),
    ];
    let answer = client.post_form("/api/accounts/delete", &fields).await;
    assert_eq!(answer.outcome(), "303 /accounts/login/?next=/accounts/delete/");
    let sealed = app.session_data(client.session().unwrap()).await["parked_form"].as_str().unwrap().to_owned();
    let opened: serde_json::Value = app.app.secret_key.open("parked_form", &sealed).unwrap();
    assert_eq!(
        opened[0]["form"]["values"],
        serde_json::json!({ "belongings": "erase", "reason_privacy": "on", "reason": "Too\r\nloud" })
    );
    client.log_in("joe", PASSWORD).await;

    let page = client.get("/accounts/delete/").await;
    assert!(page.has(NOTICE) && !page.body.contains(PASSWORD) && !page.control("password").contains("value="));
    assert_eq!(page.text_of("reason"), "Too\nloud");
    let is_ticked = |name: &str| page.control(name).contains(" checked");
    assert!(is_ticked("reason_privacy") && !is_ticked("reason_too_hard"));
    let erase = page.html.split('<').find(|tag| tag.contains("value=\"erase\"")).unwrap();
    assert!(erase.contains(" checked"), "{erase}");
    assert_eq!((app.rows("users").await, app.rows("articles").await, app.rows("departures").await), (1, 1, 0));
});
