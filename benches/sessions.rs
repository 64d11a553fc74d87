//! `make bench`: a request and the sessions page, with ten sessions and with a million. The two must cost the same: no query
//! may grow with the table. On SQLite, in the process, without a network.

#![allow(clippy::unwrap_used)] // a benchmark that cannot go on has failed

use std::{hint::black_box, time::Duration};

use axum::{
    Router,
    body::Body,
    http::{Request, header},
};
use criterion::{Criterion, criterion_group, criterion_main};
use http_body_util::BodyExt;
use latchkey::{
    boot::{App, router},
    server::{db::Db, settings::Settings},
};
use sqlx::AssertSqlSafe;
use tokio::runtime::Runtime;
use tower::ServiceExt;

const PASSWORD: &str = "quiet river 47 lanterns";

/// A site with so many sessions of one person and of others, and that person's cookie.
struct Site {
    router: Router,
    cookie: String,
    _folder: tempfile::TempDir,
}

impl Site {
    async fn with_sessions(own: u32, others: u32) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut settings = Settings::defaults();
        folder.path().clone_into(&mut settings.base);
        let app = App::ready(settings).await.unwrap();
        let router = router(&app);
        let form = format!("username=joe&password1={PASSWORD}&password2={PASSWORD}").replace(' ', "+");
        let answer = router
            .clone()
            .oneshot(
                Request::post("/api/accounts/signup")
                    .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                    .body(Body::from(form))
                    .unwrap(),
            )
            .await
            .unwrap();
        let cookies = answer.headers().get_all(header::SET_COOKIE).iter().map(|line| line.to_str().unwrap());
        let cookie = cookies.map(|line| line.split(';').next().unwrap()).collect::<Vec<_>>().join("; ");
        fill(&app.db, own, others).await;
        Self { router, cookie, _folder: folder }
    }

    async fn get(&self, path: &str) -> usize {
        let request = Request::get(path).header(header::COOKIE, &self.cookie).body(Body::empty()).unwrap();
        let answer = self.router.clone().oneshot(request).await.unwrap();
        assert_eq!(answer.status(), 200);
        answer.into_body().collect().await.unwrap().to_bytes().len()
    }
}

async fn fill(db: &Db, own: u32, others: u32) {
    let Db::Sqlite { writer, .. } = db else { unreachable!("the settings say SQLite") };
    for (user, count) in [("1", own), ("NULL", others)] {
        let sql = format!(
            "INSERT INTO sessions (id_hash, user_id, data, created, authenticated, last_seen, expires, user_agent, address) \
            WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {count}) \
            SELECT lower(hex(randomblob(32))), {user}, '{{}}', n, n, n, 9999999999, 'Mozilla/5.0 Firefox/144.0', '192.0.2.7' FROM s"
        );
        sqlx::query(AssertSqlSafe(sql)).execute(writer).await.unwrap();
    }
    sqlx::query("ANALYZE").execute(writer).await.unwrap();
}

fn sessions(criterion: &mut Criterion) {
    let runtime = Runtime::new().unwrap();
    let mut group = criterion.benchmark_group("sessions");
    group.measurement_time(Duration::from_secs(5)).sample_size(50);
    for (name, own, others) in [("ten", 10, 1), ("a million", 10_000, 990_000)] {
        let site = runtime.block_on(Site::with_sessions(own, others));
        for (page, path) in
            [("a request", "/articles/"), ("the sessions page", "/accounts/sessions/"), ("the account", "/accounts/")]
        {
            group.bench_function(format!("{page}, {name}"), |bencher| {
                bencher.to_async(&runtime).iter(async || black_box(site.get(path).await));
            });
        }
    }
    group.finish();
}

criterion_group!(benches, sessions);
criterion_main!(benches);
