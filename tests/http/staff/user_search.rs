//! The list of users: found by letters anywhere in what they are called, narrowed by state and group, counted, downloaded alike.

use latchkey::shared::encode_query_value;

use crate::support::{Answer, Client, Kind, TestApp, on_both};

/// The user names on a page of the list, in their order.
fn names(page: &Answer) -> Vec<String> {
    assert_eq!(page.status, 200, "{}", page.body);
    let cells = page.body.split("href=\"/staff/users/").skip(1);
    cells.filter_map(|rest| Some(rest.split_once("<bdi>")?.1.split_once('<')?.0.to_owned())).collect()
}

async fn found(staff: &mut Client, text: &str) -> Vec<String> {
    names(&staff.get(&format!("/staff/users/?q={}", encode_query_value(text))).await)
}

async fn add(app: &TestApp, name: &str, email: &str, first: &str, last: &str) {
    let (key, email_key) = (name.to_lowercase(), email.to_lowercase());
    let sql = format!(
        "INSERT INTO users (username, username_key, password, email, email_key, first_name, last_name, date_joined) \
         VALUES ('{name}', '{key}', '!', '{email}', '{email_key}', '{first}', '{last}', 0)"
    );
    assert_eq!(app.execute(&sql).await, 1);
}

async fn people(app: &TestApp) {
    add(app, "joanna", "j.lee@Mail.example", "Joanna", "Lee").await;
    add(app, "gd_hong", "gildong@example.com", "길동", "홍").await;
    add(app, "Anna", "", "Anna", "O''Brien").await;
    add(app, "susanna.b", "s_100%@example.com", "Susanna", "Lee-Park").await;
}

on_both!(users_are_found_by_letters_anywhere_in_their_names_and_address, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut staff = app.staff("boss", &["accounts.view_user"]).await;
    people(&app).await;
    for (text, expected) in [
        // Whose user name it is stands first; the others are sorted by age.
        ("anna", &["Anna", "susanna.b", "joanna"][..]),
        ("ANN", &["susanna.b", "Anna", "joanna"]),
        ("lee", &["susanna.b", "joanna"]),
        ("lee joa", &["joanna"]),
        ("j.lee@mail", &["joanna"]),
        ("LEE@", &["joanna"]),
        ("길동", &["gd_hong"]),
        ("동", &["gd_hong"]),
        ("홍길동", &["gd_hong"]),
        ("d_h", &["gd_hong"]),
        ("e-p", &["susanna.b"]),
        ("o'brien", &["Anna"]),
        ("n", &["susanna.b", "Anna", "gd_hong", "joanna"]),
        // Signs of a pattern stand for themselves, and what is only signs finds nothing.
        ("s_1", &["susanna.b"]),
        ("s%1", &["susanna.b"]),
        ("an_a", &[]),
        ("%", &[]),
        ("*", &[]),
        // All three letters are there, but not together.
        ("anne", &[]),
        ("nananna", &[]),
    ] {
        assert_eq!(found(&mut staff, text).await, expected, "{text}");
    }
});

on_both!(what_is_found_follows_every_change_of_a_name_and_a_deletion, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    app.member("anna").await;
    let fields = [("email", "new@example.com"), ("first_name", "Berta"), ("last_name", "Quick")];
    let mut anna = app.visitor().elsewhere("anna").await;
    assert_eq!(anna.post_form("/api/accounts/update", &fields).await.status, 303);
    for text in ["bert", "uick", "w@ex", "anna"] {
        assert_eq!(found(&mut root, text).await, ["anna"], "{text}");
    }
    app.execute("UPDATE users SET first_name = '' WHERE username = 'anna'").await;
    assert!(found(&mut root, "bert").await.is_empty());
    app.execute("DELETE FROM users WHERE username = 'anna'").await;
    assert!(found(&mut root, "uick").await.is_empty());
    if kind == Kind::Sqlite {
        assert_eq!(app.number("SELECT COUNT(*) FROM user_search").await, 1);
    }
});

on_both!(a_list_is_narrowed_by_state_and_group_and_so_is_its_download, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut staff = app.staff("boss", &["accounts.view_user", "accounts.view_group"]).await;
    people(&app).await;
    app.execute("INSERT INTO groups (name, name_key) VALUES ('편집부', '편집부'), ('Others', 'others')").await;
    let group = app.number("SELECT id FROM groups WHERE name = '편집부'").await;
    let join = format!(
        "INSERT INTO user_groups (user_id, group_id) SELECT id, {group} FROM users WHERE first_name <> 'Joanna'"
    );
    app.execute(&format!("{join} AND id > 1")).await;
    app.execute("UPDATE users SET is_active = FALSE WHERE username IN ('Anna', 'joanna')").await;
    for (query, expected) in [
        (format!("group={group}"), &["susanna.b", "Anna", "gd_hong"][..]),
        (format!("group={group}&show=active"), &["susanna.b", "gd_hong"]),
        (format!("group={group}&show=inactive&order=name"), &["Anna"]),
        (format!("q=anna&group={group}"), &["Anna", "susanna.b"]),
        (format!("q=anna&group={group}&show=inactive"), &["Anna"]),
        ("q=anna&show=inactive".to_owned(), &["Anna", "joanna"]),
        ("q=ann&show=active".to_owned(), &["susanna.b"]),
        ("show=active&order=name".to_owned(), &["boss", "gd_hong", "susanna.b"]),
        ("show=staff".to_owned(), &["boss"]),
        ("group=999".to_owned(), &[]),
        ("group=x".to_owned(), &[]),
    ] {
        let page = staff.get(&format!("/staff/users/?{query}")).await;
        assert_eq!(names(&page), expected, "{query}");
        let counted = if expected.len() == 1 { "1 user".to_owned() } else { format!("{} users", expected.len()) };
        assert!(expected.is_empty() || page.has(&format!("<p class=\"count\">{counted}</p>")), "{query} {}", page.body);
        let Some(csv) = page.link("Download this list as CSV") else {
            assert!(expected.is_empty(), "{query}");
            continue;
        };
        let csv = csv.replace("&amp;", "&");
        let lines = staff.get(&csv).await.body;
        let first = lines
            .lines()
            .skip(1)
            .filter_map(|line| Some(line.split(',').next()?.trim_matches('"')))
            .collect::<Vec<_>>();
        assert_eq!(first, expected, "{csv}");
    }
    // Who may not see groups sees no list of a group.
    let mut other = app.staff("other", &["accounts.view_user"]).await;
    assert_eq!(other.get(&format!("/staff/users/?group={group}")).await.status, 403);
    assert!(!other.get("/staff/users/").await.has("편집부"));
});

on_both!(an_exact_name_stands_first_once_on_all_pages, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut staff = app.staff("boss", &["accounts.view_user"]).await;
    add(&app, "kim", "", "", "").await;
    for index in 0..35 {
        add(&app, &format!("kim{index:02}"), "", "", "").await;
    }
    let first = staff.get("/staff/users/?q=KIM").await;
    let older = first.link("Older").unwrap().replace("&amp;", "&");
    let all = [names(&first), names(&staff.get(&older).await)].concat();
    let expected = ["kim".to_owned()].into_iter().chain((0..35).rev().map(|index| format!("kim{index:02}")));
    assert_eq!(all, expected.collect::<Vec<_>>());
    assert!(first.has("36 users"), "{}", first.body);
});
