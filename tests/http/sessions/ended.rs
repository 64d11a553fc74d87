//! A session that has ended stays ended, whatever request is in flight: B90. A slow hash holds the requests.

use latchkey::{
    accounts::{
        server::{audit::Actor, sessions::SaveError},
        types::UserId,
    },
    staff::server::users::rights,
};
use tokio::task::JoinHandle;

use crate::support::{
    Answer, Client, Kind, PASSWORD, TestApp,
    forms::{send, user_form, with},
    number, on_both,
};

const CONFIRM: &str = "/api/accounts/reauthenticate";
const CHANGE: &str = "/api/accounts/password";
const NEW: &str = "seven copper kettles sing";

async fn slow_app(kind: Kind) -> (TestApp, Client) {
    let app = TestApp::spawn_with(kind, |settings| {
        settings.accounts.hash_iterations = number(60);
        settings.accounts.hash_threads = number(2);
    })
    .await;
    let client = app.member("joe").await;
    (app, client)
}

/// Sends a post and returns as soon as its password is being hashed.
async fn send_until_hashed(app: &TestApp, client: &Client, path: &'static str) -> JoinHandle<(Client, Answer)> {
    let mut client = client.clone();
    let before = app.app.accounts.hash_runs();
    let task = tokio::spawn(async move {
        let fields =
            [("password", PASSWORD), ("old_password", PASSWORD), ("new_password1", NEW), ("new_password2", NEW)];
        let answer = client.post_form(path, &fields).await;
        (client, answer)
    });
    while app.app.accounts.hash_runs() == before {
        tokio::task::yield_now().await;
    }
    task
}

/// The ways in which a session ends while one of its requests is in flight.
const ENDINGS: [&str; 4] = ["logout", "session ended", "user deactivated", "user deleted"];

async fn end(app: &TestApp, client: &Client, how: &str) {
    match how {
        "logout" => assert_eq!(client.clone().post_form("/api/accounts/logout", &[]).await.status, 303),
        "session ended" => _ = app.execute("DELETE FROM sessions").await,
        "user deactivated" => set_active(app, false).await,
        "user deleted" => _ = app.execute("DELETE FROM users").await,
        _ => unreachable!(),
    }
}

/// Deactivates or activates joe as the command does.
async fn set_active(app: &TestApp, is_active: bool) {
    let user = UserId(app.user_id("joe").await);
    let changes = rights::set_active(&app.app.accounts, Actor::operator(), user, is_active).await.unwrap();
    assert!(!changes.is_empty());
}

on_both!(b90_no_request_in_flight_revives_a_session_that_has_ended, async |kind| {
    for path in [CONFIRM, CHANGE] {
        for how in ENDINGS {
            let (app, client) = slow_app(kind).await;
            let task = send_until_hashed(&app, &client, path).await;
            end(&app, &client, how).await;
            let (mut late, answer) = task.await.unwrap();
            assert!(answer.status < 500, "{path} {how}: {}", answer.status);
            assert_eq!(app.number("SELECT COUNT(*) FROM sessions WHERE user_id IS NOT NULL").await, 0, "{path} {how}");
            assert!(!late.is_known_as("joe").await, "{path} {how}");
        }
    }
});

on_both!(a_logout_with_the_old_id_ends_the_session_that_has_a_new_id, async |kind| {
    let (app, mut client) = slow_app(kind).await;
    let mut other_tab = client.clone();
    assert_eq!(client.post_form(CONFIRM, &[("password", PASSWORD)]).await.status, 303);
    assert!(client.is_known_as("joe").await && !other_tab.clone().is_known_as("joe").await);
    assert_eq!(other_tab.post_form("/api/accounts/logout", &[]).await.status, 303);
    assert!(!client.is_known_as("joe").await);
    assert_eq!(app.rows("sessions").await, 0);
});

