//! How many sessions a user may have, and that ending many keeps no other waiting.

use crate::support::{
    Kind, PASSWORD, TestApp,
    flood::{at_once, beside_a_reader},
    number, on_both,
};

/// An app with a small number of sessions for each user.
async fn with_most(kind: Kind, most: u32) -> TestApp {
    TestApp::spawn_with(kind, |settings| settings.accounts.sessions_per_user = number(most)).await
}

/// The live sessions of a user.
async fn count(app: &TestApp, name: &str) -> i64 {
    app.number(&format!(
        "SELECT COUNT(*) FROM sessions s JOIN users u ON u.id = s.user_id WHERE u.username = '{name}' AND s.expires > 0"
    ))
    .await
}

on_both!(fault_b3_a_login_too_many_ends_the_oldest_session_and_the_activity_says_so, async |kind| {
    let app = with_most(kind, 3).await;
    let mut first = app.member("joe").await;
    app.member("kim").await;
    let mut second = app.visitor();
    second.log_in("joe", PASSWORD).await;
    let mut third = second.elsewhere("joe").await;
    assert_eq!(count(&app, "joe").await, 3);
    let says = "Oldest session ended to make room for a new one";
    assert!(!third.get("/accounts/activity/").await.has(says));
    let mut fourth = second.elsewhere("joe").await;
    assert_eq!((count(&app, "joe").await, app.rows("sessions").await), (3, 4));
    assert!(!first.is_known_as("joe").await, "the oldest");
    assert!(second.is_known_as("joe").await && third.is_known_as("joe").await && fourth.is_known_as("joe").await);
    assert!(third.get("/accounts/activity/").await.has(says));
    // Logging in again where one is logged in takes no room.
    for _ in 0..3 {
        fourth.log_in("joe", PASSWORD).await;
    }
    assert!(second.is_known_as("joe").await && count(&app, "joe").await == 3);
});

on_both!(fault_b3_many_logins_at_once_leave_no_more_sessions_than_allowed, async |kind| {
    let app = with_most(kind, 2).await;
    let joe = app.member("joe").await;
    let logins = (0..12).map(|_| {
        let joe = joe.clone();
        async move { joe.elsewhere("joe").await }
    });
    beside_a_reader(&app, at_once(logins)).await;
    assert_eq!(count(&app, "joe").await, 2);
});

/// Gives a user this many more sessions, each with this many bytes.
async fn fill(app: &TestApp, name: &str, sessions: usize, bytes: usize) {
    let id = app.user_id(name).await;
    let data = "x".repeat(bytes);
    for number in 0..sessions {
        app.execute(&format!(
            "INSERT INTO sessions (id_hash, user_id, data, created, authenticated, last_seen, expires) \
             VALUES ('h{number}', {id}, '{data}', 1, 1, 1, 4000000000)"
        ))
        .await;
    }
}

on_both!(fault_b3_ending_many_big_sessions_ends_all_and_a_reader_and_a_writer_notice_nothing, async |kind| {
    let app = with_most(kind, 1_000).await;
    let (mut joe, mut root) = (app.member("joe").await, app.superuser("root").await);
    let id = app.user_id("joe").await.to_string();
    let new = [
        ("old_password", PASSWORD),
        ("new_password1", "seven copper kettles"),
        ("new_password2", "seven copper kettles"),
    ];
    let end_all = async {
        fill(&app, "joe", 150, 100_000).await;
        assert_eq!(joe.post_form("/api/accounts/sessions/end-others", &[]).await.status, 303);
        assert_eq!((count(&app, "joe").await, joe.is_known_as("joe").await), (1, true));
        fill(&app, "joe", 150, 100_000).await;
        assert_eq!(joe.post_form("/api/accounts/password", &new).await.status, 303);
        assert_eq!((count(&app, "joe").await, joe.is_known_as("joe").await), (1, true));
        fill(&app, "joe", 150, 100_000).await;
        assert_eq!(root.post_form("/api/staff/users/end-sessions", &[("id", &id)]).await.status, 303);
        assert_eq!(count(&app, "joe").await, 0);
        assert_eq!(
            app.number(&format!("SELECT COUNT(*) FROM sessions WHERE user_id = {id}")).await,
            0,
            "no row is left"
        );
    };
    beside_a_reader(&app, end_all).await;
});

on_both!(fault_b3_a_session_that_has_ended_is_not_brought_back_before_its_row_is_deleted, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut joe = app.member("joe").await;
    let (session, row) = app.session_and_row(joe.session().unwrap());
    assert!(session.get_value("_auth_user_id").await.unwrap().is_some());
    session.insert("late", true).await.unwrap();
    app.execute("UPDATE sessions SET expires = -expires").await;
    assert!(row.save(&session).await.is_err());
    assert!(!joe.is_known_as("joe").await);
    assert_eq!(count(&app, "joe").await, 0);
    assert_eq!(app.app.accounts.sessions().sweep(10).await.unwrap(), 1, "the sweep deletes it");
});
