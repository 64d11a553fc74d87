//! What a connection is doing, and which connection makes room for others before which. Who has to go is decided in
//! `connections.rs`.

use std::{
    sync::atomic::{AtomicU8, AtomicU64, Ordering},
    time::{Duration, Instant},
};

/// What has made no progress for this long is stuck.
const STUCK: Duration = Duration::from_secs(2);

/// What a connection is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Phase {
    /// It has sent no request yet.
    New,
    /// It waits for a further request.
    Idle,
    /// The body of a request is arriving.
    Receiving,
    /// The client is taking the answer.
    Sending,
    /// It carries events, as long as the client likes.
    Streaming,
    /// A request is being answered.
    Working,
}

impl Phase {
    const ALL: [Self; 6] = [Self::New, Self::Idle, Self::Receiving, Self::Sending, Self::Streaming, Self::Working];

    /// Its place in the order in which connections make room; `None` for one that never does. A browser opens an idle connection
    /// again without a word, a stream after a pause; what makes progress comes last.
    pub fn rank(self, since: Duration) -> Option<u8> {
        let is_stuck = since > STUCK;
        match self {
            Self::Idle => Some(0),
            Self::New if is_stuck => Some(1),
            Self::Receiving if is_stuck => Some(2),
            Self::Sending if is_stuck => Some(2),
            Self::Streaming => Some(3),
            Self::Sending => Some(4),
            Self::Receiving => Some(5),
            Self::New => Some(6),
            Self::Working => None,
        }
    }
}

/// What a connection is doing, and since when it has made no progress.
pub struct Activity {
    begun: Instant,
    phase: AtomicU8,
    /// In milliseconds after `begun`.
    at: AtomicU64,
}

impl Activity {
    pub fn new() -> Self {
        Self { begun: Instant::now(), phase: AtomicU8::new(Phase::New as u8), at: AtomicU64::new(0) }
    }

    pub fn set(&self, phase: Phase) {
        let at = u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.at.store(at, Ordering::Relaxed);
        self.phase.store(phase as u8, Ordering::Relaxed);
    }

    pub fn phase(&self) -> Phase {
        let stored = self.phase.load(Ordering::Relaxed);
        Phase::ALL.into_iter().find(|phase| *phase as u8 == stored).unwrap_or(Phase::Working)
    }

    /// How long there has been no progress.
    pub fn since(&self) -> Duration {
        self.begun.elapsed().saturating_sub(Duration::from_millis(self.at.load(Ordering::Relaxed)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fault_b4_what_makes_progress_makes_room_last_and_what_is_worked_on_never() {
        let (now, stuck) = (Duration::ZERO, STUCK * 2);
        let order = [
            (Phase::Idle, now),
            (Phase::New, stuck),
            (Phase::Receiving, stuck),
            (Phase::Streaming, now),
            (Phase::Sending, now),
            (Phase::Receiving, now),
            (Phase::New, now),
        ];
        let ranks: Vec<u8> = order.iter().map(|(phase, since)| phase.rank(*since).unwrap()).collect();
        assert!(ranks.is_sorted() && ranks.windows(2).all(|pair| pair[0] != pair[1]), "{ranks:?}");
        assert_eq!(Phase::Sending.rank(stuck), Phase::Receiving.rank(stuck));
        assert_eq!((Phase::Working.rank(now), Phase::Working.rank(stuck)), (None, None));
        assert!(Phase::ALL.iter().enumerate().all(|(index, phase)| *phase as usize == index));
    }
}
