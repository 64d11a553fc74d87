//! Composes the app from its settings: database, domains, built files. Every reason not to start is here. Django: `apps`, `wsgi.py`.

use thiserror::Error;
use tokio_util::task::TaskTracker;

use crate::{
    accounts::{
        server::{Accounts, Domains, permissions},
        types::Model,
    },
    articles::{self, server::Articles},
    boot::{http::assets::Site, messages},
    server::{
        budget::Budget,
        byte_pool::BytePool,
        db::{Db, DbError, Health, MigrationError},
        once::Once,
        output::CommandError,
        secret_key::{SecretKey, SecretKeyError},
        settings::{Settings, SettingsError},
    },
};

/// What a request may need. Cheap to clone.
#[derive(Clone)]
pub struct App {
    pub settings: std::sync::Arc<Settings>,
    pub db: Db,
    pub secret_key: SecretKey,
    pub accounts: Accounts,
    pub articles: Articles,
    pub site: Site,
    pub health: Health,
    /// What visitors may leave behind in the database.
    pub visitors: Budget,
    /// The bodies of posts in memory.
    pub bodies: BytePool,
    /// The refused forms of visitors that were shown.
    pub shown: Once,
    /// Requests that change something and are not finished yet.
    pub posts: TaskTracker,
}

/// Why the server does not start. The text is for the operator and names the remedy.
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
    #[error("the database lacks migrations ({0}); run latchkey migrate first")]
    PendingMigrations(String),
    #[error("this site is not safe to serve over https:\n  {0}")]
    Unsafe(String),
    #[error("{0}")]
    Routes(String),
    #[error("cannot listen on {address}: {source}; choose another address with --addr or LEPTOS_SITE_ADDR")]
    Listen { address: std::net::SocketAddr, source: std::io::Error },
    #[error("the server has stopped: {0}")]
    Serve(std::io::Error),
    #[error(transparent)]
    Command(#[from] CommandError),
}

/// The registry of the domains that stand on the accounts.
pub fn domains() -> Domains {
    Domains { owned_content: vec![articles::server::OWNED_CONTENT], models: vec![articles::types::ARTICLE] }
}

impl App {
    /// Opens the database and composes the domains. Does not check migrations.
    pub async fn open(settings: Settings) -> Result<Self, StartError> {
        let site = Site::find(&settings)?;
        let db = Db::open(&settings.database.url, &settings.base, settings.database.connections.get()).await?;
        let secret_key = SecretKey::load(&settings.base.join(&settings.sessions.secret_key_file))?;
        Ok(Self {
            accounts: Accounts::new(db.clone(), secret_key.clone(), &settings.accounts, domains()),
            articles: Articles::new(db.clone(), &settings.articles),
            site,
            health: Health::default(),
            visitors: Budget::new(&settings.sessions),
            bodies: BytePool::new(&settings.http),
            shown: Once::default(),
            posts: TaskTracker::new(),
            db,
            secret_key,
            settings: std::sync::Arc::new(settings),
        })
    }

    /// Stores the permissions of all models. The database is migrated already.
    pub async fn synchronise(&self) -> Result<(), StartError> {
        let models: Vec<Model> = self.accounts.models().collect();
        let added = permissions::synchronise(&self.db, &models).await;
        added.map(|_| ()).map_err(|error| CommandError::from(messages::permissions_not_stored(error)).into())
    }
}
