//! The current time, as the database stores it.

use std::{
    sync::LazyLock,
    time::{SystemTime, UNIX_EPOCH},
};

use crate::shared::Timestamp;

/// By how many seconds a test sets the clock wrong. A release build has no such thing.
static OFFSET: LazyLock<i64> = LazyLock::new(|| match std::env::var("TEST_CLOCK_OFFSET") {
    Ok(seconds) if cfg!(debug_assertions) => seconds.parse().unwrap_or_default(),
    _ => 0,
});

/// Now, in whole Unix seconds.
pub fn now() -> Timestamp {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    Timestamp(i64::try_from(seconds).unwrap_or(i64::MAX).saturating_add(*OFFSET))
}
