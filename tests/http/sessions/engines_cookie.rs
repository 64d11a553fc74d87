//! The engine `cookie`: what the cookie carries, and what an old copy of it is worth.

use latchkey::server::settings::SessionEngine::Cookie;

use crate::support::{
    Client, Kind, PASSWORD,
    engines::{Place, stored},
    flood::at_once,
    number, run,
};

const LOGOUT: &str = "/api/accounts/logout";
const END_OTHERS: &str = "/api/accounts/sessions/end-others";
const CONFIRM: &str = "/api/accounts/reauthenticate";
const CREATE: &str = "/api/articles/create";

/// Runs on both databases.
macro_rules! on_both {
    ($name:ident, async |$place:ident| $body:block) => {
        mod $name {
            use super::*;

            #[test]
            fn on_sqlite() {
                run(super::$name(Place::new(Cookie, Kind::Sqlite)));
            }

            #[test]
            #[cfg_attr(not(test_postgres), ignore = "TEST_POSTGRES_URL is not set")]
            fn on_postgres() {
                run(super::$name(Place::new(Cookie, Kind::Postgres)));
            }
        }

        async fn $name($place: Place) $body
    };
}

fn copy_of(client: &Client) -> Client {
    client.clone()
}

on_both!(a_login_and_reading_store_nothing_and_the_cookie_tells_nothing, async |place| {
    let app = place.spawn().await;
    let mut joe = app.member("joe").await;
    assert!(joe.is_known_as("joe").await);
    assert_eq!((app.rows("sessions").await, app.rows("cookie_sessions").await), (0, 0));
    let cookie = joe.session().unwrap().to_owned();
    assert!((100..3_800).contains(&cookie.len()), "{}", cookie.len());
    for forged in [&cookie[1..], &cookie.to_lowercase(), &format!("{cookie}A"), &cookie.repeat(8)] {
        let mut thief = app.visitor();
        thief.pretend(forged);
        assert_eq!(thief.get("/articles/").await.user_name(), None);
    }
});

on_both!(what_does_not_fit_is_stored_until_it_is_shown_and_goes_with_the_session, async |place| {
    let app = place.spawn().await;
    let mut joe = app.member("joe").await;
    let long = "A long text. ".repeat(300);
    let refused = joe.post_form(CREATE, &[("title", ""), ("content", &long)]).await;
    assert_eq!(refused.status, 303);
    assert!(joe.session().unwrap().len() < 3_800);
    assert_eq!(stored(&app).await.len(), 1);
    assert!(joe.get("/articles/create/").await.has(long.trim()), "shown again");
    assert_eq!(stored(&app).await.len(), 0, "once");
    let refused = joe.post_form(CREATE, &[("title", ""), ("content", &long)]).await;
    assert_eq!((refused.status, stored(&app).await.len()), (303, 1));
    assert_eq!(joe.post_form(LOGOUT, &[]).await.status, 303);
    assert_eq!(stored(&app).await.len(), 0);
});

on_both!(a_copy_of_a_cookie_is_worth_nothing_after_a_logout_a_new_id_or_the_end_of_all, async |place| {
    let app = place.spawn().await;
    let mut joe = app.member("joe").await;
    let mut copy = copy_of(&joe);
    assert_eq!(joe.post_json(CONFIRM, &[("password", PASSWORD)]).await.status, 200);
    assert!(joe.is_known_as("joe").await && !copy.is_known_as("joe").await, "a new id");
    let mut copy = copy_of(&joe);
    let mut other = joe.elsewhere("joe").await;
    assert_eq!(other.post_form(END_OTHERS, &[]).await.status, 303);
    assert!(!joe.is_known_as("joe").await && !copy.is_known_as("joe").await && other.is_known_as("joe").await);
    // Begun in the same second as the end of all before it.
    let mut later = other.elsewhere("joe").await;
    assert!(later.is_known_as("joe").await && other.is_known_as("joe").await);
    let mut copy = copy_of(&later);
    assert_eq!(later.post_form(LOGOUT, &[]).await.status, 303);
    assert!(!copy.is_known_as("joe").await && other.is_known_as("joe").await);
    let second = app.second(|_| {}).await;
    let mut elsewhere = Client::of(&second);
    elsewhere.cookies = other.cookies.clone();
    assert!(elsewhere.is_known_as("joe").await, "every server opens it");
});

