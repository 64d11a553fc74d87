//! `make bench`: the search with a thousand articles and with a million. It must cost the same, for a word that is in every article, for
//! one that is in few, and for both. `LATCHKEY_BENCH_ARTICLES` sets the larger number. On SQLite, in this process, without a network.

#![allow(clippy::unwrap_used)] // a benchmark that cannot go on has failed

mod site;

use std::{env, hint::black_box, time::Duration};

use criterion::{Criterion, criterion_group, criterion_main};
use site::Site;
use tokio::runtime::Runtime;

/// A site with short articles: "common" is in each, "half" in every second one, "rare" in one of ten thousand, 바다 in one of ten.
async fn with_articles(count: u32) -> Site {
    let site = Site::new().await;
    let numbers = format!("WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {count})");
    site.fill([
        format!(
            "INSERT INTO articles (author_id, title, content, excerpt, html_rules, is_published, created, updated) {numbers} \
            SELECT 1, 'Title ' || n, 'Text', 'Text', 2, TRUE, n, n FROM s"
        ),
        format!(
            "INSERT INTO article_words (id, words) {numbers} SELECT n, 'common title w' || (n % 5000) || \
            CASE WHEN n % 2 = 0 THEN ' half' ELSE '' END || CASE WHEN n % 10000 = 7 THEN ' rare' ELSE '' END || \
            CASE WHEN n % 10 = 0 THEN ' 바 바다 다' ELSE '' END FROM s"
        ),
    ])
    .await;
    site
}

const SEARCHES: [(&str, &str); 6] = [
    ("a word of all", "/articles/?q=common"),
    ("its middle", "/articles/?q=common&before=500"),
    ("a rare word", "/articles/?q=rare"),
    ("all and rare", "/articles/?q=common+half+rare"),
    ("Korean", "/articles/?q=%EB%B0%94%EB%8B%A4"),
    ("nothing", "/articles/?q=common+nowhere"),
];

fn search(criterion: &mut Criterion) {
    let runtime = Runtime::new().unwrap();
    let many = env::var("LATCHKEY_BENCH_ARTICLES").ok().and_then(|count| count.parse().ok()).unwrap_or(1_000_000);
    let sites = [1_000, many].map(|count| (count, runtime.block_on(with_articles(count))));
    for (name, path) in SEARCHES {
        let mut group = criterion.benchmark_group(format!("search: {name}"));
        group.measurement_time(Duration::from_secs(2)).sample_size(20);
        for (count, site) in &sites {
            group.bench_function(format!("{count} articles"), |bencher| {
                bencher.to_async(&runtime).iter(|| async { black_box(site.get(path).await) });
            });
        }
        group.finish();
    }
}

criterion_group!(benches, search);
criterion_main!(benches);
