//! Redis that goes away and comes back.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use latchkey::{
    accounts::types::UserId,
    server::settings::{RedisUrl, SessionEngine},
};
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    time::sleep,
};

use crate::support::{Client, Kind, PASSWORD, TestApp, engines::Place, run};

/// How long it may take until people are back.
const PATIENCE: u32 = 100;

/// A wire to Redis that can be cut.
pub struct Wire {
    address: SocketAddr,
    is_cut: Arc<AtomicBool>,
}

impl Wire {
    /// To the Redis for tests.
    pub async fn to_redis() -> Self {
        let url = std::env::var("TEST_REDIS_URL").unwrap();
        Self::to(url.trim_start_matches("redis://").trim_end_matches('/').to_owned()).await
    }

    /// The setting that leads over this wire.
    pub fn url(&self) -> RedisUrl {
        serde_json::from_value(format!("redis://{}", self.address).into()).unwrap()
    }

    pub fn cut(&self) {
        self.is_cut.store(true, Ordering::SeqCst);
    }

    pub fn mend(&self) {
        self.is_cut.store(false, Ordering::SeqCst);
    }

    async fn to(server: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (address, is_cut) = (listener.local_addr().unwrap(), Arc::new(AtomicBool::new(false)));
        let cut = is_cut.clone();
        tokio::spawn(async move {
            loop {
                let (mut near, _) = listener.accept().await.unwrap();
                let (server, cut) = (server.clone(), cut.clone());
                tokio::spawn(async move {
                    if cut.load(Ordering::SeqCst) {
                        return;
                    }
                    let mut far = TcpStream::connect(server).await.unwrap();
                    tokio::select! {
                        _ = copy_bidirectional(&mut near, &mut far) => {}
                        () = async { while !cut.load(Ordering::SeqCst) { sleep(Duration::from_millis(10)).await } } => {}
                    }
                });
            }
        });
        Self { address, is_cut }
    }
}

/// Whether the page shows this user, after some tries.
async fn comes_back(client: &mut Client, name: &str) -> bool {
    for _ in 0..PATIENCE {
        let page = client.get("/articles/").await;
        if page.status == 200 {
            return page.user_name().as_deref() == Some(name);
        }
        sleep(Duration::from_millis(100)).await;
    }
    false
}

/// Waits until the health check, which never turns, says this; within a second it may say what was true before.
async fn health_says(app: &TestApp, text: &str) {
    for _ in 0..PATIENCE {
        let answer = app.visitor().get("/healthz").await;
        assert_eq!(answer.status, 200, "visitors are served: {}", answer.body);
        if answer.body.ends_with(text) {
            return;
        }
        sleep(Duration::from_millis(100)).await;
    }
    panic!("the health check never said {text}");
}

#[test]
#[cfg_attr(not(test_redis), ignore = "TEST_REDIS_URL is not set")]
fn what_ended_while_redis_was_gone_stays_ended_and_the_others_come_back() {
    run(async {
        let wire = Wire::to_redis().await;
        let app = Place::new(SessionEngine::Redis, Kind::Sqlite)
            .spawn_with(|settings| settings.sessions.redis_url = wire.url())
            .await;
        let (mut joe, mut kim) = (app.member("joe").await, app.member("kim").await);
        let joes_id = UserId(app.user_id("joe").await);

        assert_eq!(app.visitor().get("/healthz").await.status, 200);
        wire.cut();
        sleep(Duration::from_millis(50)).await;
        let page = joe.get("/accounts/").await;
        assert_eq!((page.status, page.header("retry-after")), (503, Some("5")), "{}", page.body);
        assert!(page.has("check who is logged in"), "the page says what is wrong: {}", page.body);
        let text = [("title", "Written meanwhile"), ("content", "Not to be lost.")];
        let refused = joe.post_form("/api/articles/create", &text).await;
        assert!(refused.status == 503 && refused.has("Not to be lost."), "{}", refused.body);
        assert!(refused.has("action=\"/api/articles/create\"") && refused.has("Send it from here"), "{}", refused.body);
        let refused = joe.post_json("/api/articles/create", &text).await;
        assert_eq!(
            (refused.status, &refused.json()["sessions_away"]["retry_after"]),
            (503, &5.into()),
            "{}",
            refused.body
        );
        let refused = joe.post_form("/api/accounts/password", &[("old_password", "secret words")]).await;
        assert!(refused.status == 503 && !refused.has("secret words"), "{}", refused.body);
        assert_eq!(app.visitor().get("/articles/").await.status, 200, "visitors notice nothing");
        health_says(&app, "redis does not answer\n").await;
        assert!(app.visitor().log_in("joe", PASSWORD).await.status >= 303);
        // As an operator's command does it.
        let mut tx = app.app.db.begin().await.unwrap();
        app.app.accounts.sessions().end_all_but(&mut tx, joes_id, None).await.unwrap();
        tx.commit().await.unwrap();

        wire.mend();
        assert!(comes_back(&mut kim, "kim").await);
        health_says(&app, "ok\n").await;
        assert!(!joe.is_known_as("joe").await);
        assert_eq!(joe.log_in("joe", PASSWORD).await.status, 303);
        assert!(joe.is_known_as("joe").await, "a login after the end is no part of it");
    });
}
