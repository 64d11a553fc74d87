//! The forms that have been sent and not yet answered: the progress line shows that there are some, and the end of a session
//! waits for them.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use leptos::prelude::*;

/// In context: how many forms are under way.
#[derive(Clone, Copy)]
pub struct UnderWay(pub RwSignal<u32>);

/// Counts this form as under way while it is busy and on the page.
pub(super) fn count_under_way(busy: Signal<bool>) {
    let Some(UnderWay(count)) = use_context() else { return };
    // Outlives the form's own signals, which are gone when it leaves the page.
    let counted = Arc::new(AtomicBool::new(false));
    let set = move |now: bool| {
        if counted.swap(now, Ordering::Relaxed) != now {
            count.update(|count| *count = if now { *count + 1 } else { *count - 1 });
        }
    };
    let stop = set.clone();
    Effect::new(move |_| set(busy.get()));
    on_cleanup(move || stop(false));
}
