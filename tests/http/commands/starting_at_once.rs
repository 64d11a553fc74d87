//! Several processes that start at the same moment, on one new database and without a key file.

use std::thread::{ScopedJoinHandle, scope};

use crate::support::{PostgresDatabase, Program, run, server::Server};

/// Commands that are started together with the servers.
const COMMANDS: [&[&str]; 4] = [
    &["migrate"],
    &["createsuperuser", "--noinput", "--username", "root"],
    &["createsuperuser", "--noinput", "--username", "other"],
    &["check"],
];

fn start_all(program: &Program) {
    let servers: Vec<Server> = scope(|threads| {
        let servers: Vec<ScopedJoinHandle<Server>> = (0..4).map(|_| threads.spawn(|| Server::start(program))).collect();
        let commands = COMMANDS.map(|command| (command, threads.spawn(|| program.run(command))));
        for (command, thread) in commands {
            let ended = thread.join().unwrap();
            assert!(ended.ok, "{command:?}: {ended:?}");
        }
        servers.into_iter().map(|server| server.join().expect("it did not start")).collect()
    });
    for server in servers {
        let log = server.log();
        let complains =
            |line: &&str| (line.contains("WARN") || line.contains("ERROR")) && !line.contains("no built site");
        assert_eq!(log.lines().find(complains), None, "{log}");
    }
}

#[test]
fn fault_e1_processes_that_start_at_once_on_a_new_sqlite_file_all_start() {
    run(async {
        for _ in 0..3 {
            let program = Program::new();
            start_all(&program);
            assert_eq!(program.texts("SELECT username FROM users ORDER BY username").await, ["other", "root"]);
        }
    });
}

#[test]
#[cfg_attr(not(test_postgres), ignore = "TEST_POSTGRES_URL is not set")]
fn fault_e1_on_postgresql_too_and_one_of_several_migrations_says_what_it_applied() {
    run(async {
        let database = PostgresDatabase::create().await;
        let program = Program::new().with_environment("DATABASE_URL", &database.url());
        let outputs: Vec<String> = scope(|threads| {
            let threads: Vec<_> = (0..4).map(|_| threads.spawn(|| program.run(&["migrate"]))).collect();
            let ended = threads.into_iter().map(|thread| thread.join().unwrap());
            ended.inspect(|ended| assert!(ended.ok, "{ended:?}")).map(|ended| ended.out).collect()
        });
        let applied = outputs.iter().filter(|out| out.contains("0001_users"));
        assert_eq!(applied.count(), 1, "{outputs:?}");
        start_all(&program);
    });
}
