//! Submissions that cannot be held, or whose page is gone after the login: they are shown once for copying, never with a password.

use latchkey::{server::secret_key::SecretKey, web::urls::FUNCTIONS};

use crate::support::{
    Answer, PASSWORD, TestApp,
    held::{CREATE, NOTICE, writer},
    on_both,
};

const TYPED: [(&str, &str); 3] = [("title", "My title"), ("content", "Line <two>"), ("password", "secret words")];

/// Checks the error page that says why the submission was not held, and that shows its values.
fn assert_shown_and_not_held(answer: &Answer, status: u16, why: &str) {
    answer.assert_error_page(status, "You have been logged out");
    assert!(answer.has(why) && answer.has("copy it, then log in and paste it"), "{}", answer.html);
    assert!(answer.has("My title") && answer.has("Line &lt;two&gt;"), "{}", answer.html);
    assert!(!answer.body.contains("secret words") && answer.cookies_set().is_empty());
    let login = answer.link("Log in in a new tab");
    assert_eq!(login.as_deref(), Some("/accounts/login/?next=/articles/create/"));
}

on_both!(up_to_64_kib_are_held_and_a_larger_form_is_shown_and_not_held, async |kind| {
    let (app, mut client, owner) = writer(kind).await;
    app.execute("DELETE FROM sessions").await;
    // The limit counts names and values of the fields that are held.
    let most = 64 * 1_024 - "title".len() - "My title".len() - "content".len();
    let text = |size: usize| format!("Line <two>{}", "x".repeat(size - "Line <two>".len()));
    let (too_much, just_enough) = (text(most + 1), text(most));
    let fields = |content| [TYPED[0], ("content", content), TYPED[2], ("owner", owner.as_str())];
    let answer = client.post_form(CREATE, &fields(too_much.as_str())).await;
    assert_shown_and_not_held(&answer, 413, "too long for us to keep until you have logged in: at most 64 KiB");
    assert_eq!(app.rows("sessions").await, 0);

    let answer = client.post_form(CREATE, &fields(just_enough.as_str())).await;
    assert_eq!(answer.outcome(), "303 /accounts/login/?next=/articles/create/");
    client.log_in("joe", PASSWORD).await;
    assert!(client.get("/articles/create/").await.text_of("content") == just_enough);
});

on_both!(a_network_cannot_fill_the_database_and_its_further_forms_are_shown_and_not_held, async |kind| {
    let (app, _, owner) = writer(kind).await;
    app.execute("DELETE FROM sessions").await;
    let mut answers = Vec::new();
    for _ in 0..35 {
        answers.push(app.visitor().post_form(CREATE, &[&TYPED[..], &[("owner", &owner)]].concat()).await);
    }
    let kept = answers.iter().filter(|answer| answer.status == 303).count();
    assert_eq!(kept, 30);
    for answer in &answers[kept..] {
        assert_shown_and_not_held(answer, 429, "already waiting from your network");
    }
    assert_eq!(app.rows("sessions").await, i64::try_from(kept).unwrap());
});

on_both!(fault_d11_a_form_that_does_not_say_whose_it_is_is_shown_and_never_held, async |kind| {
    let (app, mut joe, owner) = writer(kind).await;
    let other_key = SecretKey::new("another-key-another-key-another-key-another", &[]).unwrap();
    let owners = ["", "made up", "0", " ", &owner[1..], &other_key.seal("owner", &1_i64).unwrap()];
    app.execute("DELETE FROM sessions").await;
    for owner in owners {
        let mut fields = [&TYPED[..], &[("owner", owner)]].concat();
        if owner.is_empty() {
            // The form of a visitor's page has none.
            fields.pop();
        }
        assert_shown_and_not_held(&joe.clone().post_form(CREATE, &fields).await, 401, "who wrote it");
        assert_shown_and_not_held(&app.visitor().post_form(CREATE, &fields).await, 401, "who wrote it");
    }
    assert_eq!(app.rows("sessions").await, 0);
    // Nothing was typed, so there is nothing to copy.
    let answer = joe.post_form(CREATE, &[("title", ""), ("content", "")]).await;
    assert_eq!(answer.outcome(), "303 /accounts/login/?next=/articles/create/");
});

