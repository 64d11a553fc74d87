//! An app for one test: cheap hashes, and a folder and a database of its own.

use std::sync::Arc;

use latchkey::{
    accounts::server::{
        Accounts,
        sessions::{CurrentRow, RequestStore},
    },
    boot::{App, Services, domains, ready},
    server::{
        db::{Db, RequestTx},
        secret_key::SecretKey,
        settings::{self, Settings},
    },
};
use serde::de::DeserializeOwned;
use serde_json::Value;
use sqlx::AssertSqlSafe;
use tempfile::TempDir;
use tower_sessions_core::Session;

use super::{Client, PostgresDatabase, migrated};

/// The database that a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Sqlite,
    Postgres,
}

/// A number for a setting with its range in its type.
pub fn number<T: DeserializeOwned>(value: u32) -> T {
    serde_json::from_value(value.into()).unwrap()
}

pub struct TestApp {
    pub app: App,
    pub folder: TempDir,
    _postgres: Option<PostgresDatabase>,
}

impl TestApp {
    pub async fn spawn(kind: Kind) -> Self {
        Self::spawn_with(kind, |_| {}).await
    }

    /// An app with settings that differ from those of other tests.
    pub async fn spawn_with(kind: Kind, change: impl FnOnce(&mut Settings)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let postgres = match kind {
            Kind::Sqlite => None,
            Kind::Postgres => Some(migrated::postgres().await),
        };
        let mut settings = Settings::defaults();
        folder.path().clone_into(&mut settings.base);
        settings.accounts.hash_memory_kib = number(8_192);
        settings.accounts.hash_iterations = number(1);
        settings.accounts.hash_threads = number(1);
        // Most tests fail logins and sign users up without limit.
        settings.accounts.throttle = false;
        settings.database.connections = number(4);
        match &postgres {
            Some(postgres) => settings.database.url = postgres.url(),
            None => migrated::sqlite(&folder.path().join("latchkey.sqlite3")).await,
        }
        change(&mut settings);
        let app = ready(settings).await.unwrap();
        Self { app, folder, _postgres: postgres }
    }

    /// A client without cookies.
    pub fn visitor(&self) -> Client {
        Client::of(&self.app)
    }

    /// A user who has just signed up.
    pub async fn member(&self, name: &str) -> Client {
        let mut client = self.visitor();
        client.sign_up(name).await;
        // The first page says that the account is ready, once.
        assert_eq!(client.get("/accounts/goodbye/").await.status, 200);
        client
    }

    /// A superuser.
    pub async fn superuser(&self, name: &str) -> Client {
        let client = self.member(name).await;
        let sql = format!("UPDATE users SET is_staff = TRUE, is_superuser = TRUE WHERE username = '{name}'");
        assert_eq!(self.execute(&sql).await, 1);
        client
    }

    /// Grants a direct permission.
    pub async fn grant(&self, name: &str, permission: &str) {
        let sql = format!(
            "INSERT INTO user_permissions (user_id, permission_id) SELECT u.id, p.id FROM users u, permissions p \
             WHERE u.username = '{name}' AND p.name = '{permission}'"
        );
        assert_eq!(self.execute(&sql).await, 1, "{name} {permission}");
    }

    /// A member of staff with these permissions.
    pub async fn staff(&self, name: &str, permissions: &[&str]) -> Client {
        let client = self.member(name).await;
        assert_eq!(self.execute(&format!("UPDATE users SET is_staff = TRUE WHERE username = '{name}'")).await, 1);
        for permission in permissions {
            self.grant(name, permission).await;
        }
        client
    }

    /// A second server on the same database and key, with other settings of the accounts.
    pub fn changed(&self, change: impl FnOnce(&mut settings::Accounts)) -> App {
        let mut settings = self.app.settings.accounts.clone();
        change(&mut settings);
        let key = SecretKey::load(&self.folder.path().join("latchkey.key")).unwrap();
        let accounts = Accounts::new(
            self.app.db.clone(),
            self.app.accounts.sessions().clone(),
            key,
            self.app.mail.clone(),
            &settings,
            domains(),
        );
        Services { accounts, ..Services::clone(&self.app) }.into()
    }

    /// A second server on the same database, as on another machine, with its own settings.
    pub async fn second(&self, change: impl FnOnce(&mut Settings)) -> App {
        let mut settings = Settings::clone(&self.app.settings);
        change(&mut settings);
        ready(settings).await.unwrap()
    }

