//! Which other sites may post to this one. Django: `CSRF_TRUSTED_ORIGINS`.

use serde::{Deserialize, Deserializer, Serialize, de::Error as _};

use super::ranges::list;

/// Origins as a browser sends them: `https://www.example.com`. With none, only this site's own pages may post.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct TrustedOrigins(Vec<String>);

impl TrustedOrigins {
    pub fn contains(&self, origin: &str) -> bool {
        self.0.iter().any(|trusted| trusted == origin)
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

impl<'de> Deserialize<'de> for TrustedOrigins {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let origins = list(deserializer)?;
        match origins.iter().find(|origin| !is_origin(origin)) {
            Some(wrong) => Err(D::Error::custom(format!(
                "{wrong:?} is not an origin: write it like https://www.example.com, without a path"
            ))),
            None => Ok(Self(origins)),
        }
    }
}

pub(super) fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | ':' | '[' | ']');
    host.is_some_and(|host| !host.is_empty() && host.chars().all(is_plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_has_a_scheme_and_a_host_and_nothing_else() {
        for good in ["https://www.example.com", "http://localhost:3000", "https://[::1]:8443"] {
            assert!(is_origin(good), "{good}");
        }
        for bad in
            ["www.example.com", "https://", "https://a.example/", "https://A.example", "*", "null", "ftp://a.example"]
        {
            assert!(!is_origin(bad), "{bad}");
        }
    }
}
