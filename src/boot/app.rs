//! Putting the app together from its settings: database, domains, built files. Every reason not to start is found here.

use thiserror::Error;
use tokio_util::task::TaskTracker;

use crate::{
    accounts::{
        server::{Accounts, Domains, permissions},
        types::Model,
    },
    articles::{self, server::Articles},
    boot::http::assets::Site,
    server::{
        db::{Db, DbError, Health, MigrationError},
        secret_key::{SecretKey, SecretKeyError},
        settings::{Settings, SettingsError},
    },
};

/// Everything that a request may need. Cheap to clone.
#[derive(Clone)]
pub struct App {
    pub settings: std::sync::Arc<Settings>,
    pub db: Db,
    pub secret_key: SecretKey,
    pub accounts: Accounts,
    pub articles: Articles,
    pub site: Site,
    pub health: Health,
    /// Requests that change something and are not finished yet.
    pub posts: TaskTracker,
}

/// Why the server does not start; the text is for the operator and names the remedy.
#[derive(Debug, Error)]
pub enum StartError {
    #[error(transparent)]
    Settings(#[from] SettingsError),
    #[error(transparent)]
    SecretKey(#[from] SecretKeyError),
    #[error(transparent)]
    Db(#[from] DbError),
    #[error(transparent)]
    Migration(#[from] MigrationError),
    #[error("the database lacks migrations ({0}): run `latchkey migrate` first")]
    PendingMigrations(String),
    #[error("this site is not safe to serve over https:\n  {0}")]
    Unsafe(String),
    #[error("{0}")]
    Routes(String),
    #[error("cannot listen on {address}: {source}; choose another one with --addr or LEPTOS_SITE_ADDR")]
    Listen { address: std::net::SocketAddr, source: std::io::Error },
    #[error("the server stopped: {0}")]
    Serve(std::io::Error),
    #[error("{0}")]
    Command(String),
}

/// The registry of the domains that stand on the accounts.
pub fn domains() -> Domains {
    Domains { owned_content: vec![articles::server::OWNED_CONTENT], models: vec![articles::types::ARTICLE] }
}

impl App {
    /// Opens the database and makes the domains. Does not look at migrations.
    pub async fn open(settings: Settings) -> Result<Self, StartError> {
        let site = Site::find(&settings)?;
        let db = Db::open(&settings.database.url, &settings.base, settings.database.connections.get()).await?;
        let secret_key = SecretKey::load(&settings.base.join(&settings.sessions.secret_key_file))?;
        Ok(Self {
            accounts: Accounts::new(db.clone(), secret_key.clone(), &settings.accounts, domains()),
            articles: Articles::new(db.clone(), &settings.articles),
            site,
            health: Health::default(),
            posts: TaskTracker::new(),
            db,
            secret_key,
            settings: std::sync::Arc::new(settings),
        })
    }

    /// Writes down the permissions that the program knows. The database is migrated.
    pub async fn synchronise(&self) -> Result<(), StartError> {
        let models: Vec<Model> = self.accounts.models().collect();
        let added = permissions::synchronise(&self.db, &models).await;
        added
            .map(|_| ())
            .map_err(|error| StartError::Command(format!("permissions could not be written down: {error}")))
    }
}
