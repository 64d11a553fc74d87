//! One rule for e-mail addresses, at every form and command that takes one.

use crate::support::{
    Program, TestApp, encode,
    forms::{PROFILE, profile_form, send, with},
    on_both,
};

const BAD: [&str; 21] = [
    "a@b..example",
    "<a@b.com>",
    "a\"b@c.com",
    "a@-b.com",
    "Joe <a@b.com>",
    "\"a b\"@c.com",
    "a@[127.0.0.1]",
    "a@b\u{202e}.com",
    "a@b_c.com",
    "a@1.2.3.4",
    "a@0",
    "a@b.123",
    "a@b.１２",
    "a\u{2800}@b.com",
    "a@b\u{2800}.com",
    "a\u{fffd}@b.com",
    "a\u{e000}@b.com",
    "a\u{fdd0}@b.com",
    "a\u{10ffff}@b.com",
    "\u{301}a@b.com",
    "a.\u{301}b@c.com",
];

on_both!(fault_d5_no_form_takes_an_address_that_no_mail_reaches, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    app.member("joe").await;
    let form = profile_form(&mut root, app.user_id("joe").await).await;
    for bad in BAD {
        let own = [("email", bad), ("first_name", ""), ("last_name", "")];
        let staff = with(&form, "email", bad);
        for number in 0..3 {
            let answer = match number {
                0 => root.post_form("/api/accounts/update", &own).await,
                1 => root.post_form("/api/staff/users/create", &[("username", "anna"), ("email", bad)]).await,
                _ => send(&mut root, PROFILE, &staff).await,
            };
            let page = root.follow(&answer).await;
            assert_eq!(page.errors_on("email").len(), 1, "{number} {bad:?}: {} {}", answer.outcome(), page.body);
            assert_eq!(page.value_of("email"), bad, "what was typed is still there");
        }
    }
    assert_eq!(app.texts("SELECT email FROM users WHERE email <> ''").await, [""; 0]);
    for good in ["a.b+c@mail.example.com", "joe@bücher.example", "o'brien@localhost"] {
        let own = [("email", good), ("first_name", ""), ("last_name", "")];
        assert_eq!(root.post_form("/api/accounts/update", &own).await.outcome(), "303 /accounts/", "{good}");
        assert_eq!(app.texts("SELECT email FROM users WHERE username = 'root'").await, [good]);
    }
});

on_both!(fault_d5_an_address_is_stored_in_one_form_and_found_in_every_spelling, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    for (typed, stored) in [
        ("Joe@ｂ.COM", "Joe@b.com"),
        ("Joe@BU\u{308}CHER.example", "Joe@bücher.example"),
        ("Joe@xn--bcher-kva.example", "Joe@bücher.example"),
        ("Jose\u{301}@b.com", "José@b.com"),
    ] {
        let own = [("email", typed), ("first_name", ""), ("last_name", "")];
        assert_eq!(root.post_form("/api/accounts/update", &own).await.outcome(), "303 /accounts/", "{typed}");
        let rows = app.texts("SELECT email || ' ' || email_key FROM users WHERE username = 'root'").await;
        assert_eq!(rows, [format!("{stored} {}", stored.to_lowercase())], "{typed}");
        for search in [typed, stored] {
            let query = encode(&[("q", search)]);
            assert!(root.get(&format!("/staff/users/?{query}")).await.has("<bdi>root</bdi>"), "{search}");
        }
    }
});

#[test]
fn fault_d5_createsuperuser_has_the_same_rule() {
    let program = Program::new();
    assert!(program.run(&["migrate"]).ok);
    for bad in BAD {
        let ended = program.run(&["createsuperuser", "--noinput", "--username", "root", "--email", bad]);
        assert!(!ended.ok && ended.error.contains("name@example.com"), "{bad:?}: {ended:?}");
    }
    assert!(program.run(&["createsuperuser", "--noinput", "--username", "root", "--email", "a@b.example"]).ok);
}
