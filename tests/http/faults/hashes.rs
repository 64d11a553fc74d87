//! What happens while a password is being hashed: it was decided before, so it is decided again.

use tokio::task::JoinSet;

use crate::support::{
    Answer, Kind, PASSWORD, Style, TestApp,
    changes::{Change, NEW_PASSWORD, change, changing, differences, everything},
    forms::borrowed,
    mails::with_folder_and,
    number, on_both,
    throttle::LOGIN,
};

/// An app whose hashes take long enough for something to happen meanwhile.
async fn slow(kind: Kind) -> TestApp {
    with_folder_and(kind, |settings| {
        settings.accounts.hash_iterations = number(50);
        settings.accounts.hash_threads = number(1);
    })
    .await
}

/// How often it is tried to be faster than a hash.
const TRIES: u32 = 8;

/// What comes in between.
enum Meanwhile {
    /// The session logs out.
    Logout,
    /// A statement, with `{id}` and `{name}` of the user.
    Sql(&'static str),
}

const CHANGED: Meanwhile = Meanwhile::Sql("UPDATE users SET password = password || 'x' WHERE id = {id}");
const DEACTIVATED: Meanwhile = Meanwhile::Sql("UPDATE users SET is_active = FALSE WHERE id = {id}");
const DELETED: Meanwhile = Meanwhile::Sql("DELETE FROM users WHERE id = {id}");
const NEWER_LINK: Meanwhile = Meanwhile::Sql("UPDATE users SET reset_at = reset_at + 1 WHERE id = {id}");
const MORE_RIGHTS: Meanwhile = Meanwhile::Sql("UPDATE users SET is_staff = TRUE WHERE id = {id}");
const LOGGED_IN: Meanwhile = Meanwhile::Sql("UPDATE users SET last_login = last_login + 1 WHERE id = {id}");
const TAKEN: Meanwhile = Meanwhile::Sql(
    "INSERT INTO users (username, username_key, password, email, email_key, is_staff, is_superuser, date_joined) \
     VALUES ('{name}', '{name}', '!', '', '', FALSE, FALSE, 0)",
);
const ENDED: Meanwhile = Meanwhile::Sql("DELETE FROM sessions WHERE user_id = {id}");

/// Of each function that hashes: what may come in between, and the status of the JSON answer then.
const TABLE: &[(&str, &[Meanwhile], u16)] = &[
    ("/api/accounts/signup", &[TAKEN], 422),
    ("/api/accounts/login", &[CHANGED, DEACTIVATED, DELETED], 422),
    ("/api/accounts/reauthenticate", &[Meanwhile::Logout, ENDED, CHANGED, DEACTIVATED, DELETED], 401),
    ("/api/accounts/password", &[Meanwhile::Logout, ENDED, CHANGED, DEACTIVATED, DELETED], 401),
    ("/api/accounts/delete", &[Meanwhile::Logout, ENDED, CHANGED, DEACTIVATED, DELETED], 401),
    // Leads to the page that says that the link is not valid.
    ("/api/accounts/reset", &[NEWER_LINK, MORE_RIGHTS, LOGGED_IN, CHANGED, DEACTIVATED, DELETED], 200),
];

/// Sends a change and lets something happen while it is being hashed. Gives the rows as they were then, and the answer; `None`
/// where the hash was faster.
async fn interrupted(app: &TestApp, change: &Change, meanwhile: &Meanwhile) -> Option<(Vec<String>, Answer)> {
    let id = app.number(&format!("SELECT COALESCE(MAX(id), 0) FROM users WHERE username = '{}'", change.name)).await;
    let runs = app.app.accounts.hash_runs();
    let (mut client, fields, path) = (change.client.clone(), change.fields.clone(), change.function.path);
    let mut sent = JoinSet::new();
    sent.spawn(async move { client.post_json(path, &borrowed(&fields)).await });
    while app.app.accounts.hash_runs() == runs {
        tokio::task::yield_now().await;
    }
    match meanwhile {
        Meanwhile::Logout => {
            let out = change.client.clone().post_json("/api/accounts/logout", &[]).await;
            assert_eq!(out.status, 200, "{}", out.body);
        }
        Meanwhile::Sql(sql) => {
            let sql = sql.replace("{id}", &id.to_string()).replace("{name}", &change.name);
            assert_eq!(app.execute(&sql).await, 1, "{sql}");
        }
    }
    let between = everything(app).await;
    if sent.try_join_next().is_some() {
        return None;
    }
    Some((between, sent.join_next().await.unwrap().unwrap()))
}

/// Tries until something came in between.
async fn try_function(app: &TestApp, path: &str, meanwhile: &Meanwhile, status: u16) {
    let function = changing().find(|function| function.path == path).unwrap();
    for _ in 0..TRIES {
        let change = change(app, function).await;
        let Some((between, answer)) = interrupted(app, &change, meanwhile).await else { continue };
        let what = match meanwhile {
            Meanwhile::Logout => "logout",
            Meanwhile::Sql(sql) => sql,
        };
        assert_eq!(answer.status, status, "{path}: {what}: {}", answer.body);
        assert!(!answer.body.contains("done"), "{path}: {what}: {}", answer.body);
        // A failed login is noted, and the session of the link ends or forgets it.
        let mut changed = differences(&between, &everything(app).await);
        let is_expected =
            |row: &str| row.starts_with("+ login_failed of ") || path.ends_with("/reset") && row.len() > 60;
        changed.retain(|row| !is_expected(row));
        assert!(changed.is_empty(), "{path}: {what}: {changed:#?}");
        assert!(
            !app.visitor().log_in(&change.name, NEW_PASSWORD).await.location().contains("articles"),
            "{path}: {what}"
        );
        return;
    }
    panic!("{path}: the hash was always faster");
}

async fn try_functions(kind: Kind, is_wanted: impl Fn(&str) -> bool) {
    let app = slow(kind).await;
    for (path, interruptions, status) in TABLE.iter().filter(|(path, ..)| is_wanted(path)) {
        for meanwhile in *interruptions {
            try_function(&app, path, meanwhile, *status).await;
        }
    }
}

on_both!(fault_a6_a_password_link_that_ends_while_the_new_password_is_hashed_sets_nothing, async |kind| {
    try_functions(kind, |path| path.ends_with("/reset")).await;
});

on_both!(fault_a7_what_ends_while_a_password_is_hashed_is_not_acted_upon, async |kind| {
    try_functions(kind, |path| !path.ends_with("/reset")).await;
});

on_both!(fault_a7_what_needs_no_hash_does_not_wait_for_one, async |kind| {
    let app = slow(kind).await;
    for function in changing().filter(|function| TABLE.iter().all(|(path, ..)| *path != function.path)) {
        let mut change = change(&app, function).await;
        let before = everything(&app).await;
        let runs = app.app.accounts.hash_runs();
        // Keeps the only hashing thread busy.
        let mut busy = JoinSet::new();
        for _ in 0..4 {
            let mut visitor = app.visitor();
            busy.spawn(
                async move { visitor.post_json(LOGIN, &[("username", "nobody"), ("password", PASSWORD)]).await },
            );
        }
        while app.app.accounts.hash_runs() == runs {
            tokio::task::yield_now().await;
        }
        let answer = change.send(Style::Json).await;
        assert!(change.agrees(&app, &before, &answer).await, "{}: {}", function.path, answer.body);
        assert!(app.app.accounts.hash_runs() < runs + 4, "{}: it has waited for a hash", function.path);
        busy.join_all().await;
    }
});
