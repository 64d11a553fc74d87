//! What happens to the server and its database, one after the other.

use std::{fs::File, io::Write, process::Command, thread, time::Duration};

use sqlx::{AssertSqlSafe, Connection};

use super::site::Site;
use crate::support::Kind;

/// How long a disaster lasts.
const LASTS: Duration = Duration::from_millis(1_500);

const AN_HOUR: i64 = 3_600;

/// A command that restarts the server of `TEST_POSTGRES_URL`, where the test may.
const RESTART: &str = "TEST_POSTGRES_RESTART";

impl Site {
    /// The next disaster, to its end; gives its name.
    pub async fn next_disaster(&mut self) -> &'static str {
        self.turn += 1;
        match (self.turn % 4, self.kind) {
            (1, _) => {
                self.kill();
                self.start_again();
                "killed"
            }
            (2, Kind::Sqlite) => self.fill_disk(),
            (3, Kind::Sqlite) => self.lock_database().await,
            (2 | 3, Kind::Postgres) => self.take_database_away(self.turn % 4 == 2).await,
            _ => {
                // Set back and, the next time, right again.
                self.clock = if self.clock == 0 { -AN_HOUR } else { 0 };
                self.kill();
                self.start_again();
                if self.clock == 0 { "clock right again" } else { "clock set back an hour" }
            }
        }
    }

    /// The disk is full for a while: of the file system, or of the server, whose files may not grow any further.
    fn fill_disk(&self) -> &'static str {
        if self.disk.is_mounted {
            let mut ballast = File::create(self.disk.ballast()).unwrap();
            while ballast.write_all(&[0; 4_096]).is_ok() {}
            while ballast.write_all(&[0; 64]).is_ok() {}
            thread::sleep(LASTS);
            std::fs::remove_file(self.disk.ballast()).unwrap();
            return "disk full";
        }
        let process = self.child.id().to_string();
        let limit = |limit: &str| {
            Command::new("prlimit").args(["--pid", &process, limit]).status().is_ok_and(|ended| ended.success())
        };
        if !limit("--fsize=65536:unlimited") {
            return "disk full (not possible here)";
        }
        thread::sleep(LASTS);
        assert!(limit("--fsize=unlimited:unlimited"));
        "disk full"
    }

    /// Another program writes SQLite's file for a while.
    async fn lock_database(&self) -> &'static str {
        let file = self.disk.folder.path().join("chaos.sqlite3");
        let mut other = sqlx::SqliteConnection::connect(&format!("sqlite:{}", file.display())).await.unwrap();
        sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut other).await.unwrap();
        thread::sleep(LASTS);
        sqlx::raw_sql("ROLLBACK").execute(&mut other).await.unwrap();
        other.close().await.unwrap();
        "database locked"
    }

    /// PostgreSQL is restarted, where the test may; otherwise it ends all connections and takes no new ones for a while.
    async fn take_database_away(&self, may_restart: bool) -> &'static str {
        if let Ok(restart) = std::env::var(RESTART)
            && may_restart
        {
            assert!(Command::new("sh").args(["-c", &restart]).status().unwrap().success(), "{restart}");
            return "database restarted";
        }
        let database = self.postgres.as_ref().unwrap();
        let mut admin = database.admin().await;
        let name = database.name();
        let allow =
            |is_allowed: bool| AssertSqlSafe(format!("ALTER DATABASE {name} WITH ALLOW_CONNECTIONS {is_allowed}"));
        sqlx::raw_sql(allow(false)).execute(&mut admin).await.unwrap();
        for _ in 0..15 {
            let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1";
            sqlx::query(end).bind(name).execute(&mut admin).await.unwrap();
            thread::sleep(LASTS / 15);
        }
        sqlx::raw_sql(allow(true)).execute(&mut admin).await.unwrap();
        admin.close().await.unwrap();
        "database gone and back"
    }
}
