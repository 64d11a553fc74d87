//! A database that does not store.

use latchkey::web::urls::FUNCTIONS;

use crate::support::{
    Client, Kind, Style, TestApp,
    changes::{change, changing, everything},
    faults::{Faults, is_healthy, reader, writer_settings},
    forms::borrowed,
    mails::with_folder,
    on_both,
};

/// More commits than any request makes.
const COMMITS: i64 = 6;

async fn faulty(kind: Kind) -> (TestApp, Faults) {
    let mut app = with_folder(kind).await;
    let faults = Faults::install(&mut app).await;
    (app, faults)
}

on_both!(fault_a1_what_a_full_disk_does_not_take_is_refused_with_its_text, async |kind| {
    let (app, faults) = faulty(kind).await;
    let mut refused = 0;
    for function in changing() {
        for style in Style::BOTH {
            let mut change = change(&app, function).await;
            let before = everything(&app).await;
            faults.fill_disk().await;
            let answer = change.send(style).await;
            faults.mend().await;
            if change.agrees(&app, &before, &answer).await {
                // A small row may still have room in a page.
                continue;
            }
            refused += 1;
            let again = change.send(style).await;
            assert!(change.agrees(&app, &before, &again).await, "{}: there is room again", function.path);
        }
    }
    let all = 2 * changing().count();
    assert!(refused >= if kind == Kind::Postgres { all } else { 2 }, "{refused} of {all}");
});

on_both!(fault_a2_at_whichever_commit_a_change_fails_it_is_refused_whole_and_works_afterwards, async |kind| {
    let (app, faults) = faulty(kind).await;
    let settings = writer_settings(&app).await;
    for function in changing() {
        for style in Style::BOTH {
            let mut change = change(&app, function).await;
            let before = everything(&app).await;
            let mut is_done = false;
            for nth in 1..COMMITS {
                faults.fail_commit(nth).await;
                let answer = change.send(style).await;
                let has_struck = faults.has_struck().await;
                faults.mend().await;
                is_done = change.agrees(&app, &before, &answer).await;
                assert!(is_done || has_struck, "{}: nothing has failed: {}", function.path, answer.body);
                assert!(has_struck || nth > 1, "{}: nothing is committed", function.path);
                if is_done {
                    break;
                }
            }
            assert!(is_done, "{}: the database has worked again", function.path);
        }
    }
    assert_eq!(writer_settings(&app).await, settings);
    assert!(is_healthy(&app).await);
});

on_both!(fault_a2_while_no_commit_works_every_change_is_refused_and_reading_goes_on, async |kind| {
    let (app, faults) = faulty(kind).await;
    for function in changing() {
        for style in Style::BOTH {
            let mut change = change(&app, function).await;
            let before = everything(&app).await;
            faults.fail_every_commit().await;
            for _ in 0..2 {
                let answer = change.send(style).await;
                assert!(!change.agrees(&app, &before, &answer).await, "{}", function.path);
            }
            assert_eq!(app.visitor().get("/articles/").await.status, 200);
            assert!(!is_healthy(&app).await, "{}", function.path);
            faults.mend().await;
            assert!(is_healthy(&app).await, "{}", function.path);
            let answer = change.send(style).await;
            assert!(change.agrees(&app, &before, &answer).await, "{}: {}", function.path, answer.body);
        }
    }
});

/// The fields of a server function that only reads.
fn reading(function: &str, user: &str, article: &str, group: &str) -> Vec<(&'static str, String)> {
    let query = |names: &[&'static str]| {
        let texts = names.iter().map(|name| (*name, String::new()));
        texts.chain([("query[cursor]", "first".to_owned())]).collect()
    };
    match function {
        "/api/accounts/sessions"
        | "/api/accounts/activity"
        | "/api/articles/list"
        | "/api/staff/groups"
        | "/api/staff/invitations" => {
            vec![("cursor", "first".to_owned())]
        }
        "/api/accounts/common-passwords" => vec![("part", "7".to_owned())],
        "/api/staff/articles" => {
            vec![("drafts", "false".to_owned()), ("cursor", "first".to_owned())]
        }
        "/api/staff/users/activation/preview" => {
            vec![("users[0]", user.to_owned()), ("is_active", "true".to_owned())]
        }
        "/api/staff/users" | "/api/staff/users/count" => [
            query(&["query[text]"]),
            vec![("query[filter]", "everybody".to_owned()), ("query[order]", "newest".to_owned())],
        ]
        .concat(),
        "/api/staff/audit" => query(&["query[actor]", "query[target]", "query[action]"]),
        // The first one, as the user is.
        "/api/staff/invitation" => vec![("id", user.to_owned())],
        "/api/articles/by-author" => vec![("username", "root".to_owned())],
        function if function.starts_with("/api/articles/") => vec![("id", article.to_owned())],
        function if function.starts_with("/api/staff/user") => vec![("id", user.to_owned())],
        function if function.starts_with("/api/staff/group") => {
            vec![("id", group.to_owned()), ("cursor", "first".to_owned())]
        }
        _ => vec![],
    }
}

on_both!(fault_a2_while_no_commit_works_every_function_that_reads_answers, async |kind| {
    let (app, faults) = faulty(kind).await;
    let mut root: Client = app.superuser("root").await;
    let article = root.create_article("Title", "Text").await.to_string();
    let user = app.user_id("root").await.to_string();
    app.execute("INSERT INTO groups (name, name_key) VALUES ('Editors', 'editors')").await;
    let group = app.number("SELECT id FROM groups").await.to_string();
    app.put_invitation("root", "anna@example.com").await;
    faults.fail_every_commit().await;
    for function in FUNCTIONS.iter().filter(|function| function.form.is_none()) {
        let fields = reading(function.path, &user, &article, &group);
        let answer = root.post_json(function.path, &borrowed(&fields)).await;
        assert_eq!(answer.status, 200, "{}: {}", function.path, answer.body);
    }
    assert!(!faults.has_struck().await, "nothing was written");
});

on_both!(fault_a4_the_writer_keeps_its_settings_when_deletions_are_cut_off_while_another_program_reads, async |kind| {
    let (app, _) = faulty(kind).await;
    let settings = writer_settings(&app).await;
    let reader = reader(&app).await;
    for function in changing().filter(|function| function.path.ends_with("/delete")) {
        for millis in [1, 10, 30, 60] {
            let change = change(&app, function).await;
            let sending = change.client.clone();
            let fields = change.fields.clone();
            let sent = async move { sending.clone().post_json(function.path, &borrowed(&fields)).await };
            _ = tokio::time::timeout(std::time::Duration::from_millis(millis), sent).await;
            app.settle().await;
            assert_eq!(writer_settings(&app).await, settings, "{} {millis}", function.path);
        }
    }
    drop(reader);
});
