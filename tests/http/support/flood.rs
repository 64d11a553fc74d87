//! Floods, and a reader beside them who notices nothing.

use std::time::{Duration, Instant};

use futures_util::{StreamExt, stream};
use tokio::task::JoinSet;

use super::{Answer, Client, TestApp};

/// How long a page and a post beside a flood may take: much longer than they do, because the flood of a test takes the
/// processor from them.
const PATIENCE: Duration = Duration::from_secs(90);

/// Runs a flood; meanwhile a visitor elsewhere reads, and a user elsewhere writes. Gives what the flood gives.
pub async fn beside_a_reader<T>(app: &TestApp, flood: impl Future<Output = T>) -> T {
    let mut reader = app.visitor().at("198.51.100.200");
    let mut writer = app.visitor().at("198.51.100.201");
    writer.sign_up("beside").await;
    let reading = async {
        for number in 0.. {
            let begun = Instant::now();
            assert_eq!(reader.get("/articles/").await.status, 200);
            writer.create_article(&format!("Article {number}"), "written beside a flood").await;
            assert!(begun.elapsed() < PATIENCE, "{:?}", begun.elapsed());
        }
    };
    tokio::select! {
        done = flood => done,
        () = reading => unreachable!(),
    }
}

/// How many connections a flood has.
const CONNECTIONS: usize = 4;

/// The answers to many requests, as many at the same time as a flood has connections.
pub async fn all<F>(requests: impl IntoIterator<Item = F>) -> Vec<Answer>
where
    F: Future<Output = Answer> + Send + 'static,
{
    let requests = stream::iter(requests).map(|request| tokio::spawn(request));
    requests.buffer_unordered(CONNECTIONS).map(Result::unwrap).collect().await
}

/// What many requests give that are sent at the same moment.
pub async fn at_once<F>(requests: impl IntoIterator<Item = F>) -> Vec<F::Output>
where
    F: Future<Output: Send + 'static> + Send + 'static,
{
    let mut set = JoinSet::new();
    for request in requests {
        set.spawn(request);
    }
    set.join_all().await
}

/// Posts a plain form as a client that drops its cookies each time.
pub async fn post_plain(mut client: Client, path: &'static str, fields: Vec<(String, String)>) -> Answer {
    client.post_form(path, &super::forms::borrowed(&fields)).await
}
