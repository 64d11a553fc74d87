//! `cargo bench --bench engines`: a page of a user with ten sessions in the store and with many more, for each engine. No engine may ask
//! longer because others have sessions. Redis needs `TEST_REDIS_URL`. On SQLite, in this process, without a network.

#![allow(clippy::unwrap_used)] // a benchmark that cannot go on has failed

mod site;

use std::{fs, hint::black_box, time::Duration};

use criterion::{Criterion, criterion_group, criterion_main};
use latchkey::server::settings::{SessionEngine, Settings};
use redis::aio::MultiplexedConnection;
use site::Site;
use tokio::runtime::Runtime;

/// How many sessions there are at most; fewer where each is a file.
const MANY: [(SessionEngine, u32); 5] = [
    (SessionEngine::Database, 1_000_000),
    (SessionEngine::Cached, 1_000_000),
    (SessionEngine::Cookie, 1_000_000),
    (SessionEngine::Redis, 1_000_000),
    (SessionEngine::File, 100_000),
];

const PREFIX: &str = "latchkey-bench";
const BATCH: u32 = 1_000;
const ENDS: i64 = 9_999_999_999;

fn redis_url() -> Option<String> {
    std::env::var("TEST_REDIS_URL").ok()
}

fn use_engine(settings: &mut Settings, engine: SessionEngine) {
    settings.sessions.engine = engine;
    settings.sessions.redis_prefix = serde_json::from_value(PREFIX.into()).unwrap();
    if let (SessionEngine::Redis, Some(url)) = (engine, redis_url()) {
        settings.sessions.redis_url = serde_json::from_value(url.into()).unwrap();
    }
}

/// Fills what keeps the sessions, so that one in ten is of the user whose page is asked for.
async fn fill(site: &Site, engine: SessionEngine, count: u32) {
    let own = (count / 10).min(40);
    match engine {
        SessionEngine::Database | SessionEngine::Cached => fill_database(site, own, count - own).await,
        SessionEngine::Cookie => fill_cookies(site, count).await,
        SessionEngine::File => fill_files(site, own, count),
        SessionEngine::Redis => fill_redis(own, count).await,
    }
}

async fn fill_database(site: &Site, own: u32, others: u32) {
    site.fill([("1", own), ("NULL", others)].map(|(user, count)| {
        format!(
            "INSERT INTO sessions (id_hash, user_id, data, created, authenticated, last_seen, expires) \
             WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {count}) \
             SELECT lower(hex(randomblob(32))), {user}, '{{}}', n, n, n, {ENDS} FROM s"
        )
    }))
    .await;
}

/// Each of a session that has ended before its time: others are not stored.
async fn fill_cookies(site: &Site, count: u32) {
    site.fill([format!(
        "INSERT INTO cookie_sessions (session, user_id, serial, next, changed, used, data, expires) \
         WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {count}) \
         SELECT n * 7919, NULL, {}, 0, 0, 0, '', {ENDS} FROM s",
        i64::MAX
    )])
    .await;
}

fn fill_files(site: &Site, own: u32, count: u32) {
    let root = site.folder().join("sessions");
    for number in 0..count {
        let (hash, user) = (hash(number), if number < own { Some(1) } else { None });
        let stored = serde_json::json!({ "live": {
            "number": number + 1, "user_id": user, "data": "{}", "created": 1, "authenticated": 1, "last_seen": 1,
            "expires": ENDS, "user_agent": "", "address": "" } });
        let part = root.join("sessions").join(&hash[..2]);
        fs::create_dir_all(&part).unwrap();
        fs::write(part.join(&hash), stored.to_string()).unwrap();
        if user.is_some() {
            fs::write(root.join("users/1").join(&hash), "").unwrap();
        }
    }
}

async fn fill_redis(own: u32, count: u32) {
    let mut connection = connect().await;
    for start in (0..count).step_by(BATCH as usize) {
        let mut pipe = redis::pipe();
        for number in start..count.min(start + BATCH) {
            let (hash, user) = (hash(number), if number < own { "1" } else { "" });
            let key = format!("{PREFIX}:session:{hash}");
            let fields = [
                ("number", (number + 1).to_string()),
                ("user", user.to_owned()),
                ("data", "{}".to_owned()),
                ("created", "1".to_owned()),
                ("authenticated", "1".to_owned()),
                ("seen", "1".to_owned()),
                ("expires", ENDS.to_string()),
                ("agent", String::new()),
                ("address", String::new()),
            ];
            pipe.hset_multiple(&key, &fields).ignore();
            if number < own {
                pipe.sadd(format!("{PREFIX}:sessions-of:1"), hash).ignore();
            }
        }
        pipe.query_async::<()>(&mut connection).await.unwrap();
    }
}

/// Sixty-four digits, spread over all parts.
fn hash(number: u32) -> String {
    format!("{:08x}{number:056x}", number.wrapping_mul(2_654_435_761))
}

async fn connect() -> MultiplexedConnection {
    redis::Client::open(redis_url().unwrap()).unwrap().get_multiplexed_async_connection().await.unwrap()
}

/// Empties Redis of what the benchmark has put into it. All else goes with its folder.
async fn forget(engine: SessionEngine) {
    if engine != SessionEngine::Redis {
        return;
    }
    let mut connection = connect().await;
    let mut at = 0_u64;
    loop {
        let mut scan = redis::cmd("SCAN");
        scan.arg(at).arg("MATCH").arg(format!("{PREFIX}:*")).arg("COUNT").arg(BATCH);
        let (next, keys): (u64, Vec<String>) = scan.query_async(&mut connection).await.unwrap();
        if !keys.is_empty() {
            redis::cmd("UNLINK").arg(keys).query_async::<()>(&mut connection).await.unwrap();
        }
        at = next;
        if at == 0 {
            return;
        }
    }
}

fn engines(criterion: &mut Criterion) {
    let runtime = Runtime::new().unwrap();
    let mut group = criterion.benchmark_group("engines");
    group.measurement_time(Duration::from_secs(5)).sample_size(50);
    for (engine, many) in MANY {
        if engine == SessionEngine::Redis && redis_url().is_none() {
            continue;
        }
        for count in [10, many] {
            let site = runtime.block_on(async {
                forget(engine).await;
                let site = Site::with(|settings| use_engine(settings, engine)).await;
                fill(&site, engine, count).await;
                site
            });
            let name = format!("{}, {count} sessions", engine.name());
            group.bench_function(name, |bencher| {
                bencher.to_async(&runtime).iter(async || black_box(site.get("/articles/").await));
            });
            runtime.block_on(forget(engine));
        }
    }
    group.finish();
}

criterion_group!(benches, engines);
criterion_main!(benches);
