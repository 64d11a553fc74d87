//! Which page an address is: one spelling for each, and one decision.

use axum::http::Method;
use latchkey::web::urls::PAGES;

use crate::support::{TestApp, on_both};

/// Addresses that a less exact router takes for a page.
const NO_PAGES: [&str; 31] = [
    "/articles/./create/",
    "/articles/%2e/create/",
    "/articles/%2E/create/",
    "/articles/x/../create/",
    "/articles/x/%2e%2e/create/",
    "/./articles/create/",
    "/accounts/../articles/create/",
    "/articles/create/.",
    "/articles/create/./",
    "/articles/create/x/..",
    "/articles/.",
    "/articles/./",
    "/articles/../",
    "/articles/%2e%2e/",
    "/articles/.%2e/",
    "/articles/../update/",
    "/staff/users/./",
    "/staff/users/../",
    "/staff/groups/%2e/delete/",
    "//articles/",
    "//articles/create/",
    "/articles//",
    "/articles//create/",
    "/articles/create//",
    "/ARTICLES/",
    "/articles/Create/",
    "/%61rticles/create/",
    "/articles/cr%65ate/",
    "/articles%2fcreate/",
    "/articles\\create/",
    "/articles/create;x/",
];

on_both!(fault_d2_an_address_that_no_page_has_shows_the_page_not_found_and_nothing_else, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    root.create_article("Hidden below", "Words").await;
    let mut visitor = app.visitor();
    for path in NO_PAGES {
        let page = visitor.get(path).await;
        page.assert_error_page(404, "Page not found");
        assert!(page.form_actions().is_empty() && !page.body.contains("Hidden below"), "{path}");
        let page = root.get(path).await;
        page.assert_error_page(404, "Page not found");
        assert_eq!(page.form_actions(), ["/api/accounts/logout"], "{path}");
        assert!(!page.body.contains("Hidden below") && !page.has("name=\"title\""), "{path}");
        assert_eq!(visitor.ask(Method::HEAD, path).await.status, 404, "{path}");
        root.ask(Method::POST, path).await.assert_error_page(404, "Page not found");
        if let Some(without_slash) = path.strip_suffix('/').filter(|path| !path.ends_with('/')) {
            visitor.get(without_slash).await.assert_error_page(404, "Page not found");
        }
    }
});

on_both!(fault_d2_the_page_not_found_is_live_and_leads_back_to_where_it_stands, async |kind| {
    let app = TestApp::spawn(kind).await;
    let page = app.visitor().get("/nowhere/?q=a%26b").await;
    page.assert_error_page(404, "Page not found");
    assert!(page.body.contains("hydrate()"), "its script is there");
    assert_eq!(page.link("Log in").as_deref(), Some("/accounts/login/?next=/nowhere/%3Fq%3Da%2526b"));
});

/// Other spellings of an id, and numbers that are none.
fn other_spellings(id: i64) -> Vec<String> {
    let last = id % 10;
    vec![
        format!("+{id}"),
        format!("0{id}"),
        format!("{id}%20"),
        format!("%20{id}"),
        format!("{id}.0"),
        format!("-{id}"),
        format!("{}%3{last}", (id / 10).to_string().trim_start_matches('0')),
        format!("%EF%BC%9{last}"),
        "0".to_owned(),
        "9223372036854775808".to_owned(),
        format!("{}", i128::from(id) + (1 << 64)),
    ]
}

on_both!(fault_d3_a_thing_has_one_address, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    // The first of its kind each: article, group and user.
    assert_eq!(root.create_article("T", "C").await, 1);
    app.execute("INSERT INTO groups (name, name_key) VALUES ('Editors', 'editors')").await;
    app.put_invitation("root", "anna@example.com").await;
    let mut visitor = app.visitor();
    for page in PAGES.iter().filter(|page| page.path.contains("{id}")) {
        for spelling in other_spellings(1) {
            let path = page.path.replace("{id}", &spelling);
            root.get(&path).await.assert_error_page(404, "Page not found");
            visitor.get(&path).await.assert_error_page(404, "Page not found");
            root.get(path.trim_end_matches('/')).await.assert_error_page(404, "Page not found");
        }
        assert_eq!(root.get(&page.path.replace("{id}", "1")).await.status, 200, "{}", page.path);
    }
});

on_both!(fault_d3_a_posted_id_has_one_spelling, async |kind| {
    let app = TestApp::spawn(kind).await;
    let (mut root, mut joe) = (app.superuser("root").await, app.member("joe").await);
    let id = root.create_article("T", "C").await;
    let mut spellings = vec!["0".to_owned(), "-1".to_owned(), "9223372036854775808".to_owned(), "\u{ff11}".to_owned()];
    spellings.extend([format!("+{id}"), format!("0{id}"), format!(" {id}"), format!("{id} "), format!("{id}.0")]);
    spellings.extend(["1e0".to_owned(), "x".to_owned(), String::new()]);
    for spelling in &spellings {
        let fields = [("id", &**spelling), ("version", "1"), ("title", "New"), ("content", "C")];
        for name in ["detail", "editable", "deletable", "delete", "update"] {
            let answer = root.post_json(&format!("/api/articles/{name}"), &fields).await;
            assert_eq!(answer.status, 404, "{name} {spelling:?}: {}", answer.body);
        }
        for name in ["staff/user", "staff/users/delete", "staff/users/deletion", "staff/users/end-sessions"]
            .into_iter()
            .chain(["staff/users/reset-link", "staff/groups/delete", "staff/groups/deletion", "accounts/sessions/end"])
        {
            let answer = root.post_json(&format!("/api/{name}"), &fields[..1]).await;
            assert_eq!(answer.status, 404, "{name} {spelling:?}: {}", answer.body);
            if name.starts_with("staff/") {
                assert_eq!(
                    joe.post_json(&format!("/api/{name}"), &fields[..1]).await.status,
                    403,
                    "access comes first"
                );
            }
        }
    }
    assert_eq!(app.texts("SELECT title FROM articles").await, ["T"]);
    let answer = joe.post_json("/api/articles/detail", &[("id", &id.to_string())]).await;
    assert_eq!((answer.status, answer.json()["title"].as_str()), (200, Some("T")));
});

on_both!(fault_d3_a_cursor_in_another_spelling_is_none, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut joe = app.member("joe").await;
    joe.create_article("The only one", "C").await;
    for cursor in ["%2B1", "+1", "01", "1%20", "-1", "1.0", "9223372036854775808", "%00", "%ff", "x"] {
        for name in ["before", "after"] {
            for page in ["/articles/", "/accounts/sessions/", "/accounts/activity/"] {
                let answer = joe.get(&format!("{page}?{name}={cursor}")).await;
                assert_eq!(answer.status, 200);
                assert!(!answer.has("No more articles") && !answer.has("rel=\"prev\""), "{page} {name}={cursor}");
            }
            assert!(joe.get(&format!("/articles/?{name}={cursor}")).await.has("The only one"));
        }
    }
    assert!(joe.get("/articles/?before=1").await.has("No more articles"));
});
