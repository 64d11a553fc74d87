//! The name of a cookie. Django: `SESSION_COOKIE_NAME`.

use serde::{Deserialize, Deserializer, Serialize, de::Error as _};

/// The longest name, in bytes.
const MAX: usize = 64;

/// A name as RFC 6265 has it. Over https the server puts `__Host-` before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct CookieName(String);

impl CookieName {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn known(name: &str) -> Self {
        Self(name.to_owned())
    }
}

impl<'de> Deserialize<'de> for CookieName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        if is_prefixed(&name) {
            return Err(D::Error::custom(format!(
                "{name:?}: over https the server itself puts __Host- before the name"
            )));
        }
        match is_token(&name) {
            true => Ok(Self(name)),
            false => Err(D::Error::custom(format!("{name:?} is not the name of a cookie, such as sessionid"))),
        }
    }
}

fn is_token(name: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    (1..=MAX).contains(&name.len()) && name.bytes().all(is_allowed)
}

/// Browsers give these prefixes a meaning, whatever their case.
fn is_prefixed(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with("__host-") || name.starts_with("__secure-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fault_d9_a_cookie_is_named_as_browsers_understand_it() {
        let read = |name: &str| serde_json::from_value::<CookieName>(name.into());
        for good in ["sessionid", "latchkey_session", "a.b~c", &"x".repeat(64)] {
            assert_eq!(read(good).unwrap().as_str(), good);
        }
        for bad in ["", "a b", "a;b", "a=b", "a,b", "ä", "a\n", "\"a\"", "__Host-a", "__secure-a", &"x".repeat(65)] {
            assert!(read(bad).is_err(), "{bad:?}");
        }
    }
}
