//! What staff do with users and groups, by the forms of the staff pages.

use crate::support::{
    Answer, TestApp,
    forms::{PROFILE, form_of, profile_form, send, user_form, with},
    on_both,
};

const UPDATE: &str = "/api/staff/users/update";

on_both!(the_parts_of_a_user_change_names_flags_groups_and_permissions_and_nothing_else, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    app.member("anna").await;
    let id = app.user_id("anna").await;
    let password = app.texts("SELECT password FROM users WHERE username = 'anna'").await;
    app.execute("INSERT INTO groups (name, name_key) VALUES ('Helpers', 'helpers')").await;
    let group = app.number("SELECT id FROM groups").await;
    let (access, profile) = (user_form(&mut root, id).await, profile_form(&mut root, id).await);
    let (box_of_group, more) = (format!("group_{group}"), [("password", "stolen"), ("date_joined", "0")]);
    let rights = [("is_staff", "on"), (&*box_of_group, "on"), ("permission_articles.view_article", "on")];
    let names = [("first_name", "Anna"), ("email", "anna@example.com")];
    // Both forms were made before either is sent: each part has its own state. What belongs to the other part is ignored.
    for (path, form, own, others, notice) in [
        (UPDATE, access, &rights[..], &names[..], "Access saved."),
        (PROFILE, profile, &names[..], &rights[..2], "Profile saved."),
    ] {
        let fields = own.iter().chain(&more).chain(others);
        let form = fields.fold(form, |form, (name, value)| with(&form, name, value));
        let answer = send(&mut root, path, &form).await;
        assert_eq!(answer.outcome(), format!("303 /staff/users/{id}/"));
        let page = root.follow(&answer).await;
        assert!(page.body.contains(notice) && page.body.contains("Helpers"), "{}", page.body);
        assert_eq!(page.body.matches("role=\"status\" tabindex").count(), 1, "{}", page.body);
    }
    let row = app.texts("SELECT first_name || email || email_key FROM users WHERE username = 'anna'").await;
    assert_eq!(row, ["Annaanna@example.comanna@example.com"]);
    assert_eq!(app.number("SELECT COUNT(*) FROM users WHERE is_staff = TRUE").await, 2);
    assert_eq!((app.rows("user_groups").await, app.rows("user_permissions").await), (1, 1));
    assert_eq!(app.texts("SELECT password FROM users WHERE username = 'anna'").await, password);
    // Unticking removes all of it again.
    let form = user_form(&mut root, id).await;
    let group = form.iter().find(|(name, _)| name.starts_with("group_")).unwrap().0.clone();
    let form = with(&with(&with(&form, &group, ""), "permission_articles.view_article", ""), "is_staff", "");
    send(&mut root, UPDATE, &form).await;
    assert_eq!((app.rows("user_groups").await, app.rows("user_permissions").await), (0, 0));
});

on_both!(errors_stand_on_their_fields_and_ticked_boxes_stay_ticked, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    app.member("anna").await;
    let id = app.user_id("anna").await;
    let form = user_form(&mut root, id).await;
    let profile = profile_form(&mut root, id).await;
    for wrong in ["not a name", "ROOT"] {
        let answer = send(&mut root, PROFILE, &with(&profile, "username", wrong)).await;
        let page = root.follow(&answer).await;
        assert_eq!(page.errors_on("username").len(), 1);
        assert_eq!(page.value_of("username"), wrong);
    }
    let wrong = with(&with(&form, "add_group", "none"), "permission_articles.view_article", "on");
    let answer = send(&mut root, UPDATE, &wrong).await;
    let page = root.follow(&answer).await;
    assert_eq!(page.errors_on("add_group").len(), 1);
    assert_eq!(page.value_of("add_group"), "none");
    assert!(form_of(&page, UPDATE).iter().any(|(name, _)| name == "permission_articles.view_article"), "{}", page.body);
    assert_eq!(app.rows("user_permissions").await, 0);
    // A group that was deleted while its box was ticked.
    let answer = send(&mut root, UPDATE, &with(&form, "group_999", "on")).await;
    assert!(root.follow(&answer).await.alert().unwrap().contains("has been deleted"));
});

