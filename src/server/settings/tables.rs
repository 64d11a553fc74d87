//! The tables of the settings file: each value with its range in its type, and its default.
//! `Leptos.toml` states the same defaults (a test compares the two).

use std::{fmt, net::SocketAddr};

use serde::{Deserialize, Serialize};

use super::{
    cookie_name::CookieName,
    origins::TrustedOrigins,
    proxies::TrustedProxies,
    ranges::{Within, folder_name, password_rules, socket_address, switch},
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
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Database").field("connections", &self.connections).finish_non_exhaustive()
    }
}

impl Default for Database {
    fn default() -> Self {
        Self { url: "sqlite:latchkey.sqlite3".into(), connections: Within(8) }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sessions {
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
            throttle: true,
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Articles {
    pub page_size: Within<1, 100>,
}

impl Default for Articles {
    fn default() -> Self {
        Self { page_size: Within(20) }
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
        }
    }
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
