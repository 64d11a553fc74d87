//! A box above a long list of choices, which shows those with the typed text. What is ticked stays ticked.

use js_sys::JsString;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement};

use super::{
    dom::{all, document, first, flag, target},
    listen::listen,
};

pub fn start() {
    listen(&document(), "input", |event| _ = typed(&event));
}

fn typed(event: &Event) -> Option<()> {
    let input: HtmlInputElement = target(event)?.dyn_into().ok()?;
    let list = document().get_element_by_id(&input.get_attribute("data-filters")?)?;
    let wanted = String::from(lower(&input.value()).trim());
    let mut is_empty = true;
    for choice in all(&list, ".field") {
        let is_shown = lower(&choice.text_content().unwrap_or_default()).includes(&wanted, 0);
        flag(&choice, "hidden", !is_shown);
        is_empty &= !is_shown;
    }
    flag(&first(&list, "[data-none]")?, "hidden", !is_empty);
    Some(())
}

/// By the browser, which knows the letters already.
fn lower(text: &str) -> JsString {
    JsString::from(text).to_lower_case()
}
