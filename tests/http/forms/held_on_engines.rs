//! Nothing that was typed is lost, wherever sessions live: forms that wait for the login, refused forms, actions that wait for a password.

use crate::support::{
    Client, PASSWORD, TestApp,
    engines::{Place, on_every_engine, stored},
    flood::at_once,
    forms::{borrowed, form_of},
    held::{CREATE, NOTICE},
    number,
};

const PAGE: &str = "/articles/create/";
const UPDATE: &str = "/api/accounts/update";
const CONFIRM: &str = "/api/accounts/reauthenticate";
const EMAIL: [(&str, &str); 3] = [("email", "joe@example.com"), ("first_name", "Joe"), ("last_name", "Doe")];

/// What stands in a cookie, and what is too long for one.
fn short_and_long() -> [String; 2] {
    ["Line one\n\nLine <two>".into(), "A long line.\n".repeat(1_000).trim_end().into()]
}

/// A user whose session has ended by a logout in another tab while the article form was open, and the sealed owner in that form.
async fn logged_out_writer(place: Place) -> (TestApp, Client, String) {
    let app = place.spawn().await;
    let mut joe = app.member("joe").await;
    let owner = joe.get(PAGE).await.value_of("owner");
    assert_eq!(joe.clone().post_form("/api/accounts/logout", &[]).await.status, 303);
    log_in_long_ago(&app).await;
    (app, joe, owner)
}

/// A form is not held whose user has logged in within the same second: it may be the page of that login which comes late.
async fn log_in_long_ago(app: &TestApp) {
    app.execute("UPDATE users SET last_login = last_login - 60").await;
}

/// Posts an article that has to wait for the login.
async fn hold(client: &mut Client, owner: &str, title: &str, content: &str) {
    let answer = client.post_form(CREATE, &[("title", title), ("content", content), ("owner", owner)]).await;
    assert_eq!(answer.outcome(), format!("303 /accounts/login/?next={PAGE}"), "{}", answer.body);
}

on_every_engine!(a_form_that_waits_for_the_login_is_there_after_it_and_is_sent_once, async |place| {
    let (app, joe, owner) = logged_out_writer(place).await;
    let mut without_cookie = app.visitor();
    // The cookie of a session that has ended, and none at all.
    for (round, client) in [&mut joe.clone(), &mut without_cookie].into_iter().enumerate() {
        for text in short_and_long() {
            let title = format!("Mine {round} & only mine, {} bytes", text.len());
            hold(client, &owner, &title, &text).await;
            assert!(client.session().unwrap().len() < 4_000);
            assert!(client.get("/accounts/login/").await.has("your text will be waiting"), "{title}");
            // A failed login in between loses nothing, nor does another server that answers.
            client.log_in("joe", "wrong").await;
            let second = app.second(|_| {}).await;
            let mut there = Client::of(&second);
            there.cookies = client.cookies.clone();
            assert_eq!(there.log_in("joe", PASSWORD).await.status, 303);
            client.cookies = there.cookies.clone();
            assert!(!client.get("/articles/").await.has(NOTICE), "only its own page shows it");
            let page = client.get(PAGE).await;
            assert!(page.has(NOTICE) && page.alert().is_none(), "{title}");
            assert_eq!((page.value_of("title"), page.text_of("content")), (title.clone(), text.clone()));
            let again = client.get(PAGE).await;
            assert!(!again.has(NOTICE) && again.value_of("title").is_empty(), "once");
            let mut form = form_of(&page, CREATE);
            form.push(("content".into(), text.clone()));
            let sent = client.post_form(CREATE, &borrowed(&form)).await;
            assert_eq!(sent.status, 303, "{title}: {}", sent.html);
            let found = app.texts("SELECT content FROM articles ORDER BY id DESC LIMIT 1").await;
            assert_eq!(found[0].replace("\r\n", "\n"), text);
            assert!(!client.get(PAGE).await.has(NOTICE));
            assert_eq!(client.post_form("/api/accounts/logout", &[]).await.status, 303);
            log_in_long_ago(&app).await;
        }
    }
    assert_eq!(app.rows("articles").await, 4);
    // Some engines keep for a while where a session went that has got a new id.
    assert!(stored(&app).await.iter().all(|text| !text.contains("parked_form")), "nothing stays behind");
});

on_every_engine!(another_user_who_logs_in_never_sees_a_form_that_waits, async |place| {
    let (app, joe, owner) = logged_out_writer(place).await;
    app.member("kim").await;
    for text in short_and_long() {
        let mut client = joe.clone();
        hold(&mut client, &owner, "Private words", &text).await;
        let mut copy = client.clone();
        assert_eq!(client.log_in("kim", PASSWORD).await.status, 303);
        let page = client.get(PAGE).await;
        assert!(!page.body.contains("Private words") && !page.has(NOTICE));
        client.post_form("/api/accounts/logout", &[]).await;
        client.log_in("joe", PASSWORD).await;
        assert!(!client.get(PAGE).await.body.contains("Private words"), "it is dropped");
        // The cookie of before the login is worth nothing: its session has ended.
        log_in_long_ago(&app).await;
        copy.log_in("joe", PASSWORD).await;
        assert!(!copy.get(PAGE).await.body.contains("Private words"));
        for mut browser in [copy, client] {
            assert_eq!(browser.post_form("/api/accounts/logout", &[]).await.status, 303);
        }
        log_in_long_ago(&app).await;
    }
});

