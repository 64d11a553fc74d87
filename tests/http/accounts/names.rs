//! One name in every spelling: trimmed, without upper and lower case, in every script; and accounts whose names and addresses an
//! earlier release has accepted.

use crate::support::{
    PASSWORD, Program, TestApp, encode,
    forms::{PROFILE, profile_form, send, with},
    on_both, run,
    throttle::{FREE, LOGIN, credentials, throttled},
};

const SPELLINGS: [&str; 7] = ["joe", "joe ", " JOE", "\tJoe\n", "ｊｏｅ", "jOE\u{3000}", "\u{a0}joe\u{2028}"];

/// What shows nothing around a name, as it comes along when a name is copied.
const UNSEEN: [&str; 8] = [
    "joe\u{200b}",
    "\u{feff}joe",
    " \u{200b}joe \u{200d}",
    "joe\u{2060}\u{a0}\u{200c}",
    "\u{202a}joe\u{202c}",
    "joe\u{fe0f}",
    "\u{ad}joe\u{e0041}",
    "\u{200e}joe\u{34f}\u{2800}",
];

fn signup_fields(name: &str) -> [(&str, &str); 3] {
    [("username", name), ("password1", PASSWORD), ("password2", PASSWORD)]
}

on_both!(b5_fault_d7_every_spelling_of_a_name_logs_in_and_is_taken, async |kind| {
    let app = TestApp::spawn(kind).await;
    app.member("joe").await;
    for name in SPELLINGS {
        let mut client = app.visitor();
        assert_eq!(client.log_in(name, PASSWORD).await.outcome(), "303 /articles/", "{name:?}");
        assert!(client.is_known_as("joe").await, "{name:?}: the name is shown as it is stored");
        let answer = app.visitor().post_json("/api/accounts/signup", &signup_fields(name)).await;
        assert!(answer.status == 422 && answer.body.contains("username_taken"), "{name:?}: {}", answer.body);
    }
    assert_eq!(app.visitor().post_form("/api/accounts/signup", &signup_fields(" Kim ")).await.status, 303);
    assert_eq!(app.texts("SELECT username FROM users ORDER BY id").await, ["joe", "Kim"]);
    // Inside a name a space stays an error, and a password is never trimmed.
    assert_eq!(app.visitor().log_in("jo e", PASSWORD).await.outcome(), "303 /accounts/login/");
    assert_eq!(app.visitor().log_in("joe", &format!("{PASSWORD} ")).await.outcome(), "303 /accounts/login/");
});

on_both!(fault_d7_what_shows_nothing_around_a_name_is_no_part_of_it, async |kind| {
    let app = TestApp::spawn(kind).await;
    app.member("joe").await;
    let mut root = app.superuser("root").await;
    for name in UNSEEN {
        assert_eq!(app.visitor().log_in(name, PASSWORD).await.outcome(), "303 /articles/", "{name:?}");
        let query = encode(&[("q", name)]);
        assert!(root.get(&format!("/staff/users/?{query}")).await.has("<bdi>joe</bdi>"), "{name:?}");
        let answer = app.visitor().post_json("/api/accounts/signup", &signup_fields(name)).await;
        assert_eq!(answer.status, 422, "{name:?}");
    }
    // Inside a name it is refused, as ever.
    assert_eq!(app.visitor().log_in("j\u{200b}oe", PASSWORD).await.outcome(), "303 /accounts/login/");
});

on_both!(fault_d7_attempts_at_one_account_are_counted_together, async |kind| {
    let app = throttled(kind).await;
    app.member("joe").await;
    for name in &SPELLINGS[..FREE] {
        assert_eq!(app.visitor().post_json(LOGIN, &credentials(name, "wrong")).await.status, 422, "{name:?}");
    }
    for name in SPELLINGS {
        let answer = app.visitor().post_json(LOGIN, &credentials(name, PASSWORD)).await;
        assert_eq!(answer.status, 429, "{name:?}");
    }
    let failed = app.texts("SELECT event FROM activity WHERE event = 'login_failed'").await;
    assert_eq!(failed.len(), FREE, "the owner sees every attempt, in whatever spelling");
    // A name without an account is counted in the same way.
    for name in ["no one", " NO ONE", "No One ", "no one", "NO one", "nO oNE\n"] {
        assert_eq!(app.visitor().post_json(LOGIN, &credentials(name, "wrong")).await.status, 422, "{name:?}");
    }
    assert_eq!(app.visitor().post_json(LOGIN, &credentials("no ONE", "wrong")).await.status, 429);
});

