//! Which held submission a page shows first, and when it is dropped.

use crate::support::{
    PASSWORD, Style, TestApp,
    forms::{PROFILE, borrowed, form_of, profile_form, send, with},
    held::{CREATE, NOTICE, article, writer},
    on_both,
};

const PAGE: &str = "/articles/create/";

on_both!(a_refused_submission_is_shown_before_a_held_one_and_neither_is_lost, async |kind| {
    let (app, mut client, owner) = writer(kind).await;
    app.execute("DELETE FROM sessions").await;
    for title in ["First tab", "Second tab"] {
        client.post_form(CREATE, &article(&owner, title)).await;
    }
    client.log_in("joe", PASSWORD).await;
    let page = client.get(PAGE).await;
    assert_eq!(page.value_of("title"), "Second tab");
    let mut form = with(&form_of(&page, CREATE), "title", "");
    form = with(&form, "content", "Much better words");
    let refused = send(&mut client, CREATE, &form).await;
    let page = client.follow(&refused).await;
    assert_eq!((page.text_of("content").as_str(), page.errors_on("title").len()), ("Much better words", 1));
    let page = client.get(PAGE).await;
    assert_eq!(page.value_of("title"), "First tab");
    assert!(page.has(NOTICE));
});

on_both!(a_page_that_has_lost_its_form_shows_the_held_values, async |kind| {
    let app = TestApp::spawn(kind).await;
    app.superuser("root").await;
    let mut staff = app.staff("staff", &["accounts.view_user", "accounts.change_user"]).await;
    app.member("anna").await;
    let id = app.user_id("anna").await;
    let form = with(&profile_form(&mut staff, id).await, "first_name", "Anna with care");
    app.execute("DELETE FROM sessions").await;
    send(&mut staff, PROFILE, &form).await;
    app.grant("anna", "articles.change_article").await;
    staff.log_in("staff", PASSWORD).await;
    let path = format!("/staff/users/{id}/");
    let page = staff.get(&path).await;
    page.assert_error_page(403, "Not yours to change");
    assert!(page.has("Anna with care") && page.has("Copy anything you want to keep"), "{}", page.body);
    let page = staff.get(&path).await;
    assert!(page.status == 200 && !page.has("Anna with care") && !page.has(NOTICE));
});

on_both!(a_held_form_is_dropped_when_it_is_sent_even_if_two_page_loads_raced_for_it, async |kind| {
    for style in Style::BOTH {
        let (app, mut client, owner) = writer(kind).await;
        app.execute("DELETE FROM sessions").await;
        client.post_form(CREATE, &article(&owner, "Mine")).await;
        client.log_in("joe", PASSWORD).await;
        let cookie = client.session().unwrap().to_owned();
        let held = app.session_data(&cookie).await["parked_form"].clone();
        let page = client.get(PAGE).await;
        assert!(app.session_data(&cookie).await.get("parked_form").is_none());
        // The slower of two page loads writes it back.
        let session = app.session(&cookie);
        session.insert("parked_form", held).await.unwrap();
        session.save().await.unwrap();
        let form = with(&form_of(&page, CREATE), "content", "Text");
        assert!(client.post(CREATE, style, &borrowed(&form)).await.status < 400);
        assert_eq!(app.session_data(client.session().unwrap()).await.get("parked_form"), None, "{style:?}");
        assert!(!client.get(PAGE).await.has(NOTICE));
        assert_eq!(app.texts("SELECT title FROM articles").await, ["Mine"]);
    }
});
