//! A moment in whole Unix seconds, and its text: for a visitor in UTC, as a page that is kept depends on no clock and no zone; for a user
//! as the time since then.

use serde::{Deserialize, Serialize};
use time::{Month, OffsetDateTime};

/// Whole seconds since 1970-01-01 00:00 UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

/// The present moment, and how many minutes the reader's zone is ahead of UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    pub now: Timestamp,
    pub zone: i32,
}

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

impl Clock {
    fn local(self, at: Timestamp) -> Timestamp {
        Timestamp(at.0 + i64::from(self.zone) * MINUTE)
    }

    /// How long ago it was; the day where that is a week or more, or still to come.
    pub fn since(self, at: Timestamp) -> String {
        let ago = |count: i64, unit: &str| format!("{count} {unit}{} ago", if count == 1 { "" } else { "s" });
        match self.now.0 - at.0 {
            // The clocks of two machines may differ by some seconds.
            seconds @ ..MINUTE if seconds > -MINUTE => "just now".to_owned(),
            seconds @ MINUTE..HOUR => ago(seconds / MINUTE, "minute"),
            seconds @ HOUR..DAY => ago(seconds / HOUR, "hour"),
            seconds if (DAY..7 * DAY).contains(&seconds) => ago(seconds / DAY, "day"),
            _ => {
                let (day, today) = (self.local(at), self.local(self.now));
                let (day, year) = (day.human_day(), today.civil().year().to_string());
                day.strip_suffix(&format!(" {year}")).map_or(day.clone(), str::to_owned)
            }
        }
    }

    /// Day and time in the reader's zone, which is named.
    pub fn whole(self, at: Timestamp) -> String {
        let text = self.local(at).human_utc();
        let (hours, minutes) = (self.zone.abs() / 60, self.zone.abs() % 60);
        match self.zone {
            0 => text,
            zone if minutes == 0 => format!("{text}{}{hours}", if zone < 0 { '-' } else { '+' }),
            zone => format!("{text}{}{hours}:{minutes:02}", if zone < 0 { '-' } else { '+' }),
        }
    }
}

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
    fn a_user_reads_how_long_ago_it_was_and_the_day_when_that_is_long() {
        let now = Timestamp(1_795_435_000); // 23 Nov 2026, 11:56 UTC
        let clock = Clock { now, zone: 9 * 60 };
        for (ago, text) in [
            (-30, "just now"),
            (59, "just now"),
            (60, "1 minute ago"),
            (3_599, "59 minutes ago"),
            (2 * HOUR, "2 hours ago"),
            (DAY, "1 day ago"),
            (7 * DAY - 1, "6 days ago"),
            (7 * DAY, "16 Nov"),
            (400 * DAY, "19 Oct 2025"),
            (-2 * DAY, "25 Nov"),
        ] {
            assert_eq!(clock.since(Timestamp(now.0 - ago)), text);
        }
    }

    #[test]
    fn the_whole_time_is_in_the_zone_of_the_reader() {
        let at = Timestamp(1_795_435_000);
        for (zone, text) in [
            (0, "23 Nov 2026, 11:56 UTC"),
            (540, "23 Nov 2026, 20:56 UTC+9"),
            (-210, "23 Nov 2026, 08:26 UTC-3:30"),
            (13 * 60, "24 Nov 2026, 00:56 UTC+13"),
        ] {
            assert_eq!(Clock { now: at, zone }.whole(at), text);
        }
    }

    #[test]
    fn a_timestamp_is_written_in_utc_with_the_zone_named() {
        let t = Timestamp(1_795_435_000);
        assert_eq!(t.machine(), "2026-11-23T11:56:40Z");
        assert_eq!(t.human_utc(), "23 Nov 2026, 11:56 UTC");
    }
}
