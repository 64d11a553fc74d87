//! `make bench`: the pages of the staff area with ten users and ten groups, and with a hundred thousand and a thousand. They must
//! cost the same: no query may grow with the table. On SQLite, in the process, without a network.

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

/// A site with so many users and groups, and a superuser's cookie.
struct Site {
    router: Router,
    cookie: String,
    _folder: tempfile::TempDir,
}

impl Site {
    async fn with(users: u32, groups: u32) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut settings = Settings::defaults();
        folder.path().clone_into(&mut settings.base);
        let app = App::ready(settings).await.unwrap();
        let router = router(&app);
        let form = format!("username=root&password1={PASSWORD}&password2={PASSWORD}").replace(' ', "+");
        let post = Request::post("/api/accounts/signup")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form))
            .unwrap();
        let answer = router.clone().oneshot(post).await.unwrap();
        let cookies = answer.headers().get_all(header::SET_COOKIE).iter().map(|line| line.to_str().unwrap());
        let cookie = cookies.map(|line| line.split(';').next().unwrap()).collect::<Vec<_>>().join("; ");
        fill(&app.db, users, groups).await;
        Self { router, cookie, _folder: folder }
    }

    async fn get(&self, path: &str) -> usize {
        let request = Request::get(path).header(header::COOKIE, &self.cookie).body(Body::empty()).unwrap();
        let answer = self.router.clone().oneshot(request).await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        answer.into_body().collect().await.unwrap().to_bytes().len()
    }
}

/// Every user is in one group and has one permission of their own; every change is in the audit trail.
async fn fill(db: &Db, users: u32, groups: u32) {
    let Db::Sqlite { writer, .. } = db else { unreachable!("the settings say SQLite") };
    let numbers = |count| format!("WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {count})");
    for sql in [
        "UPDATE users SET is_staff = TRUE, is_superuser = TRUE".to_owned(),
        format!(
            "INSERT INTO users (username, username_key, password, email, email_key, date_joined) {} \
            SELECT 'user' || n, 'user' || n, '!', 'user' || n || '@example.com', 'user' || n || '@example.com', n FROM s",
            numbers(users)
        ),
        format!("INSERT INTO groups (name, name_key) {} SELECT 'group' || n, 'group' || n FROM s", numbers(groups)),
        "INSERT INTO group_permissions (group_id, permission_id) SELECT g.id, p.id FROM groups g, permissions p"
            .to_owned(),
        format!("INSERT INTO user_groups (user_id, group_id) SELECT id, id % {groups} + 1 FROM users"),
        "INSERT INTO user_permissions (user_id, permission_id) SELECT id, 1 FROM users".to_owned(),
        format!(
            "INSERT INTO audit (at, actor, action, target_kind, target, changes) {} \
            SELECT n, 'root', 'changed', 'user', 'user' || n, '[]' FROM s",
            numbers(users)
        ),
        "ANALYZE".to_owned(),
    ] {
        sqlx::query(AssertSqlSafe(sql)).execute(writer).await.unwrap();
    }
}

const PAGES: [(&str, &str); 8] = [
    ("users", "/staff/users/"),
    ("users by name", "/staff/users/?order=name&before=5"),
    ("users found", "/staff/users/?q=user1"),
    ("superusers", "/staff/users/?show=superusers&order=name"),
    ("user", "/staff/users/5/"),
    ("groups", "/staff/groups/"),
    ("group", "/staff/groups/5/"),
    ("audit", "/staff/audit/?target=user5"),
];

fn staff(criterion: &mut Criterion) {
    let runtime = Runtime::new().unwrap();
    for (name, path) in PAGES {
        let mut group = criterion.benchmark_group(format!("staff: {name}"));
        group.measurement_time(Duration::from_secs(3)).sample_size(30);
        for (users, groups) in [(10, 10), (100_000, 1_000)] {
            let site = runtime.block_on(Site::with(users, groups));
            group.bench_function(format!("{users} users"), |bencher| {
                bencher.to_async(&runtime).iter(|| async { black_box(site.get(path).await) });
            });
        }
        group.finish();
    }
}

criterion_group!(benches, staff);
criterion_main!(benches);
