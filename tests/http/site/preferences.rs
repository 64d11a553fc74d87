//! What a browser keeps for its visitor without a session: the theme, the zone, a user name, a notice that is put away. None of it gets
//! into a page that another visitor sees.

use latchkey::web::cookies::{COOKIES, Name};

use crate::support::{Client, PASSWORD, TestApp, on_both};

const THEME: &str = "/api/device/theme";

/// The opening tag of the document.
fn root(html: &str) -> &str {
    html.split("><head>").next().unwrap()
}

on_both!(a_theme_is_in_every_page_of_its_visitor_and_in_no_other, async |kind| {
    let app = TestApp::spawn(kind).await;
    app.member("joe").await.create_article("Title", "Text").await;
    let mut dark = app.visitor();
    assert_eq!(dark.post_form(THEME, &[("theme", "dark")]).await.outcome(), "303 /device/");
    assert!(dark.get("/device/").await.control("theme").contains("value=\"system\""));
    for path in ["/", "/articles/", "/articles/1/", "/accounts/login/", "/nowhere/"] {
        // Not kept yet, kept, and out of the cache.
        for _ in 0..3 {
            assert!(root(&dark.get(path).await.body).contains(" data-theme=\"dark\""), "{path}");
            assert!(!app.visitor().get(path).await.body.contains("data-theme"), "{path}");
        }
    }
    dark.post_form(THEME, &[("theme", "system")]).await;
    assert!(dark.cookies.is_empty() && !dark.get("/").await.body.contains("data-theme"));
    let refused = dark.post_json(THEME, &[("theme", "<b>")]).await;
    assert_eq!((refused.status, refused.cookies_set().len()), (422, 0));
    dark.cookies.insert("theme".into(), "\"><script>".into());
    assert!(!dark.get("/").await.body.contains("data-theme"), "what is no theme is none");
});

on_both!(a_copy_of_another_theme_is_not_taken_for_the_page, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut visitor = app.visitor();
    for _ in 0..3 {
        visitor.get("/").await;
    }
    let plain = visitor.get("/").await.header("etag").unwrap().to_owned();
    visitor.cookies.insert("theme".into(), "light".into());
    let mut request = visitor.request(axum::http::Method::GET, "/", crate::support::Style::Plain);
    request.headers_mut().insert("if-none-match", plain.parse().unwrap());
    let answer = visitor.send(request).await;
    assert_eq!(answer.status, 200);
    assert_ne!(answer.header("etag"), Some(&*plain));
});

on_both!(a_user_name_is_filled_in_where_that_was_asked_for_and_nowhere_else, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut joe = app.member("joe").await;
    assert_eq!(joe.post_form("/api/device/username", &[("remember", "on")]).await.outcome(), "303 /device/");
    assert!(!joe.cookies["username"].contains("joe"), "sealed");
    joe.post_form("/api/accounts/logout", &[]).await;
    for _ in 0..3 {
        let login = joe.get("/accounts/login/").await;
        assert_eq!(login.value_of("username"), "joe");
        assert!(login.control("password").contains("autofocus"));
        assert_eq!(app.visitor().get("/accounts/login/").await.value_of("username"), "");
    }
    let mut forger = app.visitor();
    forger.cookies.insert("username".into(), "joe".into());
    assert_eq!(forger.get("/accounts/login/").await.value_of("username"), "");

    joe.log_in("joe", PASSWORD).await;
    joe.post_form("/api/device/username", &[]).await;
    assert!(!joe.cookies.contains_key("username"));
});

on_both!(the_operators_notice_is_shown_until_it_is_put_away_and_a_new_one_again, async |kind| {
    let app = TestApp::spawn_with(kind, |settings| settings.site.notice = "Closed on <Monday>".to_owned()).await;
    let mut visitor = app.visitor();
    for _ in 0..3 {
        assert!(visitor.get("/articles/").await.has("Closed on &lt;Monday&gt;"));
    }
    let put_away = [("until", "today"), ("next", "/articles/")];
    let answer = visitor.post_form("/api/device/notice", &put_away).await;
    assert_eq!(answer.outcome(), "303 /articles/");
    let age: i64 =
        answer.cookies_set()[0].split("Max-Age=").nth(1).unwrap().split(';').next().unwrap().parse().unwrap();
    assert!((1..=86_400).contains(&age), "{age}");
    for _ in 0..3 {
        assert!(!visitor.get("/articles/").await.has("Closed on"));
        assert!(app.visitor().get("/articles/").await.has("Closed on"), "others see it");
    }
    let other = app.second(|settings| settings.site.notice = "Open again".to_owned()).await;
    let mut there = Client::of(&other);
    there.cookies.clone_from(&visitor.cookies);
    assert!(there.get("/articles/").await.has("Open again"));
    there.post_form("/api/device/notice", &[("until", "always"), ("next", "//evil.example")]).await;
    assert!(!there.get("/articles/").await.has("Open again"));
});