on_every_engine!(the_forms_of_several_tabs_wait_side_by_side, async |place| {
    let (app, mut joe, owner) = logged_out_writer(place).await;
    let [_, long] = short_and_long();
    for (title, text) in [("First tab", "One."), ("Second tab", &long), ("Third tab", "Three.")] {
        hold(&mut joe, &owner, title, text).await;
    }
    assert_eq!(joe.log_in("joe", PASSWORD).await.status, 303);
    for title in ["Third tab", "Second tab", "First tab", ""] {
        let page = joe.get(PAGE).await;
        assert_eq!((page.value_of("title").as_str(), page.has(NOTICE)), (title, !title.is_empty()));
    }
    assert_eq!(app.rows("articles").await, 0);
});

on_every_engine!(forms_that_wait_at_the_same_moment_leave_one_session_that_works, async |place| {
    let (app, mut joe, owner) = logged_out_writer(place).await;
    hold(&mut joe, &owner, "The first", "One.").await;
    let [_, long] = short_and_long();
    let posts = (0..6).map(|number| {
        let (mut joe, owner, text) =
            (joe.clone(), owner.clone(), if number % 2 == 0 { long.clone() } else { "Short.".into() });
        async move {
            hold(&mut joe, &owner, "At once", &text).await;
            joe
        }
    });
    // The browser has the cookie of the answer that came last.
    let mut joe = at_once(posts).await.pop().unwrap();
    assert_eq!(joe.log_in("joe", PASSWORD).await.status, 303);
    assert!(joe.is_known_as("joe").await && joe.get(PAGE).await.has(NOTICE));
    assert_eq!(app.rows("articles").await, 0);
});

on_every_engine!(a_refused_form_is_shown_again_once_to_users_and_to_visitors, async |place| {
    let app = place.spawn().await;
    let mut joe = app.member("joe").await;
    for text in ["Short.", &"A long text. ".repeat(450)] {
        let refused = joe.post_form(CREATE, &[("title", ""), ("content", text)]).await;
        assert_eq!(refused.outcome(), format!("303 {PAGE}"));
        assert!(!joe.get("/articles/").await.has("Enter a title"), "only its own page shows it");
        let page = joe.follow(&refused).await;
        assert_eq!((page.text_of("content").as_str(), page.errors_on("title").len()), (text, 1));
        assert_eq!(joe.get(PAGE).await.text_of("content"), "", "once");
    }
    let mut visitor = app.visitor();
    let refused = visitor.log_in("joe", "wrong").await;
    assert_eq!(visitor.follow(&refused).await.value_of("username"), "joe");
    assert!(visitor.session().is_none(), "a visitor has no session for it");
});

on_every_engine!(an_action_that_waits_for_the_password_is_done_with_its_values_once, async |place| {
    let app = place.spawn_with(|settings| settings.accounts.step_up_age = number(0)).await;
    let mut joe = app.member("joe").await;
    let mut other = joe.elsewhere("joe").await;
    let answer = joe.post_form("/api/accounts/sessions/end-others", &[]).await;
    let ending = joe.follow(&answer).await.value_of("action");
    let answer = joe.post_form(UPDATE, &EMAIL).await;
    assert_eq!(answer.outcome(), "303 /accounts/reauthenticate/");
    let token = joe.follow(&answer).await.value_of("action");
    let wrong = joe.post_form(CONFIRM, &[("password", "wrong"), ("action", &token)]).await;
    assert_eq!(joe.follow(&wrong).await.value_of("action"), token, "a wrong password loses nothing");
    assert_eq!(app.texts("SELECT email FROM users").await, [""]);
    // Another server goes on with it.
    let second = app.second(|_| {}).await;
    let mut there = Client::of(&second);
    there.cookies = joe.cookies.clone();
    let before = there.clone();
    let done = there.post_form(CONFIRM, &[("password", PASSWORD), ("action", &token)]).await;
    assert_eq!(done.outcome(), "303 /accounts/");
    assert_eq!(app.texts("SELECT email || first_name || last_name FROM users").await, ["joe@example.comJoeDoe"]);
    assert!(other.is_known_as("Joe Doe").await, "the other action was not done");
    // The cookie of before that is worth nothing, so the action cannot be done twice.
    app.execute("UPDATE users SET email = ''").await;
    let again = before.clone().post_form(CONFIRM, &[("password", PASSWORD), ("action", &token)]).await;
    assert!(again.outcome().contains("/accounts/login/"), "{}", again.outcome());
    assert_eq!(there.post_form(CONFIRM, &[("password", PASSWORD), ("action", &token)]).await.status, 303);
    assert_eq!(app.texts("SELECT email FROM users").await, [""]);
    // The engine `cookie` takes a second password within one second for the first, which is used.
    app.execute("UPDATE cookie_sessions SET used = used - 1").await;
    assert_eq!(there.post_form(CONFIRM, &[("password", PASSWORD), ("action", &ending)]).await.status, 303);
    assert!(!other.is_known_as("Joe Doe").await && there.is_known_as("Joe Doe").await);
});
