//! A page with several forms: what was changed in one of them is still there after another one was saved, which loads the page anew. It
//! passes through this tab only, and the form goes on from the state that it was made from.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlFormElement, HtmlInputElement, UrlSearchParams};

use super::{
    dom::{all, find_all, part_of, window},
    fields, page, storage,
};

/// A form that asks for this, and one whose user has changed something.
const CHANGED: &str = "form[data-unsaved][data-touched]";

/// The sealed owner is of one document.
const OWNER: &str = "owner";

/// Keeps what was changed in the other forms of the page, for the next document.
pub fn keep_others(sent: &HtmlFormElement) {
    for form in find_all(CHANGED).into_iter().filter_map(|form| form.dyn_into::<HtmlFormElement>().ok()) {
        if !form.is_same_node(Some(sent))
            && let (Some(key), Some(body)) = (key(&form), fields::body(&form))
        {
            storage::leave(&key, &body);
        }
    }
}

/// Puts back what the previous document has kept, and says so.
pub fn put_back(form: &HtmlFormElement) {
    if form.has_attribute("data-unsaved") {
        _ = fill(form);
    }
}

fn fill(form: &HtmlFormElement) -> Option<()> {
    let body = UrlSearchParams::new_with_str(&storage::take_left(&key(form)?)?).ok()?;
    for input in all(form, "input[name]").into_iter().filter_map(|input| input.dyn_into::<HtmlInputElement>().ok()) {
        let value = body.get(&input.name());
        match (input.type_().as_str(), value) {
            ("checkbox", value) if !input.disabled() => input.set_checked(value.is_some()),
            ("checkbox", _) | (_, None) => {}
            (_, Some(value)) if input.name() != OWNER => input.set_value(&value),
            _ => {}
        }
    }
    fields::mark_touched(form);
    let note: Element = part_of(form, "unsaved")?;
    form.prepend_with_node_1(&note).ok()
}

/// By user, page and form.
fn key(form: &Element) -> Option<String> {
    let path = window().location().pathname().ok()?;
    Some(format!("unsaved/{}{path}{}", page::user()?, form.get_attribute("action")?))
}
