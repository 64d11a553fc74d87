//! What the operator may set. Read once, at start: flag, environment, file, default, in this order.
//! An error names the key, the value, its origin and what is allowed. Django: `settings.py`.

mod cookie_name;
mod explain;
mod mail;
mod origins;
mod proxies;
mod ranges;
mod session_engine;
mod tables;

use std::{
    env,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use figment::{
    Figment,
    providers::{Env, Format, Serialized, Toml},
};
use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use cookie_name::CookieName;
pub use mail::{EmailPolicy, MailUrl, SiteOrigin};
pub use origins::TrustedOrigins;
pub use proxies::TrustedProxies;
pub use ranges::Within;
pub use session_engine::{KeyPrefix, RedisUrl, SessionEngine};
pub use tables::{Accounts, Articles, Database, Http, Log, LogFormat, Mail, Metrics, Serving, Sessions};

use explain::{LEPTOS_ENVIRONMENT, explain};

use super::environment::is_set;
use crate::shared::SiteInfo;

/// Names under our prefix that are not settings of the tables: secrets, which are read elsewhere and never shown in an error, and
/// what commands and scripts read. Any other unknown name is refused.
const NOT_SETTINGS: [&str; 7] = [
    "SESSIONS__SECRET_KEY",
    "SESSIONS__SECRET_KEY_FALLBACKS",
    "SETTINGS_FILE",
    "SUPERUSER_USERNAME",
    "SUPERUSER_EMAIL",
    "SUPERUSER_PASSWORD",
    "TOOLS",
];

const SAME_NAME: &str = "sessions.cookie_name and sessions.device_cookie_name: the two cookies must have two names";

/// Names the settings file where no flag does.
const FILE: &str = "LATCHKEY_SETTINGS_FILE";

/// Everything that can be set.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    package: Package,
    pub database: Database,
    pub sessions: Sessions,
    pub accounts: Accounts,
    pub articles: Articles,
    pub site: SiteInfo,
    pub http: Http,
    pub mail: Mail,
    pub metrics: Metrics,
    pub log: Log,
    /// The folder of the settings file: relative paths start here.
    #[serde(skip)]
    pub base: PathBuf,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Package {
    metadata: Metadata,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Metadata {
    leptos: Serving,
}

/// Why the settings cannot be used; the text is for the operator.
#[derive(Debug, Error)]
pub enum SettingsError {
    #[error(
        "cannot find the settings file {0}: run latchkey in the folder that has Leptos.toml, or name the file with --settings"
    )]
    Missing(PathBuf),
    #[error("cannot use the settings:\n  {0}")]
    Invalid(String),
}

/// What the command line sets. It wins over everything else.
#[derive(Debug, Default)]
pub struct Flags {
    pub settings_file: Option<PathBuf>,
    pub address: Option<SocketAddr>,
    pub database_url: Option<String>,
}

impl Settings {
    /// Reads the settings: flags win over the environment, the environment over the file, the file over the defaults.
    pub fn load(flags: &Flags) -> Result<Self, SettingsError> {
        let (file, figment) = read(flags);
        if !file.is_file() {
            return Err(SettingsError::Missing(file));
        }
        let mut settings: Self = figment.extract().map_err(|error| SettingsError::Invalid(explain(error)))?;
        if settings.sessions.cookie_name == settings.sessions.device_cookie_name {
            return Err(SettingsError::Invalid(SAME_NAME.to_owned()));
        }
        let base = file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        base.clone_into(&mut settings.base);
        Ok(settings)
    }

    /// The form of the log, also where something else in the settings is wrong.
    pub fn log_format(flags: &Flags) -> LogFormat {
        let format = |figment: Figment| figment.extract_inner::<LogFormat>("log.format").ok();
        // The file may be missing or no TOML.
        format(read(flags).1).or_else(|| format(Figment::from(own_environment()))).unwrap_or(LogFormat::Pretty)
    }

    pub fn serving(&self) -> &Serving {
        &self.package.metadata.leptos
    }

    /// The folder with the site's files.
    pub fn site_root(&self) -> PathBuf {
        self.base.join(&self.serving().site_root)
    }

    /// The value of everything that is not set.
    pub fn defaults() -> Self {
        Self {
            package: Package::default(),
            database: Database::default(),
            sessions: Sessions::default(),
            accounts: Accounts::default(),
            articles: Articles::default(),
            site: SiteInfo::default(),
            http: Http::default(),
            mail: Mail::default(),
            metrics: Metrics::default(),
            log: Log::default(),
            base: PathBuf::from("."),
        }
    }
}

/// The settings file, and all that is set there and elsewhere.
fn read(flags: &Flags) -> (PathBuf, Figment) {
    let named = env::var_os(FILE).filter(|name| !name.is_empty()).map(PathBuf::from);
    let file = flags.settings_file.clone().or(named).unwrap_or_else(|| PathBuf::from("Leptos.toml"));
    let mut figment = Figment::from(Serialized::defaults(Settings::defaults()))
        .merge(Toml::file_exact(&file))
        .merge(environment().only(&["DATABASE_URL"]).map(|_| "database.url".into()))
        .merge(leptos_environment())
        .merge(own_environment());
    if let Some(address) = flags.address {
        figment = figment.merge(("package.metadata.leptos.site-addr", address));
    }
    if let Some(url) = &flags.database_url {
        figment = figment.merge(("database.url", url));
    }
    (file, figment)
}

/// The variables that are set; an empty one is not.
fn environment() -> Env {
    Env::raw().filter(|name| is_set(name.as_str()))
}

/// Our own variables, without the prefix.
fn own_environment() -> Env {
    const PREFIX: &str = "LATCHKEY_";
    let own = environment().filter_map(|name| name.starts_with(PREFIX).then(|| name.as_str()[PREFIX.len()..].into()));
    own.ignore(&NOT_SETTINGS).split("__")
}

/// The framework's own variables, under the keys that they set.
fn leptos_environment() -> Env {
    let names: Vec<&str> = LEPTOS_ENVIRONMENT.iter().map(|(name, _)| *name).collect();
    environment().only(&names).map(|name| {
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
            text.contains("accounts.password_min_length")
                && text.contains("3 is out of range: use a number from 8 to 64"),
            "{text}"
        );
    }

    #[test]
    fn a_colour_that_cannot_be_read_is_refused_with_one_that_can() {
        let text = explain_toml("[site]\naccent = \"#f5d90a\"");
        assert!(text.contains("site.accent") && text.contains("#f5d90a is too pale for light pages"), "{text}");
    }

    #[test]
    fn an_unknown_key_is_refused_by_name() {
        let text = explain_toml("[sessions]\ncookie_nam = \"x\"");
        assert!(text.contains("cookie_nam") && text.contains("cookie_age"), "{text}");
    }
}
