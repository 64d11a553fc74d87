//! What every engine of sessions promises: what ends a session, in which moment, and that nothing else does.

use std::time::{Duration, Instant};

use axum::{body::Body, http::Method};
use http_body_util::BodyExt;
use latchkey::{accounts::types::UserId, shared::Cursor};
use time::OffsetDateTime;
use tokio::time::timeout;
use tower_sessions_core::session::Expiry;

use crate::support::{
    Client, PASSWORD, Style,
    engines::{count, has_sessions, knows_all, on_every_engine, stored},
    faults::Faults,
    flood::at_once,
    number,
};

const LOGOUT: &str = "/api/accounts/logout";
const END: &str = "/api/accounts/sessions/end";
const END_OTHERS: &str = "/api/accounts/sessions/end-others";
const CONFIRM: &str = "/api/accounts/reauthenticate";
const NEW: &str = "seven copper kettles";

fn new_password() -> [(&'static str, &'static str); 3] {
    [("old_password", PASSWORD), ("new_password1", NEW), ("new_password2", NEW)]
}

on_every_engine!(rights_passwords_and_staff_act_with_the_next_request_on_another_server_too, async |place| {
    let app = place.spawn().await;
    let mut root = app.superuser("root").await;
    let mut joe = app.member("joe").await;
    let second = app.second(|_| {}).await;
    let mut elsewhere = Client::of(&second);
    assert_eq!(elsewhere.log_in("joe", PASSWORD).await.status, 303);
    let id = app.user_id("joe").await.to_string();

    assert_eq!(elsewhere.get("/staff/").await.status, 403);
    app.execute("UPDATE users SET is_staff = TRUE WHERE username = 'joe'").await;
    assert_eq!(elsewhere.get("/staff/").await.status, 200);

    assert_eq!(joe.post_form("/api/accounts/password", &new_password()).await.status, 303);
    assert!(joe.is_known_as("joe").await && !elsewhere.is_known_as("joe").await);
    assert!(has_sessions(&app, "joe", 1).await);

    assert_eq!(elsewhere.log_in("joe", NEW).await.status, 303);
    assert_eq!(root.post_form("/api/staff/users/end-sessions", &[("id", &id)]).await.status, 303);
    assert!(!joe.is_known_as("joe").await && !elsewhere.is_known_as("joe").await);

    assert_eq!(elsewhere.log_in("joe", NEW).await.status, 303);
    app.execute("UPDATE users SET is_active = FALSE WHERE username = 'joe'").await;
    assert!(!elsewhere.is_known_as("joe").await);
});

on_every_engine!(a_deleted_account_has_no_session, async |place| {
    let app = place.spawn().await;
    let mut joe = app.member("joe").await;
    let mut elsewhere = joe.elsewhere("joe").await;
    let said = if knows_all(&app) { "2" } else { "All your sessions" };
    assert!(joe.get("/accounts/delete/").await.has(said), "the number of sessions");
    let fields = [("password", PASSWORD), ("content", "erase")];
    let answer = joe.post_form("/api/accounts/delete", &fields).await;
    assert_eq!(answer.outcome(), "303 /accounts/goodbye/", "{}", answer.body);
    assert!(!elsewhere.is_known_as("joe").await);
    assert_eq!(stored(&app).await.len(), 0);
});

on_every_engine!(a_logout_beside_many_requests_is_final, async |place| {
    let app = place.spawn().await;
    for round in 0..4 {
        let name = format!("joe{round}");
        let mut joe = app.member(&name).await;
        let requests = (0..6).map(|number| {
            let mut joe = joe.clone();
            async move {
                if number == 3 {
                    joe.post_form(LOGOUT, &[]).await.status
                } else {
                    let fields = [("email", ""), ("first_name", "Joe"), ("last_name", "Doe")];
                    joe.post_form("/api/accounts/update", &fields).await.status
                }
            }
        });
        at_once(requests).await;
        assert_eq!(joe.get("/articles/").await.user_name(), None);
        assert!(has_sessions(&app, &name, 0).await);
    }
});

