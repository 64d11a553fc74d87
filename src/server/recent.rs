//! What was seen lately, such as the sessions of users: in memory and bounded, for deciding in advance how much to allow a request.
//! It may forget too early, and never invents.

use std::{
    collections::{HashSet, hash_map::RandomState},
    hash::{BuildHasher, Hash},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

/// How many are remembered of one half, and how long it is filled: then the older half is forgotten.
const MOST: usize = 50_000;
const HALF: Duration = Duration::from_secs(30 * 60);

/// The things that were seen lately, by a hash with a key of this process. Cheap to clone.
#[derive(Clone, Default)]
pub struct Recent {
    hasher: RandomState,
    seen: Arc<Mutex<Seen>>,
}

struct Seen {
    since: Instant,
    newer: HashSet<u64>,
    older: HashSet<u64>,
}

impl Default for Seen {
    fn default() -> Self {
        Self { since: Instant::now(), newer: HashSet::new(), older: HashSet::new() }
    }
}

impl Recent {
    pub fn note(&self, thing: &impl Hash) {
        let hash = self.hasher.hash_one(thing);
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.newer.len() >= MOST || seen.since.elapsed() > HALF {
            seen.older = std::mem::take(&mut seen.newer);
            seen.since = Instant::now();
        }
        seen.newer.insert(hash);
    }

    pub fn has(&self, thing: &impl Hash) -> bool {
        let hash = self.hasher.hash_one(thing);
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.newer.contains(&hash) || seen.older.contains(&hash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_noted_is_found_until_many_others_came_and_memory_is_bounded() {
        let recent = Recent::default();
        recent.note(&"a");
        assert!(recent.has(&"a") && !recent.has(&"b"));
        (0..MOST).for_each(|number| recent.note(&number));
        assert!(recent.has(&"a"), "in the older half");
        (0..2 * MOST).for_each(|number| recent.note(&number));
        assert!(!recent.has(&"a"));
        let seen = recent.seen.lock().unwrap();
        assert!(seen.newer.len() + seen.older.len() <= 2 * MOST);
    }
}
