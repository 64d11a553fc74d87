//! Reading single settings: numbers with bounds, switches, addresses, lists. Each error names the value and what is allowed.

use std::net::SocketAddr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::shared::PasswordRule;

/// A whole number with both bounds in its type, so that an error names them.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(transparent)]
pub struct Within<const MIN: u32, const MAX: u32>(pub(super) u32);

impl<const MIN: u32, const MAX: u32> Within<MIN, MAX> {
    pub fn get(self) -> u32 {
        self.0
    }
}

impl<'de, const MIN: u32, const MAX: u32> Deserialize<'de> for Within<MIN, MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = i64::deserialize(deserializer)?;
        u32::try_from(number)
            .ok()
            .filter(|number| (MIN..=MAX).contains(number))
            .map(Self)
            .ok_or_else(|| D::Error::custom(format!("{number} is out of range: use a number from {MIN} to {MAX}")))
    }
}

/// `true` or `false`, and as an environment variable also `on` or `off`.
pub fn switch<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Switch {
        Bool(bool),
        Text(String),
    }
    match Switch::deserialize(deserializer)? {
        Switch::Bool(value) => Ok(value),
        Switch::Text(text) if text == "on" => Ok(true),
        Switch::Text(text) if text == "off" => Ok(false),
        Switch::Text(text) => Err(D::Error::custom(format!("{text:?} is not a switch: use on or off"))),
    }
}

pub fn socket_address<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SocketAddr, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse()
        .map_err(|_| D::Error::custom(format!("{text:?} is not an address with a port, such as 127.0.0.1:3000")))
}

/// An address with a port; none for an empty text.
pub fn optional_address<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<SocketAddr>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let parsed = (!text.is_empty()).then(|| text.parse()).transpose();
    parsed.map_err(|_| D::Error::custom(format!("{text:?} is not an address with a port, such as 127.0.0.1:9464")))
}

/// As [`optional_address`] reads it.
pub fn show_address<S: Serializer>(address: &Option<SocketAddr>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&address.map(|address| address.to_string()).unwrap_or_default())
}

/// A list, or a text with commas, as in an environment variable.
pub fn list<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum List {
        Many(Vec<String>),
        Text(String),
    }
    Ok(match List::deserialize(deserializer)? {
        List::Many(values) => values,
        List::Text(text) => {
            text.split(',').map(|value| value.trim().to_owned()).filter(|value| !value.is_empty()).collect()
        }
    })
}

/// Password rules, by their ids.
pub fn password_rules<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<PasswordRule>, D::Error> {
    list(deserializer)?.into_iter().map(|id| PasswordRule::try_from(id).map_err(D::Error::custom)).collect()
}

/// One plain segment of an address. Whether the site itself uses it is checked where its addresses are known, in `boot`.
pub fn folder_name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    let is_plain = !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    if is_plain {
        Ok(text)
    } else {
        Err(D::Error::custom(format!("{text:?} is not the name of one folder, such as pkg")))
    }
}
