//! The recent activity of an account, as its user reads it.

use latchkey::accounts::server::activity::delete_old;

use crate::support::{PASSWORD, TestApp, on_both};

const ACTIVITY: &str = "/accounts/activity/";

on_both!(logins_failed_logins_and_changes_are_listed_newest_first, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    app.visitor().log_in("joe", "wrong password").await;
    app.visitor().log_in("JOE", "wrong password").await;
    app.visitor().log_in("nobody", "wrong password").await;
    let other = client.elsewhere("joe").await;
    let id = app.session_id(&other).await.to_string();
    client.post_form("/api/accounts/sessions/end", &[("id", &id)]).await;
    client.post_form("/api/accounts/sessions/end-others", &[]).await;
    client
        .post_form("/api/accounts/update", &[("email", "joe@example.com"), ("first_name", ""), ("last_name", "")])
        .await;
    client
        .post_form("/api/accounts/update", &[("email", "joe@example.com"), ("first_name", "J"), ("last_name", "")])
        .await;
    let new = "seven copper kettles sing";
    let fields = [("old_password", PASSWORD), ("new_password1", new), ("new_password2", new)];
    client.post_form("/api/accounts/password", &fields).await;
    client.post_form("/api/accounts/logout", &[]).await;
    client.log_in("joe", new).await;

    let page = client.get(ACTIVITY).await;
    assert_eq!((page.status, page.heading().as_str()), (200, "Recent activity"));
    let expected = [
        "Logged in",
        "Logged out",
        "Password changed",
        "E-mail address changed",
        "Ended all other sessions",
        "Ended another session",
        "Logged in",
        // Under whatever case of the name (B5).
        "Failed login",
        "Failed login",
        "Signed up",
    ];
    assert_eq!(page.elements("strong"), expected);
    assert!(page.has("192.0.2.7") && page.has("Unknown device"));
    assert_eq!(
        client.get("/accounts/").await.elements("strong"),
        expected[..3],
        "the latest stand on the account's home"
    );
});

on_both!(a_user_sees_no_activity_of_another_user, async |kind| {
    let app = TestApp::spawn(kind).await;
    app.member("kim").await;
    let mut joe = app.member("joe").await;
    assert_eq!(joe.get(ACTIVITY).await.elements("strong"), ["Signed up"]);
    let json = joe.post_json("/api/accounts/activity", &[("cursor", "first"), ("user_id", "1"), ("id", "1")]).await;
    assert_eq!(json.json()["items"].as_array().unwrap().len(), 1);
});

on_both!(activity_is_paged_and_old_entries_are_deleted, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    for number in 0..45 {
        let sql = format!("INSERT INTO activity (user_id, at, event) VALUES (1, {number}, 'login')");
        app.execute(&sql).await;
    }
    app.execute("INSERT INTO activity (user_id, at, event) VALUES (1, 50, 'of_a_later_version')").await;
    let first = client.get(ACTIVITY).await;
    let second = client.get(&first.link("Older").unwrap()).await;
    assert!(second.link("Newer").is_some() && second.status == 200);
    assert_eq!(delete_old(&app.app.db, 90, 10).await.unwrap(), 10, "a bounded number at a time");
    assert_eq!(delete_old(&app.app.db, 90, 1_000).await.unwrap(), 36);
    assert_eq!(client.get(ACTIVITY).await.elements("strong"), ["Signed up"]);
});
