//! The page of one's own sessions: the list, ending one, ending all others.

use crate::support::{Kind, PASSWORD, Style, TestApp, on_both};

const END: &str = "/api/accounts/sessions/end";
const END_OTHERS: &str = "/api/accounts/sessions/end-others";
const SESSIONS: &str = "/accounts/sessions/";

on_both!(asvs_7_5_2_each_session_is_shown_with_device_address_and_use_and_this_one_is_marked, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    client.elsewhere("joe").await;
    app.member("kim").await;
    app.execute(
        "UPDATE sessions SET user_agent = 'Mozilla/5.0 (iPhone; CPU) Version/26.0 Mobile Safari/604.1 <i>', \
        address = '198.51.100.9', created = 1795435000, last_seen = 1795435061 WHERE user_id = 1 AND id = 2",
    )
    .await;
    let page = client.get(SESSIONS).await;
    assert_eq!((page.status, page.heading().as_str()), (200, "Sessions"));
    let items: Vec<&str> = page.html.split("<li>").skip(1).collect();
    assert_eq!(items.len(), 2, "{items:#?}");
    assert!(items[0].contains("This device") && items[0].contains("192.0.2.7") && items[0].contains("Log out"));
    assert!(items[0].contains("Active now") && !items[1].contains("Active now"));
    assert!(items[1].contains("Safari on iPhone") && items[1].contains("198.51.100.9"), "{}", items[1]);
    assert!(
        items[1].contains("datetime=\"2026-11-23T11:56:40Z\"")
            && items[1].contains("datetime=\"2026-11-23T11:57:41Z\"")
    );
    assert!(!items[1].contains("This device") && items[1].contains("the session of"));
    assert!(!page.html.contains("<i>"));
});

on_both!(ending_a_session_counts_from_its_next_request_and_is_confirmed, async |kind| {
    for style in Style::BOTH {
        let app = TestApp::spawn(kind).await;
        let mut client = app.member("joe").await;
        let mut other = client.elsewhere("joe").await;
        let third = client.elsewhere("joe").await;
        let id = app.session_id(&other).await.to_string();
        let answer = client.post(END, style, &[("id", &id)]).await;
        match style {
            Style::Plain => assert_eq!(answer.outcome(), "303 /accounts/sessions/"),
            Style::Json => assert_eq!(answer.json()["go"], SESSIONS),
        }
        assert!(client.get(SESSIONS).await.has("The session has ended."));
        assert!(!other.is_known_as("joe").await && third.clone().is_known_as("joe").await);
        assert_eq!(other.get("/accounts/").await.outcome(), "302 /accounts/login/?next=/accounts/");
        assert_eq!(client.post(END, style, &[("id", &id)]).await.status, 404, "the session has ended already");
    }
});

on_both!(ending_the_current_session_is_a_logout, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    let id = app.session_id(&client).await.to_string();
    assert_eq!(client.post_form(END, &[("id", &id)]).await.outcome(), "303 /articles/");
    assert_eq!((client.session(), app.rows("sessions").await), (None, 0));
    assert_eq!(app.texts("SELECT event FROM activity ORDER BY id DESC").await[0], "logout");
});

on_both!(a_user_cannot_end_a_session_of_another_user, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut joe = app.member("joe").await;
    let kim = app.member("kim").await;
    let id = app.session_id(&kim).await.to_string();
    for style in Style::BOTH {
        for id in [id.as_str(), "0", "-1", "999999"] {
            assert_eq!(joe.post(END, style, &[("id", id)]).await.status, 404, "{id}");
        }
        for id in ["", "x", "9999999999999999999999", "1 OR 1=1"] {
            assert!((400..=422).contains(&joe.post(END, style, &[("id", id)]).await.status), "{id}");
        }
        joe.post(END_OTHERS, style, &[("id", &id), ("user_id", "2")]).await;
        joe = joe.elsewhere("joe").await;
        joe.post("/api/accounts/logout-everywhere", style, &[("user_id", "2")]).await;
        joe = joe.elsewhere("joe").await;
    }
    assert!(kim.clone().is_known_as("kim").await);
});

on_both!(asvs_7_4_3_all_other_sessions_end_and_this_one_stays, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    let (mut one, mut two) = (client.elsewhere("joe").await, client.elsewhere("joe").await);
    assert_eq!(client.post_form(END_OTHERS, &[]).await.outcome(), "303 /accounts/sessions/");
    let page = client.get(SESSIONS).await;
    assert!(page.has("All other sessions have ended.") && !page.has("End all other sessions"));
    assert!(!one.is_known_as("joe").await && !two.is_known_as("joe").await);
    assert_eq!(app.rows("sessions").await, 1);
});

on_both!(many_sessions_are_paged, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    let series = match kind {
        Kind::Sqlite => "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 150) SELECT",
        Kind::Postgres => "WITH s(n) AS (SELECT generate_series(1, 150)) SELECT",
    };
    app.execute(&format!(
        "INSERT INTO sessions (id_hash, user_id, data, created, authenticated, last_seen, expires) \
        {series} CAST(n AS TEXT), 1, '{{}}', n, n, n, 9999999999 FROM s"
    ))
    .await;
    let mut path = Some(SESSIONS.to_owned());
    let mut counts = Vec::new();
    while let Some(here) = path {
        let page = client.get(&here).await;
        assert_eq!(page.status, 200);
        counts.push(page.html.matches("<li>").count());
        assert!(page.has("End all other sessions"), "{here}");
        path = page.link("Older");
    }
    assert_eq!(counts, [20, 20, 20, 20, 20, 20, 20, 11]);
    assert_eq!(client.get("/accounts/").await.elements("dd")[4], "100 devices or more");
    assert_eq!(client.get("/accounts/sessions/?before=1").await.status, 200, "past the end");
});

on_both!(the_account_pages_contain_no_secret, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut client = app.member("joe").await;
    client.elsewhere("joe").await;
    let secrets = [
        app.texts("SELECT id_hash FROM sessions").await,
        app.texts("SELECT password FROM users").await,
        vec![client.session().unwrap().to_owned(), PASSWORD.to_owned()],
    ]
    .concat();
    for path in ["/accounts/", SESSIONS, "/accounts/activity/", "/accounts/password/", "/accounts/delete/"] {
        let page = client.get(path).await;
        assert!(secrets.iter().all(|secret| !page.body.contains(secret)), "{path}");
    }
    let json = client.post_json("/api/accounts/sessions", &[("cursor", "first")]).await;
    assert!(secrets.iter().all(|secret| !json.body.contains(secret)));
});
