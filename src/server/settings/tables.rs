//! The tables of the settings file: each value with its range in its type, and its default.
//! `Leptos.toml` states the same defaults (a test compares the two).

use std::{fmt, net::SocketAddr};

use serde::{Deserialize, Serialize};

use super::{
    cookie_name::CookieName,
    mail::{EmailPolicy, MailUrl, SiteOrigin},
    origins::TrustedOrigins,
    proxies::TrustedProxies,
    ranges::{Within, folder_name, optional_address, password_rules, show_address, socket_address, switch},
    session_engine::{KeyPrefix, RedisUrl, SessionEngine},
};
use crate::shared::PasswordRule;

/// Where the site's files are, and the address that the server listens on. In the file: `[package.metadata.leptos]`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Serving {
    pub output_name: String,
    pub site_root: String,
    #[serde(deserialize_with = "folder_name")]
    pub site_pkg_dir: String,
    #[serde(deserialize_with = "socket_address")]
    pub site_addr: SocketAddr,
}

impl Default for Serving {
    fn default() -> Self {
        Self {
            output_name: "latchkey".into(),
            site_root: "target/site".into(),
            site_pkg_dir: "pkg".into(),
            site_addr: SocketAddr::from(([127, 0, 0, 1], 3000)),
        }
    }
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    /// `sqlite:<file>` or `postgres://…`, perhaps with a password.
    pub url: String,
    pub connections: Within<1, 200>,
    /// For how many seconds a statement may run on PostgreSQL, and a transaction wait for its next one; 0 sets no limit.
    pub statement_timeout: Within<0, 86_400>,
    /// For how many seconds a statement may wait for others that write the same; 0 sets no limit on PostgreSQL.
    pub lock_timeout: Within<0, 3_600>,
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Database").field("connections", &self.connections).finish_non_exhaustive()
    }
}