on_both!(a_logout_by_an_older_cookie_ends_what_goes_on_for_good, async |place| {
    let app = place.spawn().await;
    let mut joe = app.member("joe").await;
    let mut late = copy_of(&joe);
    assert_eq!(joe.log_in("joe", PASSWORD).await.status, 303);
    assert!(late.get("/articles/").await.cookies_set().is_empty(), "a late answer leaves the new cookie alone");
    assert_eq!(late.post_form(LOGOUT, &[]).await.status, 303);
    assert!(!joe.is_known_as("joe").await);
    let least = app.number("SELECT MIN(expires) FROM cookie_sessions").await;
    let login = app.number("SELECT last_login FROM users").await;
    assert!(least >= login + 1_209_600, "{least} {login}");
});

on_both!(a_copy_brings_no_password_back_that_was_used_up, async |place| {
    let app = place.spawn_with(|settings| settings.accounts.step_up_age = number(0)).await;
    let mut joe = app.member("joe").await;
    assert_eq!(joe.post_json(CONFIRM, &[("password", PASSWORD)]).await.status, 200);
    let posts = (0..4).map(|_| {
        let mut copy = copy_of(&joe);
        async move { copy.post_json(END_OTHERS, &[]).await.status }
    });
    let mut statuses = at_once(posts).await;
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 403, 403, 403]);
    assert_eq!(copy_of(&joe).post_json(END_OTHERS, &[]).await.status, 403, "later, too");
});

on_both!(the_page_says_what_it_cannot_list_and_ends_the_others_together, async |place| {
    let app = place.spawn().await;
    let mut joe = app.member("joe").await;
    let mut other = joe.elsewhere("joe").await;
    let page = joe.get("/accounts/sessions/").await;
    assert!(page.has("only this one is listed") && page.has("This device") && page.has("End all other sessions"));
    assert!(joe.get("/accounts/").await.has("This device, perhaps others"));
    let id = app.user_id("joe").await;
    let mut root = app.superuser("root").await;
    assert!(root.get(&format!("/staff/users/{id}/")).await.has("they cannot be counted"));
    assert_eq!(joe.post_form(END_OTHERS, &[]).await.status, 303);
    assert!(!other.is_known_as("joe").await && joe.is_known_as("joe").await);
});

on_both!(use_moves_the_end_by_a_new_cookie_and_never_beyond_the_settings, async |place| {
    let app = place.spawn_with(|settings| settings.sessions.browser_session_idle_age = number(10)).await;
    let mut joe = app.visitor();
    joe.sign_up("joe").await;
    let shorter = app.second(|settings| {
        settings.sessions.cookie_age = number(60);
        settings.sessions.browser_session_age = number(60);
    });
    let shorter = shorter.await;
    let mut there = Client::of(&shorter);
    there.cookies = joe.cookies.clone();
    assert!(there.is_known_as("joe").await, "it is not older than a minute");
    let ends = there.get("/api/accounts/session-state").await.json()["ends_in"].as_u64().unwrap();
    assert!(ends <= 60, "{ends}");
});

on_both!(what_is_known_of_sessions_goes_when_they_would_have_expired, async |place| {
    let app = place.spawn().await;
    let mut joe = app.member("joe").await;
    assert_eq!(joe.post_form(LOGOUT, &[]).await.status, 303);
    assert_eq!(app.rows("cookie_sessions").await, 1);
    while app.app.accounts.sessions().sweep(10).await.unwrap() > 0 {}
    assert_eq!(app.rows("cookie_sessions").await, 1, "its cookie could come back");
    app.execute("UPDATE cookie_sessions SET expires = 1").await;
    assert_eq!(app.app.accounts.sessions().sweep(10).await.unwrap(), 1);
    assert_eq!(app.rows("cookie_sessions").await, 0);
});

on_both!(a_cheaper_hash_of_the_same_password_ends_no_session, async |place| {
    let app = place.spawn().await;
    let mut joe = app.member("joe").await;
    for passes in [2, 3] {
        let other = app.second(|settings| settings.accounts.hash_iterations = number(passes)).await;
        let mut elsewhere = Client::of(&other);
        assert_eq!(elsewhere.log_in("joe", PASSWORD).await.status, 303);
        assert!(joe.is_known_as("joe").await && elsewhere.is_known_as("joe").await, "{passes}");
    }
    let new = [
        ("old_password", PASSWORD),
        ("new_password1", "seven copper kettles"),
        ("new_password2", "seven copper kettles"),
    ];
    let mut other = joe.elsewhere("joe").await;
    assert_eq!(joe.post_form("/api/accounts/password", &new).await.status, 303);
    assert!(joe.is_known_as("joe").await && !other.is_known_as("joe").await);
});
