//! A change of the engine: living sessions are taken along, and what has ended does not come back.

use latchkey::{
    accounts::server::sessions::moving::move_sessions,
    server::settings::SessionEngine::{self, Cached, Database, File, Redis},
};

use crate::support::{
    Client, Kind, PASSWORD, Program, TestApp,
    engines::{Place, set_engine, set_redis, stored},
    run,
};

/// Moves the sessions of a site, and gives it as it is afterwards.
async fn moved(app: &TestApp, from: SessionEngine, to: SessionEngine) -> (u64, latchkey::boot::App) {
    let mut settings = latchkey::server::settings::Settings::clone(&app.app.settings);
    set_engine(&mut settings, from);
    if to == Redis {
        set_redis(&mut settings);
    }
    let count = move_sessions(&app.app.db, &settings.sessions, &settings.base, to).await.unwrap();
    (count, app.second(|settings| set_engine(settings, to)).await)
}

/// Moves from one engine to another and back.
async fn there_and_back(from: SessionEngine, to: SessionEngine) {
    let app = Place::new(from, Kind::Sqlite).spawn().await;
    let mut joe = app.member("joe").await;
    let mut other = joe.elsewhere("joe").await;
    let mut ended = joe.elsewhere("joe").await;
    let gone = ended.session().unwrap().to_owned();
    assert_eq!(ended.post_form("/api/accounts/logout", &[]).await.status, 303);

    let (count, there) = moved(&app, from, to).await;
    assert_eq!((count, stored(&app).await.len()), (2, 0), "nothing stays behind");
    let at = |app: &latchkey::boot::App, client: &Client| {
        let mut there = Client::of(app);
        there.cookies = client.cookies.clone();
        there
    };
    let (mut joe_there, mut other_there) = (at(&there, &joe), at(&there, &other));
    assert!(joe_there.is_known_as("joe").await && other_there.is_known_as("joe").await);
    let mut thief = at(&there, &joe);
    thief.pretend(&gone);
    assert!(!thief.is_known_as("joe").await);
    // Ended there, and begun there.
    assert_eq!(joe_there.post_form("/api/accounts/sessions/end-others", &[]).await.status, 303);
    let mut new = Client::of(&there);
    assert_eq!(new.log_in("joe", PASSWORD).await.status, 303);

    let (count, _) = moved(&app, to, from).await;
    assert_eq!(count, 2);
    new = at(&app.app, &new);
    assert!(joe.is_known_as("joe").await && new.is_known_as("joe").await && !other.is_known_as("joe").await);
}

#[test]
fn sessions_are_taken_along_from_the_database_to_files_and_back() {
    run(there_and_back(Database, File));
}

#[test]
#[cfg_attr(not(test_redis), ignore = "TEST_REDIS_URL is not set")]
fn sessions_are_taken_along_from_the_database_to_redis_and_back() {
    run(there_and_back(Database, Redis));
}

#[test]
#[cfg_attr(not(test_redis), ignore = "TEST_REDIS_URL is not set")]
fn sessions_are_taken_along_from_the_cached_engine_to_redis_and_back() {
    run(there_and_back(Cached, Redis));
}

#[test]
fn with_a_cache_sessions_stay_where_they_are() {
    run(async {
        let app = Place::new(Database, Kind::Sqlite).spawn().await;
        let mut joe = app.member("joe").await;
        for (from, to) in [(Database, Cached), (Cached, Database)] {
            let (count, there) = moved(&app, from, to).await;
            assert_eq!((count, stored(&app).await.len()), (0, 1));
            let mut joe_there = Client::of(&there);
            joe_there.cookies = joe.cookies.clone();
            assert!(joe_there.is_known_as("joe").await);
        }
        assert!(joe.is_known_as("joe").await);
    });
}

#[test]
#[cfg_attr(not(test_redis), ignore = "TEST_REDIS_URL is not set")]
fn sessions_are_taken_along_from_files_to_redis_and_back() {
    run(there_and_back(File, Redis));
}

#[test]
fn the_command_moves_and_says_what_to_set_then_and_check_explains_the_engine() {
    let program = Program::new();
    assert!(program.run(&["migrate"]).ok);
    let ended = program.run(&["sessions", "move", "--to", "file"]);
    assert!(ended.ok && ended.out.contains("Moved 0 sessions from database to file"), "{ended:?}");
    assert!(ended.out.contains("sessions.engine = \"file\""), "{ended:?}");
    assert!(!program.run(&["sessions", "move", "--to", "database"]).ok, "they are there");
    assert!(program.run(&["check"]).out.contains("Sessions are in the database"));
    let program = program.with_setting("engine = \"database\"", "engine = \"cached\"");
    assert!(program.run(&["check"]).out.contains("is read from a cache"));
    let program = program.with_setting("engine = \"cached\"", "engine = \"file\"");
    assert!(program.run(&["check"]).out.contains("Sessions are in files"));
    let program = program.with_setting("engine = \"file\"", "engine = \"cookie\"");
    assert!(program.run(&["check"]).out.contains("cannot be listed, counted, ended one by one"));
    for to in ["database", "redis"] {
        let ended = program.run(&["sessions", "move", "--to", to]);
        assert!(!ended.ok && ended.error.contains("cannot be moved"), "{ended:?}");
    }
    let program = program.with_setting("engine = \"cookie\"", "engine = \"cookies\"");
    let ended = program.run(&["check"]);
    assert!(
        !ended.ok
            && ended.error.contains("sessions.engine")
            && ended.error.contains("use database, cached, file, redis or cookie"),
        "{ended:?}"
    );
}

#[test]
fn a_redis_that_does_not_answer_keeps_the_server_from_starting_with_a_reason() {
    let program = Program::new()
        .with_setting("engine = \"database\"", "engine = \"redis\"")
        .with_environment("LATCHKEY_SESSIONS__REDIS_URL", "redis://:hush@127.0.0.1:1");
    assert!(program.run(&["migrate"]).ok);
    let ended = program.run(&["check"]);
    assert!(!ended.ok && ended.error.contains("Redis") && ended.error.contains("sessions.engine"), "{ended:?}");
    assert!(!ended.error.contains("hush"), "{ended:?}");
}