impl Default for Database {
    fn default() -> Self {
        Self {
            url: "sqlite:latchkey.sqlite3".into(),
            connections: Within(8),
            statement_timeout: Within(30),
            lock_timeout: Within(10),
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sessions {
    pub engine: SessionEngine,
    /// For the engine `file`.
    pub file_path: String,
    /// How much data of sessions the engine `cached` keeps in memory.
    pub cache_kib: Within<64, 16_777_216>,
    /// For the engine `redis`, and for `cached` where several servers share a cache.
    pub redis_url: RedisUrl,
    pub redis_prefix: KeyPrefix,
    /// The file of the authority whose certificate a Redis at `rediss://` shows.
    pub redis_ca: String,
    #[serde(deserialize_with = "switch")]
    pub https: bool,
    pub cookie_name: CookieName,
    /// The cookie that recognises a browser which has logged in before.
    pub device_cookie_name: CookieName,
    /// Seconds after the login.
    pub cookie_age: Within<60, 31_536_000>,
    /// Seconds without use.
    pub cookie_idle_age: Within<10, 31_536_000>,
    /// Seconds after the login.
    pub browser_session_age: Within<60, 31_536_000>,
    /// Seconds without use.
    pub browser_session_idle_age: Within<10, 31_536_000>,
    /// The maximum of one form that a user's session keeps until its page shows it, or until a password is entered.
    pub form_kib: Within<1, 256>,
    /// How many forms visitors may leave to be held in half an hour, and how much their sessions may hold: of the process, and of
    /// one network.
    pub visitor_forms: Within<1, 1_000_000>,
    pub visitor_kib: Within<128, 16_777_216>,
    pub network_forms: Within<1, 1_000_000>,
    pub network_kib: Within<128, 16_777_216>,
    pub secret_key_file: String,
}

impl Default for Sessions {
    fn default() -> Self {
        Self {
            engine: SessionEngine::Database,
            file_path: "sessions".into(),
            cache_kib: Within(16_384),
            redis_url: RedisUrl::default(),
            redis_prefix: KeyPrefix::known("latchkey"),
            redis_ca: String::new(),
            https: false,
            cookie_name: CookieName::known("sessionid"),
            device_cookie_name: CookieName::known("device"),
            cookie_age: Within(1_209_600),
            cookie_idle_age: Within(1_209_600),
            browser_session_age: Within(604_800),
            browser_session_idle_age: Within(86_400),
            form_kib: Within(8),
            visitor_forms: Within(1_000),
            visitor_kib: Within(16_384),
            network_forms: Within(30),
            network_kib: Within(1_024),
            secret_key_file: "latchkey.key".into(),
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accounts {
    pub password_min_length: Within<8, 64>,
    /// The ids of the rules that a new password must pass.
    #[serde(deserialize_with = "password_rules")]
    pub password_rules: Vec<PasswordRule>,
    /// For how many seconds an entered password counts as recent; 0 asks for it each time.
    pub step_up_age: Within<0, 86_400>,
    /// How many sessions one user may have; a further login ends the oldest.
    pub sessions_per_user: Within<1, 1_000>,
    /// For how many days the activity of an account is kept.
    pub activity_days: Within<1, 3_650>,
    pub hash_memory_kib: Within<8_192, 4_194_304>,
    pub hash_iterations: Within<1, 100>,
    pub hash_parallelism: Within<1, 64>,
    pub hash_threads: Within<0, 256>,
    /// How many hashes may wait, in all, of one network, and of one logged-in user.
    pub hash_queue: Within<64, 100_000>,
    pub hash_queue_network: Within<64, 100_000>,
    pub hash_queue_user: Within<1, 10_000>,
    /// How many hashes a network may have in ten minutes, and a user.
    pub hash_budget_network: Within<60, 1_000_000>,
    pub hash_budget_user: Within<10, 100_000>,
    /// Whether signing up asks for an address; without mail it does not.
    pub email: EmailPolicy,
    /// Failed attempts make the next one wait. Off is for tests and benchmarks.
    #[serde(deserialize_with = "switch")]
    pub throttle: bool,
}

impl Default for Accounts {
    fn default() -> Self {
        Self {
            password_min_length: Within(8),
            password_rules: PasswordRule::ALL.into(),
            step_up_age: Within(900),
            sessions_per_user: Within(50),
            activity_days: Within(90),
            hash_memory_kib: Within(19_456),
            hash_iterations: Within(2),
            hash_parallelism: Within(1),
            hash_threads: Within(0),
            hash_queue: Within(128),
            hash_queue_network: Within(64),
            hash_queue_user: Within(8),
            hash_budget_network: Within(3_000),
            hash_budget_user: Within(120),
            email: EmailPolicy::Optional,
            throttle: true,
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Articles {
    pub page_size: Within<1, 100>,
    /// Pictures of other sites are shown in articles, which tells those sites who reads; otherwise each is a link.
    #[serde(deserialize_with = "switch")]
    pub remote_images: bool,
}

impl Default for Articles {
    fn default() -> Self {
        Self { page_size: Within(20), remote_images: false }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Http {
    pub trusted_proxies: TrustedProxies,
    pub trusted_origins: TrustedOrigins,
    /// Open connections, in all and for each network; trusted proxies count in all only.
    pub connections: Within<16, 1_000_000>,
    pub connections_network: Within<8, 1_000_000>,
    /// Bodies that are received or worked on, beyond the first 16 KiB of each, in all and for each network, in KiB.
    pub body_kib: Within<1_024, 16_777_216>,
    pub body_network_kib: Within<512, 16_777_216>,
    /// The pages for visitors that are kept in memory, in KiB; 0 keeps none.
    pub page_cache_kib: Within<0, 16_777_216>,
    /// For how many seconds after SIGTERM all is served as before, while the health check sends new clients elsewhere.
    pub drain: Within<0, 600>,
    /// What links in mails begin with.
    pub origin: SiteOrigin,
}

impl Default for Http {
    fn default() -> Self {
        Self {
            trusted_proxies: TrustedProxies::default(),
            trusted_origins: TrustedOrigins::default(),
            connections: Within(2_048),
            connections_network: Within(512),
            body_kib: Within(32_768),
            body_network_kib: Within(4_096),
            page_cache_kib: Within(16_384),
            drain: Within(5),
            origin: SiteOrigin::default(),
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    pub url: MailUrl,
    /// The sender of all mail: an address, perhaps with a name before it.
    pub from: String,
}

impl Default for Mail {
    fn default() -> Self {
        Self { url: MailUrl::Off, from: "Latchkey <latchkey@localhost>".into() }
    }
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Metrics {
    /// Where the numbers for operators are served; nowhere unless set.
    #[serde(deserialize_with = "optional_address", serialize_with = "show_address")]
    pub addr: Option<SocketAddr>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    pub format: LogFormat,
    pub filter: String,
}

impl Default for Log {
    fn default() -> Self {
        Self { format: LogFormat::Pretty, filter: "info,tower_sessions_core=error".into() }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    Pretty,
    Json,
}
