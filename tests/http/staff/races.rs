//! Changes of rights wait for one lock. Rights that were revoked meanwhile are gone when a request gets it, and what was saved
//! meanwhile stays. A transaction of the test holds the lock.

use std::time::Duration;

use latchkey::server::db::Db;
use serde_json::json;
use sqlx::{AssertSqlSafe, Connection, Postgres, SqliteConnection, Transaction};
use tokio::{
    task::JoinHandle,
    time::{sleep, timeout},
};

use crate::support::{
    Answer, Client, Kind, Style, TestApp,
    mails::with_folder,
    on_both,
    rights::state,
    staff_changes::{StaffChange, changing_functions, staff_change},
};

/// The first statement of every transaction that changes rights.
const LOCK_RIGHTS: &str = "UPDATE permissions SET name = name WHERE id = (SELECT MIN(id) FROM permissions)";

/// An open transaction. On SQLite it belongs to a connection of its own and locks the database for writing.
enum OpenTransaction {
    Sqlite(SqliteConnection),
    Postgres(Transaction<'static, Postgres>),
}

impl OpenTransaction {
    async fn begin(app: &TestApp, first: &str) -> Self {
        let mut held = match &app.app.db {
            Db::Sqlite { writer, .. } => {
                let url = format!("sqlite:{}", app.folder.path().join("latchkey.sqlite3").display());
                let mut connection = SqliteConnection::connect(&url).await.unwrap();
                sqlx::query("BEGIN IMMEDIATE").execute(&mut connection).await.unwrap();
                // Earlier requests have returned the writer connection.
                until(async || writer.num_idle() == 1).await;
                Self::Sqlite(connection)
            }
            Db::Postgres(pool) => Self::Postgres(pool.begin().await.unwrap()),
        };
        held.execute(first).await;
        held
    }

    async fn execute(&mut self, sql: &str) {
        let query = AssertSqlSafe(sql);
        let changed = match self {
            Self::Sqlite(connection) => sqlx::query(query).execute(&mut *connection).await.unwrap().rows_affected(),
            Self::Postgres(transaction) => {
                sqlx::query(query).execute(&mut **transaction).await.unwrap().rows_affected()
            }
        };
        assert!(changed > 0, "{sql}");
    }

