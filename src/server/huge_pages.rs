//! Huge pages of memory (2 MiB each, Linux): off for the process, on for the memory of a hash. Many small things in huge pages keep
//! 30 MiB more than they need; a hash uses all of its memory in no order, and is a tenth quicker in huge pages.

use std::sync::{Mutex, PoisonError};

/// One at a time says what holds for the process.
static TURN: Mutex<()> = Mutex::new(());

/// Memory that is used for the first time from now on lies in small pages. At the start, before threads begin.
pub fn keep_off() {
    set_off(true);
}

/// Runs this while new memory may lie in huge pages. What other threads begin to use in this moment may lie there too.
pub fn during<T>(fill: impl FnOnce() -> T) -> T {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    set_off(false);
    let filled = fill();
    set_off(true);
    filled
}

/// A system without huge pages, or one that lets no process choose, costs time or memory, and nothing else.
#[cfg(target_os = "linux")]
fn set_off(off: bool) {
    _ = rustix::thread::disable_transparent_huge_pages(off);
}

#[cfg(not(target_os = "linux"))]
fn set_off(_off: bool) {}
