//! How many queries a page makes: a bounded number, whatever it shows.

use latchkey::web::urls::{Access, PAGES};

use crate::support::{Client, TestApp, on_both, queries::CountingServer};

/// The most queries of a page, for a user and for a visitor.
const FOR_USERS: usize = 3;
const FOR_VISITORS: usize = 1;

/// Pages of the staff area that show one thing with all that belongs to it, with the queries that they make.
const WITH_EVERYTHING: [(&str, usize); 4] =
    [("/staff/users/", 4), ("/staff/users/{id}/", 8), ("/staff/groups/{id}/", 5), ("/staff/groups/{id}/delete/", 4)];

/// Loads a page and counts its queries. `None` for a page that is not shown.
fn queries(server: &CountingServer, client: &Client, path: &str) -> Option<Vec<String>> {
    let (status, queries) = server.load(client, path);
    assert!([200, 302].contains(&status), "{path}: {status}");
    (status == 200).then_some(queries)
}

/// The page from its beginning, and for a list from the middle.
fn addresses(path: &str, id: &str) -> Vec<String> {
    let path = path.replace("{id}", id).replace("{name}", "joe");
    vec![path.clone(), format!("{path}?before=3"), format!("{path}?after=1")]
}

on_both!(a_page_makes_at_most_three_queries_for_a_user_and_one_for_a_visitor, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut joe = app.member("joe").await;
    for _ in 0..4 {
        joe.create_article("Title", "Text").await;
    }
    // What was done is told once, by the next page.
    joe.get("/articles/").await;
    let server = CountingServer::start(&app);
    let visitor = app.visitor();
    let mut shown = (0, 0);
    for page in PAGES.iter().filter(|page| !page.path.starts_with("/staff/")) {
        for address in addresses(page.path, "2") {
            if let Some(queries) = queries(&server, &joe, &address) {
                shown.0 += 1;
                assert!(!queries.is_empty() && queries.len() <= FOR_USERS, "{address}: {queries:#?}");
            }
            if let Some(queries) = queries(&server, &visitor, &address) {
                shown.1 += 1;
                assert!(queries.len() <= FOR_VISITORS, "{address}: {queries:#?}");
            }
        }
    }
    assert!(shown.0 > 40 && shown.1 > 15, "{shown:?}");
});

on_both!(the_list_costs_a_user_one_query_until_something_public_changes, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut joe = app.member("joe").await;
    joe.create_article("Title", "Text").await;
    joe.get("/articles/").await;
    let server = CountingServer::start(&app);
    let counts = |client: &Client| ["/articles/", "/"].map(|path| queries(&server, client, path).unwrap().len());
    assert_eq!(server.load(&joe, "/articles/").1.len(), 2, "it is read once");
    assert_eq!(counts(&joe), [1, 1]);
    app.execute("UPDATE articles SET title = 'Another'").await;
    assert_eq!(server.load(&joe, "/articles/").1.len(), 2);
    assert_eq!(counts(&joe), [1, 1]);
});

on_both!(a_list_of_the_staff_area_makes_at_most_three_queries, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    root.create_article("Title", "Text").await;
    root.get("/articles/").await;
    app.member("joe").await;
    app.execute("INSERT INTO groups (name, name_key) VALUES ('Editors', 'editors')").await;
    app.put_invitation("root", "anna@example.com").await;
    let server = CountingServer::start(&app);
    let staff = PAGES.iter().filter(|page| matches!(page.access, Access::Staff | Access::StaffWith(_)));
    for page in staff {
        let most = WITH_EVERYTHING.iter().find(|(path, _)| *path == page.path).map_or(FOR_USERS, |(_, most)| *most);
        for address in addresses(page.path, "1") {
            let queries = queries(&server, &root, &address).unwrap();
            assert!(queries.len() <= most, "{address}: {queries:#?}");
        }
    }
});