on_both!(the_welcome_of_the_front_page_is_put_away_by_its_visitor_alone_and_can_be_opened, async |kind| {
    let app = TestApp::spawn_with(kind, |settings| settings.site.about = "A <house> of texts".to_owned()).await;
    let (mut visitor, mut joe) = (app.visitor(), app.member("joe").await);
    for reader in [&mut visitor, &mut joe] {
        let page = reader.get("/").await;
        assert!(page.has("A &lt;house&gt; of texts") && page.has("show this again") && !page.has("<summary"));
        assert_eq!(reader.post_form("/api/device/welcome", &[]).await.outcome(), "303 /");
        // Others go on seeing it, whichever page the cache has kept.
        for _ in 0..3 {
            let page = reader.get("/").await;
            assert!(page.has("<summary") && page.has("of texts") && !page.has("show this again"));
            assert!(app.visitor().get("/").await.has("show this again"));
        }
    }
    visitor.post_form("/api/device/forget", &[]).await;
    assert!(visitor.cookies.is_empty() && visitor.get("/").await.has("show this again"));
});

on_both!(all_that_was_chosen_is_forgotten_on_request_and_a_session_stays, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut joe = app.member("joe").await;
    joe.post_form(THEME, &[("theme", "light")]).await;
    joe.post_form("/api/device/username", &[("remember", "on")]).await;
    joe.cookies.insert("zone".into(), "540".into());
    assert_eq!(joe.post_form("/api/device/forget", &[]).await.outcome(), "303 /device/");
    assert_eq!(joe.cookies.keys().collect::<Vec<_>>(), ["sessionid"]);
    assert!(joe.is_known_as("joe").await);
});

on_both!(a_users_times_are_in_the_zone_that_the_browser_has_told, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut joe = app.member("joe").await;
    joe.create_article("Title", "Text").await;
    app.execute("UPDATE articles SET created = 1795435000").await;
    joe.cookies.insert("zone".into(), "540".into());
    let page = joe.get("/articles/1/").await;
    assert!(root(&page.body).contains("data-zone=\"540\"") && page.has("title=\"23 Nov 2026, 20:56 UTC+9\""));
    let mut visitor = app.visitor();
    visitor.cookies.insert("zone".into(), "540".into());
    let page = visitor.get("/articles/1/").await;
    assert!(!page.body.contains("data-zone") && page.has(">23 Nov 2026</time>"), "a visitor's page is for all");
});

on_both!(the_page_on_privacy_names_every_cookie_that_the_site_sets, async |kind| {
    let app = TestApp::spawn_with(kind, |settings| settings.site.notice = "Hello".to_owned()).await;
    let page = app.visitor().get("/privacy/").await;
    let mut joe = app.member("joe").await;
    let mut set = vec!["sessionid".to_owned()];
    for (path, fields) in [
        (THEME, vec![("theme", "dark")]),
        ("/api/device/username", vec![("remember", "on")]),
        ("/api/device/notice", vec![("until", "always")]),
        ("/api/device/welcome", vec![]),
    ] {
        set.extend(names(&joe.post_form(path, &fields).await.cookies_set()));
    }
    joe.create_article("Title", "Text").await;
    let mut visitor = app.visitor();
    set.extend(names(&visitor.post_form("/api/articles/save", &[("id", "1")]).await.cookies_set()));
    set.extend(names(&visitor.post_form("/api/accounts/login", &[("username", "joe")]).await.cookies_set()));
    set.push("zone".to_owned());
    for name in &set {
        assert!(page.has(&format!("<code>{name}</code>")), "{name}");
    }
    assert_eq!(page.body.matches("<code>").count(), COOKIES.len());
    let fixed = COOKIES.iter().filter_map(|row| if let Name::Fixed(name) = row.name { Some(name) } else { None });
    assert!(fixed.into_iter().all(|name| set.iter().any(|set| set == name)), "{set:?}");
});

/// The names of the cookies in these lines.
fn names(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|line| line.split('=').next().unwrap().to_owned()).collect()
}
