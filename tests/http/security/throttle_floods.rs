//! Many attempts at the same moment: no more passwords are looked at than may be, and others log in, read and write as ever.

use crate::support::{
    Client, PASSWORD, TestApp,
    flood::{at_once, beside_a_reader},
    number, on_both,
    throttle::{FREE, LOGIN, credentials, throttled},
};

const CONFIRM: &str = "/api/accounts/reauthenticate";

/// How many of these passwords, all of them wrong and sent at the same moment, were looked at. The others have to wait.
async fn looked_at<F>(app: &TestApp, guesses: impl IntoIterator<Item = F>) -> usize
where
    F: Future<Output = u16> + Send + 'static,
{
    let statuses = beside_a_reader(app, at_once(guesses)).await;
    assert!(statuses.iter().all(|status| [422, 429].contains(status)), "{statuses:?}");
    statuses.iter().filter(|status| **status == 422).count()
}

async fn guess(mut client: Client, name: String) -> u16 {
    client.post_json(LOGIN, &credentials(&name, "wrong")).await.status
}

on_both!(a_flood_of_guesses_at_one_account_from_everywhere_is_held_up_and_its_owner_and_others_log_in, async |kind| {
    let app = throttled(kind).await;
    let (mut owner, _) = (app.member("joe").await, app.member("kim").await);
    owner.post_form("/api/accounts/logout", &[]).await;
    let guesses = (0..60).map(|number| guess(app.visitor().at(&format!("203.0.113.{number}")), "joe".to_owned()));
    let looked_at = looked_at(&app, guesses).await;
    assert!((FREE..=15).contains(&looked_at), "{looked_at}");
    assert_eq!(app.visitor().post_json(LOGIN, &credentials("joe", PASSWORD)).await.status, 429);
    assert_eq!(app.visitor().log_in("kim", PASSWORD).await.status, 303);
    assert_eq!(owner.log_in("joe", PASSWORD).await.outcome(), "303 /articles/", "in a browser that is known");
});

on_both!(a_flood_of_guesses_from_one_network_is_held_up_and_another_network_logs_in, async |kind| {
    let app = TestApp::spawn_with(kind, |settings| {
        settings.accounts.throttle = true;
        // Room for all, so that nothing but the throttle holds them up.
        settings.accounts.hash_queue = number(1_000);
        settings.accounts.hash_queue_network = number(1_000);
    })
    .await;
    app.member("joe").await;
    let flooding = app.visitor().at("203.0.113.9");
    let looked_at = looked_at(&app, (0..220).map(|number| guess(flooding.clone(), format!("user{number}")))).await;
    assert!((51..=150).contains(&looked_at), "{looked_at}");
    assert_eq!(flooding.clone().post_json(LOGIN, &credentials("joe", PASSWORD)).await.status, 429);
    assert_eq!(app.visitor().log_in("joe", PASSWORD).await.status, 303);
});

on_both!(a_flood_of_guesses_from_a_known_browser_is_held_up_and_its_user_logs_in_elsewhere, async |kind| {
    let app = throttled(kind).await;
    let mut stolen = app.member("joe").await;
    stolen.post_form("/api/accounts/logout", &[]).await;
    let looked_at = looked_at(&app, (0..60).map(|_| guess(stolen.clone(), "joe".to_owned()))).await;
    assert!((11..=20).contains(&looked_at), "{looked_at}");
    assert_eq!(stolen.post_json(LOGIN, &credentials("joe", PASSWORD)).await.status, 429);
    assert_eq!(app.visitor().log_in("joe", PASSWORD).await.status, 303);
});

on_both!(a_flood_of_guesses_in_one_session_is_held_up_and_another_session_is_not, async |kind| {
    let app = throttled(kind).await;
    let mut stolen = app.member("joe").await;
    let mut other = stolen.elsewhere("joe").await;
    let guesses = (0..60).map(|_| {
        let mut stolen = stolen.clone();
        async move { stolen.post_json(CONFIRM, &[("password", "wrong")]).await.status }
    });
    let looked_at = looked_at(&app, guesses).await;
    assert!((FREE..=15).contains(&looked_at), "{looked_at}");
    assert_eq!(stolen.post_json(CONFIRM, &[("password", PASSWORD)]).await.status, 429);
    assert_eq!(other.post_json(CONFIRM, &[("password", PASSWORD)]).await.status, 200);
});