    async fn commit(self) {
        match self {
            Self::Sqlite(mut connection) => _ = sqlx::query("COMMIT").execute(&mut connection).await.unwrap(),
            Self::Postgres(transaction) => transaction.commit().await.unwrap(),
        }
    }
}

async fn until(is_so: impl AsyncFn() -> bool) {
    let wait = async {
        while !is_so().await {
            sleep(Duration::from_millis(5)).await;
        }
    };
    timeout(Duration::from_secs(8), wait).await.unwrap();
}

/// Sends a change and returns as soon as it waits for the open transaction. Its viewer was loaded before that.
async fn send_until_blocked(app: &TestApp, client: &Client, change: &StaffChange, style: Style) -> JoinHandle<Answer> {
    let (mut client, change) = (client.clone(), change.clone());
    let task = tokio::spawn(async move { change.send(&mut client, style).await });
    until(async || match &app.app.db {
        // The request has taken the only writer connection.
        Db::Sqlite { writer, .. } => writer.num_idle() == 0,
        Db::Postgres(_) => {
            let waiting = "SELECT COUNT(*) FROM pg_stat_activity \
                WHERE datname = current_database() AND wait_event_type = 'Lock'";
            app.number(waiting).await > 0
        }
    })
    .await;
    task
}

/// Sends a change and executes a statement before the request gets the lock.
async fn overtaken(app: &TestApp, client: &Client, change: &StaffChange, sql: &str) -> Answer {
    let mut held = OpenTransaction::begin(app, LOCK_RIGHTS).await;
    let task = send_until_blocked(app, client, change, Style::Plain).await;
    held.execute(sql).await;
    held.commit().await;
    task.await.unwrap()
}

const ACTOR_MAY: [&str; 7] = [
    "accounts.add_user",
    "accounts.change_user",
    "accounts.delete_user",
    "accounts.add_group",
    "accounts.change_group",
    "accounts.delete_group",
    "articles.view_article",
];

/// The ways in which the actor loses the right to the change.
const LOSSES: &[(&str, &str)] = &[
    ("permissions", "DELETE FROM user_permissions WHERE user_id = (SELECT id FROM users WHERE username = '{actor}')"),
    ("active", "UPDATE users SET is_active = FALSE WHERE username = '{actor}'"),
    ("staff", "UPDATE users SET is_staff = FALSE WHERE username = '{actor}'"),
];

/// The forms that grant a permission, and the loss of that permission alone.
const GIVING: [&str; 4] = [
    "/api/staff/users/update",
    "/api/staff/groups/create",
    "/api/staff/groups/update",
    "/api/staff/invitations/create",
];
const GIVEN: (&str, &str) = (
    "given",
    "DELETE FROM user_permissions WHERE user_id = (SELECT id FROM users WHERE username = '{actor}') \
     AND permission_id = (SELECT id FROM permissions WHERE name = 'articles.view_article')",
);

/// A change that also grants a permission where its form can.
async fn giving(app: &TestApp, root: &mut Client, path: &'static str) -> StaffChange {
    let mut change = staff_change(app, root, path).await;
    if GIVING.contains(&path) {
        change.fields.push(("permission_articles.view_article", "on".to_owned()));
    }
    change
}

/// The state without the actors, whom the test itself changes.
async fn state_of_others(app: &TestApp) -> Vec<String> {
    state(app).await.into_iter().filter(|line| !line.contains("actor")).collect()
}

on_both!(rights_revoked_while_a_request_waits_for_the_lock_are_gone_when_it_runs, async |kind| {
    let app = with_folder(kind).await;
    let mut root = app.superuser("root").await;
    for (index, (path, _)) in changing_functions().enumerate() {
        let losses = LOSSES.iter().chain(GIVING.contains(&path).then_some(&GIVEN));
        for (loss, sql) in losses {
            let actor = format!("actor{index}{loss}");
            let client = app.staff(&actor, &ACTOR_MAY).await;
            let change = giving(&app, &mut root, path).await;
            let before = state_of_others(&app).await;
            let answer = overtaken(&app, &client, &change, &sql.replace("{actor}", &actor)).await;
            assert_eq!(answer.status, 403, "{path} {loss}");
            assert!(!change.is_done(&app).await, "{path} {loss}");
            assert_eq!(state_of_others(&app).await, before, "{path} {loss}");
        }
    }
    assert_eq!(app.rows("audit").await, 0);
});

on_both!(a_change_whose_session_ends_while_it_waits_for_the_lock_needs_a_login_and_is_no_attempt, async |kind| {
    let app = with_folder(kind).await;
    let mut root = app.superuser("root").await;
    for (index, (path, _)) in changing_functions().enumerate() {
        let actor = format!("actor{index}");
        let client = app.staff(&actor, &ACTOR_MAY).await;
        let change = giving(&app, &mut root, path).await;
        let ended = format!("DELETE FROM sessions WHERE user_id = (SELECT id FROM users WHERE username = '{actor}')");
        let answer = overtaken(&app, &client, &change, &ended).await;
        // A form that writes text is held until the login; any other leads there, and back to its page.
        assert!(answer.outcome().starts_with("303 /accounts/login/?next="), "{path}: {}", answer.outcome());
        assert!(!change.is_done(&app).await, "{path}");
    }
});

on_both!(a_request_that_waits_for_the_lock_and_keeps_its_rights_succeeds, async |kind| {
    let app = with_folder(kind).await;
    let mut root = app.superuser("root").await;
    let actor = app.staff("actor", &ACTOR_MAY).await;
    for (path, _) in changing_functions() {
        let change = giving(&app, &mut root, path).await;
        let answer = overtaken(&app, &actor, &change, LOCK_RIGHTS).await;
        assert_eq!(answer.status, 303, "{path}: {}", answer.body);
        assert!(change.is_done(&app).await, "{path}");
    }
});

on_both!(a_superuser_demoted_while_waiting_for_the_lock_cannot_make_another_superuser, async |kind| {
    let app = TestApp::spawn(kind).await;
    let (mut root, actor) = (app.superuser("root").await, app.superuser("actor").await);
    let mut change = staff_change(&app, &mut root, "/api/staff/users/update").await;
    change.fields.push(("is_superuser", "on".to_owned()));
    let demote = "UPDATE users SET is_superuser = FALSE WHERE username = 'actor'";
    assert_eq!(overtaken(&app, &actor, &change, demote).await.status, 403);
    assert_eq!(app.texts("SELECT username FROM users WHERE is_superuser = TRUE").await, ["root"]);
});

on_both!(a_target_that_gets_more_rights_while_a_request_waits_for_the_lock_is_out_of_its_reach, async |kind| {
    let app = with_folder(kind).await;
    let mut root = app.superuser("root").await;
    let actor = app.staff("actor", &ACTOR_MAY).await;
    let others = changing_functions().map(|(path, _)| path).filter(|path| !path.ends_with("/create"));
    for path in others {
        let change = staff_change(&app, &mut root, path).await;
        let more = match path.split('/').nth(3) {
            Some("users") => format!("UPDATE users SET is_superuser = TRUE WHERE username = '{}'", change.target),
            Some("invitations") => format!(
                "INSERT INTO invitation_permissions (invitation_id, permission_id) SELECT {}, id FROM permissions \
                 WHERE name = 'articles.change_article'",
                change.target
            ),
            _ => format!(
                "INSERT INTO group_permissions (group_id, permission_id) SELECT g.id, p.id FROM groups g, permissions p \
                 WHERE g.name = '{}' AND p.name = 'articles.change_article'",
                change.target
            ),
        };
        assert_eq!(overtaken(&app, &actor, &change, &more).await.status, 403, "{path}");
        assert!(!change.is_done(&app).await, "{path}");
    }
});

/// Checks that the form was refused because the user was changed in the meantime.
async fn assert_conflict(client: &mut Client, style: Style, answer: &Answer) {
    match style {
        Style::Plain => {
            assert_eq!(answer.status, 303);
            let alert = client.follow(answer).await.alert().unwrap();
            assert!(alert.contains("This was changed elsewhere since you opened it"), "{alert}");
        }
        Style::Json => {
            let conflict = json!({ "invalid": { "__all__": ["record_changed_meanwhile"] } });
            assert_eq!((answer.status, answer.json()), (422, conflict));
        }
    }
}

async fn email_and_first_name(app: &TestApp, name: &str) -> Vec<String> {
    app.texts(&format!("SELECT email || ' ' || email_key || ' ' || first_name FROM users WHERE username = '{name}'"))
        .await
}

on_both!(staff_cannot_overwrite_an_address_that_its_user_is_saving, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    for style in Style::BOTH {
        let mut change = staff_change(&app, &mut root, "/api/staff/users/profile").await;
        change.fields.push(("email", "staff@example.com".to_owned()));
        // This transaction locks the row of the user, as saving the profile does, and not the rights.
        let save = "UPDATE users SET email = 'new@example.com', email_key = 'new@example.com' WHERE username = ";
        let held = OpenTransaction::begin(&app, &format!("{save}'{}'", change.target)).await;
        let task = send_until_blocked(&app, &root, &change, style).await;
        held.commit().await;
        assert_conflict(&mut root, style, &task.await.unwrap()).await;
        assert_eq!(email_and_first_name(&app, &change.target).await, ["new@example.com new@example.com "], "{style:?}");
    }
});

on_both!(staff_that_wait_for_the_lock_cannot_overwrite_an_address_saved_meanwhile, async |kind| {
    if kind == Kind::Sqlite {
        // On SQLite the user would wait as well: only one transaction writes at a time.
        return;
    }
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    for style in Style::BOTH {
        let change = staff_change(&app, &mut root, "/api/staff/users/profile").await;
        let mut owner = root.elsewhere(&change.target).await;
        let held = OpenTransaction::begin(&app, LOCK_RIGHTS).await;
        let task = send_until_blocked(&app, &root, &change, style).await;
        let fields = [("email", "new@example.com"), ("first_name", ""), ("last_name", "")];
        assert_eq!(owner.post_form("/api/accounts/update", &fields).await.outcome(), "303 /accounts/");
        held.commit().await;
        assert_conflict(&mut root, style, &task.await.unwrap()).await;
        assert_eq!(email_and_first_name(&app, &change.target).await, ["new@example.com new@example.com "], "{style:?}");
    }
});
