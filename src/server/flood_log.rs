//! Lines of the log about what a flood does many times a second: at most one a second of each kind, with how often it happened.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// How often a line is written.
const PAUSE: Duration = Duration::from_secs(1);

/// Counts one kind of event. Each kind has its own.
#[derive(Debug, Default)]
pub struct FloodLog(Mutex<Count>);

#[derive(Debug, Default)]
struct Count {
    since: u64,
    last: Option<Instant>,
}

impl FloodLog {
    /// For a `static`.
    pub const fn new() -> Self {
        Self(Mutex::new(Count { since: 0, last: None }))
    }

    /// Counts one event. Gives the number of events since the last line, this one included, when a line is due: at once for the
    /// first event, then once a second as long as there are more.
    pub fn count(&self) -> Option<u64> {
        self.count_at(Instant::now())
    }

    fn count_at(&self, now: Instant) -> Option<u64> {
        let mut count = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        count.since += 1;
        let is_due = count.last.is_none_or(|last| now.saturating_duration_since(last) >= PAUSE);
        is_due.then(|| std::mem::replace(&mut *count, Count { since: 0, last: Some(now) }).since)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fault_b4_a_flood_has_one_line_a_second_that_counts_all_of_it() {
        let (log, begun) = (FloodLog::new(), Instant::now());
        let lines: Vec<u64> = (0..2_500).filter_map(|ms| log.count_at(begun + Duration::from_millis(ms))).collect();
        assert_eq!(lines, [1, 1_000, 1_000]);
        // The rest of the flood stands in the next line, whenever it comes.
        assert_eq!(log.count_at(begun + Duration::from_secs(60)), Some(500));
        // A clock that stands still, or seems to go back, writes no more.
        assert_eq!((log.count_at(begun), log.count_at(begun + Duration::from_secs(60))), (None, None));
    }
}
