//! What every engine of sessions promises: ids, data, lists and limits. When sessions end is `engines_ended.rs`.

use latchkey::{
    accounts::{server::sessions::SaveError, types::UserId},
    shared::Cursor,
};

use crate::support::{
    PASSWORD,
    engines::{count, damage, has_sessions, knows_all, on_every_engine, stored},
    flood::at_once,
    id_hash, number,
};

const LOGOUT: &str = "/api/accounts/logout";
const END: &str = "/api/accounts/sessions/end";
const END_OTHERS: &str = "/api/accounts/sessions/end-others";
const CONFIRM: &str = "/api/accounts/reauthenticate";

on_every_engine!(every_login_gets_a_new_id_and_the_old_one_is_worthless, async |place| {
    let app = place.spawn().await;
    let mut joe = app.member("joe").await;
    let old = joe.session().unwrap().to_owned();
    assert_eq!(joe.log_in("joe", PASSWORD).await.status, 303);
    assert_ne!(joe.session().unwrap(), old);
    assert!(joe.is_known_as("joe").await);
    let mut thief = app.visitor();
    thief.pretend(&old);
    assert!(!thief.is_known_as("joe").await);
    assert!(has_sessions(&app, "joe", 1).await);
});

on_every_engine!(b90_a_save_after_a_logout_brings_nothing_back, async |place| {
    let app = place.spawn().await;
    let mut joe = app.member("joe").await;
    let cookie = joe.session().unwrap().to_owned();
    let total = async || app.app.accounts.sessions().total().await.unwrap();
    assert_eq!(total().await, knows_all(&app).then_some(1));
    let (held, row) = app.session_and_row(&cookie);
    assert!(held.get_value("_auth_user_id").await.unwrap().is_some());
    held.insert("late", true).await.unwrap();
    assert_eq!(joe.post_form(LOGOUT, &[]).await.status, 303);
    assert!(matches!(row.save(&held).await, Err(SaveError::Ended)));
    joe.pretend(&cookie);
    assert!(!joe.is_known_as("joe").await);
    assert!(has_sessions(&app, "joe", 0).await && stored(&app).await.is_empty());
    assert_eq!(total().await, knows_all(&app).then_some(0));
});

on_every_engine!(a_logout_under_the_id_before_ends_the_session_too, async |place| {
    let app = place.spawn().await;
    let mut joe = app.member("joe").await;
    let mut late = joe.clone();
    assert_eq!(joe.post_json(CONFIRM, &[("password", PASSWORD)]).await.status, 200);
    assert_ne!(joe.session(), late.session());
    assert!(joe.is_known_as("joe").await);
    assert_eq!(late.post_form(LOGOUT, &[]).await.status, 303);
    assert!(!joe.is_known_as("joe").await);
});

on_every_engine!(an_answer_to_the_id_before_leaves_the_new_cookie_alone, async |place| {
    let app = place.spawn().await;
    let mut joe = app.member("joe").await;
    let mut late = joe.clone();
    assert_eq!(joe.post_json(CONFIRM, &[("password", PASSWORD)]).await.status, 200);
    let answer = late.get("/articles/").await;
    assert!(answer.user_name().is_none() && answer.headers.get("set-cookie").is_none(), "{:?}", answer.headers);
    assert!(joe.is_known_as("joe").await);
});

on_every_engine!(data_is_kept_and_a_page_takes_its_notice_once, async |place| {
    let app = place.spawn().await;
    let mut joe = app.member("joe").await;
    let fields = [("email", ""), ("first_name", "Joe"), ("last_name", "Doe")];
    assert_eq!(joe.post_form("/api/accounts/update", &fields).await.status, 303);
    assert!(joe.get("/accounts/").await.has("Profile saved."));
    assert!(!joe.get("/accounts/").await.has("Profile saved."));
    if !knows_all(&app) {
        // Only a browser has the cookie.
        return;
    }
    app.put_into_session(joe.session().unwrap(), "cart", "apples").await;
    let cart: Option<String> = app.session(joe.session().unwrap()).get("cart").await.unwrap();
    assert_eq!(cart.as_deref(), Some("apples"));
});

