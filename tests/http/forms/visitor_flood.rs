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
    };
    beside_a_reader(&app, flood).await;
    assert_eq!(app.number("SELECT COUNT(*) FROM sessions WHERE user_id IS NULL").await, 0);
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
async fn hold(visitor: Client, owner: &str, size: usize) -> Answer {
    let fields = [("title", "T"), ("content", &*"x".repeat(size)), ("owner", owner)];
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
        let mut held = 0;
        for _ in 0..9 {
            held += i64::from(is_held(&hold(app.visitor(), &owner, size).await));
        }
        assert_eq!((held, app.rows("sessions").await), (most, most), "{size}");
        assert!(stored(&app).await <= 256 * 1_024);
        assert!(is_held(&hold(app.visitor().at("198.51.100.9"), &owner, size).await), "another network");
    }
});

on_both!(fault_b5_held_forms_from_many_lines_of_one_site_are_bounded_together, async |kind| {
    let (app, owner) = with_budget(kind).await;
    let mut held = 0;
    for line in 0..30 {
        held += u32::from(is_held(&hold(app.visitor().at(&format!("2001:db8:5:{line:x}::1")), &owner, 10).await));
    }
    assert_eq!(held, 20, "four times the allowance of one line");
});

on_both!(fault_b1_a_flood_of_held_forms_from_everywhere_is_bounded_and_a_reader_notices_nothing, async |kind| {
    let (app, owner) = with_budget(kind).await;
    let flood = async {
        let answers = all((0..60_u8).map(|number| {
            let (visitor, owner) = (app.visitor().at(&format!("203.0.113.{number}")), owner.clone());
            async move { hold(visitor, &owner, 60_000).await }
        }))
        .await;
        answers.iter().filter(|answer| is_held(answer)).count()
    };
    let held = beside_a_reader(&app, flood).await;
    assert!((20..=40).contains(&held), "{held}");
    assert!(stored(&app).await <= 2_048 * 1_024);
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
    let mut statuses = Vec::new();
    for _ in 0..260 {
        statuses.push(app.visitor().get(&link).await.status);
    }
    assert_eq!(statuses.iter().filter(|status| **status == 302).count(), 256, "as many as 256 KiB hold");
    assert_eq!(statuses[256..], [429; 4]);
    assert_eq!(app.number("SELECT COUNT(*) FROM sessions WHERE user_id IS NULL").await, 256);
});
