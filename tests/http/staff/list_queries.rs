//! The query of a list's address: any text is searched for or refused, and never a server error.

use crate::support::{TestApp, on_both};

const LISTS: [(&str, &[&str]); 7] = [
    ("/staff/users/", &["q", "show", "group", "order", "before", "after"]),
    ("/staff/groups/", &["q", "before", "after"]),
    ("/staff/invitations/", &["before", "after"]),
    ("/staff/audit/", &["actor", "target", "action", "before", "after"]),
    ("/staff/articles/", &["show", "before", "after"]),
    ("/articles/", &["before", "after"]),
    ("/accounts/activity/", &["before", "after"]),
];

/// A NUL, which no browser sends and PostgreSQL does not store, among them, also as what is decoded twice.
const ODD: [&str; 24] = [
    "%00",
    "a%00b",
    "%00%00",
    "1%00",
    "%2500",
    "a%2500b",
    "%25%30%30",
    "%01",
    "a%1fb",
    "a%0d%0ab",
    "%1b%5b2J",
    "%7f",
    "%c2%80",
    "%e2%80%ae",
    "%ef%bf%bf",
    "%f4%8f%bf%bf",
    "%ff",
    "%ed%a0%80",
    "%zz",
    "%",
    "%27%20OR%201=1--",
    "%25%5f%5c",
    "9223372036854775807",
    "-99999999999999999999",
];

/// The address of a list with every parameter set to one value.
fn address(path: &str, names: &[&str], value: &str) -> String {
    let pairs: Vec<String> = names.iter().map(|name| format!("{name}={value}")).collect();
    format!("{path}?{}", pairs.join("&"))
}

on_both!(control_characters_and_malformed_text_in_a_query_are_only_searched_for, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    root.post_form("/api/staff/groups/create", &[("name", "Helpers")]).await;
    for value in ODD {
        for (path, names) in LISTS {
            assert_eq!(root.get(&address(path, names, value)).await.status, 200, "{path} {value}");
            for name in names {
                assert_eq!(root.get(&address(path, &[*name], value)).await.status, 200, "{path} {name}={value}");
            }
        }
        // No actor has this name: the filter finds nothing instead of being ignored.
        let page = root.get(&format!("/staff/audit/?actor={value}")).await;
        assert!(page.status == 200 && !page.body.contains("Helpers"), "{value}");
    }
    assert!(root.get("/staff/audit/?actor=root").await.body.contains("Helpers"));
});

on_both!(such_text_posted_to_the_list_functions_is_no_server_error, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    for (text, status) in [
        ("root", 200),
        ("\0", 400),
        ("a\0b", 400),
        ("\u{1}", 200),
        ("\u{202e}", 200),
        ("\u{10ffff}", 200),
        ("%00", 200),
    ] {
        let users = [
            ("query[text]", text),
            ("query[filter]", "everybody"),
            ("query[order]", "newest"),
            ("query[cursor]", "first"),
        ];
        assert_eq!(root.post_json("/api/staff/users", &users).await.status, status, "{text:?}");
        let groups = [("text", text), ("cursor", "first")];
        assert_eq!(root.post_json("/api/staff/groups", &groups).await.status, status, "{text:?}");
        let audit =
            [("query[actor]", text), ("query[target]", text), ("query[action]", text), ("query[cursor]", "first")];
        assert_eq!(root.post_json("/api/staff/audit", &audit).await.status, status, "{text:?}");
    }
});
