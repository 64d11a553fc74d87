//! `make bench`: how long a refused login takes, for every reason to refuse one. The distributions must not be told apart: nobody
//! learns from the time whether a name exists (B28, B29, ASVS 6.3.8).

#![allow(clippy::unwrap_used)] // a benchmark that cannot go on has failed

use std::{hint::black_box, time::Duration};

use axum::{
    Router,
    body::Body,
    http::{Request, header},
};
use criterion::{Criterion, criterion_group, criterion_main};
use latchkey::{
    boot::{App, router},
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

/// A site with an active, an inactive and a locked account; without throttling, which would end the measurement.
async fn site(folder: &std::path::Path) -> Router {
    let mut settings = Settings::defaults();
    folder.clone_into(&mut settings.base);
    settings.accounts.throttle = false;
    let app = App::ready(settings).await.unwrap();
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

fn logins(criterion: &mut Criterion) {
    let (runtime, folder) = (Runtime::new().unwrap(), tempfile::tempdir().unwrap());
    let router = runtime.block_on(site(folder.path()));
    let mut group = criterion.benchmark_group("a refused login");
    group.measurement_time(Duration::from_secs(5)).sample_size(50);
    for (reason, name, password) in [
        ("unknown", "nobody", PASSWORD),
        ("wrong password", "joe", "wrong"),
        ("inactive, right password", "away", PASSWORD),
        ("inactive, wrong password", "away", "wrong"),
        ("unusable password", "locked", PASSWORD),
        ("a name that nobody can have", "no body!", PASSWORD),
    ] {
        group.bench_function(reason, |bencher| {
            bencher.to_async(&runtime).iter(async || {
                let status = post(&router, "/api/accounts/login", format!("username={name}&password={password}")).await;
                assert_eq!(black_box(status), 422);
            });
        });
    }
    group.finish();
}

criterion_group!(benches, logins);
criterion_main!(benches);
