//! How many characters a text has, and how many it may have.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, HtmlTextAreaElement};

use super::{
    dom::{around, document, find_all, first, target},
    listen::listen,
};
use crate::shared::count_chars;

/// Counts in all fields of the page.
pub fn start() {
    find_all(".counter[data-max]").iter().for_each(count);
    listen(&document(), "input", |event| {
        let field = target(&event).and_then(|control| around(&control, ".field"));
        field.and_then(|field| first(&field, ".counter[data-max]")).inspect(count);
    });
}

fn count(counter: &Element) {
    let text = around(counter, ".field").and_then(|field| text(&first(&field, "input, textarea")?));
    let max = counter.get_attribute("data-max").and_then(|max| max.parse::<u32>().ok());
    if let (Some(text), Some(max)) = (text, max) {
        let count = count_chars(&text);
        counter.set_text_content(Some(&format!("{count} / {max}")));
        _ = counter.class_list().toggle_with_force("over", count > max);
    }
}

fn text(control: &Element) -> Option<String> {
    match control.dyn_ref::<HtmlTextAreaElement>() {
        Some(area) => Some(area.value()),
        None => Some(control.dyn_ref::<HtmlInputElement>()?.value()),
    }
}
