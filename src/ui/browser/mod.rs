//! Calls to the browser itself. From effects and event handlers only, which never run on the server.

mod forms;
mod storage;
mod tabs;

pub use forms::*;
pub use storage::*;
pub use tabs::*;

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{FocusOptions, HtmlElement};

use super::messages::SITE;

/// Loads a new document at this address.
pub fn load(address: &str) {
    _ = window().location().assign(address);
}

/// Reloads the document.
pub fn reload() {
    _ = window().location().reload();
}

/// Milliseconds of this device's clock.
pub fn clock() -> f64 {
    js_sys::Date::now()
}

/// A part of a pause, by chance.
pub fn part_of(pause: std::time::Duration) -> std::time::Duration {
    pause.mul_f64(js_sys::Math::random())
}

/// Path and query of the address bar.
pub fn current_path() -> String {
    let location = window().location();
    format!("{}{}", location.pathname().unwrap_or_default(), location.search().unwrap_or_default())
}

/// Scheme, host and port of this site, as in the address bar.
pub fn origin() -> Option<String> {
    window().location().origin().ok()
}

/// Focuses the first element inside that matches the selector.
pub fn focus_first(inside: &web_sys::Element, selector: &str) {
    if let Ok(Some(element)) = inside.query_selector(selector)
        && let Some(element) = element.dyn_ref::<HtmlElement>()
    {
        _ = element.focus();
    }
}

/// Focuses an element without scrolling the page.
pub fn focus_in_place(element: &HtmlElement) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    _ = element.focus_with_options(&options);
}

/// Runs this whenever the page is shown, also when it is restored from the browser's cache.
pub fn on_page_shown(run: impl Fn() + 'static) {
    let handle = window_event_listener(leptos::ev::Custom::<web_sys::Event>::new("pageshow"), move |_| run());
    on_cleanup(move || handle.remove());
}

/// Reports every second how many seconds are left. Correct after the device has slept, too.
pub fn count_down(seconds: u32, tell: impl Fn(u32) + 'static) {
    let end = js_sys::Date::now() + f64::from(seconds) * 1_000.0;
    let tick = move || tell(((end - js_sys::Date::now()) / 1_000.0).ceil().max(0.0) as u32);
    let handle = set_interval_with_handle(tick, std::time::Duration::from_secs(1));
    on_cleanup(move || _ = handle.map(|handle| handle.clear()));
}

/// Opens a modal dialog, or closes it.
pub fn show_dialog(dialog: &web_sys::HtmlDialogElement, show: bool) {
    match (show, dialog.open()) {
        (true, false) => _ = dialog.show_modal(),
        (false, true) => dialog.close(),
        _ => {}
    }
}

/// Whether Caps Lock is on during a key press.
pub fn has_caps_lock(event: &web_sys::KeyboardEvent) -> bool {
    event.get_modifier_state("CapsLock")
}

/// The attribute with the title of a covered page.
const TITLE: &str = "data-title";

/// Hides the page under its cover, or shows it again; its title too, which may reveal the content.
pub fn cover_page(cover: bool) {
    let Some(root) = document().document_element() else { return };
    _ = root.toggle_attribute_with_force("data-covered", cover);
    match root.get_attribute(TITLE) {
        None if cover => {
            _ = root.set_attribute(TITLE, &document().title());
            document().set_title(SITE);
        }
        Some(title) if !cover => {
            document().set_title(&title);
            _ = root.remove_attribute(TITLE);
        }
        _ => {}
    }
}

/// The window's event when the page has become interactive.
const HYDRATED: &str = "hydrated";

/// Marks the document as interactive, for style sheets, tests and scripts, and fires the event.
pub fn mark_hydrated() {
    if let Some(root) = document().document_element() {
        _ = root.set_attribute("data-hydrated", "");
    }
    if let Ok(event) = web_sys::Event::new(HYDRATED) {
        _ = window().dispatch_event(&event);
    }
}

/// Runs this once the page is interactive. Effects run earlier, and a change by them in a part that is not hydrated yet would differ
/// from what the server has rendered there.
pub fn when_hydrated(run: impl FnOnce() + 'static) {
    let run = Closure::once_into_js(run);
    _ = window().add_event_listener_with_callback(HYDRATED, run.unchecked_ref());
}

/// A moment in the reader's own zone and language, without seconds.
pub fn local_time(unix_seconds: i64) -> Option<String> {
    let date = js_sys::Date::new(&JsValue::from_f64(unix_seconds as f64 * 1_000.0));
    let options = js_sys::Object::new();
    for (key, value) in [("dateStyle", "medium"), ("timeStyle", "short")] {
        js_sys::Reflect::set(&options, &key.into(), &value.into()).ok()?;
    }
    let language = window().navigator().language().unwrap_or_else(|| "en".to_owned());
    date.to_locale_string(&language, &options).as_string()
}

/// Runs this whenever the browser goes offline or online.
pub fn on_connection_change(run: impl Fn(bool) + Clone + 'static) {
    let lost = run.clone();
    let handles = [
        window_event_listener(leptos::ev::offline, move |_| lost(false)),
        window_event_listener(leptos::ev::online, move |_| run(true)),
    ];
    on_cleanup(move || handles.into_iter().for_each(|handle| handle.remove()));
}

/// How far the page is scrolled, in pixels from its top.
pub fn scroll_position() -> f64 {
    window().scroll_y().unwrap_or_default()
}

/// Scrolls the page to this position, in pixels from its top.
pub fn scroll_to(position: f64) {
    window().scroll_to_with_x_and_y(0.0, position);
}
