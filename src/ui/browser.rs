//! The few things that are asked of the browser itself. Called from effects and event handlers only, which never run on the
//! server.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{FocusOptions, HtmlElement};

/// Loads a new document at this address.
pub fn load(address: &str) {
    _ = window().location().assign(address);
}

/// Path and query of the address bar.
pub fn current_path() -> String {
    let location = window().location();
    format!("{}{}", location.pathname().unwrap_or_default(), location.search().unwrap_or_default())
}

/// Gives the focus to the first element inside that fits the selector.
pub fn focus_first(inside: &web_sys::Element, selector: &str) {
    if let Ok(Some(element)) = inside.query_selector(selector)
        && let Some(element) = element.dyn_ref::<HtmlElement>()
    {
        _ = element.focus();
    }
}

/// Gives the focus to an element without moving the page.
pub fn focus_in_place(element: &HtmlElement) {
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    _ = element.focus_with_options(&options);
}

/// Runs this each time the page is shown again from the browser's memory.
pub fn on_page_shown(run: impl Fn() + 'static) {
    let handle = window_event_listener(leptos::ev::Custom::<web_sys::Event>::new("pageshow"), move |_| run());
    on_cleanup(move || handle.remove());
}

/// The fields of a form as it would send them.
pub fn form_body(form: &web_sys::HtmlFormElement) -> Option<String> {
    let data = web_sys::FormData::new_with_form(form).ok()?;
    let fields = web_sys::UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?;
    fields.to_string().as_string()
}

/// Tells each second how many are left, until none is. Right also after the device has slept.
pub fn count_down(seconds: u32, tell: impl Fn(u32) + 'static) {
    let end = js_sys::Date::now() + f64::from(seconds) * 1_000.0;
    let tick = move || tell(((end - js_sys::Date::now()) / 1_000.0).ceil().max(0.0) as u32);
    let handle = set_interval_with_handle(tick, std::time::Duration::from_secs(1));
    on_cleanup(move || _ = handle.map(|handle| handle.clear()));
}

/// Shows a dialog over the page, which is out of reach meanwhile; or closes it.
pub fn show_dialog(dialog: &web_sys::HtmlDialogElement, show: bool) {
    match (show, dialog.open()) {
        (true, false) => _ = dialog.show_modal(),
        (false, true) => dialog.close(),
        _ => {}
    }
}

/// Whether Caps Lock is on, as far as a key press tells.
pub fn has_caps_lock(event: &web_sys::KeyboardEvent) -> bool {
    event.get_modifier_state("CapsLock")
}

/// Marks the document as interactive, for style sheets, tests and scripts.
pub fn mark_hydrated() {
    if let Some(root) = document().document_element() {
        _ = root.set_attribute("data-hydrated", "");
    }
}

/// A moment in the reader's own zone and language: date and time, the time without seconds.
pub fn local_time(unix_seconds: i64) -> Option<String> {
    let date = js_sys::Date::new(&JsValue::from_f64(unix_seconds as f64 * 1_000.0));
    let options = js_sys::Object::new();
    for (key, value) in [("dateStyle", "medium"), ("timeStyle", "short")] {
        js_sys::Reflect::set(&options, &key.into(), &value.into()).ok()?;
    }
    let language = window().navigator().language().unwrap_or_else(|| "en".to_owned());
    date.to_locale_string(&language, &options).as_string()
}

/// Runs this each time the browser loses or finds its connection.
pub fn on_connection_change(run: impl Fn(bool) + Clone + 'static) {
    let lost = run.clone();
    let handles = [
        window_event_listener(leptos::ev::offline, move |_| lost(false)),
        window_event_listener(leptos::ev::online, move |_| run(true)),
    ];
    on_cleanup(move || handles.into_iter().for_each(|handle| handle.remove()));
}

/// Empties the passwords of a form that was read and refused, as a new page load would (B61).
pub fn clear_passwords(form: &web_sys::Element) {
    // Also one that is shown just now.
    let Ok(inputs) = form.query_selector_all(".password input") else { return };
    for index in 0..inputs.length() {
        if let Some(input) = inputs.get(index).and_then(|node| node.dyn_into::<web_sys::HtmlInputElement>().ok()) {
            input.set_value("");
            say_changed(&input);
        }
    }
}

/// Tells a field's followers that it holds something else now, as typing does.
fn say_changed(input: &web_sys::HtmlInputElement) {
    let options = web_sys::EventInit::new();
    options.set_bubbles(true);
    if let Ok(event) = web_sys::Event::new_with_event_init_dict("input", &options) {
        _ = input.dispatch_event(&event);
    }
}

/// Pixels that the page is scrolled from its top.
pub fn scroll_position() -> f64 {
    window().scroll_y().unwrap_or_default()
}

/// Scrolls the page to so many pixels from its top.
pub fn scroll_to(position: f64) {
    window().scroll_to_with_x_and_y(0.0, position);
}
