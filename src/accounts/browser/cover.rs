//! The cover over a page that must not be read. When it is shown is decided in `guard.rs`.

use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;

use crate::ui::{
    HOLD,
    browser::{
        dom::{all, around, find, first, flag, focus_first, target},
        drafts, fields,
        listen::listen,
        page,
    },
};

fn dialog() -> Option<HtmlDialogElement> {
    find("dialog.cover")?.dyn_into().ok()
}

/// Follows the buttons of the cover; Escape closes a dialog even where the page forbids it.
pub fn start(is_covered: impl Fn() -> bool + 'static) {
    let Some(dialog) = dialog() else { return };
    let closed = dialog.clone();
    listen(&dialog, "close", move |_| {
        if is_covered() && !closed.open() {
            _ = closed.show_modal();
        }
    });
    listen(&dialog, "click", |event| {
        let is = |button: &str| target(&event).is_some_and(|clicked| around(&clicked, button).is_some());
        if is("[data-log-in]") {
            fields::send_touched(HOLD);
        } else if is("[data-discard]") {
            drafts::forget_touched();
            page::reload();
        }
    });
}

/// Covers the page, or shows it again.
pub fn show(is_covered: bool) {
    page::cover(is_covered);
    let Some(dialog) = dialog() else { return };
    match is_covered {
        true if !dialog.open() => _ = dialog.show_modal(),
        false => {
            dialog.close();
            show_part("checking");
        }
        true => {}
    }
}

/// Asks what becomes of the unsaved text.
pub fn ask() {
    show_part("asking");
    dialog().inspect(|dialog| focus_first(dialog, "[data-cover=asking] button"));
}

/// Says that the server cannot be asked.
pub fn say_failed() {
    show_part("failed");
}

/// One part of the cover is shown. The dialog is named by the heading of that part, so the id of its name moves with it.
fn show_part(name: &str) {
    let Some(dialog) = dialog() else { return };
    let id = dialog.get_attribute("aria-labelledby").unwrap_or_default();
    for part in all(&dialog, "[data-cover]") {
        let is_shown = part.get_attribute("data-cover").as_deref() == Some(name);
        flag(&part, "hidden", !is_shown);
        first(&part, "h2").inspect(|heading| heading.set_id(if is_shown { &id } else { "" }));
    }
}
