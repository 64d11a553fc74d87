//! The warning that the session is about to end, and the two ways to extend it. When it is shown is decided in `guard.rs`.

use std::cell::RefCell;

use web_sys::Element;

use crate::ui::browser::{
    answer,
    dom::{first, part},
    listen::listen,
    post::{Answer, post},
    step_up,
};

const STAY: &str = "/api/accounts/stay";

/// The warning, while it is shown.
#[derive(Default)]
pub struct Ending(RefCell<Option<Shown>>);

struct Shown {
    warning: Element,
    lasts_by_use: bool,
}

impl Ending {
    /// Shows how many seconds are left, or nothing. `ended` runs when the server says that it is too late.
    pub fn show(&self, place: &Element, left: Option<u32>, lasts_by_use: bool, ended: impl Fn() + Clone + 'static) {
        let mut shown = self.0.borrow_mut();
        if shown.as_ref().is_some_and(|shown| left.is_none() || shown.lasts_by_use != lasts_by_use) {
            shown.take().inspect(|shown| shown.warning.remove());
        }
        let Some(left) = left else { return };
        if shown.is_none() {
            *shown = warn(place, lasts_by_use, ended).map(|warning| Shown { warning, lasts_by_use });
        }
        let text = format!("{}:{:02}", left / 60, left % 60);
        shown.iter().filter_map(|shown| first(&shown.warning, "[data-left]")).for_each(|place| {
            if place.text_content().as_deref() != Some(&text) {
                place.set_text_content(Some(&text));
            }
        });
    }
}

/// Inserts the warning with the button that helps.
fn warn(place: &Element, lasts_by_use: bool, ended: impl Fn() + Clone + 'static) -> Option<Element> {
    let warning = part("ending")?;
    let (stay, enter) = (first(&warning, "[data-stay]"), first(&warning, "[data-enter-password]"));
    let (button, other) = if lasts_by_use { (stay, enter) } else { (enter, stay) };
    other.inspect(|other| other.remove());
    button.inspect(|button| {
        listen(
            button,
            "click",
            move |_| if lasts_by_use { extend(ended.clone()) } else { step_up::ask(answer::start, || {}) },
        );
    });
    place.after_with_node_1(&warning).ok()?;
    Some(warning)
}

/// Uses the session. Its new end comes on the stream.
fn extend(ended: impl Fn() + 'static) {
    _ = post(STAY, "", move |answer| {
        if matches!(answer, Answer::Refused(refusal) if refusal.code == "login_required") {
            ended();
        }
    });
}
