//! The document as a whole: loading another one, its build, its cover, its visibility.

use std::cell::Cell;

use wasm_bindgen::JsCast;
use web_sys::{PageTransitionEvent, VisibilityState};

use super::{
    dom::{document, flag, window},
    listen::listen,
};

/// Loads the document at this address.
pub fn load(address: &str) {
    _ = window().location().assign(address);
}

pub fn reload() {
    _ = window().location().reload();
}

/// Milliseconds of this device's clock.
pub fn clock() -> f64 {
    js_sys::Date::now()
}

/// An attribute of the root element, which says what the server knew when it made the document.
fn known(name: &str) -> Option<String> {
    document().document_element()?.get_attribute(name)
}

thread_local! {
    static IS_OTHER_BUILD: Cell<bool> = const { Cell::new(false) };
}

/// Notes which build the server is now, beside the one that this document and this program belong to.
pub fn hear_build(of_server: &str) {
    IS_OTHER_BUILD.set(known("data-build").is_some_and(|own| own != of_server));
}

/// Whether the server has been replaced by another build since it made this document.
pub fn server_is_other_build() -> bool {
    IS_OTHER_BUILD.get()
}

/// The id of the logged-in user.
pub fn user() -> Option<String> {
    known("data-user")
}

/// What the user may do, as a number.
pub fn rights() -> Option<String> {
    known("data-rights")
}

/// How many minutes the zone is ahead of UTC in which the server has written times.
pub fn zone() -> i32 {
    known("data-zone").and_then(|zone| zone.parse().ok()).unwrap_or_default()
}

/// The attribute with the title of a covered page.
const TITLE: &str = "data-title";

/// Hides the page under its cover, or shows it again; its title too, which may reveal the content.
pub fn cover(is_covered: bool) {
    let Some(root) = document().document_element() else { return };
    flag(&root, "data-covered", is_covered);
    match root.get_attribute(TITLE) {
        None if is_covered => {
            let title = document().title();
            _ = root.set_attribute(TITLE, &title);
            // The name of the site stands at the end.
            document().set_title(title.rsplit('·').next().unwrap_or_default().trim());
        }
        Some(title) if !is_covered => {
            document().set_title(&title);
            _ = root.remove_attribute(TITLE);
        }
        _ => {}
    }
}

pub fn is_visible() -> bool {
    document().visibility_state() == VisibilityState::Visible
}

/// Runs this whenever the page becomes visible or hidden.
pub fn on_visibility_change(run: impl Fn(bool) + 'static) {
    listen(&document(), "visibilitychange", move |_| run(is_visible()));
}

/// Runs this whenever the page is shown. `true`: it is restored from the browser's cache.
pub fn on_shown(run: impl Fn(bool) + 'static) {
    let is_restored = |event: &web_sys::Event| event.dyn_ref::<PageTransitionEvent>().is_some_and(|it| it.persisted());
    listen(&window(), "pageshow", move |event| run(is_restored(&event)));
}

/// Runs this whenever the page is left: by navigating, by closing the tab, or into the browser's cache.
pub fn on_left(run: impl Fn() + 'static) {
    listen(&window(), "pagehide", move |_| run());
}
