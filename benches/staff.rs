//! `make bench`: the pages of the staff area with ten users and ten groups, and with a hundred thousand and a thousand. They must
//! cost the same: no query may grow with the table. On SQLite, in this process, without a network.

#![allow(clippy::unwrap_used)] // a benchmark that cannot go on has failed

mod site;

use std::{hint::black_box, time::Duration};

use criterion::{Criterion, criterion_group, criterion_main};
use site::Site;
use tokio::runtime::Runtime;

/// A site whose user is a superuser. Every other user is in one group and has one direct permission, and every change is in the audit
/// trail.
async fn with_people(users: u32, groups: u32) -> Site {
    let site = Site::new().await;
    let numbers = |count| format!("WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {count})");
    site.fill([
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
            "INSERT INTO articles (author_id, title, content, excerpt, is_published, created, updated) {} \
            SELECT n, 'Title', 'Text', 'Text', n % 100 > 0, n, n FROM s",
            numbers(users)
        ),
        format!(
            "INSERT INTO audit (at, actor, action, target_kind, target, changes) {} \
            SELECT n, 'root', 'changed', 'user', 'user' || n, '[]' FROM s",
            numbers(users)
        ),
    ])
    .await;
    site
}

const PAGES: [(&str, &str); 24] = [
    ("home", "/staff/"),
    ("users", "/staff/users/"),
    ("users by name", "/staff/users/?order=name&before=5"),
    ("users found, of whom there are many", "/staff/users/?q=ser1"),
    ("users found, of whom there are few", "/staff/users/?q=user5%40"),
    ("users found in no name", "/staff/users/?q=zzyzx"),
    ("users of a group", "/staff/users/?group=5"),
    ("active users by name", "/staff/users/?show=active&order=name"),
    ("staff", "/staff/users/?show=staff"),
    ("superusers by name", "/staff/users/?show=superusers&order=name"),
    ("inactive by name", "/staff/users/?show=inactive&order=name"),
    ("a new user", "/staff/users/create/"),
    ("user", "/staff/users/5/"),
    ("deleting a user", "/staff/users/5/delete/"),
    ("groups", "/staff/groups/"),
    ("a new group", "/staff/groups/create/"),
    ("group", "/staff/groups/5/"),
    ("members further on", "/staff/groups/5/?before=5"),
    ("deleting a group", "/staff/groups/5/delete/"),
    ("articles", "/staff/articles/"),
    ("unpublished articles", "/staff/articles/?show=drafts"),
    ("audit", "/staff/audit/"),
    ("audit of one thing", "/staff/audit/?target=user5"),
    ("audit, nothing found", "/staff/audit/?actor=root&action=deleted"),
];

fn staff(criterion: &mut Criterion) {
    let runtime = Runtime::new().unwrap();
    let sites =
        [(10, 10), (100_000, 1_000)].map(|(users, groups)| (users, runtime.block_on(with_people(users, groups))));
    for (name, path) in PAGES {
        let mut group = criterion.benchmark_group(format!("staff: {name}"));
        group.measurement_time(Duration::from_secs(2)).sample_size(20);
        for (users, site) in &sites {
            group.bench_function(format!("{users} users"), |bencher| {
                bencher.to_async(&runtime).iter(|| async { black_box(site.get(path).await) });
            });
        }
        group.finish();
    }
}

criterion_group!(benches, staff);
criterion_main!(benches);
