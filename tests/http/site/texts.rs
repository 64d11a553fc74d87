//! Text that people read, wherever it is entered: what shows nothing does not count, and nothing turns the direction of a page.

use crate::support::{
    PASSWORD, TestApp,
    forms::{PROFILE, profile_form, send, user_form, with},
    on_both,
};

const BLANK: [&str; 10] = [
    "\u{3164}",
    "\u{200b}",
    "\u{2800}",
    "\u{115f}",
    "\u{ffa0}",
    "\u{180e}",
    "\u{202e}",
    "\u{200d}\u{200c}",
    "\u{feff}\u{ad}",
    "\u{2066} \u{2069}\u{e0061}",
];

/// Turns what stands after it, hides inside a word, and belongs to an emoji.
const TYPED: &str = "\u{202e}Not\u{200b}es \u{2067}for 👨\u{200d}👩\u{200d}👧\u{2069}";
const STORED: &str = "Notes for 👨\u{200d}👩\u{200d}👧";

on_both!(fault_d6_a_text_without_ink_is_required_and_a_turned_one_is_stored_straight, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut joe = app.member("joe").await;
    let id = joe.create_article("T", "C").await.to_string();
    for blank in BLANK {
        for name in ["create", "update"] {
            let fields = [("id", &*id), ("version", "1"), ("title", blank), ("content", blank)];
            let answer = joe.post_form(&format!("/api/articles/{name}"), &fields).await;
            let page = joe.follow(&answer).await;
            assert_eq!((page.errors_on("title").len(), page.errors_on("content").len()), (1, 1), "{blank:?}");
        }
    }
    let content = format!("{TYPED}\n\nsecond\u{200b}line");
    let fields = [("id", &*id), ("version", "1"), ("title", TYPED), ("content", &content)];
    assert_eq!(joe.post_form("/api/articles/update", &fields).await.status, 303);
    assert_eq!(app.texts("SELECT title FROM articles").await, [STORED]);
    let stored = app.texts("SELECT content FROM articles").await;
    assert_eq!(stored, ["Not\u{200b}es for 👨\u{200d}👩\u{200d}👧\n\nsecond\u{200b}line"]);
    let page = joe.get(&format!("/articles/{id}/")).await;
    assert!(page.has(&format!("dir=\"auto\">{STORED}</h1>")), "{}", page.body);
});

on_both!(fault_d6_names_of_people_and_groups_follow_the_same_rule, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    app.member("joe").await;
    for blank in BLANK {
        let answer = root.post_form("/api/staff/groups/create", &[("name", blank)]).await;
        let page = root.follow(&answer).await;
        assert_eq!(page.errors_on("name").len(), 1, "{blank:?}");
        let own = [("email", ""), ("first_name", blank), ("last_name", blank)];
        assert_eq!(root.post_form("/api/accounts/update", &own).await.outcome(), "303 /accounts/");
        assert_eq!(app.texts("SELECT first_name || last_name FROM users WHERE username = 'root'").await, [""]);
    }
    assert_eq!(root.post_form("/api/staff/groups/create", &[("name", TYPED)]).await.status, 303);
    assert_eq!(app.texts("SELECT name FROM groups").await, [STORED]);
    let form = user_form(&mut root, app.user_id("joe").await).await;
    assert_eq!(send(&mut root, "/api/staff/users/update", &with(&form, "add_group", TYPED)).await.status, 303);
    let form = profile_form(&mut root, app.user_id("joe").await).await;
    let form = with(&with(&form, "first_name", TYPED), "last_name", "\u{3164}");
    assert_eq!(send(&mut root, PROFILE, &form).await.status, 303);
    assert_eq!(app.texts("SELECT first_name || last_name FROM users WHERE username = 'joe'").await, [STORED]);
    assert_eq!(app.rows("user_groups").await, 1);
    let page = root.get(&format!("/staff/users/{}/", app.user_id("joe").await)).await;
    assert!(page.has(&format!("<bdi>{STORED}</bdi></label>")), "the box of the group: {}", page.body);
});

on_both!(fault_d6_no_user_name_has_a_letter_that_shows_nothing, async |kind| {
    let app = TestApp::spawn(kind).await;
    for blank in BLANK {
        for name in [blank.to_owned(), format!("joe{blank}")] {
            let fields = [("username", &*name), ("password1", PASSWORD), ("password2", PASSWORD)];
            let answer = app.visitor().post_json("/api/accounts/signup", &fields).await;
            assert_eq!(answer.status, 422, "{name:?}");
        }
    }
    assert_eq!(app.rows("users").await, 0);
});

on_both!(fault_d6_a_remark_of_the_exit_survey_is_clean, async |kind| {
    let app = TestApp::spawn(kind).await;
    for (name, reason, stored) in [("a1", "\u{3164}\u{202e}", ""), ("a2", "\u{202e}Too\u{2066} hard\n", "Too hard")] {
        let mut client = app.member(name).await;
        let fields = [("password", PASSWORD), ("belongings", "keep"), ("reason", reason)];
        assert_eq!(client.post_form("/api/accounts/delete", &fields).await.status, 303);
        assert_eq!(app.texts("SELECT comment FROM departures ORDER BY id DESC LIMIT 1").await, [stored]);
    }
});
