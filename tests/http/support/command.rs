//! The built program in a folder with its own settings file.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::Arc,
};

use tempfile::TempDir;

#[derive(Clone)]
pub struct Program {
    binary: PathBuf,
    /// Shared with the servers that run in it: it is removed after the last of them.
    pub folder: Arc<TempDir>,
    environment: Vec<(String, String)>,
}

/// The exit status and the output of a command.
#[derive(Debug)]
pub struct Ended {
    pub ok: bool,
    pub out: String,
    pub error: String,
}

impl Program {
    /// A program with a copy of the project's settings.
    pub fn new() -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        fs::copy(concat!(env!("CARGO_MANIFEST_DIR"), "/Leptos.toml"), folder.path().join("Leptos.toml")).unwrap();
        // Tests do not wait for proxies.
        let environment = vec![("LATCHKEY_HTTP__DRAIN".to_owned(), "0".to_owned())];
        Self { binary: env!("CARGO_BIN_EXE_latchkey").into(), folder, environment }
    }

    /// The same settings for a copy of the program in this folder, which may lie beside another `hash.txt`.
    pub fn copied_to(&self, folder: &Path) -> Self {
        let binary = folder.join("latchkey");
        fs::hard_link(&self.binary, &binary).or_else(|_| fs::copy(&self.binary, &binary).map(|_| ())).unwrap();
        Self { binary, ..self.clone() }
    }

    /// A program with a seeded database: `user0`, `user1`, `user2`.
    pub fn seeded() -> Self {
        let program = Self::new();
        let ended = program.run(&["seed", "--users", "3", "--articles", "0"]);
        assert!(ended.ok, "{ended:?}");
        program
    }

    /// Replaces a text in the settings file.
    pub fn with_setting(self, old: &str, new: &str) -> Self {
        let file = self.folder.path().join("Leptos.toml");
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.contains(old), "{old}");
        fs::write(file, text.replace(old, new)).unwrap();
        self
    }

    pub fn with_environment(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The command, ready to run, with an empty environment and no terminal.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.binary);
        command.env_clear().envs(self.environment.iter().map(|(name, value)| (name, value)));
        command.current_dir("/").stdin(Stdio::null());
        command.args(arguments).arg("--settings").arg(self.folder.path().join("Leptos.toml"));
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Ended {
        let Output { status, stdout, stderr } = self.command(arguments).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Ended { ok: status.success(), out: text(stdout), error: text(stderr) }
    }

    /// The texts that a query gives on the SQLite file.
    pub async fn texts(&self, sql: &'static str) -> Vec<String> {
        sqlx::query_scalar(sql).fetch_all(&mut self.database().await).await.unwrap()
    }

    /// Executes a statement on the SQLite file.
    pub async fn execute(&self, sql: &'static str) {
        sqlx::query(sql).execute(&mut self.database().await).await.unwrap();
    }

    async fn database(&self) -> sqlx::SqliteConnection {
        use sqlx::Connection;
        let url = format!("sqlite:{}", self.folder.path().join("latchkey.sqlite3").display());
        sqlx::SqliteConnection::connect(&url).await.unwrap()
    }
}