on_both!(a_newer_change_is_reported_and_not_overwritten, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    app.member("anna").await;
    let id = app.user_id("anna").await;
    let (profile, access) = (profile_form(&mut root, id).await, user_form(&mut root, id).await);
    const ELSEWHERE: &str = "This was changed elsewhere since you opened it.";
    app.execute("UPDATE users SET first_name = 'Other' WHERE username = 'anna'").await;
    let answer = send(&mut root, PROFILE, &with(&profile, "last_name", "Mine")).await;
    assert!(root.follow(&answer).await.alert().unwrap().contains(ELSEWHERE));
    assert_eq!(app.texts("SELECT last_name FROM users WHERE username = 'anna'").await, [""]);
    // The other part has not changed.
    assert_eq!(send(&mut root, UPDATE, &with(&access, "is_staff", "on")).await.status, 303);
    assert_eq!(app.number("SELECT COUNT(*) FROM users WHERE username = 'anna' AND is_staff = TRUE").await, 1);
    let answer = send(&mut root, UPDATE, &with(&access, "is_active", "")).await;
    assert!(root.follow(&answer).await.alert().unwrap().contains(ELSEWHERE));
    assert_eq!(app.number("SELECT COUNT(*) FROM users WHERE is_active = FALSE").await, 0);
});

on_both!(asvs_7_4_2_deactivating_ends_every_session_at_once, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    let mut anna = app.member("anna").await;
    let id = app.user_id("anna").await;
    let form = user_form(&mut root, id).await;
    send(&mut root, UPDATE, &with(&form, "is_active", "")).await;
    assert!(!anna.is_known_as("anna").await);
    assert_eq!(app.number("SELECT COUNT(*) FROM sessions WHERE user_id IS NOT NULL").await, 1);
});

on_both!(asvs_7_4_5_staff_can_end_the_sessions_of_one_user, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut staff = app.staff("staff", &["accounts.view_user", "accounts.change_user"]).await;
    let mut anna = app.member("anna").await;
    let id = app.user_id("anna").await.to_string();
    let answer = staff.post_form("/api/staff/users/end-sessions", &[("id", &id)]).await;
    assert_eq!(answer.outcome(), format!("303 /staff/users/{id}/"));
    assert!(!anna.is_known_as("anna").await && staff.is_known_as("staff").await);
});

on_both!(every_change_of_rights_asks_for_a_recent_password, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    app.member("anna").await;
    let id = app.user_id("anna").await;
    app.execute("INSERT INTO groups (name, name_key) VALUES ('Helpers', 'helpers')").await;
    let form = with(&user_form(&mut root, id).await, "permission_articles.view_article", "on");
    app.forget_password_of(&root).await;
    let answer = send(&mut root, UPDATE, &form).await;
    assert_eq!(answer.outcome(), "303 /accounts/reauthenticate/");
    assert_eq!(app.rows("user_permissions").await, 0);
    let id = id.to_string();
    for path in [
        "/api/staff/users/profile",
        "/api/staff/users/end-sessions",
        "/api/staff/users/reset-link",
        "/api/staff/users/delete",
        "/api/staff/groups/create",
        "/api/staff/groups/update",
        "/api/staff/groups/delete",
    ] {
        assert_eq!(root.post_json(path, &[("id", &id), ("name", "x")]).await.status, 403, "{path}");
    }
    let chosen = format!("user_{id}");
    assert_eq!(root.post_json("/api/staff/users/activation", &[(&chosen, "on")]).await.status, 403);
    // After the password the form is executed with every box.
    let page = root.follow(&answer).await;
    let action = page.value_of("action");
    let fields = [("password", crate::support::PASSWORD), ("action", action.as_str())];
    assert_eq!(
        root.post_form("/api/accounts/reauthenticate", &fields).await.outcome(),
        format!("303 /staff/users/{id}/")
    );
    assert_eq!(app.rows("user_permissions").await, 1);
});

on_both!(groups_are_created_changed_and_deleted, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    let new = [("name", " Help\n ers "), ("permission_articles.view_article", "on")];
    let made = root.post_form("/api/staff/groups/create", &new).await;
    let path = made.location().to_owned();
    let page = root.follow(&made).await;
    assert_eq!(page.value_of("name"), "Help ers");
    assert!(page.body.contains("Group created."));
    let again = root.post_form("/api/staff/groups/create", &[("name", "HELP ERS")]).await;
    assert_eq!(root.follow(&again).await.errors_on("name").len(), 1);
    let form = form_of(&page, "/api/staff/groups/update");
    let form = with(&with(&form, "name", "Editors"), "permission_articles.change_article", "on");
    send(&mut root, "/api/staff/groups/update", &form).await;
    assert_eq!(app.rows("group_permissions").await, 2);
    // The form is stale: its etag is that of the group before the change.
    let stale = send(&mut root, "/api/staff/groups/update", &form).await;
    assert!(root.follow(&stale).await.alert().unwrap().contains("This was changed elsewhere since you opened it."));
    let id = path.trim_end_matches('/').rsplit('/').next().unwrap().to_owned();
    let deleted = root.post_form("/api/staff/groups/delete", &[("id", &id)]).await;
    assert_eq!(deleted.outcome(), "303 /staff/groups/");
    assert_eq!((app.rows("groups").await, app.rows("group_permissions").await), (0, 0));
    assert_eq!(root.post_form("/api/staff/groups/delete", &[("id", &id)]).await.status, 404);
});

