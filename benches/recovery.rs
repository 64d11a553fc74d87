//! `cargo bench --bench recovery`: how long it takes to ask for a password link, for each kind of address. The times must be
//! indistinguishable, so that they do not reveal which address has an account (B69, ASVS 6.3.8). On SQLite, in this process.

#![allow(clippy::unwrap_used)] // a benchmark that cannot go on has failed

use std::time::Instant;

use axum::{
    Router,
    body::Body,
    http::{Request, header},
};
use latchkey::{
    boot::{ready, router},
    server::{
        db::Db,
        settings::{MailUrl, Settings},
    },
};
use sqlx::AssertSqlSafe;
use tokio::runtime::Runtime;
use tower::ServiceExt;

const PASSWORD: &str = "quiet river 47 lanterns";
const ROUNDS: usize = 300;

/// Whose address is asked for.
const KINDS: [&str; 5] = ["known", "unknown", "inactive", "unusable", "unconfirmed"];

async fn post(router: &Router, path: &str, form: String) -> u16 {
    let request = Request::post(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::ACCEPT, "application/json")
        .body(Body::from(form.replace(' ', "+")))
        .unwrap();
    router.clone().oneshot(request).await.unwrap().status().as_u16()
}

async fn execute(db: &Db, sql: String) {
    let Db::Sqlite { writer, .. } = db else { unreachable!("the settings say SQLite") };
    sqlx::query(AssertSqlSafe(sql)).execute(writer).await.unwrap();
}

/// A site that sends mail into a folder, with an account of each kind.
async fn site(folder: &std::path::Path) -> (Router, Db) {
    let mut settings = Settings::defaults();
    folder.clone_into(&mut settings.base);
    settings.accounts.throttle = false;
    settings.mail.url = MailUrl::Folder("mail".into());
    let app = ready(settings).await.unwrap();
    let router = router(&app);
    for name in KINDS.iter().filter(|name| **name != "unknown") {
        let form = format!("username={name}&email={name}@example.com&password1={PASSWORD}&password2={PASSWORD}");
        assert_eq!(post(&router, "/api/accounts/signup", form).await, 200);
    }
    for sql in [
        "UPDATE users SET confirmed_email = email WHERE username <> 'unconfirmed'",
        "UPDATE users SET is_active = FALSE WHERE username = 'inactive'",
        "UPDATE users SET password = '!' || hex(randomblob(20)) WHERE username = 'unusable'",
    ] {
        execute(&app.db, sql.to_owned()).await;
    }
    (router, app.db.clone())
}

/// Asks for each kind in turn, so that other load on the machine affects all of them, and prints their times side by side.
async fn compare(router: &Router, db: &Db) {
    let mut times = vec![Vec::new(); KINDS.len()];
    for round in 0..=ROUNDS {
        for step in 0..KINDS.len() {
            // Each is the first as often as any other.
            let place = (round + step) % KINDS.len();
            let form = format!("email={}@example.com", KINDS[place]);
            let begun = Instant::now();
            assert_eq!(post(router, "/api/accounts/password-reset", form).await, 200);
            // The first round warms up.
            if round > 0 {
                times[place].push(begun.elapsed());
            }
        }
        execute(db, "DELETE FROM reset_requests".to_owned()).await;
    }
    println!("asking for a password link, {ROUNDS} times each in turn:      quarter     median   3 quarters");
    for (kind, times) in KINDS.iter().zip(&mut times) {
        times.sort_unstable();
        let [quarter, median, rest] = [1, 2, 3].map(|part| times[ROUNDS * part / 4]);
        println!("    {kind:<40} {quarter:>12.2?} {median:>12.2?} {rest:>12.2?}");
    }
}

fn main() {
    let (runtime, folder) = (Runtime::new().unwrap(), tempfile::tempdir().unwrap());
    runtime.block_on(async {
        let (router, db) = site(folder.path()).await;
        compare(&router, &db).await;
    });
}
