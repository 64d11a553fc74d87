//! The forms that have been sent and not yet answered: the progress line shows that there are some, and the end of a session waits
//! for them.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use super::dom::{find, flag};

thread_local! {
    static COUNT: Cell<u32> = const { Cell::new(0) };
    static AT_REST: RefCell<Option<Rc<dyn Fn()>>> = const { RefCell::new(None) };
}

/// Whether forms are under way.
pub fn is_any() -> bool {
    COUNT.get() > 0
}

/// Runs this when the last form has been answered.
pub fn at_rest(run: impl Fn() + 'static) {
    AT_REST.set(Some(Rc::new(run)));
}

/// Notes that a form is under way, or is so no longer.
pub fn count(is_under_way: bool) {
    let now = if is_under_way { COUNT.get() + 1 } else { COUNT.get().saturating_sub(1) };
    COUNT.set(now);
    find(".progress").inspect(|line| flag(line, "data-active", now > 0));
    if now == 0 {
        let run = AT_REST.with_borrow(Clone::clone);
        run.inspect(|run| run());
    }
}
