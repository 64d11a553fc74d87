//! How single settings are read: numbers with bounds, switches, addresses. Each error names the value and what is allowed.

use std::net::SocketAddr;

use serde::{Deserialize, Deserializer, Serialize, de::Error as _};

/// A whole number with both bounds in its type, so that an error can name them.
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
            .ok_or_else(|| D::Error::custom(format!("{number} is out of range: allowed are {MIN} to {MAX}")))
    }
}

/// `true`, `false`, and as people write them in an environment: `on`, `off`.
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
        Switch::Text(text) => Err(D::Error::custom(format!("{text:?} is neither on nor off"))),
    }
}

pub fn socket_address<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SocketAddr, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse().map_err(|_| D::Error::custom(format!("{text:?} is no address and port such as 127.0.0.1:3000")))
}

pub fn switched_off<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    if switch(deserializer)? {
        return Err(D::Error::custom("throttling is not part of this version: only off is allowed"));
    }
    Ok(false)
}

/// One plain segment of an address, and not one that the site itself uses.
pub fn folder_name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    let is_plain = !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    if is_plain && !["accounts", "api", "articles", "healthz"].contains(&text.as_str()) {
        Ok(text)
    } else {
        Err(D::Error::custom(format!("{text:?} is no name of one folder such as pkg")))
    }
}
