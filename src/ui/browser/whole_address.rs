//! Small things that only the browser can do: the whole address of a link, and buttons that reload the page.

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::{
    dom::{around, document, find_all, target, window},
    listen::listen,
    page,
};

/// Completes the addresses that are to be copied; the server does not know its own name.
pub fn start() {
    let Ok(origin) = window().location().origin() else { return };
    for input in find_all("input[data-origin]").into_iter().filter_map(|it| it.dyn_into::<HtmlInputElement>().ok()) {
        input.set_value(&format!("{origin}{}", input.value()));
        // It may have the focus already.
        if document().active_element().is_some_and(|focused| focused.is_same_node(Some(&input))) {
            input.select();
        }
        let focused = input.clone();
        listen(&input, "focus", move |_| focused.select());
    }
}

/// Follows the buttons that reload the page.
pub fn follow_reload() {
    listen(&document(), "click", |event| {
        if target(&event).is_some_and(|clicked| around(&clicked, "[data-reload]").is_some()) {
            page::reload();
        }
    });
}