on_every_engine!(a_user_ends_one_session_then_the_others_then_all, async |place| {
    let app = place.spawn().await;
    if !knows_all(&app) {
        return;
    }
    let mut joe = app.member("joe").await;
    let mut kim = app.member("kim").await;
    let (mut first, mut second, mut third) =
        (joe.elsewhere("joe").await, joe.elsewhere("joe").await, joe.elsewhere("joe").await);
    assert_eq!(count(&app, "joe").await, 4);
    let ids = app.app.accounts.sessions().list(UserId(app.user_id("joe").await), Cursor::First, 9).await.unwrap();
    let newest = ids[0].id.to_string();
    assert!(joe.get("/accounts/sessions/").await.has(&format!("value=\"{newest}\"")), "{newest}");
    assert_eq!(kim.post_json(END, &[("id", &newest)]).await.status, 404);
    assert!(third.is_known_as("joe").await);
    assert_eq!(joe.post_form(END, &[("id", &newest)]).await.status, 303);
    assert!(!third.is_known_as("joe").await && second.is_known_as("joe").await);
    assert_eq!(joe.post_json(END, &[("id", &newest)]).await.status, 404);
    assert_eq!(joe.post_form(END_OTHERS, &[]).await.status, 303);
    assert!(!first.is_known_as("joe").await && !second.is_known_as("joe").await && joe.is_known_as("joe").await);
    assert!(has_sessions(&app, "joe", 1).await);
    // A session that begins after others have ended is not one of them.
    let mut later = joe.elsewhere("joe").await;
    assert!(later.is_known_as("joe").await);
    assert_eq!(joe.post_form("/api/accounts/logout-everywhere", &[]).await.status, 303);
    assert!(!joe.is_known_as("joe").await && !later.is_known_as("joe").await && kim.is_known_as("kim").await);
    assert_eq!((count(&app, "joe").await, count(&app, "kim").await), (0, 1));
});

on_every_engine!(the_oldest_session_ends_where_there_are_too_many_also_of_many_logins_at_once, async |place| {
    let app = place.spawn_with(|settings| settings.accounts.sessions_per_user = number(3)).await;
    if !knows_all(&app) {
        return;
    }
    let mut joe = app.member("joe").await;
    let (mut second, mut third) = (joe.elsewhere("joe").await, joe.elsewhere("joe").await);
    let mut fourth = joe.elsewhere("joe").await;
    assert!(!joe.is_known_as("joe").await);
    assert!(second.is_known_as("joe").await && third.is_known_as("joe").await && fourth.is_known_as("joe").await);
    let logins = (0..8).map(|_| {
        let joe = joe.clone();
        async move { joe.elsewhere("joe").await }
    });
    at_once(logins).await;
    assert_eq!(count(&app, "joe").await, 3);
});

on_every_engine!(an_id_is_stored_as_its_hash_only, async |place| {
    let app = place.spawn().await;
    let mut joe = app.member("joe").await;
    assert_eq!(joe.post_json(CONFIRM, &[("password", PASSWORD)]).await.status, 200);
    let all = stored(&app).await;
    assert!(!knows_all(&app) || all.iter().any(|text| text.contains(&id_hash(joe.session().unwrap()))), "{all:?}");
    assert!(all.iter().all(|text| !text.contains(joe.session().unwrap())));
});

on_every_engine!(b91_what_is_forged_or_damaged_is_no_session_and_no_error, async |place| {
    let app = place.spawn().await;
    let mut joe = app.member("joe").await;
    let cookie = joe.session().unwrap().to_owned();
    for forged in ["AAAAAAAAAAAAAAAAAAAAAA", "../../../../../etc/passwd", "*", ""] {
        joe.pretend(forged);
        assert_eq!(joe.get("/articles/").await.user_name(), None, "{forged}");
    }
    joe.pretend(&cookie);
    damage(&app).await;
    // A cookie is sealed: there is nothing of it to be damaged elsewhere.
    assert_eq!(joe.is_known_as("joe").await, !knows_all(&app));
    assert_eq!(joe.log_in("joe", PASSWORD).await.status, 303);
    assert!(joe.is_known_as("joe").await);
});

on_every_engine!(visitors_and_logouts_leave_nothing_behind, async |place| {
    let app = place.spawn().await;
    let mut joe = app.member("joe").await;
    for _ in 0..5 {
        let mut visitor = app.visitor();
        assert_eq!(visitor.get("/articles/").await.status, 200);
        assert_eq!(visitor.get("/accounts/login/").await.status, 200);
        assert_eq!(joe.post_form(LOGOUT, &[]).await.status, 303);
        assert_eq!(joe.log_in("joe", PASSWORD).await.status, 303);
    }
    assert_eq!(stored(&app).await.len(), usize::from(knows_all(&app)));
});
