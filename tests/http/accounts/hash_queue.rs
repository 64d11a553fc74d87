//! More logins than the hash queue takes: some get 503 at once, and their forms lose no input.

use tokio::task::JoinSet;

use crate::support::{Answer, Kind, Style, TestApp, number, on_both};

/// One being hashed, sixty-four in the queue, and some more.
const LOGINS: usize = 1 + 64 + 12;

/// Fills the queue with slow logins and gives the first 503.
async fn first_busy(app: &TestApp, style: Style) -> Answer {
    let mut tasks = JoinSet::new();
    let visitor = app.visitor();
    for _ in 0..LOGINS {
        let mut client = visitor.clone();
        tasks.spawn(async move {
            let fields =
                [("username", "jo&e"), ("password", "my secret words"), ("keep", "on"), ("next", "/accounts/")];
            client.post("/api/accounts/login", style, &fields).await
        });
    }
    while let Some(answer) = tasks.join_next().await {
        let answer = answer.unwrap();
        if answer.status == 503 {
            // Dropping the set cancels the other requests, as closing a browser does.
            return answer;
        }
    }
    panic!("no login was answered with 503");
}

async fn slow_app(kind: Kind) -> TestApp {
    TestApp::spawn_with(kind, |settings| {
        settings.accounts.hash_queue = number(64);
        settings.accounts.hash_iterations = number(100);
    })
    .await
}

on_both!(a_full_queue_answers_a_plain_form_with_its_page_and_the_submitted_values, async |kind| {
    let app = slow_app(kind).await;
    let page = first_busy(&app, Style::Plain).await;
    assert_eq!((page.header("retry-after"), page.heading().as_str()), (Some("5"), "Log in"));
    assert!(page.has("class=\"site-header\"") && page.has("role=\"alert\""));
    assert!(page.alert().unwrap().contains("Try again in 5 seconds"), "{:?}", page.alert());
    assert_eq!((page.value_of("username").as_str(), page.value_of("next").as_str()), ("jo&e", "/accounts/"));
    assert!(page.control("keep").contains("checked"));
    assert!(!page.body.contains("secret words"));
    assert!(page.cookies_set().is_empty() && app.rows("sessions").await == 0);
    assert_eq!(app.visitor().get("/articles/").await.status, 200, "pages do not wait for hashes");
});

on_both!(a_full_queue_answers_the_hydrated_page_with_the_seconds_to_wait, async |kind| {
    let app = slow_app(kind).await;
    let answer = first_busy(&app, Style::Json).await;
    assert_eq!(answer.header("retry-after"), Some("5"));
    assert_eq!(answer.json(), serde_json::json!({ "busy": { "retry_after": 5 } }));
});

on_both!(a_hash_is_not_computed_for_a_client_that_is_gone, async |kind| {
    let app = slow_app(kind).await;
    first_busy(&app, Style::Json).await;
    // All clients are gone, so the queue is empty as soon as the current hash is done.
    let fields = [("username", "kim"), ("password", "x")];
    let runs = app.app.accounts.hash_runs();
    while app.visitor().post_json("/api/accounts/login", &fields).await.status == 503 {
        tokio::task::yield_now().await;
    }
    assert!(app.app.accounts.hash_runs() - runs < 10, "the queued hashes of cancelled requests were skipped");
});
