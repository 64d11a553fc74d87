//! Links that copy their own address. Where the browser lets no page copy, they are links.

use js_sys::Array;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event};

use super::{
    dom::{around, document, target, window},
    json, later,
    listen::{listen, method_of},
};

pub fn start() {
    listen(&document(), "click", |event| _ = copy(&event));
}

fn copy(event: &Event) -> Option<()> {
    let link = around(&target(event)?, "a[data-copied]")?;
    let clipboard = json::value(&window().navigator(), "clipboard")?;
    let address = json::text(&link, "href")?;
    let promise = method_of(&clipboard, "writeText", &Array::of1(&address.clone().into()))?.call0(&clipboard).ok()?;
    event.prevent_default();
    later::then(
        &promise,
        Box::new(move |copied| match copied {
            Some(_) => _ = said(&link),
            // Then the address stands where the browser shows it.
            None => super::page::load(&address),
        }),
    );
    Some(())
}

/// The link says that it is done; it is read aloud, as its region is live.
fn said(link: &Element) -> Option<()> {
    let text = link.get_attribute("data-copied")?;
    link.unchecked_ref::<web_sys::Node>().set_text_content(Some(&text));
    Some(())
}
