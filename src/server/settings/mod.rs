//! What the operator may set, with the range of each value. Read once, at start: flag, environment, file, default.
//! An error names the key, the value, where it came from and what is allowed. Django: `settings.py`.

mod explain;
mod origins;
mod proxies;
mod values;

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use figment::{
    Figment,
    providers::{Env, Format, Serialized, Toml},
};
use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use origins::TrustedOrigins;
pub use proxies::TrustedProxies;
pub use values::{PASSWORD_RULES, Within};

use explain::{LEPTOS_ENVIRONMENT, explain};
use values::{folder_name, password_rules, socket_address, switch};

/// Names under our prefix that are no settings of the tables: secrets, which are read elsewhere and never shown in an error,
/// and what commands and scripts take. Anything else that is unknown is refused.
const NO_SETTINGS: [&str; 7] = [
    "SESSIONS__SECRET_KEY",
    "SESSIONS__SECRET_KEY_FALLBACKS",
    "SETTINGS_FILE",
    "SUPERUSER_USERNAME",
    "SUPERUSER_EMAIL",
    "SUPERUSER_PASSWORD",
    "TOOLS",
];

/// Everything that can be set.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    package: Package,
    pub database: Database,
    pub sessions: Sessions,
    pub accounts: Accounts,
    pub articles: Articles,
    pub http: Http,
    pub log: Log,
    /// The folder of the settings file: relative paths start here.
    #[serde(skip)]
    pub base: PathBuf,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Package {
    metadata: Metadata,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Metadata {
    leptos: Serving,
}

/// Where the site's files are and which address is served.
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

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    /// `sqlite:<file>` or `postgres://…`.
    pub url: String,
    pub connections: Within<1, 200>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sessions {
    #[serde(deserialize_with = "switch")]
    pub https: bool,
    /// Seconds after signing in.
    pub cookie_age: Within<60, 31_536_000>,
    /// Seconds without use.
    pub cookie_idle_age: Within<10, 31_536_000>,
    /// Seconds after signing in.
    pub browser_session_age: Within<60, 31_536_000>,
    /// Seconds without use.
    pub browser_session_idle_age: Within<10, 31_536_000>,
    pub secret_key_file: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accounts {
    pub password_min_length: Within<8, 64>,
    /// The ids of the rules that a new password must pass.
    #[serde(deserialize_with = "password_rules")]
    pub password_rules: Vec<String>,
    /// Seconds that a password counts as entered just now; 0 asks for it each time.
    pub step_up_age: Within<0, 86_400>,
    /// Days that a person's activity is kept.
    pub activity_days: Within<1, 3_650>,
    pub hash_memory_kib: Within<8_192, 4_194_304>,
    pub hash_iterations: Within<1, 100>,
    pub hash_parallelism: Within<1, 64>,
    pub hash_threads: Within<0, 256>,
    pub hash_queue: Within<64, 100_000>,
    /// Failed attempts make the next one wait. Off is for tests and benchmarks.
    #[serde(deserialize_with = "switch")]
    pub throttle: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Articles {
    pub page_size: Within<1, 100>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Http {
    pub trusted_proxies: TrustedProxies,
    pub trusted_origins: TrustedOrigins,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    pub format: LogFormat,
    pub filter: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    Pretty,
    Json,
}

/// Why the settings cannot be used; the text is for the operator.
#[derive(Debug, Error)]
pub enum SettingsError {
    #[error(
        "the settings file {0} does not exist: run from the folder that has Leptos.toml, or name it with --settings"
    )]
    Missing(PathBuf),
    #[error("settings: {0}")]
    Invalid(String),
}

/// What the command line sets; it wins over everything else.
#[derive(Debug, Default)]
pub struct Flags {
    pub settings_file: Option<PathBuf>,
    pub address: Option<SocketAddr>,
    pub database_url: Option<String>,
}

impl Settings {
    /// Reads the settings from flags, environment, the file and the defaults, in this order.
    pub fn load(flags: &Flags) -> Result<Self, SettingsError> {
        let named = flags.settings_file.clone();
        let file = named.clone().unwrap_or_else(|| PathBuf::from("Leptos.toml"));
        if !file.is_file() {
            return Err(SettingsError::Missing(file));
        }
        let base = file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut figment = Figment::from(Serialized::defaults(Self::defaults()))
            .merge(Toml::file_exact(&file))
            .merge(Env::raw().only(&["DATABASE_URL"]).map(|_| "database.url".into()))
            .merge(leptos_environment())
            .merge(Env::prefixed("LATCHKEY_").ignore(&NO_SETTINGS).split("__"));
        if let Some(address) = flags.address {
            figment = figment.merge(("package.metadata.leptos.site-addr", address));
        }
        if let Some(url) = &flags.database_url {
            figment = figment.merge(("database.url", url));
        }
        let mut settings: Self = figment.extract().map_err(|error| SettingsError::Invalid(explain(error)))?;
        base.clone_into(&mut settings.base);
        Ok(settings)
    }

    pub fn serving(&self) -> &Serving {
        &self.package.metadata.leptos
    }

    /// The folder with the site's files.
    pub fn site_root(&self) -> PathBuf {
        self.base.join(&self.serving().site_root)
    }

    /// What holds when nothing is said. The file that comes with the project says the same (a test holds them together).
    pub fn defaults() -> Self {
        Self {
            package: Package {
                metadata: Metadata {
                    leptos: Serving {
                        output_name: "latchkey".into(),
                        site_root: "target/site".into(),
                        site_pkg_dir: "pkg".into(),
                        site_addr: SocketAddr::from(([127, 0, 0, 1], 3000)),
                    },
                },
            },
            database: Database { url: "sqlite:latchkey.sqlite3".into(), connections: Within(8) },
            sessions: Sessions {
                https: false,
                cookie_age: Within(1_209_600),
                cookie_idle_age: Within(1_209_600),
                browser_session_age: Within(604_800),
                browser_session_idle_age: Within(86_400),
                secret_key_file: "latchkey.key".into(),
            },
            accounts: Accounts {
                password_min_length: Within(8),
                password_rules: PASSWORD_RULES.map(str::to_owned).into(),
                step_up_age: Within(900),
                activity_days: Within(90),
                hash_memory_kib: Within(19_456),
                hash_iterations: Within(2),
                hash_parallelism: Within(1),
                hash_threads: Within(0),
                hash_queue: Within(128),
                throttle: true,
            },
            articles: Articles { page_size: Within(20) },
            http: Http { trusted_proxies: TrustedProxies::default(), trusted_origins: TrustedOrigins::default() },
            log: Log { format: LogFormat::Pretty, filter: "info,tower_sessions_core=error".into() },
            base: PathBuf::from("."),
        }
    }
}

fn leptos_environment() -> Env {
    let names: Vec<&str> = LEPTOS_ENVIRONMENT.iter().map(|(name, _)| *name).collect();
    Env::raw().only(&names).map(|name| {
        let key = LEPTOS_ENVIRONMENT.iter().find(|(known, _)| name == *known).map_or("unknown", |(_, key)| *key);
        format!("package.metadata.leptos.{key}").into()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leptos_toml_says_what_the_defaults_say() {
        let file: Settings =
            Figment::from(Toml::file_exact(concat!(env!("CARGO_MANIFEST_DIR"), "/Leptos.toml"))).extract().unwrap();
        let (file, defaults) =
            (serde_json::to_value(file).unwrap(), serde_json::to_value(Settings::defaults()).unwrap());
        assert_eq!(file, defaults);
    }

    #[test]
    fn leptos_toml_and_cargo_toml_agree_on_where_the_site_is() {
        let read = |name: &str| -> figment::value::Value {
            let path = format!("{}/{name}", env!("CARGO_MANIFEST_DIR"));
            Figment::from(Toml::file_exact(path)).extract_inner("package.metadata.leptos").unwrap()
        };
        let (built, served) = (read("Cargo.toml"), read("Leptos.toml"));
        for key in ["output-name", "site-root", "site-pkg-dir", "site-addr"] {
            let text = |value: &figment::value::Value| value.find_ref(key).and_then(|v| v.as_str().map(str::to_owned));
            assert_eq!(text(&built), text(&served), "{key}");
        }
    }

    fn explain_toml(text: &str) -> String {
        let figment = Figment::from(Serialized::defaults(Settings::defaults())).merge(Toml::string(text));
        explain(figment.extract::<Settings>().unwrap_err())
    }

    #[test]
    fn an_error_names_the_key_the_value_and_what_is_allowed() {
        let text = explain_toml("[accounts]\npassword_min_length = 3");
        assert!(
            text.contains("accounts.password_min_length") && text.contains("3 is out of range: allowed are 8 to 64"),
            "{text}"
        );
    }

    #[test]
    fn an_unknown_key_is_refused_by_name() {
        let text = explain_toml("[sessions]\ncookie_name = \"x\"");
        assert!(text.contains("cookie_name") && text.contains("cookie_age"), "{text}");
    }
}
