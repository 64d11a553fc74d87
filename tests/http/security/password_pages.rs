//! A page with a form that asks for a password is kept nowhere.

use latchkey::web::urls::PAGES;

use crate::support::{Answer, Client, TestApp, on_both};

/// True when the page asks; then no cache may keep it.
fn asks(answer: &Answer) -> bool {
    let asks = answer.has("type=\"password\"");
    let kept = answer.header("cache-control").unwrap_or_default();
    assert!(!asks || kept.contains("no-store"), "{}: {kept}", answer.asked);
    asks
}

/// The pages that ask this client for a password.
async fn asking(client: &mut Client) -> Vec<String> {
    let mut found = Vec::new();
    for page in PAGES {
        let path = page.path.replace("{id}", "1");
        if asks(&client.get(&path).await) {
            found.push(path);
        }
    }
    found
}

on_both!(fault_d13_every_page_that_asks_for_a_password_is_stored_nowhere, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    root.create_article("Title", "Content").await;
    assert_eq!(asking(&mut app.visitor()).await, ["/-/style/", "/accounts/login/", "/accounts/signup/"]);
    let asked = [asking(&mut root).await, asking(&mut app.member("joe").await).await].concat();
    for path in ["/accounts/password/", "/accounts/reauthenticate/", "/accounts/delete/"] {
        assert!(asked.iter().any(|asked| asked == path), "{asked:?}");
    }
    // With parameters, without the form, and as the redirect that leads there.
    for path in ["/accounts/login/?next=/articles/", "/accounts/reset/", "/accounts/login"] {
        asks(&app.visitor().get(path).await);
    }
    let kept = app.visitor().get("/accounts/reset/").await.header("cache-control").unwrap().to_owned();
    assert!(kept.contains("no-store"));
});

on_both!(fault_d13_so_is_the_page_that_answers_a_refused_post, async |kind| {
    let app = TestApp::spawn_with(kind, |settings| settings.accounts.throttle = true).await;
    let mut visitor = app.visitor();
    let mut refused = Vec::new();
    for _ in 0..12 {
        let answer = visitor.log_in("joe", "wrong words entirely").await;
        let kept = answer.header("cache-control").unwrap();
        assert!(kept.contains("no-store"), "{}: {kept}", answer.status);
        if answer.status == 303 {
            let page = visitor.follow(&answer).await;
            assert!(asks(&page));
        } else {
            refused.push((answer.status, asks(&answer)));
        }
    }
    assert!(refused.contains(&(429, true)), "{refused:?}");
});
