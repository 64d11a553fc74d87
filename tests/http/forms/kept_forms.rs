//! What a session keeps of the forms of its user is bounded, and what it cannot keep is shown at once.

use std::{fs, path::PathBuf};

use crate::support::{
    TestApp,
    flood::{at_once, beside_a_reader},
    forms::{PROFILE, borrowed, profile_form, send, with},
    held::{CREATE, article, writer},
    number, on_both,
    repository::{files_in, root},
};

/// The bytes that all sessions hold.
async fn stored(app: &TestApp) -> i64 {
    app.number("SELECT CAST(COALESCE(SUM(LENGTH(data)), 0) AS BIGINT) FROM sessions").await
}

on_both!(fault_b3_what_a_session_keeps_of_a_form_is_bounded_and_nothing_is_lost, async |kind| {
    let (app, mut joe, _) = writer(kind).await;
    for (size, status) in [(4_000, 303), (9_000, 422), (250_000, 422)] {
        let text = "x".repeat(size);
        let answer = joe.post_form(CREATE, &[("title", ""), ("content", &text)]).await;
        assert_eq!(answer.status, status, "{size}");
        let page = if status == 303 { joe.follow(&answer).await } else { answer };
        assert_eq!(page.errors_on("title").len(), 1, "{size}");
        assert!(page.text_of("content") == text, "{size}");
    }
    assert!(stored(&app).await < 12 * 1_024);
    assert!(joe.is_known_as("joe").await);
});

on_both!(what_a_session_keeps_of_a_form_is_sealed, async |kind| {
    let (app, mut joe, _) = writer(kind).await;
    let answer = joe.post_form(CREATE, &[("title", ""), ("content", "Very private words")]).await;
    assert_eq!(answer.outcome(), "303 /articles/create/");
    let data = app.texts("SELECT data FROM sessions").await.concat();
    assert!(data.contains("returned_form") && !data.contains("private"), "{data}");
    assert_eq!(joe.follow(&answer).await.text_of("content"), "Very private words");
});

/// A form saves drafts if it says so, with the attribute `draft`.
#[test]
fn only_the_forms_of_articles_save_drafts_on_the_device() {
    let says_so = |path: &PathBuf| fs::read_to_string(path).is_ok_and(|source| source.contains(" draft="));
    let mut saving: Vec<PathBuf> = files_in("src").into_iter().filter(says_so).collect();
    saving.sort();
    assert_eq!(saving, ["create.rs", "update.rs"].map(|file| root().join("src/articles/pages").join(file)));
}

on_both!(fault_b3_a_flood_of_refused_forms_in_one_session_is_bounded_and_a_reader_notices_nothing, async |kind| {
    let (app, joe, _) = writer(kind).await;
    let posts = (0..30).map(|number| {
        let (mut joe, text) = (joe.clone(), "x".repeat([4_000, 9_000, 200_000][number % 3]));
        async move { joe.post_form(CREATE, &[("title", ""), ("content", &text)]).await.status }
    });
    let statuses = beside_a_reader(&app, at_once(posts)).await;
    assert!(statuses.iter().all(|status| [303, 422].contains(status)), "{statuses:?}");
    let id = app.user_id("joe").await;
    assert!(
        app.number(&format!("SELECT CAST(LENGTH(data) AS BIGINT) FROM sessions WHERE user_id = {id}")).await
            < 12 * 1_024
    );
    assert!(joe.clone().is_known_as("joe").await);
});

on_both!(fault_b3_a_flood_of_held_forms_in_one_session_is_bounded_and_a_reader_notices_nothing, async |kind| {
    let (app, mut joe, owner) = writer(kind).await;
    app.execute("DELETE FROM sessions").await;
    assert_eq!(joe.post_form(CREATE, &article(&owner, "The first")).await.status, 303);
    let posts = (0..24).map(|number| {
        let (mut joe, owner, text) = (joe.clone(), owner.clone(), "x".repeat([10, 60_000, 70_000][number % 3]));
        async move { joe.post_form(CREATE, &[("title", "T"), ("content", &text), ("owner", &owner)]).await.status }
    });
    let statuses = beside_a_reader(&app, at_once(posts)).await;
    assert!(statuses.iter().all(|status| [303, 413].contains(status)), "{statuses:?}");
    assert!(statuses.iter().filter(|status| **status == 413).count() >= 8, "{statuses:?}");
    let visitors = "SELECT COUNT(*) FROM sessions WHERE user_id IS NULL";
    assert_eq!(app.number(visitors).await, 1);
    let sealed = app.session_data(joe.session().unwrap()).await["parked_form"].as_str().unwrap().to_owned();
    let held: serde_json::Value = app.app.secret_key.open("parked_form", &sealed).unwrap();
    assert!((1..=4).contains(&held.as_array().unwrap().len()) && sealed.len() < 180 * 1_024);
});

on_both!(fault_b3_a_form_that_waits_for_a_password_is_bounded_and_nothing_is_lost, async |kind| {
    let app = TestApp::spawn_with(kind, |settings| settings.accounts.step_up_age = number(0)).await;
    let mut root = app.superuser("root").await;
    app.member("anna").await;
    let form = profile_form(&mut root, app.user_id("anna").await).await;
    for (size, status) in [(1_000, 303), (9_000, 403), (200_000, 403)] {
        let long = with(&form, "first_name", &"Anna".repeat(size / 4));
        let answer = send(&mut root, PROFILE, &long).await;
        assert_eq!(answer.status, status, "{size}: {}", answer.body);
        assert!(status == 303 || answer.has(&"Anna".repeat(size / 4)), "{size}");
    }
    let short = borrowed(&form);
    for _ in 0..6 {
        root.post_form(PROFILE, &short).await;
    }
    assert!(stored(&app).await < 4 * 12 * 1_024);
});

on_both!(fault_b3_the_held_forms_of_a_session_are_bounded_together, async |kind| {
    let (app, mut joe, owner) = writer(kind).await;
    app.execute("DELETE FROM sessions").await;
    let text = "x".repeat(60_000);
    let mut statuses = Vec::new();
    for _ in 0..4 {
        let answer = joe.post_form(CREATE, &[("title", "T"), ("content", &text), ("owner", &owner)]).await;
        assert!(answer.status == 303 || answer.has(&text));
        statuses.push(answer.status);
    }
    assert_eq!(statuses, [303, 303, 413, 413]);
    assert!(stored(&app).await < 180 * 1_024);
});
