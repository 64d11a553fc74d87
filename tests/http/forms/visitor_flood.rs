//! What visitors leave behind is bounded, whatever the field: nothing for a refused form, and for a held one a budget for each
//! network and for the process.

use latchkey::web::urls::FUNCTIONS;

use crate::support::{
    Answer, Client, Kind, TestApp,
    flood::{all, beside_a_reader, post_plain},
    held::CREATE,
    number, on_both,
};

const LOGIN: &str = "/api/accounts/login";

/// Fields that every form may carry, beside its own.
const ANYWHERE: [&str; 6] = ["waited", "owner", "hold", "next", "id", "no such field"];

/// The bytes that the rows of visitors hold.
async fn stored(app: &TestApp) -> i64 {
    app.number("SELECT CAST(COALESCE(SUM(LENGTH(data)), 0) AS BIGINT) FROM sessions WHERE user_id IS NULL").await
}

/// The rows of visitors.
async fn visitors(app: &TestApp) -> i64 {
    app.number("SELECT COUNT(*) FROM sessions WHERE user_id IS NULL").await
}

on_both!(fault_b1_no_field_of_any_form_makes_a_visitor_leave_something_behind, async |kind| {
    let app = TestApp::spawn(kind).await;
    let long = "x".repeat(250_000);
    for function in FUNCTIONS {
        let Some(form) = &function.form else { continue };
        let own = form.remembered.iter().chain(form.also).copied();
        let boxes: Vec<String> = form.boxes.iter().map(|prefix| format!("{prefix}1")).collect();
        for name in own.chain(ANYWHERE).chain(boxes.iter().map(String::as_str)) {
            let mut visitor = app.visitor();
            let answer = visitor.post_form(function.path, &[("username", "x"), (name, &long)]).await;
            assert!(answer.status < 500, "{} {name}: {}", function.path, answer.status);
            assert!(answer.cookies_set().iter().all(|cookie| cookie.len() <= 3_500), "{} {name}", function.path);
            if answer.status == 303 {
                assert_eq!(visitor.follow(&answer).await.status, 200, "{} {name}", function.path);
            }
            assert_eq!(app.rows("sessions").await, 0, "{} {name}", function.path);
        }
    }
});

on_both!(fault_b1_what_does_not_fit_into_the_cookie_is_shown_as_the_answer_to_the_post, async |kind| {
    let app = TestApp::spawn(kind).await;
    let name = "\u{1}".repeat(1_000);
    let page = app.visitor().post_form(LOGIN, &[("username", &name), ("password", "x"), ("next", "/accounts/")]).await;
    assert_eq!((page.status, page.heading().as_str()), (422, "Log in"));
    assert!(page.alert().is_some() || !page.errors_on("username").is_empty());
    assert!(page.cookies_set().is_empty());
    assert_eq!((page.value_of("next").as_str(), app.rows("sessions").await), ("/accounts/", 0));
});

on_both!(fault_b1_a_flood_of_refused_forms_stores_nothing_and_a_reader_notices_nothing, async |kind| {
    let app = TestApp::spawn(kind).await;
    let fields =
        |waited: usize| vec![("username", "x".to_owned()), ("password", String::new()), ("waited", "y".repeat(waited))];
    let flood = async {
        for waited in [0, 250_000] {
            let owned = || fields(waited).into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            let answers = all((0..60).map(|_| post_plain(app.visitor(), LOGIN, owned()))).await;
            assert!(answers.iter().all(|answer| answer.status == 303));
        }
        // Too long for the cookie.
        let long = || vec![("username".to_owned(), "\u{1}".repeat(1_000)), ("password".to_owned(), "x".to_owned())];
        let answers = all((0..60).map(|_| post_plain(app.visitor(), LOGIN, long()))).await;
        assert!(answers.iter().all(|answer| answer.status == 422 && answer.cookies_set().is_empty()));
    };
    beside_a_reader(&app, flood).await;
    assert_eq!(visitors(&app).await, 0);
});

/// An app with a small budget, and the sealed owner of a user's forms.
async fn with_budget(kind: Kind) -> (TestApp, String) {
    let app = TestApp::spawn_with(kind, |settings| {
        settings.sessions.visitor_forms = number(40);
        settings.sessions.visitor_kib = number(2_048);
        settings.sessions.network_forms = number(5);
        settings.sessions.network_kib = number(256);
    })
    .await;
    let owner = app.member("joe").await.get("/articles/create/").await.value_of("owner");
    app.execute("DELETE FROM sessions").await;
    (app, owner)
}

