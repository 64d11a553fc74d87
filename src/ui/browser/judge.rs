//! What is wrong with a field goes as soon as its text is changed, and what can be judged without the server is judged again when the user
//! goes on to another field. Not when they press a button: what appears then would push the button away from under the pointer.

use js_sys::Reflect;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement, HtmlTextAreaElement};

use super::{
    dom::{around, document, find, flag, target},
    errors,
    listen::listen,
};

/// The attribute of a field whose error is gone, until it is judged again.
const OPEN: &str = "data-open";

pub fn start() {
    listen(&document(), "input", |event| _ = typed(&event));
    listen(&document(), "focusout", |event| _ = left(&event));
}

fn typed(event: &Event) -> Option<()> {
    let control = target(event)?;
    let field = around(&control, ".field")?;
    reopen(&field);
    // The errors of a new password stand on the field that repeats it.
    find(&format!("[data-repeats='{}']", control.id())).and_then(|other| around(&other, ".field")).inspect(reopen);
    Some(())
}

fn reopen(field: &Element) {
    if field.matches(".invalid").unwrap_or_default() {
        errors::clear_field(field);
        flag(field, OPEN, true);
    }
}

fn left(event: &Event) -> Option<()> {
    let control = target(event)?;
    let field = around(&control, ".field")?;
    let to = Reflect::get(event, &"relatedTarget".into()).ok()?.dyn_into::<Element>().ok()?;
    let other = around(&to, ".field:not(.check)")?;
    if other.is_same_node(Some(&field)) || field.matches(".invalid").unwrap_or_default() {
        return None;
    }
    let sentence = wrong(&control, field.has_attribute(OPEN))?;
    flag(&field, OPEN, false);
    errors::mark_control(&control, &[sentence])
}

/// The sentence about a control that is wrong; the server has put it into the document.
fn wrong(control: &Element, was_wrong: bool) -> Option<String> {
    let says = |name: &str| control.get_attribute(name);
    let Some(input) = control.dyn_ref::<HtmlInputElement>() else {
        let is_empty = control.dyn_ref::<HtmlTextAreaElement>()?.value().is_empty();
        return says("data-required").filter(|_| is_empty && was_wrong);
    };
    let value = input.value();
    if let Some(repeated) = says("data-repeats").filter(|_| !value.is_empty()) {
        let repeated = document().get_element_by_id(&repeated)?.dyn_into::<HtmlInputElement>().ok()?.value();
        return says("data-differs").filter(|_| repeated != value && !repeated.is_empty());
    }
    let is_malformed = !value.is_empty() && !input.check_validity();
    match (value.is_empty(), was_wrong) {
        (true, true) => says("data-required"),
        (false, _) if is_malformed => says("data-malformed"),
        _ => None,
    }
}