on_every_engine!(a_password_entered_for_one_action_counts_for_one_of_several_at_once, async |place| {
    let app = place.spawn_with(|settings| settings.accounts.step_up_age = number(0)).await;
    if !knows_all(&app) {
        return;
    }
    let mut joe = app.member("joe").await;
    for _ in 0..4 {
        joe.elsewhere("joe").await;
    }
    let user = UserId(app.user_id("joe").await);
    let all = app.app.accounts.sessions().list(user, Cursor::First, 9).await.unwrap();
    assert_eq!(joe.post_json(CONFIRM, &[("password", PASSWORD)]).await.status, 200);
    let posts = all.iter().take(4).map(|session| {
        let (mut joe, id) = (joe.clone(), session.id.to_string());
        async move { joe.post_json(END, &[("id", &id)]).await.status }
    });
    let mut statuses = at_once(posts).await;
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 403, 403, 403]);
    assert_eq!(count(&app, "joe").await, 4);
});

on_every_engine!(an_open_page_hears_the_end_within_two_seconds, async |place| {
    let app = place.spawn().await;
    let joe = app.member("joe").await;
    let mut other = joe.elsewhere("joe").await;
    let events = joe.request(Method::GET, "/api/accounts/session-events", Style::Plain);
    let mut body: Body = joe.answer(events).await.into_body();
    let first = timeout(Duration::from_secs(20), body.frame()).await.unwrap().unwrap().unwrap().into_data().unwrap();
    assert!(String::from_utf8_lossy(&first).contains("\"user\":1"), "{first:?}");
    let ended = Instant::now();
    assert_eq!(other.post_form(END_OTHERS, &[]).await.status, 303);
    let last = timeout(Duration::from_secs(20), body.frame()).await.unwrap();
    assert!(last.is_none(), "the stream ends with the session");
    assert!(ended.elapsed() < Duration::from_secs(4), "{:?}", ended.elapsed());
});

on_every_engine!(what_is_not_committed_changes_no_session, async |place| {
    let mut app = place.spawn().await;
    let faults = Faults::install(&mut app).await;
    let mut joe = app.member("joe").await;
    let mut other = joe.elsewhere("joe").await;
    let before = joe.session().unwrap().to_owned();
    for (path, fields) in [
        (LOGOUT, vec![]),
        (END_OTHERS, vec![]),
        (CONFIRM, vec![("password", PASSWORD)]),
        ("/api/accounts/password", new_password().to_vec()),
    ] {
        faults.fail_every_commit().await;
        let answer = joe.post_json(path, &fields).await;
        faults.mend().await;
        assert!(answer.status >= 500, "{path}: {}", answer.status);
        joe.pretend(&before);
        assert!(joe.is_known_as("joe").await && other.is_known_as("joe").await, "{path}");
    }
    let mut third = app.visitor();
    faults.fail_every_commit().await;
    assert!(third.log_in("joe", PASSWORD).await.status >= 303);
    faults.mend().await;
    assert!(has_sessions(&app, "joe", 2).await);
});

on_every_engine!(what_has_expired_is_no_session_and_is_swept, async |place| {
    let app = place.spawn().await;
    if !knows_all(&app) {
        return;
    }
    let mut joe = app.member("joe").await;
    let session = app.session(joe.session().unwrap());
    session.insert("x", 1).await.unwrap();
    let past = Expiry::AtDateTime(OffsetDateTime::from_unix_timestamp(1_000).unwrap());
    session.set_expiry(Some(past));
    session.save().await.unwrap();
    assert!(!joe.is_known_as("joe").await);
    assert_eq!(count(&app, "joe").await, 0);
    while app.app.accounts.sessions().sweep(10).await.unwrap() > 0 {}
    assert_eq!(stored(&app).await.len(), 0);
});
