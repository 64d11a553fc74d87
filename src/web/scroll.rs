//! Where one was on a page, for the way back. The browser restores the position itself, but too early: the old page still
//! stands there while the new one is fetched. So it is set again when the page is there.

use std::{cell::RefCell, collections::HashMap, rc::Rc};

use leptos::{ev, prelude::*};

use crate::ui::browser;

#[derive(Default)]
struct Positions {
    /// Pixels from the top, by address, as they were when somebody left by a click.
    by_address: HashMap<String, f64>,
    /// Where to go as soon as the page is there.
    pending: Option<f64>,
}

/// Notes the position at each click that may lead away, and restores it after going back.
pub fn keep_scroll_positions(is_routing: Signal<bool>) {
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
                // After the frame in which the new page is put in place.
                request_animation_frame(move || request_animation_frame(move || browser::scroll_to(position)));
            }
        });
        on_cleanup(move || {
            click.remove();
            back.remove();
        });
    });
}
