//! `make bench`: how long a refused login takes, for each reason. The distributions must be indistinguishable, so that the time does
//! not reveal whether a user name exists (B28, B29, ASVS 6.3.8).

#![allow(clippy::unwrap_used)] // a benchmark that cannot go on has failed

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use axum::{
    Router,
    body::Body,
    http::{Request, header},
};
use criterion::{Criterion, criterion_group, criterion_main};
use latchkey::{
    boot::{ready, router},
    server::{db::Db, settings::Settings},
};
use sqlx::AssertSqlSafe;
use tokio::runtime::Runtime;
use tower::ServiceExt;

const PASSWORD: &str = "quiet river 47 lanterns";

async fn post(router: &Router, path: &str, form: String) -> u16 {
    let request = Request::post(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::ACCEPT, "application/json")
        .body(Body::from(form.replace(' ', "+")))
        .unwrap();
    router.clone().oneshot(request).await.unwrap().status().as_u16()
}

/// A site with an active, an inactive and a locked account.
async fn site(folder: &std::path::Path, throttle: bool) -> Router {
    let mut settings = Settings::defaults();
    folder.clone_into(&mut settings.base);
    settings.accounts.throttle = throttle;
    let app = ready(settings).await.unwrap();
    let router = router(&app);
    for name in ["joe", "away", "locked"] {
        let form = format!("username={name}&password1={PASSWORD}&password2={PASSWORD}");
        assert_eq!(post(&router, "/api/accounts/signup", form).await, 200);
    }
    let Db::Sqlite { writer, .. } = &app.db else { unreachable!("the settings say SQLite") };
    for sql in [
        "UPDATE users SET is_active = FALSE WHERE username = 'away'",
        "UPDATE users SET password = '!' || hex(randomblob(20)) WHERE username = 'locked'",
    ] {
        sqlx::query(AssertSqlSafe(sql)).execute(writer).await.unwrap();
    }
    router
}

/// A reason to refuse a login: its name, user name and password, and the status.
type Refusal = (&'static str, &'static str, String, u16);

/// The reasons of one list must take indistinguishable times.
fn refusals() -> [(&'static str, bool, Vec<Refusal>); 3] {
    let (right, long) = (PASSWORD.to_owned(), "x".repeat(5_000));
    let wrong = || "wrong".to_owned();
    [
        (
            "a refused login",
            false,
            vec![
                ("unknown", "nobody", right.clone(), 422),
                ("wrong password", "joe", wrong(), 422),
                ("inactive, right password", "away", right.clone(), 422),
                ("inactive, wrong password", "away", wrong(), 422),
                ("unusable password", "locked", right.clone(), 422),
                ("a name that nobody can have", "no body!", right.clone(), 422),
            ],
        ),
        (
            "a password that is too long",
            false,
            vec![
                ("unknown", "nobody", long.clone(), 422),
                ("known", "joe", long.clone(), 422),
                ("inactive", "away", long, 422),
            ],
        ),
        (
            "a login that has to wait",
            true,
            vec![
                ("unknown", "nobody", wrong(), 429),
                ("wrong password", "joe", wrong(), 429),
                ("right password", "joe", right, 429),
                ("inactive", "away", wrong(), 429),
            ],
        ),
    ]
}

async fn refuse(router: &Router, (_, name, password, expected): &Refusal) {
    let status = post(router, "/api/accounts/login", format!("username={name}&password={password}")).await;
    assert_eq!(black_box(status), *expected);
}

fn logins(criterion: &mut Criterion) {
    let runtime = Runtime::new().unwrap();
    for (what, throttle, refusals) in refusals() {
        let folder = tempfile::tempdir().unwrap();
        let router = runtime.block_on(site(folder.path(), throttle));
        if throttle {
            runtime.block_on(exhaust(&router));
        }
        let mut group = criterion.benchmark_group(what);
        group.measurement_time(Duration::from_secs(5)).sample_size(50);
        for refusal in &refusals {
            group.bench_function(refusal.0, |bencher| bencher.to_async(&runtime).iter(|| refuse(&router, refusal)));
        }
        group.finish();
        runtime.block_on(compare(what, &router, &refusals));
    }
}

/// Fails to log in until every user name is throttled.
async fn exhaust(router: &Router) {
    for name in ["nobody", "joe", "away"] {
        while post(router, "/api/accounts/login", format!("username={name}&password=wrong")).await != 429 {}
    }
}

/// Tries the reasons in turn, so that other load on the machine affects all of them, and prints their times side by side.
async fn compare(what: &str, router: &Router, refusals: &[Refusal]) {
    const ROUNDS: usize = 200;
    let mut times = vec![Vec::new(); refusals.len()];
    for _ in 0..ROUNDS {
        for (refusal, times) in refusals.iter().zip(&mut times) {
            let begun = Instant::now();
            refuse(router, refusal).await;
            times.push(begun.elapsed());
        }
    }
    println!("{what}, {ROUNDS} times each in turn:         quarter     median   3 quarters");
    for ((reason, ..), times) in refusals.iter().zip(&mut times) {
        times.sort_unstable();
        let [quarter, median, rest] = [1, 2, 3].map(|part| times[ROUNDS * part / 4]);
        println!("    {reason:<40} {quarter:>12.2?} {median:>12.2?} {rest:>12.2?}");
    }
}

criterion_group!(benches, logins);
criterion_main!(benches);
