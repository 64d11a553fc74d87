//! A session as its cookie carries it: sealed, so that it can be neither read nor changed in the browser, and small enough for a cookie.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tower_sessions_core::session::Id;

use super::request_store::key;
use crate::{
    server::{hex::sha256_hex, secret_key::SecretKey},
    shared::AppError,
};

const PURPOSE: &str = "session cookie";

/// The longest value: with the name and the attributes of the cookie it stays below 4,096 bytes, which every browser keeps.
pub const LONGEST: usize = 3_800;

/// How long the JSON may be of which such a value is made.
const LONGEST_JSON: usize = LONGEST / 4 * 3 - 64;

const ID_LENGTH: usize = 22;

/// What stays in the cookie, however much else there is: it decides whose session this is.
const ALWAYS: [&str; 5] = [key::USER_ID, key::MAC, key::REMEMBER, key::PASSWORD_ENTERED, key::REAUTHENTICATED];

/// The content of a cookie; its names are short because each request sends them.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Carried {
    /// The id itself; it is known when the cookie is made.
    #[serde(rename = "i")]
    pub id: String,
    #[serde(skip)]
    pub id_hash: String,
    /// What pages and the database call the session by; it stays when the session gets a new id.
    #[serde(rename = "n")]
    pub number: i64,
    /// Which of its ids this is.
    #[serde(rename = "s")]
    pub serial: i64,
    #[serde(rename = "u")]
    pub user: Option<i64>,
    #[serde(rename = "d")]
    pub data: Map<String, Value>,
    /// Whether some of its data is in the database.
    #[serde(rename = "m")]
    pub has_more: bool,
    #[serde(rename = "c")]
    pub created: i64,
    #[serde(rename = "a")]
    pub authenticated: i64,
    #[serde(rename = "l")]
    pub last_seen: i64,
    #[serde(rename = "e")]
    pub expires: i64,
}

impl Carried {
    /// What a cookie's value carries, if it is one of ours.
    pub fn open(key: &SecretKey, value: &str) -> Option<Self> {
        if value.len() > LONGEST {
            return None;
        }
        let opened: Self = key.open(PURPOSE, value)?;
        Some(Self { id_hash: sha256_hex(&opened.id), ..opened })
    }

    /// The value of the cookie of the session with this id; `None` where this is not that session.
    pub fn seal(self, id: Id, key: &SecretKey) -> Result<Option<String>, AppError> {
        let id = id.to_string();
        match sha256_hex(&id) == self.id_hash {
            true => key.seal(PURPOSE, &Self { id, ..self }).map(Some),
            false => Ok(None),
        }
    }

    pub fn id(&self) -> Option<Id> {
        self.id.parse().ok()
    }

    /// When its password was entered for one action.
    pub fn entered(&self) -> Option<i64> {
        self.data.get(key::REAUTHENTICATED)?.as_i64()
    }

    pub fn text(&self, key: &str) -> String {
        self.data.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
    }

    /// Takes out what does not fit, the longest first.
    pub fn take_more(&mut self) -> Map<String, Value> {
        let mut more = Map::new();
        let length = |carried: &Self| serde_json::to_string(carried).map_or(0, |json| json.len());
        // Its id is not there yet.
        while length(self) + ID_LENGTH > LONGEST_JSON {
            let others = self.data.iter().filter(|(name, _)| !ALWAYS.contains(&name.as_str()));
            let Some((name, _)) = others.max_by_key(|(_, value)| value.to_string().len()) else { break };
            let name = name.clone();
            let value = self.data.remove(&name).unwrap_or_default();
            more.insert(name, value);
        }
        self.has_more = !more.is_empty();
        more
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn carried(data: &Value) -> Carried {
        Carried {
            id: String::new(),
            id_hash: String::new(),
            number: i64::MAX,
            serial: 7,
            user: Some(1),
            data: data.as_object().cloned().unwrap(),
            has_more: false,
            created: 1,
            authenticated: 1,
            last_seen: 1,
            expires: 9_999_999_999,
        }
    }

    #[test]
    fn a_cookie_never_grows_too_long_and_what_says_whose_it_is_stays_in_it() {
        let key = SecretKey::new("a-key-for-this-test-a-key-for-this-test", &[]).unwrap();
        let long = |length: usize| "ü".repeat(length);
        let mut carried = carried(&json!({
            "_auth_user_id": "1", "_auth_user_hash": "x".repeat(64), "held": long(40_000), "form": long(1_000), "notice": "saved",
        }));
        let more = carried.take_more();
        assert_eq!(more.keys().collect::<Vec<_>>(), ["held"]);
        assert!(carried.has_more && carried.data.contains_key("notice") && carried.data.contains_key("_auth_user_id"));
        let id = Id::default();
        carried.id_hash = sha256_hex(&id.to_string());
        let value = carried.clone().seal(id, &key).unwrap().unwrap();
        assert!(value.len() <= LONGEST && !value.contains("_auth"), "{}", value.len());
        let opened = Carried::open(&key, &value).unwrap();
        assert_eq!(
            (opened.id(), opened.id_hash, opened.data),
            (Some(id), carried.id_hash.clone(), carried.data.clone())
        );
        assert!(carried.seal(Id::default(), &key).unwrap().is_none(), "it is another session's");
        for forged in ["", "AAAA", &value[1..], &value.to_lowercase(), &value.repeat(2)] {
            assert!(Carried::open(&key, forged).is_none());
        }
    }

    #[test]
    fn the_longest_that_stays_is_just_below_the_limit() {
        let key = SecretKey::new("a-key-for-this-test-a-key-for-this-test", &[]).unwrap();
        let longest = (0..4_000).rev().find_map(|length| {
            let mut carried = carried(&json!({ "form": "x".repeat(length) }));
            let id = Id::default();
            carried.id_hash = sha256_hex(&id.to_string());
            carried.take_more().is_empty().then(|| carried.seal(id, &key).unwrap().unwrap().len())
        });
        assert!((LONGEST - 100..=LONGEST).contains(&longest.unwrap()), "{longest:?}");
    }
}
