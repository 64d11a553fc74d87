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
        db::{Db, DbError, Health, MigrationError},
        once::Once,
        output::CommandError,
        recent::Recent,
        secret_key::{SecretKey, SecretKeyError},
        settings::{self, Settings, SettingsError},
        shares::{Limits, Shares},
    },
    staff::server::groups,
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
    /// What visitors may leave behind in the database: held forms, and opened password links.
    pub visitors: Budget,
    pub links: Budget,
    /// The bodies of posts in memory, in bytes.
    pub bodies: Shares,
    /// The open pages that follow their session.
    pub streams: Shares,
    /// The sessions of users, seen lately.
    pub seen: Recent,
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
    #[error("the server cannot start its threads: {0}")]
    Threads(std::io::Error),
    #[error(transparent)]
    Command(#[from] CommandError),
}

/// The registry of the domains that stand on the accounts.
pub fn domains() -> Domains {
    Domains { owned_content: vec![articles::server::OWNED_CONTENT], models: vec![articles::types::ARTICLE] }
}

/// The open pages that may follow the sessions of one user.
const STREAMS_OF_USER: usize = 64;

/// How many bytes the bodies of posts may take. Half is for those whose session was seen lately.
fn bodies(settings: &settings::Http) -> Limits {
    let all = settings.body_kib.get() as usize * 1_024;
    Limits { all, strangers: all / 2, network: settings.body_network_kib.get() as usize * 1_024, user: all }
}

/// How many pages may follow their session: half of the connections, so that the other half answers.
fn streams(settings: &settings::Http) -> Limits {
    let (all, network) = (settings.connections.get() as usize / 2, settings.connections_network.get() as usize / 2);
    Limits { all, strangers: 0, network, user: STREAMS_OF_USER }
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
            visitors: Budget::of_forms(&settings.sessions),
            links: Budget::of_links(),
            bodies: Shares::new(bodies(&settings.http)),
            streams: Shares::new(streams(&settings.http)),
            seen: Recent::default(),
            shown: Once::default(),
            posts: TaskTracker::new(),
            db,
            secret_key,
            settings: std::sync::Arc::new(settings),
        })
    }

    /// Stores the permissions of all models, and the keys of groups by the present rules. The database is migrated already.
    pub async fn synchronise(&self) -> Result<(), StartError> {
        let models: Vec<Model> = self.accounts.models().collect();
        let added = permissions::synchronise(&self.db, &models).await;
        added.map_err(|error| CommandError::from(messages::permissions_not_stored(error)))?;
        let keyed = groups::synchronise(&self.db).await;
        keyed.map_err(|error| CommandError::from(messages::groups_not_stored(error)).into())
    }
}
