//! Names of groups that look alike are one name, at every form and command that takes one, and in a database of an earlier release.

use crate::support::{
    Program, TestApp,
    forms::{Fields, borrowed, send, user_form, with},
    on_both, run,
};

/// Each is shown as "Editors".
const ALIKE: [&str; 14] = [
    "Editors",
    "editors ",
    "Editors\u{200d}",
    "Editors\u{200c}",
    "Editors\u{fe0f}",
    "Editors\u{fe00}",
    "Editors\u{e0041}",
    "Editors\u{e0100}",
    "Edi\u{34f}tors",
    "Edi\u{200c}tors",
    "Edi\u{200d}tors",
    "Edi\u{180b}tors",
    "\u{2800}Editors\u{2800}",
    "\u{feff}Ｅditors\u{fffb}",
];

on_both!(groups_are_found_by_letters_anywhere_in_their_name_and_paged, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    for name in ["Editors", "Sub-editors", "Helpers", "50% _off_!", "편집하는 사람들"] {
        assert_eq!(root.post_form("/api/staff/groups/create", &[("name", name)]).await.status, 303, "{name}");
    }
    for number in 0..31 {
        app.execute(&format!("INSERT INTO groups (name, name_key) VALUES ('Team {number:02}', 'team {number:02}')"))
            .await;
    }
    let mut found = async |query: &str| {
        let page = root.get(&format!("/staff/groups/?{query}")).await;
        (page.html.split("<th scope=\"row\">").count() - 1, page)
    };
    for (query, count) in
        [("q=EDITORS", 2), ("q=%EC%A7%91%ED%95%98", 1), ("q=0%25+_", 1), ("q=%25", 1), ("q=off_!", 1), ("q=none", 0)]
    {
        let (rows, page) = found(query).await;
        assert_eq!(rows, count, "{query}: {}", page.body);
    }
    assert!(found("q=none").await.1.has("No group has these letters"));
    let (rows, first) = found("q=team").await;
    let next = first.link("Next").unwrap();
    assert!(rows == 30 && next.starts_with("/staff/groups/?q=team&before="), "{next}");
    let (rows, last) = found(&next.replace("/staff/groups/?", "")).await;
    assert!(rows == 1 && last.has("Team 30") && last.link("Previous").is_some());
});

on_both!(fault_d6_d7_group_names_that_look_alike_are_one_name, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    assert_eq!(root.post_form("/api/staff/groups/create", &[("name", "Editors")]).await.status, 303);
    assert_eq!(root.post_form("/api/staff/groups/create", &[("name", "Others")]).await.status, 303);
    let others = app.number("SELECT id FROM groups WHERE name = 'Others'").await.to_string();
    let seen = root.get(&format!("/staff/groups/{others}/")).await.value_of("seen");
    for name in ALIKE {
        let created = root.post_json("/api/staff/groups/create", &[("name", name)]).await;
        assert!(created.status == 422 && created.body.contains("group_taken"), "{name:?}: {}", created.body);
        let renamed = [("id", others.as_str()), ("seen", &seen), ("name", name)];
        let renamed = root.post_json("/api/staff/groups/update", &renamed).await;
        assert!(renamed.status == 422 && renamed.body.contains("group_taken"), "{name:?}: {}", renamed.body);
    }
    for (number, name) in ALIKE.iter().enumerate() {
        let member = format!("m{number}");
        app.member(&member).await;
        let form = with(&user_form(&mut root, app.user_id(&member).await).await, "add_group", name);
        assert_eq!(send(&mut root, "/api/staff/users/update", &form).await.status, 303, "{name:?}");
        assert_eq!(app.rows("user_groups").await, i64::try_from(number).unwrap() + 1, "{name:?}");
    }
    assert_eq!(app.texts("SELECT name FROM groups ORDER BY id").await, ["Editors", "Others"]);
});