on_both!(fault_d7_staff_find_a_user_in_every_spelling, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("Root").await;
    app.member("joe").await;
    let form = with(&profile_form(&mut root, app.user_id("joe").await).await, "username", " Joseph ");
    assert_eq!(send(&mut root, PROFILE, &form).await.status, 303);
    let answer = root.post_form("/api/staff/users/create", &[("username", " anna\n"), ("email", "")]).await;
    assert_eq!(answer.status, 303);
    assert_eq!(app.texts("SELECT username FROM users ORDER BY id").await, ["Root", "Joseph", "anna"]);
    for search in ["JOSEPH", "+josEPH+", "%EF%BD%8Aose", "joseph%E3%80%80"] {
        assert!(root.get(&format!("/staff/users/?q={search}")).await.has("<bdi>Joseph</bdi>"), "{search}");
    }
    for search in ["actor=ROOT", "actor=+root+", "target=ANNA", "actor=root&target=Anna", "actor=Root"] {
        let page = root.get(&format!("/staff/audit/?{search}")).await;
        assert!(page.has("<bdi>anna</bdi>"), "{search}: {}", page.body);
    }
    assert!(!root.get("/staff/audit/?actor=ann").await.has("<table"));
});

#[test]
fn fault_d7_commands_find_a_user_in_every_spelling() {
    run(async {
        let program = Program::seeded();
        for name in ["user1", "USER1", " user1 ", "ｕｓｅｒ１"] {
            assert!(program.run(&["users", "show", name]).out.contains("user1"), "{name:?}");
            assert!(program.run(&["users", "find", name]).out.contains("user1"), "{name:?}");
            assert!(program.run(&["users", "deactivate", name]).ok && program.run(&["users", "activate", name]).ok);
            let ended = program.run(&["grant", name, "articles.change_article"]);
            assert!(ended.ok, "{name:?}: {ended:?}");
            assert!(program.run(&["revoke", name, "articles.change_article"]).ok, "{name:?}");
            let ended = program.run(&["createsuperuser", "--noinput", "--username", name]);
            assert!(!ended.ok && ended.error.contains("taken"), "{name:?}: {ended:?}");
        }
        assert!(program.run(&["users", "show", "\u{feff}user1\u{200b}"]).out.contains("user1"));
        assert!(program.run(&["createsuperuser", "--noinput", "--username", " Root "]).ok);
        assert_eq!(program.texts("SELECT username FROM users WHERE is_superuser = 1").await, ["Root"]);
    });
}

on_both!(fault_d8_letters_with_their_marks_are_letters, async |kind| {
    let app = TestApp::spawn(kind).await;
    let names =
        ["สวัสดี", "नमस्ते", "مُحَمَّد", "שָׁלוֹם", "தமிழ்", "មនុស្ស", "می\u{200c}خواهم", "Rene\u{301}", "x\u{30c}", "র\u{200d}্যাব"];
    for name in names {
        let mut client = app.visitor();
        let answer = client.post_form("/api/accounts/signup", &signup_fields(name)).await;
        assert_eq!(answer.outcome(), "303 /articles/", "{name}");
        assert_eq!(app.visitor().log_in(&format!("{name} "), PASSWORD).await.outcome(), "303 /articles/", "{name}");
    }
    assert_eq!(app.visitor().log_in("RENÉ", PASSWORD).await.outcome(), "303 /articles/");
    assert_eq!(
        app.visitor().log_in("میخواهم", PASSWORD).await.outcome(),
        "303 /articles/",
        "joiners make no other name"
    );
    for name in ["\u{301}", "\u{e35}", "_\u{301}", "1\u{e31}", "\u{94d}न", "joe\u{200d}", "jo\u{200c}e", "a\u{20dd}"]
    {
        let answer = app.visitor().post_json("/api/accounts/signup", &signup_fields(name)).await;
        assert!(answer.status == 422 && answer.body.contains("invalid_username"), "{name:?}: {}", answer.body);
    }
    let zalgo = format!("z{}", "\u{300}\u{316}".repeat(5));
    assert_eq!(app.visitor().post_json("/api/accounts/signup", &signup_fields(&zalgo)).await.status, 422);
    assert_eq!(app.rows("users").await, names.len() as i64);
});

on_both!(fault_d5_d6_an_account_of_an_earlier_release_goes_on, async |kind| {
    let app = TestApp::spawn(kind).await;
    let (mut root, mut joe) = (app.superuser("root").await, app.member("joe").await);
    let changed = app.execute(
        "UPDATE users SET username = 'joe\u{1160}', username_key = 'joe\u{1160}', email = 'a@b..example', \
         email_key = 'a@b..example' WHERE username = 'joe'",
    );
    assert_eq!(changed.await, 1);
    for name in ["joe\u{1160}", "JOE\u{3164}", " joe\u{ffa0} "] {
        assert_eq!(app.visitor().log_in(name, PASSWORD).await.outcome(), "303 /articles/", "{name:?}");
    }
    let fields = [("email", "a@b..example"), ("first_name", "Joe"), ("last_name", "")];
    assert_eq!(joe.post_form("/api/accounts/update", &fields).await.outcome(), "303 /accounts/");
    let id = app.texts("SELECT CAST(id AS TEXT) FROM users WHERE first_name = 'Joe'").await[0].parse().unwrap();
    let form = with(&profile_form(&mut root, id).await, "last_name", "Doe");
    assert_eq!(send(&mut root, PROFILE, &form).await.status, 303);
    assert_eq!(
        app.texts("SELECT first_name || last_name || email FROM users WHERE id > 1").await,
        ["JoeDoea@b..example"]
    );
});
