//! The engine `cached`: what is kept spares reading, and is never older than what is stored.

use latchkey::server::settings::SessionEngine::Cached;

use super::engines_redis::Wire;
use crate::support::{Client, Kind, TestApp, engines::Place, id_hash, run};

/// Puts a value into the row of a session behind the server's back: as another server does it, with a new version, or without one.
async fn write(app: &TestApp, client: &Client, value: &str, version: Option<i64>) {
    let hash = id_hash(client.session().unwrap());
    let version = version.map_or(String::new(), |version| format!(", version = {version}"));
    let sql = format!(
        "UPDATE sessions SET data = replace(data, '\"keep\":', '\"{value}\":1,\"keep\":'){version} WHERE id_hash = '{hash}'"
    );
    assert_eq!(app.execute(&sql).await, 1);
}

/// Whether the server finds that value in the session.
async fn has(app: &TestApp, client: &Client, value: &str) -> bool {
    app.session(client.session().unwrap()).get_value(value).await.unwrap().is_some()
}

fn as_elsewhere(second: &latchkey::boot::App, client: &Client) -> Client {
    let mut elsewhere = Client::of(second);
    elsewhere.cookies = client.cookies.clone();
    elsewhere
}

async fn data_is_read_once_and_what_another_server_writes_is_seen_at_once(place: Place) {
    let app = place.spawn().await;
    let mut joe = app.member("joe").await;
    assert!(joe.is_known_as("joe").await);
    write(&app, &joe, "quiet", None).await;
    assert!(!has(&app, &joe, "quiet").await, "the data is read from the cache");
    write(&app, &joe, "loud", Some(42)).await;
    assert!(has(&app, &joe, "loud").await && has(&app, &joe, "quiet").await);

    let second = app.second(|_| {}).await;
    let mut elsewhere = as_elsewhere(&second, &joe);
    for _ in 0..3 {
        let fields = [("email", ""), ("first_name", "Joe"), ("last_name", "Doe")];
        assert_eq!(joe.post_form("/api/accounts/update", &fields).await.status, 303);
        assert!(elsewhere.get("/accounts/").await.has("Profile saved."), "written here, read there");
        assert!(!joe.get("/accounts/").await.has("Profile saved."), "taken there");
    }
    assert_eq!(elsewhere.post_form("/api/accounts/logout", &[]).await.status, 303);
    assert!(!joe.is_known_as("joe").await);
}

#[test]
fn data_is_read_once_and_what_another_server_writes_is_seen_at_once_on_sqlite() {
    run(data_is_read_once_and_what_another_server_writes_is_seen_at_once(Place::new(Cached, Kind::Sqlite)));
}

#[test]
#[cfg_attr(not(test_postgres), ignore = "TEST_POSTGRES_URL is not set")]
fn data_is_read_once_and_what_another_server_writes_is_seen_at_once_on_postgres() {
    run(data_is_read_once_and_what_another_server_writes_is_seen_at_once(Place::new(Cached, Kind::Postgres)));
}

#[test]
#[cfg_attr(not(test_redis), ignore = "TEST_REDIS_URL is not set")]
fn servers_share_what_one_of_them_has_read_and_go_on_without_redis() {
    run(async {
        let wire = Wire::to_redis().await;
        let place = Place::shared(Kind::Sqlite);
        let app = place.spawn_with(|settings| settings.sessions.redis_url = wire.url()).await;
        let mut joe = app.member("joe").await;
        assert!(joe.is_known_as("joe").await);
        write(&app, &joe, "quiet", None).await;
        let second = app.second(|_| {}).await;
        let hash = id_hash(joe.session().unwrap());
        let there = second.accounts.sessions().load(&hash).await.unwrap().unwrap();
        assert!(!there.data.contains("quiet"), "read from what the first server has left in Redis");

        wire.cut();
        let third = app.second(|_| {}).await;
        let mut elsewhere = as_elsewhere(&third, &joe);
        assert!(joe.is_known_as("joe").await && elsewhere.is_known_as("joe").await, "Redis is a cache and no more");
        let there = third.accounts.sessions().load(&hash).await.unwrap().unwrap();
        assert!(there.data.contains("quiet"), "read from the database");
        assert_eq!(joe.post_form("/api/accounts/logout", &[]).await.status, 303);
        wire.mend();
        assert!(!elsewhere.is_known_as("joe").await);
    });
}
