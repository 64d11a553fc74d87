//! What a backup that is put back may not bring to life again.

use crate::support::{Program, run};

#[test]
fn an_invitation_that_waited_in_a_backup_has_expired_when_it_is_put_back() {
    let program = Program::seeded();
    let file = program.folder.path().join("x.backup");
    let file = file.to_str().unwrap();
    let ends = "SELECT CAST(ends > unixepoch() AS TEXT) FROM invitations ORDER BY id";
    run(async {
        program
            .execute(
                "INSERT INTO invitations (email, email_key, bounce_key, token_hash, invited_by, state, made, sent, ends) \
                 SELECT 'lisa@example.com', 'lisa', 'lisa', 'hash', MIN(id), 'waiting', 1, 1, unixepoch() + 86400 FROM users",
            )
            .await;
        assert_eq!(program.texts(ends).await, ["1"]);
        assert!(program.run(&["backup", file]).ok);
        let ended = program.run(&["restore", file, "--keep-sessions"]);
        assert!(ended.ok && ended.out.contains("Invitations that waited have expired"), "{ended:?}");
        assert_eq!(program.texts(ends).await, ["0"]);
    });
}