on_both!(fault_d6_what_does_nothing_where_it_stands_is_in_no_name, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    for (typed, stored) in [
        ("Joe\u{200d}", "Joe"),
        ("Joe\u{fe0f} Doe\u{200c}", "Joe Doe"),
        ("Joe\u{e0041}\u{e007f}", "Joe"),
        ("J\u{200c}o\u{200d}e\u{e0100}", "Joe"),
        ("👨\u{200d}👩\u{200d}👧\u{200d}", "👨\u{200d}👩\u{200d}👧"),
        ("🏴\u{e0067}\u{e0062}\u{e007f}", "🏴\u{e0067}\u{e0062}\u{e007f}"),
        ("❤\u{fe0f} می\u{200c}خواهم", "❤\u{fe0f} می\u{200c}خواهم"),
    ] {
        let own = [("email", ""), ("first_name", typed), ("last_name", typed)];
        assert_eq!(root.post_form("/api/accounts/update", &own).await.outcome(), "303 /accounts/", "{typed:?}");
        let names = app.texts("SELECT first_name || '|' || last_name FROM users WHERE username = 'root'").await;
        assert_eq!(names, [format!("{stored}|{stored}")], "{typed:?}");
        assert_eq!(root.post_form("/api/staff/groups/create", &[("name", typed)]).await.status, 303, "{typed:?}");
        assert_eq!(app.texts("SELECT name FROM groups").await, [stored], "{typed:?}");
        app.execute("DELETE FROM groups").await;
    }
});

on_both!(fault_d6_d7_group_names_of_an_earlier_release_get_their_keys_at_the_start, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    for name in ["Writers\u{200d}", "Editors", "Editors\u{fe0f}"] {
        let key = name.to_lowercase();
        let sql = format!("INSERT INTO groups (name, name_key) VALUES ('{name}', '{key}')");
        assert_eq!(app.execute(&sql).await, 1);
    }
    for _ in 0..2 {
        app.app.synchronise().await.unwrap();
        // Of two that look alike the second keeps its key, and goes on.
        let keys = app.texts("SELECT name_key FROM groups ORDER BY id").await;
        assert_eq!(keys, ["writers", "editors", "editors\u{fe0f}"]);
    }
    let taken = root.post_json("/api/staff/groups/create", &[("name", "Writers")]).await;
    assert!(taken.body.contains("group_taken"), "{}", taken.body);
    let id = app.number("SELECT MAX(id) FROM groups").await.to_string();
    let page = root.get(&format!("/staff/groups/{id}/")).await;
    let fields: Fields = [
        ("id", id.as_str()),
        ("seen", &page.value_of("seen")),
        ("name", &page.value_of("name")),
        ("permission_articles.view_article", "on"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into();
    let saved = root.post_form("/api/staff/groups/update", &borrowed(&fields)).await;
    assert_eq!(saved.outcome(), format!("303 /staff/groups/{id}/"));
    assert_eq!(app.rows("group_permissions").await, 1);
});

#[test]
fn fault_d7_commands_find_a_group_in_every_spelling() {
    run(async {
        let program = Program::seeded();
        assert!(program.run(&["groups", "create", " Editors\u{200d} "]).ok);
        assert_eq!(program.texts("SELECT name FROM groups WHERE name LIKE 'Edi%'").await, ["Editors"]);
        for name in ALIKE {
            let ended = program.run(&["groups", "create", name]);
            assert!(!ended.ok && ended.error.contains("name"), "{name:?}: {ended:?}");
            let shown = program.run(&["groups", "show", name]);
            assert!(shown.ok && shown.out.contains("Editors"), "{name:?}: {shown:?}");
            for change in ["grant", "revoke"] {
                let ended = program.run(&[change, "user2", "--member", name]);
                assert!(ended.ok, "{change} {name:?}: {ended:?}");
                let ended = program.run(&[change, "--group", name, "articles.change_article"]);
                assert!(ended.ok, "{change} {name:?}: {ended:?}");
            }
        }
        assert!(program.run(&["groups", "delete", "editors\u{200b} "]).ok);
    });
}
