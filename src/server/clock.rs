//! The current time, as the database stores it.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::shared::Timestamp;

/// Now, in whole Unix seconds.
pub fn now() -> Timestamp {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    Timestamp(i64::try_from(seconds).unwrap_or(i64::MAX))
}