on_both!(fault_d11_no_form_at_all_is_held_without_its_owner_and_the_next_user_gets_none, async |kind| {
    let app = TestApp::spawn(kind).await;
    app.superuser("root").await;
    app.execute("DELETE FROM sessions").await;
    for function in FUNCTIONS.iter().filter(|function| function.form.as_ref().is_some_and(|form| form.is_held)) {
        let form = function.form.as_ref().unwrap();
        let mut fields: Vec<(&str, &str)> = form.remembered.iter().map(|name| (*name, "planted words")).collect();
        fields.extend([("id", "1"), ("version", "1"), ("is_superuser", "on"), ("permission_accounts.add_user", "on")]);
        let mut visitor = app.visitor();
        let answer = visitor.post_form(function.path, &fields).await;
        assert_eq!(answer.status, 401, "{}", function.path);
        assert!(answer.has("planted words") && answer.has("copy it, then log in and paste it"), "{}", function.path);
        assert_eq!(app.rows("sessions").await, 0, "{}", function.path);
        visitor.log_in("root", PASSWORD).await;
        let page = visitor.get(&form.path(Some("1"))).await;
        assert!(!page.has(NOTICE) && !page.body.contains("planted words"), "{}", function.path);
        app.execute("DELETE FROM sessions").await;
    }
});

on_both!(fault_d11_a_form_that_an_earlier_release_held_for_anybody_is_dropped_at_the_login, async |kind| {
    let (app, mut client, owner) = writer(kind).await;
    app.execute("DELETE FROM sessions").await;
    let answer = client.post_form(CREATE, &[&TYPED[..], &[("owner", &owner)]].concat()).await;
    assert_eq!(answer.status, 303);
    let (cookie, key) = (client.session().unwrap().to_owned(), &app.app.secret_key);
    let sealed = app.session_data(&cookie).await["parked_form"].as_str().unwrap().to_owned();
    let mut held: serde_json::Value = key.open("parked_form", &sealed).unwrap();
    held[0]["owner"] = serde_json::Value::Null;
    app.put_into_session(&cookie, "parked_form", &key.seal("parked_form", &held).unwrap()).await;
    client.log_in("joe", PASSWORD).await;
    assert!(!client.get("/articles/create/").await.body.contains("My title"));
    assert!(app.session_data(client.session().unwrap()).await.get("parked_form").is_none());
});

on_both!(a_held_form_whose_page_is_gone_is_shown_there_once_for_copying, async |kind| {
    for (change, status, heading) in [
        ("DELETE FROM articles", 404, "Page not found"),
        ("UPDATE articles SET author_id = NULL", 403, "Not yours to change"),
    ] {
        let (app, mut client, owner) = writer(kind).await;
        let id = client.create_article("First", "Text").await.to_string();
        let path = format!("/articles/{id}/update/");
        app.execute("DELETE FROM sessions").await;
        let about = [("id", id.as_str()), ("version", "1"), ("owner", owner.as_str())];
        let answer = client.post_form("/api/articles/update", &[&TYPED[..], &about].concat()).await;
        assert_eq!(answer.outcome(), format!("303 /accounts/login/?next={path}"));
        app.execute(change).await;
        client.log_in("joe", PASSWORD).await;

        let page = client.get(&path).await;
        page.assert_error_page(status, heading);
        assert_eq!(page.user_name().as_deref(), Some("joe"));
        assert!(page.has("Copy anything you want to keep") && page.has("My title") && page.has("Line &lt;two&gt;"));
        assert!(!page.has(NOTICE) && !page.body.contains("secret words") && page.link("Log in in a new tab").is_none());
        let again = client.get(&path).await;
        again.assert_error_page(status, heading);
        assert!(!again.body.contains("My title"), "once");
    }
});
