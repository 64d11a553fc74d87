//! What is decided while a request waits in the line of those who change rights: rights that are gone by then are gone, and what
//! somebody has saved by then stays. The line is held by a transaction of the test.

use std::time::Duration;

use latchkey::server::db::Db;
use serde_json::json;
use sqlx::{AssertSqlSafe, Connection, Postgres, SqliteConnection, Transaction};
use tokio::{
    task::JoinHandle,
    time::{sleep, timeout},
};

use crate::support::{
    Answer, Client, Kind, Style, TestApp, on_both,
    rights::state,
    staff_changes::{StaffChange, changing_functions, staff_change},
};

/// What every transaction that changes rights does first.
const LINE: &str = "UPDATE permissions SET name = name WHERE id = (SELECT MIN(id) FROM permissions)";

/// A transaction that is under way. On SQLite it is that of another process: nobody else writes meanwhile.
enum Held {
    Sqlite(SqliteConnection),
    Postgres(Transaction<'static, Postgres>),
}

impl Held {
    async fn begin(app: &TestApp, first: &str) -> Self {
        let mut held = match &app.app.db {
            Db::Sqlite { writer, .. } => {
                let url = format!("sqlite:{}", app.folder.path().join("latchkey.sqlite3").display());
                let mut connection = SqliteConnection::connect(&url).await.unwrap();
                sqlx::query("BEGIN IMMEDIATE").execute(&mut connection).await.unwrap();
                // The requests before this one have given their connection back.
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

/// Sends it, and comes back as soon as it waits for the transaction that is held: who is asking was found before.
async fn waiting(app: &TestApp, client: &Client, change: &StaffChange, style: Style) -> JoinHandle<Answer> {
    let (mut client, change) = (client.clone(), change.clone());
    let task = tokio::spawn(async move { change.send(&mut client, style).await });
    until(async || match &app.app.db {
        // It has taken the one connection that writes.
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

/// Sends it, and makes that change before it is its turn.
async fn overtaken(app: &TestApp, client: &Client, change: &StaffChange, sql: &str) -> Answer {
    let mut held = Held::begin(app, LINE).await;
    let task = waiting(app, client, change, Style::Plain).await;
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

/// How somebody loses the right to what they have asked for.
const LOSSES: &[(&str, &str)] = &[
    ("permissions", "DELETE FROM user_permissions WHERE user_id = (SELECT id FROM users WHERE username = '{actor}')"),
    ("active", "UPDATE users SET is_active = FALSE WHERE username = '{actor}'"),
    ("staff", "UPDATE users SET is_staff = FALSE WHERE username = '{actor}'"),
];

/// The forms that give a permission, and losing that one alone.
const GIVING: [&str; 3] = ["/api/staff/users/update", "/api/staff/groups/create", "/api/staff/groups/update"];
const GIVEN: (&str, &str) = (
    "given",
    "DELETE FROM user_permissions WHERE user_id = (SELECT id FROM users WHERE username = '{actor}') \
     AND permission_id = (SELECT id FROM permissions WHERE name = 'articles.view_article')",
);

/// A change, and where it can be, one that gives a permission.
async fn giving(app: &TestApp, root: &mut Client, path: &'static str) -> StaffChange {
    let mut change = staff_change(app, root, path).await;
    if GIVING.contains(&path) {
        change.fields.push(("permission_articles.view_article", "on".to_owned()));
    }
    change
}

/// All but what the test itself changes of those who act.
async fn state_of_others(app: &TestApp) -> Vec<String> {
    state(app).await.into_iter().filter(|line| !line.contains("actor")).collect()
}

on_both!(rights_that_are_taken_away_while_a_request_waits_in_line_are_gone_when_it_is_its_turn, async |kind| {
    let app = TestApp::spawn(kind).await;
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

on_both!(whoever_waits_in_line_and_loses_nothing_goes_on, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    let actor = app.staff("actor", &ACTOR_MAY).await;
    for (path, _) in changing_functions() {
        let change = giving(&app, &mut root, path).await;
        let answer = overtaken(&app, &actor, &change, LINE).await;
        assert_eq!(answer.status, 303, "{path}: {}", answer.body);
        assert!(change.is_done(&app).await, "{path}");
    }
});

on_both!(a_superuser_who_is_unmade_while_waiting_in_line_makes_nobody_one, async |kind| {
    let app = TestApp::spawn(kind).await;
    let (mut root, actor) = (app.superuser("root").await, app.superuser("actor").await);
    let mut change = staff_change(&app, &mut root, "/api/staff/users/update").await;
    change.fields.push(("is_superuser", "on".to_owned()));
    let unmake = "UPDATE users SET is_superuser = FALSE WHERE username = 'actor'";
    assert_eq!(overtaken(&app, &actor, &change, unmake).await.status, 403);
    assert_eq!(app.texts("SELECT username FROM users WHERE is_superuser = TRUE").await, ["root"]);
});

on_both!(whoever_gets_more_while_a_request_waits_in_line_is_out_of_its_reach, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    let actor = app.staff("actor", &ACTOR_MAY).await;
    let others = changing_functions().map(|(path, _)| path).filter(|path| !path.ends_with("/create"));
    for path in others {
        let change = staff_change(&app, &mut root, path).await;
        let more = match path.starts_with("/api/staff/users/") {
            true => format!("UPDATE users SET is_superuser = TRUE WHERE username = '{}'", change.target),
            false => format!(
                "INSERT INTO group_permissions (group_id, permission_id) SELECT g.id, p.id FROM groups g, permissions p \
                 WHERE g.name = '{}' AND p.name = 'articles.change_article'",
                change.target
            ),
        };
        assert_eq!(overtaken(&app, &actor, &change, &more).await.status, 403, "{path}");
        assert!(!change.is_done(&app).await, "{path}");
    }
});

/// The form was refused, because somebody else has changed the same user.
async fn assert_told(client: &mut Client, style: Style, answer: &Answer) {
    match style {
        Style::Plain => {
            assert_eq!(answer.status, 303);
            let alert = client.follow(answer).await.alert().unwrap();
            assert!(alert.contains("Somebody else has changed this"), "{alert}");
        }
        Style::Json => {
            let told = json!({ "invalid": { "__all__": ["record_changed_meanwhile"] } });
            assert_eq!((answer.status, answer.json()), (422, told));
        }
    }
}

async fn email_and_first_name(app: &TestApp, name: &str) -> Vec<String> {
    app.texts(&format!("SELECT email || ' ' || email_key || ' ' || first_name FROM users WHERE username = '{name}'"))
        .await
}

on_both!(an_address_that_the_owner_is_just_saving_is_not_overwritten_by_a_form_of_staff, async |kind| {
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    for style in Style::BOTH {
        let mut change = staff_change(&app, &mut root, "/api/staff/users/update").await;
        change.fields.push(("email", "staff@example.com".to_owned()));
        // Not the line is held, but the row of the user, as the owner's own save holds it.
        let save = "UPDATE users SET email = 'new@example.com', email_key = 'new@example.com' WHERE username = ";
        let held = Held::begin(&app, &format!("{save}'{}'", change.target)).await;
        let task = waiting(&app, &root, &change, style).await;
        held.commit().await;
        assert_told(&mut root, style, &task.await.unwrap()).await;
        assert_eq!(email_and_first_name(&app, &change.target).await, ["new@example.com new@example.com "], "{style:?}");
    }
});

on_both!(an_address_that_the_owner_saves_while_a_form_of_staff_waits_in_line_stays, async |kind| {
    if kind == Kind::Sqlite {
        // There the owner would wait behind staff: one writes at a time.
        return;
    }
    let app = TestApp::spawn(kind).await;
    let mut root = app.superuser("root").await;
    for style in Style::BOTH {
        let change = staff_change(&app, &mut root, "/api/staff/users/update").await;
        let mut owner = root.elsewhere(&change.target).await;
        let held = Held::begin(&app, LINE).await;
        let task = waiting(&app, &root, &change, style).await;
        let fields = [("email", "new@example.com"), ("first_name", ""), ("last_name", "")];
        assert_eq!(owner.post_form("/api/accounts/update", &fields).await.outcome(), "303 /accounts/");
        held.commit().await;
        assert_told(&mut root, style, &task.await.unwrap()).await;
        assert_eq!(email_and_first_name(&app, &change.target).await, ["new@example.com new@example.com "], "{style:?}");
    }
});
