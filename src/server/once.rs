//! What may be used once: a sealed value that a browser carries cannot be taken back, so the process remembers for a while which
//! ones it has seen. Bounded: beyond the maximum the oldest is forgotten.

use std::{
    collections::{HashSet, VecDeque},
    sync::{Arc, Mutex, PoisonError},
};

use super::clock::now;

/// How many are remembered.
const MOST: usize = 10_000;

/// The values that were used lately. Cheap to clone.
#[derive(Clone, Default)]
pub struct Once(Arc<Mutex<Used>>);

#[derive(Default)]
struct Used {
    ids: HashSet<String>,
    /// When each may be forgotten, in Unix seconds, the oldest first.
    until: VecDeque<(i64, String)>,
}

impl Once {
    /// Uses a value for the first time; false when it was used before. It is remembered for `seconds`.
    pub fn take(&self, id: &str, seconds: i64) -> bool {
        let mut used = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        while used.until.front().is_some_and(|(until, _)| *until < now().0) || used.until.len() >= MOST {
            let Some((_, oldest)) = used.until.pop_front() else { break };
            used.ids.remove(&oldest);
        }
        if !used.ids.insert(id.to_owned()) {
            return false;
        }
        used.until.push_back((now().0 + seconds, id.to_owned()));
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_taken_once_until_it_is_forgotten_and_memory_is_bounded() {
        let once = Once::default();
        assert!(once.take("a", 100) && !once.take("a", 100) && once.take("b", 100));
        let short = Once::default();
        assert!(short.take("a", -1) && short.take("a", 100), "its time is over");
        for number in 0..MOST + 5 {
            assert!(once.take(&format!("n{number}"), 100));
        }
        assert_eq!(once.0.lock().unwrap().ids.len(), MOST);
        assert_eq!(once.0.lock().unwrap().until.len(), MOST);
    }
}