on_both!(users_are_found_by_letters_in_name_or_address_and_paged, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut staff = app.staff("staff", &["accounts.view_user"]).await;
    for index in 0..40 {
        let sql = format!(
            "INSERT INTO users (username, username_key, password, email, email_key, date_joined) \
            VALUES ('Many{index:02}', 'many{index:02}', '!', 'M{index:02}@Example.com', 'm{index:02}@example.com', 0)"
        );
        app.execute(&sql).await;
    }
    app.execute("UPDATE users SET is_active = FALSE WHERE username = 'Many07'").await;
    let names = |page: &Answer| -> Vec<String> {
        page.body
            .split("href=\"/staff/users/")
            .skip(1)
            .filter_map(|rest| {
                let text = rest.split_once("<bdi>")?.1.split_once('<')?.0;
                text.starts_with("Many").then(|| text.to_owned())
            })
            .collect()
    };
    let first = staff.get("/staff/users/?q=ANY").await;
    assert_eq!((names(&first).len(), names(&first)[0].as_str()), (30, "Many39"));
    assert!(first.has("40 users"));
    let older = first.link("Older").unwrap().replace("&amp;", "&");
    assert!(older.contains("q=ANY"), "{older}");
    let page = staff.get(&older).await;
    assert_eq!(names(&page), (0..10).rev().map(|index| format!("Many{index:02}")).collect::<Vec<_>>());
    let newer = page.link("Newer").unwrap().replace("&amp;", "&");
    assert_eq!(names(&staff.get(&newer).await), names(&first));
    assert_eq!(names(&staff.get("/staff/users/?q=m39@exa").await), ["Many39"]);
    assert_eq!(names(&staff.get("/staff/users/?show=inactive").await), ["Many07"]);
    assert_eq!(names(&staff.get("/staff/users/").await)[0], "Many39", "the newest user comes first");
    assert!(names(&staff.get("/staff/users/?q=nobody%25").await).is_empty());
});

on_both!(the_last_active_superuser_stays, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    let id = app.user_id("root").await;
    for name in ["is_superuser", "is_active"] {
        let form = user_form(&mut root, id).await;
        let answer = send(&mut root, UPDATE, &with(&form, name, "")).await;
        assert!(root.follow(&answer).await.alert().unwrap().contains("the only superuser"), "{name}");
    }
    assert_eq!(app.number("SELECT COUNT(*) FROM users WHERE is_superuser = TRUE AND is_active = TRUE").await, 1);
    // Of two superusers who demote each other at once, one stays.
    let mut second = app.superuser("second").await;
    let other = app.user_id("second").await;
    let (mine, theirs) = (user_form(&mut root, other).await, user_form(&mut second, id).await);
    let (mine, theirs) = (with(&mine, "is_superuser", ""), with(&theirs, "is_superuser", ""));
    tokio::join!(send(&mut root, UPDATE, &mine), send(&mut second, UPDATE, &theirs));
    assert_eq!(app.number("SELECT COUNT(*) FROM users WHERE is_superuser = TRUE AND is_active = TRUE").await, 1);
});

on_both!(a_new_user_has_no_password_and_a_deleted_one_loses_everything_but_the_articles, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    let made = root.post_form("/api/staff/users/create", &[("username", "anna"), ("email", "")]).await;
    let id = app.user_id("anna").await;
    assert_eq!(made.outcome(), format!("303 /staff/users/{id}/"));
    assert!(app.texts("SELECT password FROM users WHERE username = 'anna'").await[0].starts_with('!'));
    let again = root.post_form("/api/staff/users/create", &[("username", "ANNA"), ("email", "")]).await;
    assert_eq!(root.follow(&again).await.errors_on("username").len(), 1);

    let article = app.member("bert").await.create_article("Title", "Text").await;
    let bert = app.user_id("bert").await.to_string();
    assert_eq!(root.post_form("/api/staff/users/delete", &[("id", &bert)]).await.outcome(), "303 /staff/users/");
    assert_eq!(app.number("SELECT COUNT(*) FROM users WHERE username = 'bert'").await, 0);
    assert_eq!(root.get(&format!("/articles/{article}/")).await.status, 200);
    let own = app.user_id("root").await.to_string();
    assert_eq!(root.post_form("/api/staff/users/delete", &[("id", &own)]).await.status, 403);
});
