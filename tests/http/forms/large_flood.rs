//! Many forms that are larger than a form may be.

use crate::support::{
    FORM, Style, TestApp,
    flood::{at_once, beside_a_reader},
    held::CREATE,
    on_both,
};

on_both!(a_flood_of_forms_that_are_too_large_is_refused_and_a_reader_notices_nothing, async |kind| {
    let app = TestApp::spawn(kind).await;
    let client = app.member("joe").await;
    let bodies = ["x".repeat(300 * 1_024), vec!["a=1"; 5_000].join("&")];
    let posts = (0..80).map(|number| {
        let (mut client, body) = (client.clone(), bodies[number % 2].clone());
        async move { client.post_body(CREATE, Style::Json, FORM, body).await.status }
    });
    let statuses = beside_a_reader(&app, at_once(posts)).await;
    let count = |status| statuses.iter().filter(|given| **given == status).count();
    assert_eq!((count(413), count(400)), (40, 40), "{statuses:?}");
});
