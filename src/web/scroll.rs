//! Scroll positions, for going back. The browser restores them itself, but too early: it still shows the old page while the new one
//! is fetched. So the position is set again when the new page is shown.

use std::{cell::RefCell, collections::HashMap, rc::Rc};

use leptos::{ev, prelude::*};

use crate::ui::browser;

#[derive(Default)]
struct Positions {
    /// Pixels from the top, by address, at the click that left the page.
    by_address: HashMap<String, f64>,
    /// Where to scroll as soon as the page is shown.
    pending: Option<f64>,
}

/// Remembers the position at each click, which may leave the page, and restores it after going back.
pub fn remember_scroll_positions(is_routing: Signal<bool>) {
    Effect::new(move |_| {
        let positions = Rc::new(RefCell::new(Positions::default()));
        let (at_click, at_return, at_end) = (positions.clone(), positions.clone(), positions);
        let click = window_event_listener(ev::click, move |_| {
            let mut positions = at_click.borrow_mut();
            positions.pending = None;
            positions.by_address.insert(browser::current_path(), browser::scroll_position());
        });
        let back = window_event_listener(ev::popstate, move |_| {
            let mut positions = at_return.borrow_mut();
            positions.pending = positions.by_address.get(&browser::current_path()).copied();
        });
        Effect::new(move |_| {
            if !is_routing.get()
                && let Some(position) = at_end.borrow_mut().pending.take()
            {
                // After the frame that shows the new page.
                request_animation_frame(move || request_animation_frame(move || browser::scroll_to(position)));
            }
        });
        on_cleanup(move || {
            click.remove();
            back.remove();
        });
    });
}
