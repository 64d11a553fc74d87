//! Forms of several tabs wait side by side, each for its own page, until that was shown, and for half an hour.

use std::time::{SystemTime, UNIX_EPOCH};

use axum::http::Method;
use serde_json::Value;

use crate::support::{
    PASSWORD, Style,
    held::{CREATE, NOTICE, article, writer},
    on_both,
};

const PAGE: &str = "/articles/create/";
/// The end of the notice when others wait too.
const MORE: &str = "There is more";

on_both!(forms_of_two_pages_wait_side_by_side_and_each_page_shows_its_own, async |kind| {
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
    assert_eq!(app.texts("SELECT title FROM articles").await, ["First"], "nothing is sent by itself");
});

on_both!(of_two_tabs_with_the_same_page_the_latest_comes_first_then_the_other, async |kind| {
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

on_both!(four_wait_and_for_a_fifth_the_oldest_makes_room, async |kind| {
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

on_both!(of_forms_of_two_people_only_those_of_who_logs_in_are_shown, async |kind| {
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

on_both!(a_browser_that_loads_ahead_or_only_asks_takes_nothing_away, async |kind| {
    let (app, mut client, owner) = writer(kind).await;
    app.execute("DELETE FROM sessions").await;
    client.post_form(CREATE, &article(&owner, "Waiting")).await;
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
    assert!(page.has(NOTICE) && page.value_of("title") == "Waiting");
});

on_both!(a_page_that_failed_leaves_the_form_for_the_next_time, async |kind| {
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

on_both!(a_form_waits_for_half_an_hour_and_no_longer, async |kind| {
    let (app, mut client, owner) = writer(kind).await;
    app.execute("DELETE FROM sessions").await;
    client.post_form(CREATE, &article(&owner, "Waiting")).await;
    client.log_in("joe", PASSWORD).await;
    let (cookie, key) = (client.session().unwrap().to_owned(), &app.app.secret_key);
    let sealed = app.session_data(&cookie).await["parked_form"].as_str().unwrap().to_owned();
    let mut waiting: Value = key.open("parked_form", &sealed).unwrap();
    for (age, is_shown) in [(0, true), (1_799, true), (1_801, false), (90_000, false)] {
        // As if it were so many seconds later; once more when the clock has gone on meanwhile.
        let page = loop {
            let begun = now();
            waiting[0]["at"] = (begun - age).into();
            let sealed = key.seal("parked_form", &waiting).unwrap();
            app.put_into_session(&cookie, "parked_form", &sealed).await;
            let page = client.get(PAGE).await;
            if now() == begun {
                break page;
            }
        };
        assert_eq!((page.has(NOTICE), page.value_of("title") == "Waiting"), (is_shown, is_shown), "{age}");
    }
});

fn now() -> i64 {
    i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()).unwrap()
}
