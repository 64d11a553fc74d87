//! What the server deletes by itself, on the built program.

use std::time::Duration;

use crate::support::{Program, run, server::Server};

/// How often the test looks. It waits for as long as tests may take.
const LOOK: Duration = Duration::from_millis(50);

#[test]
fn a_server_deletes_expired_sessions_by_itself() {
    let program = Program::seeded();
    run(async {
        program
            .execute(
                "INSERT INTO sessions (id_hash, user_id, data, created, authenticated, last_seen, expires) VALUES \
                 ('expired', 1, '{}', 1, 1, 1, 1), ('ended', 1, '{}', 1, 1, 1, -4000000000), \
                 ('alive', 1, '{}', 1, 1, 1, 4000000000)",
            )
            .await;
        let server = Server::start(&program);
        while program.texts("SELECT id_hash FROM sessions").await != ["alive"] {
            tokio::time::sleep(LOOK).await;
        }
        server.log();
    });
}