/// Posts an article of that size without a login, from this address.
async fn hold(visitor: Client, owner: String, size: usize) -> Answer {
    let fields = [("title", "T"), ("content", &*"x".repeat(size)), ("owner", &*owner)];
    post_plain(visitor, CREATE, fields.map(|(name, value)| (name.to_owned(), value.to_owned())).into()).await
}

/// Whether the answer says that the form is held; otherwise its text must be there to be copied.
fn is_held(answer: &Answer) -> bool {
    if answer.status == 303 {
        return true;
    }
    answer.assert_error_page(429, "You have been logged out");
    assert!(answer.has("xxxxx") && answer.has("copy it, then log in and paste it"));
    false
}

on_both!(fault_b1_held_forms_of_a_network_are_bounded_in_number_and_in_bytes, async |kind| {
    for (size, most) in [(10, 5), (60_000, 3)] {
        let (app, owner) = with_budget(kind).await;
        let flood = all((0..9).map(|_| hold(app.visitor(), owner.clone(), size)));
        let answers = beside_a_reader(&app, flood).await;
        let held = answers.iter().filter(|answer| is_held(answer)).count();
        assert_eq!((held, visitors(&app).await), (most, i64::try_from(most).unwrap()), "{size}");
        assert!(stored(&app).await <= 256 * 1_024);
        assert!(is_held(&hold(app.visitor().at("198.51.100.9"), owner, size).await), "another network");
    }
});

on_both!(fault_b5_held_forms_from_many_lines_of_one_site_are_bounded_together, async |kind| {
    // Four times the allowance of one line, in number and in bytes.
    for (size, most) in [(10, 20), (60_000, 12)] {
        let (app, owner) = with_budget(kind).await;
        let at = |line: u32| app.visitor().at(&format!("2001:db8:5:{line:x}::1"));
        let flood = all((0..30).map(|line| hold(at(line), owner.clone(), size)));
        let answers = beside_a_reader(&app, flood).await;
        assert_eq!(answers.iter().filter(|answer| is_held(answer)).count(), most, "{size}");
        assert!(is_held(&hold(app.visitor().at("2001:db8:6::1"), owner, size).await), "another site");
    }
});

on_both!(fault_b1_a_flood_of_held_forms_from_everywhere_is_bounded_and_a_reader_notices_nothing, async |kind| {
    // By their number, and by their bytes.
    for (size, most) in [(10, 40..=40), (60_000, 20..=25)] {
        let (app, owner) = with_budget(kind).await;
        let at = |number: u8| app.visitor().at(&format!("203.0.113.{number}"));
        let flood = all((0..60).map(|number| hold(at(number), owner.clone(), size)));
        let answers = beside_a_reader(&app, flood).await;
        let held = answers.iter().filter(|answer| is_held(answer)).count();
        assert!(most.contains(&held), "{size}: {held}");
        assert!(stored(&app).await <= 2_048 * 1_024);
    }
});

on_both!(fault_b1_a_flood_of_forms_that_were_shown_is_forgotten_in_turn_and_a_visitor_notices_nothing, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut visitor = app.visitor();
    let answer = visitor.post_form(LOGIN, &[("username", "somebody"), ("password", "")]).await;
    let flood = async {
        for number in 0..20_000 {
            assert!(app.app.shown.take(&format!("flood {number}"), 300));
            if number % 500 == 0 {
                assert_eq!(app.visitor().get("/accounts/login/").await.status, 200);
            }
        }
    };
    beside_a_reader(&app, flood).await;
    assert_eq!(visitor.follow(&answer).await.value_of("username"), "somebody");
    assert_eq!(visitor.follow(&answer).await.value_of("username"), "", "once");
});

on_both!(fault_b1_a_password_link_that_is_opened_again_and_again_is_bounded_too, async |kind| {
    let (app, _) = with_budget(kind).await;
    let mut root = app.superuser("root").await;
    app.member("anna").await;
    let id = app.user_id("anna").await.to_string();
    let made = root.post_form("/api/staff/users/reset-link", &[("id", &id)]).await;
    let page = root.follow(&made).await;
    let link = &page.body[page.body.find("/accounts/reset/").unwrap()..];
    let link = link[..link.find('"').unwrap()].to_owned();
    let opened = (0..70).map(|_| {
        let (mut visitor, link) = (app.visitor(), link.clone());
        async move { visitor.get(&link).await }
    });
    let answers = beside_a_reader(&app, all(opened)).await;
    let count = |status| answers.iter().filter(|answer| answer.status == status).count();
    assert_eq!((count(302), count(429)), (60, 10));
    assert_eq!(visitors(&app).await, 60);
});
