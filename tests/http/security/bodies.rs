//! Bodies in memory: what some hold leaves room for others. The bodies of these tests arrive in part, and then wait.

use std::sync::Arc;

use axum::{
    body::{Body, Bytes},
    http::{HeaderValue, Method, header},
};
use futures_util::{StreamExt, stream};
use tokio::{sync::Notify, task::JoinHandle};

use crate::support::{Answer, Client, FORM, Kind, Style, TestApp, number, on_both};

const CREATE: &str = "/api/articles/create";
const KIB: usize = 1_024;

/// Bodies that wait for their end, and the answers to them.
#[derive(Default)]
struct Waiting {
    end: Arc<Notify>,
    answers: Vec<JoinHandle<Answer>>,
}

impl Waiting {
    /// Sends the beginning of a body, with this cookie, from this address. Done when the server has read it.
    async fn begin(&mut self, app: &TestApp, address: &str, cookie: &str, size: usize) {
        let mut client = app.visitor().at(address);
        let mut request = client.request(Method::POST, CREATE, Style::Json);
        request.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(FORM));
        request.headers_mut().insert(header::COOKIE, HeaderValue::from_str(&format!("sessionid={cookie}")).unwrap());
        let (begun, end) = (Arc::new(Notify::new()), self.end.clone());
        let read = begun.clone();
        let piece = Bytes::from("x".repeat(size));
        let rest = stream::once(async move {
            // Asked for when the first piece has been taken.
            read.notify_one();
            end.notified().await;
            Bytes::new()
        });
        let pieces = stream::iter([piece]).chain(rest).map(Ok::<_, std::io::Error>);
        *request.body_mut() = Body::from_stream(pieces);
        self.answers.push(tokio::spawn(async move { client.send(request).await }));
        // One that is refused is not read to its second piece.
        _ = tokio::time::timeout(std::time::Duration::from_secs(2), begun.notified()).await;
    }

    async fn end(self) -> Vec<u16> {
        let mut statuses = Vec::new();
        for answer in self.answers {
            while !answer.is_finished() {
                self.end.notify_waiters();
                tokio::task::yield_now().await;
            }
            statuses.push(answer.await.unwrap().status);
        }
        statuses
    }
}

async fn with_little_room(kind: Kind) -> TestApp {
    TestApp::spawn_with(kind, |settings| {
        settings.http.body_kib = number(1_024);
        settings.http.body_network_kib = number(512);
    })
    .await
}

/// Posts an article of that size; gives the status.
async fn write(user: &mut Client, size: usize) -> u16 {
    user.post_json(CREATE, &[("title", "T"), ("content", &"x".repeat(size))]).await.status
}

/// The id of no session, in the right form.
const INVENTED: &str = "AAAAAAAAAAAAAAAAAAAAAA";

on_both!(fault_b4_an_invented_cookie_leaves_users_no_less_room, async |kind| {
    let app = with_little_room(kind).await;
    let mut joe = app.member("joe").await.at("203.0.113.1");
    assert!(joe.is_known_as("joe").await);
    let mut waiting = Waiting::default();
    for address in ["192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4"] {
        waiting.begin(&app, address, INVENTED, 240 * KIB).await;
    }
    assert_eq!(write(&mut joe, 19_000).await, 200, "a user who was here lately");
    let mut stranger = app.visitor().at("192.0.2.9");
    stranger.pretend(INVENTED);
    assert_eq!(write(&mut stranger, 200_000).await, 503);
    let statuses = waiting.end().await;
    assert_eq!(statuses.iter().filter(|status| **status == 503).count(), 2, "half of the room: {statuses:?}");
    assert_eq!(write(&mut stranger, 200_000).await, 401, "given back");
});

on_both!(fault_b4_small_bodies_get_in_whatever_large_ones_hold, async |kind| {
    let app = with_little_room(kind).await;
    let mut joe = app.member("joe").await.at("192.0.2.1");
    let mut waiting = Waiting::default();
    for _ in 0..4 {
        waiting.begin(&app, "192.0.2.1", INVENTED, 240 * KIB).await;
    }
    assert_eq!(write(&mut joe, 10_000).await, 200, "small ones count for nothing");
    assert_eq!(write(&mut joe, 100_000).await, 503, "the network holds its share");
    assert_eq!(write(&mut joe.clone().at("192.0.2.2"), 19_000).await, 200, "another network has its own");
    waiting.end().await;
    assert_eq!(write(&mut joe, 19_000).await, 200);
});
