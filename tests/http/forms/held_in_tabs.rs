//! Submissions of several tabs are held side by side, each for its own page, until that has shown it or for half an hour.

use std::time::{SystemTime, UNIX_EPOCH};

use axum::http::Method;
use serde_json::Value;

use crate::support::{
    PASSWORD, Style,
    held::{CREATE, NOTICE, article, writer},
    on_both,
};

const PAGE: &str = "/articles/create/";
/// The end of the notice while other submissions are held.
const MORE: &str = "Another unsaved form is waiting too";

on_both!(forms_of_two_pages_are_held_side_by_side_and_each_page_shows_its_own, async |kind| {
    let (app, mut client, owner) = writer(kind).await;
    let id = client.create_article("First", "Text").await.to_string();
    let update = format!("/articles/{id}/update/");
    app.execute("DELETE FROM sessions").await;
    client.post_form(CREATE, &article(&owner, "A new one")).await;
    let change =
        [("id", id.as_str()), ("version", "1"), ("title", "Changed"), ("content", "x"), ("owner", owner.as_str())];
    let answer = client.post_form("/api/articles/update", &change).await;
    assert_eq!(answer.outcome(), format!("303 /accounts/login/?next={update}"));
    client.log_in("joe", PASSWORD).await;

    let page = client.get(PAGE).await;
    assert_eq!(page.value_of("title"), "A new one");
    assert!(page.has(NOTICE) && page.has(MORE));
    let page = client.get(&update).await;
    assert_eq!((page.value_of("title").as_str(), page.text_of("content").as_str()), ("Changed", "x"));
    assert!(page.has(NOTICE) && !page.has(MORE));
    for path in [PAGE, update.as_str()] {
        assert!(!client.get(path).await.has(NOTICE), "once: {path}");
    }
    assert_eq!(app.texts("SELECT title FROM articles").await, ["First"], "a held form is not sent");
});

on_both!(of_two_tabs_with_one_page_the_newer_form_is_shown_first, async |kind| {
    let (app, mut client, owner) = writer(kind).await;
    app.execute("DELETE FROM sessions").await;
    for title in ["First tab", "Second tab"] {
        client.post_form(CREATE, &article(&owner, title)).await;
    }
    client.log_in("joe", PASSWORD).await;
    for (title, has_notice, has_more) in [("Second tab", true, true), ("First tab", true, false), ("", false, false)] {
        let page = client.get(PAGE).await;
        assert_eq!(page.value_of("title"), title);
        assert_eq!((page.has(NOTICE), page.has(MORE)), (has_notice, has_more), "{title}");
    }
});

on_both!(at_most_four_forms_are_held_and_a_fifth_replaces_the_oldest, async |kind| {
    let (app, mut client, owner) = writer(kind).await;
    app.execute("DELETE FROM sessions").await;
    for number in 0..5 {
        client.post_form(CREATE, &article(&owner, &format!("Number {number}"))).await;
    }
    client.log_in("joe", PASSWORD).await;
    let mut shown = Vec::new();
    for _ in 0..6 {
        shown.push(client.get(PAGE).await.value_of("title"));
    }
    assert_eq!(shown, ["Number 4", "Number 3", "Number 2", "Number 1", "", ""]);
});

on_both!(of_the_forms_of_two_users_only_those_of_the_logged_in_user_are_shown, async |kind| {
    let (app, mut client, owner) = writer(kind).await;
    let kims = app.member("kim").await.get(PAGE).await.value_of("owner");
    app.execute("DELETE FROM sessions").await;
    client.post_form(CREATE, &article(&kims, "Private words")).await;
    client.post_form(CREATE, &article(&owner, "My own words")).await;
    client.post_form(CREATE, &article(&kims, "Private words")).await;
    client.log_in("joe", PASSWORD).await;
    let page = client.get(PAGE).await;
    assert_eq!((page.value_of("title").as_str(), page.has(MORE)), ("My own words", false));
    assert!(!page.body.contains("Private words"));
    assert_eq!(client.get(PAGE).await.value_of("title"), "");
});

on_both!(a_prefetch_or_a_head_request_keeps_the_held_form, async |kind| {
    let (app, mut client, owner) = writer(kind).await;
    app.execute("DELETE FROM sessions").await;
    client.post_form(CREATE, &article(&owner, "Held")).await;
    client.log_in("joe", PASSWORD).await;
    for (header, value) in [("sec-purpose", "prefetch"), ("sec-purpose", "prefetch;prerender"), ("purpose", "prefetch")]
    {
        let mut request = client.request(Method::GET, PAGE, Style::Plain);
        request.headers_mut().insert(header, value.parse().unwrap());
        let page = client.send(request).await;
        assert_eq!((page.status, page.has(NOTICE)), (200, false), "{header}: {value}");
    }
    assert_eq!(client.ask(Method::HEAD, PAGE).await.status, 200);
    let page = client.get(PAGE).await;
    assert!(page.has(NOTICE) && page.value_of("title") == "Held");
});

on_both!(a_failed_page_keeps_the_held_form_for_the_next_load, async |kind| {
    let (app, mut client, owner) = writer(kind).await;
    let id = client.create_article("First", "Text").await.to_string();
    let update = format!("/articles/{id}/update/");
    app.execute("DELETE FROM sessions").await;
    let change =
        [("id", id.as_str()), ("version", "1"), ("title", "Changed"), ("content", "x"), ("owner", owner.as_str())];
    client.post_form("/api/articles/update", &change).await;
    client.log_in("joe", PASSWORD).await;
    app.execute("ALTER TABLE articles RENAME TO hidden").await;
    assert_eq!(client.get(&update).await.status, 500);
    app.execute("ALTER TABLE hidden RENAME TO articles").await;
    let page = client.get(&update).await;
    assert!(page.has(NOTICE) && page.value_of("title") == "Changed");
});

on_both!(a_form_is_held_for_half_an_hour_and_no_longer, async |kind| {
    let (app, mut client, owner) = writer(kind).await;
    app.execute("DELETE FROM sessions").await;
    client.post_form(CREATE, &article(&owner, "Held")).await;
    client.log_in("joe", PASSWORD).await;
    let (cookie, key) = (client.session().unwrap().to_owned(), &app.app.secret_key);
    let sealed = app.session_data(&cookie).await["parked_form"].as_str().unwrap().to_owned();
    let mut held: Value = key.open("parked_form", &sealed).unwrap();
    for (age, is_shown) in [(0, true), (1_799, true), (1_801, false), (90_000, false)] {
        // Makes the submission `age` seconds old, and again when the second changed before the page was read.
        let page = loop {
            let begun = now();
            held[0]["at"] = (begun - age).into();
            let sealed = key.seal("parked_form", &held).unwrap();
            app.put_into_session(&cookie, "parked_form", &sealed).await;
            let page = client.get(PAGE).await;
            if now() == begun {
                break page;
            }
        };
        assert_eq!((page.has(NOTICE), page.value_of("title") == "Held"), (is_shown, is_shown), "{age}");
    }
});

fn now() -> i64 {
    i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()).unwrap()
}