    /// A second server on the same database with another secret key.
    pub fn with_key(&self, key: SecretKey) -> App {
        let accounts = Accounts::new(
            self.app.db.clone(),
            self.app.accounts.sessions().clone(),
            key.clone(),
            self.app.mail.clone(),
            &self.app.settings.accounts,
            domains(),
        );
        Services { accounts, secret_key: key, ..Services::clone(&self.app) }.into()
    }

    /// The secret key that the app has created.
    pub fn key(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("latchkey.key")).unwrap().trim().to_owned()
    }

    /// The session with this cookie, as the server opens it.
    pub fn session(&self, cookie: &str) -> Session {
        self.session_and_row(cookie).0
    }

    /// The session with this cookie, and the row that saves it.
    pub fn session_and_row(&self, cookie: &str) -> (Session, CurrentRow) {
        let engine = self.app.accounts.sessions();
        let id = engine.id_in(cookie).unwrap();
        let engine = engine.of_request(Some(cookie)).unwrap_or_else(|| engine.clone());
        let store = RequestStore::new(engine, None, RequestTx::default());
        let row = store.current_row();
        (Session::new(Some(id), Arc::new(store), None), row)
    }

    /// Creates a session with one value; gives its cookie.
    pub async fn session_with(&self, key: &str, value: &str) -> String {
        let session = Session::new(
            None,
            Arc::new(RequestStore::new(self.app.accounts.sessions().clone(), None, RequestTx::default())),
            None,
        );
        session.insert(key, value).await.unwrap();
        session.save().await.unwrap();
        session.id().unwrap().to_string()
    }

    pub async fn put_into_session(&self, cookie: &str, key: &str, value: &str) {
        let session = self.session(cookie);
        session.insert(key, value).await.unwrap();
        session.save().await.unwrap();
    }

    /// Makes the last password entry of the session too old.
    pub async fn forget_password_of(&self, client: &Client) {
        let session = self.session(client.session().unwrap());
        session.insert("password_entered", 0).await.unwrap();
        session.save().await.unwrap();
    }

    /// The id of the session row of a client.
    pub async fn session_id(&self, client: &Client) -> i64 {
        let hash = id_hash(client.session().unwrap());
        self.number(&format!("SELECT id FROM sessions WHERE id_hash = '{hash}'")).await
    }

    pub async fn session_exists(&self, cookie: &str) -> bool {
        let session = self.session(cookie);
        session.get_value("").await.unwrap();
        session.id().is_some()
    }

    /// The data in the row of a session.
    pub async fn session_data(&self, cookie: &str) -> Value {
        assert!(self.session_exists(cookie).await);
        let hash = id_hash(cookie);
        let rows = self.texts(&format!("SELECT data FROM sessions WHERE id_hash = '{hash}'")).await;
        serde_json::from_str(&rows[0]).unwrap()
    }

    /// Executes a statement behind the app's back; gives the number of changed rows.
    pub async fn execute(&self, sql: &str) -> u64 {
        let query = AssertSqlSafe(sql);
        match &self.app.db {
            Db::Sqlite { writer, .. } => sqlx::query(query).execute(writer).await.unwrap().rows_affected(),
            Db::Postgres(pool) => sqlx::query(query).execute(pool).await.unwrap().rows_affected(),
        }
    }

    /// The number that a query gives.
    pub async fn number(&self, sql: &str) -> i64 {
        let query = AssertSqlSafe(sql);
        match &self.app.db {
            Db::Sqlite { readers, .. } => sqlx::query_scalar(query).fetch_one(readers).await.unwrap(),
            Db::Postgres(pool) => sqlx::query_scalar(query).fetch_one(pool).await.unwrap(),
        }
    }

    /// The texts that a query gives, one a row.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        let query = AssertSqlSafe(sql);
        match &self.app.db {
            Db::Sqlite { readers, .. } => sqlx::query_scalar(query).fetch_all(readers).await.unwrap(),
            Db::Postgres(pool) => sqlx::query_scalar(query).fetch_all(pool).await.unwrap(),
        }
    }

    /// Waits until every post that has begun is finished, whether its client has waited for it or not.
    pub async fn settle(&self) {
        self.app.posts.close();
        self.app.posts.wait().await;
        self.app.posts.reopen();
    }

    /// The number of rows in a table.
    pub async fn rows(&self, table: &str) -> i64 {
        self.number(&format!("SELECT COUNT(*) FROM {table}")).await
    }

    pub async fn user_id(&self, name: &str) -> i64 {
        self.number(&format!("SELECT id FROM users WHERE username = '{name}'")).await
    }
}

/// The hash of a cookie value, as the table stores it.
pub fn id_hash(cookie: &str) -> String {
    use sha2::Digest;
    sha2::Sha256::digest(cookie).iter().map(|byte| format!("{byte:02x}")).collect()
}
