//! Where sessions live. Django: `SESSION_ENGINE`, `SESSION_FILE_PATH`, and the `LOCATION` of a cache.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, de::Error as _};

/// An engine of sessions, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SessionEngine {
    Database,
    Cached,
    File,
    Redis,
    Cookie,
}

impl SessionEngine {
    const ALL: [Self; 5] = [Self::Database, Self::Cached, Self::File, Self::Redis, Self::Cookie];

    pub fn name(self) -> &'static str {
        match self {
            Self::Database => "database",
            Self::Cached => "cached",
            Self::File => "file",
            Self::Redis => "redis",
            Self::Cookie => "cookie",
        }
    }

    /// Whether what is stored of a session is in the database, and one transaction changes it with everything else.
    pub fn is_in_database(self) -> bool {
        matches!(self, Self::Database | Self::Cached | Self::Cookie)
    }
}

impl std::str::FromStr for SessionEngine {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|engine| engine.name() == name);
        found.ok_or_else(|| {
            format!("{name:?} is not an engine for sessions: use database, cached, file, redis or cookie")
        })
    }
}

impl<'de> Deserialize<'de> for SessionEngine {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

/// Where Redis is unless its address is set.
const USUAL: &str = "redis://127.0.0.1:6379";

/// The address of Redis, perhaps with a password, which is never shown; empty where none is set.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct RedisUrl(String);

impl RedisUrl {
    pub fn as_str(&self) -> &str {
        if self.0.is_empty() { USUAL } else { &self.0 }
    }

    pub fn is_set(&self) -> bool {
        !self.0.is_empty()
    }
}

impl fmt::Debug for RedisUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RedisUrl")
    }
}

impl<'de> Deserialize<'de> for RedisUrl {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let url = String::deserialize(deserializer)?;
        match url.is_empty() || ["redis://", "rediss://"].iter().any(|scheme| url.starts_with(scheme)) {
            true => Ok(Self(url)),
            false => Err(D::Error::custom("it must be the address of Redis, such as redis://127.0.0.1:6379")),
        }
    }
}

/// What all keys of this site in Redis begin with: several sites may share one. Django: `KEY_PREFIX`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct KeyPrefix(String);

impl KeyPrefix {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn known(prefix: &str) -> Self {
        Self(prefix.to_owned())
    }
}

impl<'de> Deserialize<'de> for KeyPrefix {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let is_plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte));
        match (1..=64).contains(&text.len()) && is_plain(&text) {
            true => Ok(Self(text)),
            false => {
                Err(D::Error::custom(format!("{text:?}: use letters, digits, points and dashes, such as latchkey")))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_engine_and_an_address_that_is_none_are_refused_and_no_password_is_shown() {
        for name in ["database", "cached", "file", "redis", "cookie"] {
            assert_eq!(serde_json::from_value::<SessionEngine>(name.into()).unwrap().name(), name);
        }
        for name in ["cookies", "Database", ""] {
            let error = serde_json::from_value::<SessionEngine>(name.into()).unwrap_err().to_string();
            assert!(error.contains("use database, cached, file, redis or cookie"), "{error}");
        }
        for url in ["redis:hush@host", "http://:hush@host", ":hush@host"] {
            let error = serde_json::from_value::<RedisUrl>(url.into()).unwrap_err().to_string();
            assert!(!error.contains("hush"), "{error}");
        }
        let url: RedisUrl = serde_json::from_value("redis://:hush@host:6379/1".into()).unwrap();
        assert!(!format!("{url:?}").contains("hush") && url.as_str().contains("hush"));
        let unset: RedisUrl = serde_json::from_value("".into()).unwrap();
        assert!(url.is_set() && !unset.is_set() && unset.as_str() == USUAL);
    }
}
