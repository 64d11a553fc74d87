//! Composes the app from its settings: database, domains, built files. Every reason not to start is here. Django: `apps`, `wsgi.py`.

use std::{ops::Deref, sync::Arc, time::Duration};

use thiserror::Error;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    accounts::{
        server::{
            Accounts, Domains, permissions,
            sessions::{self, EngineError},
        },
        types::Model,
    },
    articles::{self, server::Articles},
    boot::{
        connections::Connections,
        http::{assets::Site, layers::cookies, page_cache::PageCache},
        messages,
        requests::Requests,
        session_total::SessionTotal,
    },
    server::{
        budget::Budget,
        db::{self, Db, DbError, Health, MigrationError, public_pages::Generations},
        mail::{Mail, MailError},
        once::Once,
        output::CommandError,
        preferences::{CookieNames, NoticeId},
        probe::Probe,
        recent::Recent,
        secret_key::{SecretKey, SecretKeyError},
        settings::{self, EmailPolicy, Settings, SettingsError},
        shares::{Limits, Shares},
    },
    shared::SiteInfo,
    staff::server::groups,
};

/// What a request may need: one handle, so that the layers of a request share it and copy nothing.
#[derive(Clone)]
pub struct App(Arc<Services>);

/// What the handle holds.
#[derive(Clone)]
pub struct Services {
    pub settings: Settings,
    pub db: Db,
    pub secret_key: SecretKey,
    pub accounts: Accounts,
    pub articles: Articles,
    pub mail: Mail,
    pub site: Site,
    /// What the site says of itself.
    pub site_info: Arc<SiteInfo>,
    /// Tells the operator's notice from every other.
    pub notice: NoticeId,
    pub cookie_names: Arc<CookieNames>,
    pub health: Health,
    /// Whether what keeps the sessions outside the database answers.
    pub sessions_health: Probe,
    pub session_total: SessionTotal,
    /// What visitors may leave behind in the database: held forms, and opened password links.
    pub visitors: Budget,
    pub links: Budget,
    pub connections: Connections,
    /// The bodies of posts in memory, in bytes.
    pub bodies: Shares,
    /// The open pages that follow their session.
    pub streams: Shares,
    /// The sessions of users, seen lately.
    pub seen: Recent,
    /// The pages that visitors see.
    pub pages: PageCache,
    pub generations: Generations,
    /// How long requests took, where that is measured.
    pub requests: Requests,
    /// The refused forms of visitors that were shown.
    pub shown: Once,
    /// Requests that change something and are not finished yet.
    pub posts: TaskTracker,
    /// Cancelled when the server is about to stop.
    pub draining: CancellationToken,
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
    #[error("{0}; see sessions.engine in the settings")]
    Sessions(#[from] EngineError),
    #[error("{0}; see docs/mail.md")]
    Mail(#[from] MailError),
    #[error(
        "accounts.email is \"verified\", but this site sends no mail by which an address is confirmed; set mail.url"
    )]
    UnconfirmedForEver,
    #[error("{0}")]
    Routes(String),
    #[error("cannot listen on {address}: {source}; choose another address with --addr or LEPTOS_SITE_ADDR")]
    Listen { address: std::net::SocketAddr, source: std::io::Error },
    #[error("cannot serve numbers on {address}: {source}; choose another address in metrics.addr")]
    Metrics { address: std::net::SocketAddr, source: std::io::Error },
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

/// How much the process takes of its database.
pub fn limits(settings: &settings::Database) -> db::Limits {
    let seconds = |seconds: u32| Duration::from_secs(seconds.into());
    db::Limits {
        connections: settings.connections.get(),
        statement: seconds(settings.statement_timeout.get()),
        lock: seconds(settings.lock_timeout.get()),
    }
}

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

fn cookie_names(sessions: &settings::Sessions) -> CookieNames {
    let name = |plain: &settings::CookieName| cookies::name(sessions.https, plain.as_str());
    CookieNames { session: name(&sessions.cookie_name), device: name(&sessions.device_cookie_name) }
}

impl Deref for App {
    type Target = Services;

    fn deref(&self) -> &Services {
        &self.0
    }
}

impl From<Services> for App {
    fn from(services: Services) -> Self {
        Self(Arc::new(services))
    }
}

impl App {
    /// Opens the database and composes the domains. Does not check migrations.
    pub async fn open(settings: Settings) -> Result<Self, StartError> {
        let site = Site::find(&settings)?;
        let db = Db::open(&settings.database.url, &settings.base, &limits(&settings.database)).await?;
        let secret_key = SecretKey::load(&settings.base.join(&settings.sessions.secret_key_file))?;
        let sessions = sessions::open(&db, &secret_key, &settings.sessions, &settings.base)?;
        let mail = Mail::open(&db, &secret_key, &settings)?;
        if settings.accounts.email == EmailPolicy::Verified && !mail.is_on() {
            return Err(StartError::UnconfirmedForEver);
        }
        let accounts =
            Accounts::new(db.clone(), sessions, secret_key.clone(), mail.clone(), &settings.accounts, domains());
        Ok(Self::from(Services {
            accounts,
            articles: Articles::new(db.clone(), &settings.articles),
            mail,
            site,
            site_info: Arc::new(settings.site.clone()),
            notice: NoticeId::of(&settings.site.notice),
            cookie_names: Arc::new(cookie_names(&settings.sessions)),
            health: Health::default(),
            sessions_health: Probe::default(),
            session_total: SessionTotal::default(),
            visitors: Budget::of_forms(&settings.sessions),
            links: Budget::of_links(),
            connections: Connections::new(&settings.http),
            bodies: Shares::new(bodies(&settings.http)),
            streams: Shares::new(streams(&settings.http)),
            seen: Recent::default(),
            pages: PageCache::new(settings.http.page_cache_kib.get()),
            generations: Generations::default(),
            requests: Requests::default(),
            shown: Once::default(),
            posts: TaskTracker::new(),
            draining: CancellationToken::new(),
            db,
            secret_key,
            settings,
        }))
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
