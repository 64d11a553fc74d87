//! A PostgreSQL database that lives as long as its test.

use std::{
    str::FromStr,
    sync::atomic::{AtomicU32, Ordering},
};

use sqlx::{AssertSqlSafe, ConnectOptions, Connection, postgres::PgConnectOptions};

static NUMBER: AtomicU32 = AtomicU32::new(0);

pub struct PostgresDatabase {
    name: String,
    server: String,
}

impl PostgresDatabase {
    /// An empty database.
    pub async fn create() -> Self {
        let database = Self::next();
        database.run(format!("CREATE DATABASE {}", database.name)).await;
        database
    }

    /// A copy of another database of the server, to which nothing is connected.
    pub async fn copy_of(template: &str) -> Self {
        let database = Self::next();
        database.run(format!("CREATE DATABASE {} TEMPLATE {template}", database.name)).await;
        database
    }

    fn next() -> Self {
        let server = std::env::var("TEST_POSTGRES_URL").expect("TEST_POSTGRES_URL, as when this was compiled");
        let name = format!("latchkey_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        Self { name, server }
    }

    /// Keeps the database under another name when this is dropped, unless there is one of that name.
    pub async fn rename(self, name: &str) {
        let mut connection = self.admin().await;
        let renamed = sqlx::query(AssertSqlSafe(format!("ALTER DATABASE {} RENAME TO {name}", self.name)));
        _ = renamed.execute(&mut connection).await;
    }

    pub fn url(&self) -> String {
        let options = PgConnectOptions::from_str(&self.server).unwrap().database(&self.name);
        options.to_url_lossy().to_string()
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// A connection to the server that is none to this database.
    pub async fn admin(&self) -> sqlx::PgConnection {
        sqlx::PgConnection::connect(&self.server).await.unwrap()
    }

    async fn run(&self, sql: String) {
        let mut connection = self.admin().await;
        sqlx::query(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    }
}

impl Drop for PostgresDatabase {
    /// Also after a failed test. On another thread, because this runs inside the runtime of the test.
    fn drop(&mut self) {
        let drop_database = || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(self.run(format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name)));
        };
        std::thread::scope(|scope| _ = scope.spawn(drop_database).join());
    }
}

#[test]
fn in_ci_there_is_a_postgresql() {
    let is_ci = std::env::var("CI").is_ok_and(|value| value == "true");
    assert!(
        cfg!(test_postgres) && cfg!(own_postgres) || !is_ci,
        "CI must run every test: install PostgreSQL and openssl, and set TEST_POSTGRES_URL to a server on which databases may be made"
    );
}
