//! `make bench`: a request and the sessions page, with ten sessions and with a million. Both must cost the same: no query
//! may grow with the table. On SQLite, in this process, without a network.

#![allow(clippy::unwrap_used)] // a benchmark that cannot go on has failed

mod site;

use std::{hint::black_box, time::Duration};

use criterion::{Criterion, criterion_group, criterion_main};
use site::Site;
use tokio::runtime::Runtime;

/// A site with this many sessions of its user and of other users.
async fn with_sessions(own: u32, others: u32) -> Site {
    let site = Site::new().await;
    site.fill([("1", own), ("NULL", others)].map(|(user, count)| {
        format!(
            "INSERT INTO sessions (id_hash, user_id, data, created, authenticated, last_seen, expires, user_agent, address) \
            WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {count}) \
            SELECT lower(hex(randomblob(32))), {user}, '{{}}', n, n, n, 9999999999, 'Mozilla/5.0 Firefox/144.0', '192.0.2.7' FROM s"
        )
    }))
    .await;
    site
}

fn sessions(criterion: &mut Criterion) {
    let runtime = Runtime::new().unwrap();
    let mut group = criterion.benchmark_group("sessions");
    group.measurement_time(Duration::from_secs(5)).sample_size(50);
    for (name, own, others) in [("ten", 10, 1), ("a million", 10_000, 990_000)] {
        let site = runtime.block_on(with_sessions(own, others));
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