on_both!(a_password_change_ends_the_other_session_while_a_request_of_it_is_in_flight, async |kind| {
    let (app, client) = slow_app(kind).await;
    let mut other = client.elsewhere("joe").await;
    let task = send_until_hashed(&app, &client, CONFIRM).await;
    let fields = [("old_password", PASSWORD), ("new_password1", NEW), ("new_password2", NEW)];
    assert_eq!(other.post_form(CHANGE, &fields).await.outcome(), "303 /accounts/password/done/");
    let (mut late, _) = task.await.unwrap();
    assert!(!late.is_known_as("joe").await && other.is_known_as("joe").await);
    assert_eq!(app.rows("sessions").await, 1);
});

on_both!(b90_the_store_never_creates_a_deleted_row_again, async |kind| {
    for how in ENDINGS {
        let (app, client) = slow_app(kind).await;
        let (session, row) = app.session_and_row(client.session().unwrap());
        session.insert("cart", "apples").await.unwrap();
        end(&app, &client, how).await;
        assert!(matches!(row.save(&session).await, Err(SaveError::Ended)), "{how}");
        assert_eq!(app.rows("sessions").await, 0, "{how}");
    }
});

on_both!(a_late_answer_to_the_old_id_does_not_log_out_the_session_with_the_new_id, async |kind| {
    let (_app, mut client) = slow_app(kind).await;
    let mut late = client.clone();
    assert_eq!(client.post_form(CONFIRM, &[("password", PASSWORD)]).await.status, 303);
    let page = late.get("/articles/").await;
    assert_eq!((page.user_name(), page.cookies_set().len()), (None, 0));

    let mut late = client.clone();
    assert_eq!(client.log_in("joe", PASSWORD).await.status, 303);
    assert!(late.get("/articles/").await.cookies_set().is_empty(), "after another login in the same browser too");
    // After a logout the cookie is removed.
    let mut late = client.clone();
    client.post_form("/api/accounts/logout", &[]).await;
    assert!(late.get("/articles/").await.cookies_set()[0].contains("Max-Age=0"));
});

/// Deactivates or activates joe by the form of the staff area.
async fn set_active_by_form(app: &TestApp, root: &mut Client, is_active: bool) {
    let id = app.user_id("joe").await;
    let form = with(&user_form(root, id).await, "is_active", if is_active { "on" } else { "" });
    let answer = send(root, "/api/staff/users/update", &form).await;
    assert_eq!(answer.outcome(), format!("303 /staff/users/{id}/"));
}

on_both!(b39_a_session_that_a_late_login_left_of_a_deactivated_user_is_gone_after_activation, async |kind| {
    const COLUMNS: &str = "id_hash, user_id, data, created, authenticated, last_seen, expires";
    for by_form in [false, true] {
        let app = TestApp::spawn(kind).await;
        let (mut root, mut joe) = (app.superuser("root").await, app.member("joe").await);
        let id = app.user_id("joe").await;
        app.execute(&format!("CREATE TABLE kept AS SELECT * FROM sessions WHERE user_id = {id}")).await;
        match by_form {
            true => set_active_by_form(&app, &mut root, false).await,
            false => set_active(&app, false).await,
        }
        let own = format!("SELECT COUNT(*) FROM sessions WHERE user_id = {id}");
        assert_eq!(app.number(&own).await, 0, "{by_form}");
        // A slow login that has read the user before the deactivation inserts its row afterwards.
        assert_eq!(app.execute(&format!("INSERT INTO sessions ({COLUMNS}) SELECT {COLUMNS} FROM kept")).await, 1);
        match by_form {
            true => set_active_by_form(&app, &mut root, true).await,
            false => set_active(&app, true).await,
        }
        assert_eq!(app.number(&own).await, 0, "{by_form}");
        assert!(!joe.is_known_as("joe").await && root.is_known_as("root").await, "{by_form}");
        assert_eq!(joe.log_in("joe", PASSWORD).await.outcome(), "303 /articles/");
    }
});
