//! A moment in whole Unix seconds, and its text in UTC: the server does not know the time zone of the visitor.

use serde::{Deserialize, Serialize};
use time::{Month, OffsetDateTime};

/// Whole seconds since 1970-01-01 00:00 UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    fn civil(self) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(self.0).unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }

    /// For the `datetime` attribute: `2026-11-23T11:56:00Z`.
    pub fn machine(self) -> String {
        let t = self.civil();
        format!("{}T{:02}:{:02}:{:02}Z", self.day(), t.hour(), t.minute(), t.second())
    }

    /// The day alone: `2026-11-23`.
    pub fn day(self) -> String {
        let t = self.civil();
        format!("{:04}-{:02}-{:02}", t.year(), u8::from(t.month()), t.day())
    }

    /// For people: `23 Nov 2026, 11:56 UTC`.
    pub fn human_utc(self) -> String {
        let t = self.civil();
        format!("{}, {:02}:{:02} UTC", self.human_day(), t.hour(), t.minute())
    }

    /// The day alone, for people: `23 Nov 2026`.
    pub fn human_day(self) -> String {
        let t = self.civil();
        format!("{} {} {}", t.day(), month_name(t.month()), t.year())
    }
}

fn month_name(month: Month) -> &'static str {
    const NAMES: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    NAMES[usize::from(u8::from(month)) - 1]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_timestamp_is_written_in_utc_with_the_zone_named() {
        let t = Timestamp(1_795_435_000);
        assert_eq!(t.machine(), "2026-11-23T11:56:40Z");
        assert_eq!(t.human_utc(), "23 Nov 2026, 11:56 UTC");
    }
}
