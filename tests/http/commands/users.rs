//! The operator's commands for users: `users`, `clearsessions`, `departures`.

use latchkey::server::settings::Settings;

use crate::support::{PASSWORD, Program, TestApp, on_both, run};

#[test]
fn users_are_found_by_the_beginning_of_their_names() {
    let program = Program::seeded();
    let ended = program.run(&["users", "find", "USER"]);
    assert!(ended.ok && ["user0", "user1", "user2"].iter().all(|name| ended.out.contains(name)), "{ended:?}");
    assert_eq!(program.run(&["users", "find"]).out, ended.out);
    assert!(program.run(&["users", "find", "nobody"]).out.contains("No user's name begins with"));
    assert!(!program.run(&["users", "find", "use_0"]).out.contains("user0"), "an underscore is no wildcard");
}

#[test]
fn show_prints_the_stored_data_and_no_hash() {
    let program = Program::seeded();
    let ended = program.run(&["users", "show", "user1"]);
    assert!(ended.ok && ended.out.contains("user1") && ended.out.contains("active") && ended.out.contains("never"));
    assert!(!ended.out.contains("argon2"));
    for (name, words) in [("nobody", "there is no user"), ("User9", "there is no user"), ("a b", "spaces")] {
        let ended = program.run(&["users", "show", name]);
        assert!(!ended.ok && ended.error.contains(words), "{ended:?}");
    }
}

#[test]
fn the_last_active_superuser_cannot_be_deactivated() {
    run(async {
        let program = Program::seeded();
        assert!(program.run(&["createsuperuser", "--noinput", "--username", "root"]).ok);
        let ended = program.run(&["users", "deactivate", "root"]);
        assert!(!ended.ok && ended.error.contains("last active superuser"), "{ended:?}");
        assert!(program.run(&["createsuperuser", "--noinput", "--username", "second"]).ok);
        assert!(program.run(&["users", "deactivate", "root"]).ok);
        assert_eq!(program.texts("SELECT username FROM users WHERE is_active = 0").await, ["root"]);
        let again = program.run(&["users", "activate", "root"]);
        assert!(again.ok && again.out.contains("can log in again"));
        assert!(program.run(&["users", "activate", "root"]).out.contains("active already"));
    });
}

#[test]
fn a_user_with_a_permission_that_no_longer_exists_can_still_be_deactivated() {
    run(async {
        let program = Program::seeded();
        for sql in [
            "INSERT INTO permissions (name) VALUES ('old.view_old')",
            "INSERT INTO user_permissions (user_id, permission_id) SELECT u.id, p.id FROM users u, permissions p \
             WHERE u.username = 'user0' AND p.name = 'old.view_old'",
        ] {
            program.execute(sql).await;
        }
        let ended = program.run(&["users", "deactivate", "user0"]);
        assert!(ended.ok, "{ended:?}");
        assert_eq!(program.texts("SELECT username FROM users WHERE is_active = 0").await, ["user0"]);
        assert_eq!(program.texts("SELECT 'stays' FROM user_permissions").await, ["stays"]);
    });
}

on_both!(b39_deactivation_counts_from_the_next_request_and_activation_restores_no_session, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    let program = Program::new().with_environment("DATABASE_URL", &url(&app));
    let cookie = client.session().unwrap().to_owned();
    // The command runs while the server does.
    let ended = tokio::task::block_in_place(|| program.run(&["users", "deactivate", "joe"]));
    assert!(ended.ok && ended.out.contains("can no longer log in"), "{ended:?}");
    assert!(!client.is_known_as("joe").await);
    assert_eq!(app.visitor().log_in("joe", PASSWORD).await.location(), "/accounts/login/");
    assert!(tokio::task::block_in_place(|| program.run(&["users", "activate", "joe"])).ok);
    client.pretend(&cookie);
    assert!(!client.is_known_as("joe").await);
    assert_eq!(client.log_in("joe", PASSWORD).await.location(), "/articles/");
    let page = client.get("/accounts/activity/").await;
    let lines = page.elements("strong");
    assert!(
        lines.contains(&"Account deactivated by staff".to_owned())
            && lines.contains(&"Account activated by staff".to_owned())
    );

    let ended = tokio::task::block_in_place(|| program.run(&["users", "end-sessions", "joe"]));
    assert!(ended.ok, "{ended:?}");
    assert!(!client.is_known_as("joe").await);
});

fn url(app: &TestApp) -> String {
    let Settings { database, base, .. } = &app.app.settings;
    match database.url.strip_prefix("sqlite:") {
        Some(file) => format!("sqlite:{}", base.join(file).display()),
        None => database.url.clone(),
    }
}

on_both!(b91_clearsessions_deletes_expired_sessions_only, async |kind| {
    let app = TestApp::spawn(kind).await;
    for name in ["joe", "kim", "lee"] {
        app.member(name).await;
    }
    app.execute("UPDATE sessions SET expires = 1 WHERE user_id < 3").await;
    let program = Program::new().with_environment("DATABASE_URL", &url(&app));
    let ended = tokio::task::block_in_place(|| program.run(&["clearsessions"]));
    assert!(ended.ok && ended.out.contains("Deleted 2 expired sessions."), "{ended:?}");
    assert_eq!(app.rows("sessions").await, 1);
});

on_both!(s16_departures_sums_up_the_exit_surveys, async |kind| {
    let app = TestApp::spawn(kind).await;
    for (name, reason, comment) in
        [("joe", "reason_privacy", "Too\u{1b}[31m loud"), ("kim", "reason_privacy", ""), ("lee", "none", "")]
    {
        let mut client = app.member(name).await;
        client.post_form("/api/accounts/delete", &[("password", PASSWORD), (reason, "on"), ("reason", comment)]).await;
    }
    // As an earlier release has stored it.
    app.execute("UPDATE departures SET comment = 'Too\u{1b}[31m loud' WHERE comment <> ''").await;
    let program = Program::new().with_environment("DATABASE_URL", &url(&app));
    let ended = tokio::task::block_in_place(|| program.run(&["departures"]));
    assert!(ended.ok && ended.out.starts_with("3 accounts deleted in the last 90 days; 3 of them"), "{ended:?}");
    let line = |label: &str| ended.out.lines().find(|line| line.contains(label)).unwrap().trim().to_owned();
    assert!(line("I worry about my data").starts_with('2') && line("(no reason ticked)").starts_with('1'));
    assert!(line("too hard").starts_with('0'));
    assert!(ended.out.contains("\"Too\\u{1b}[31m loud\""), "no control characters reach the terminal: {}", ended.out);
    assert!(!ended.out.contains("joe"));
});
