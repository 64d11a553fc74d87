//! The members of a group, page by page.

use crate::support::{Answer, TestApp, on_both};

/// The members that a page shows.
fn members(page: &Answer) -> Vec<String> {
    page.elements("bdi").into_iter().filter(|name| name.starts_with("user")).collect()
}

on_both!(every_member_of_a_group_is_on_exactly_one_page, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    app.execute("INSERT INTO groups (name, name_key) VALUES ('Helpers', 'helpers')").await;
    for number in 100..211 {
        app.execute(&format!(
            "INSERT INTO users (username, username_key, password, email, date_joined) \
             VALUES ('user{number}', 'user{number}', '!', '', 1)"
        ))
        .await;
    }
    app.execute(
        "INSERT INTO user_groups (user_id, group_id) SELECT u.id, g.id FROM users u, groups g WHERE username <> 'root'",
    )
    .await;
    let group = format!("/staff/groups/{}/", app.number("SELECT id FROM groups").await);
    let mut path = group.clone();
    let mut seen = Vec::new();
    let mut pages = 0;
    loop {
        let page = root.get(&path).await;
        assert_eq!(page.status, 200);
        assert!(page.has("Members (111)"), "{}", page.body);
        seen.extend(members(&page));
        pages += 1;
        match page.link("Next") {
            Some(next) => path = next,
            None => break,
        }
    }
    let all: Vec<String> = (100..211).map(|number| format!("user{number}")).collect();
    assert_eq!((pages, seen), (3, all.clone()));
    // And back to the first page.
    let page = root.get(&path).await;
    let second = root.get(&page.link("Previous").unwrap()).await;
    assert_eq!(members(&second), all[50..100]);
    let first = root.get(&second.link("Previous").unwrap()).await;
    assert_eq!(members(&first), all[..50]);
    assert!(first.link("Previous").is_none());
    let past_the_end = root.get(&format!("{group}?before=999999")).await;
    assert!(past_the_end.has("No more members.") && members(&past_the_end).is_empty());
});
