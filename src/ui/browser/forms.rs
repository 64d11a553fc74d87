//! Forms as the browser has them: the values in their fields.

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlFormElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};

/// The fields of a form as it would send them.
pub fn form_body(form: &HtmlFormElement) -> Option<String> {
    let data = web_sys::FormData::new_with_form(form).ok()?;
    let fields = web_sys::UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?;
    fields.to_string().as_string()
}

/// Empties the passwords of a refused form, as a new page load would (B61).
pub fn clear_passwords(form: &Element) {
    // By class, because a shown password is an input of type text.
    let Ok(inputs) = form.query_selector_all(".password input") else { return };
    for index in 0..inputs.length() {
        if let Some(input) = inputs.get(index).and_then(|node| node.dyn_into::<HtmlInputElement>().ok()) {
            input.set_value("");
            say_changed(&input);
        }
    }
}

/// Fires the event of a changed value, as typing does.
fn say_changed(input: &Element) {
    let options = web_sys::EventInit::new();
    options.set_bubbles(true);
    if let Ok(event) = web_sys::Event::new_with_event_init_dict("input", &options) {
        _ = input.dispatch_event(&event);
    }
}

/// The attribute of a form that the user has touched.
const TOUCHED: &str = "data-touched";

/// The attribute with the key of a form's draft.
const DRAFT_KEY: &str = "data-draft-key";

/// The attribute of a hidden field that belongs to a draft.
pub const DRAFTED: &str = "data-drafted";

/// Notes that the user has typed in this form.
pub fn mark_touched(form: &Element) {
    _ = form.set_attribute(TOUCHED, "");
}

/// Whether an event comes from a password field.
pub fn is_password(event: &web_sys::Event) -> bool {
    let field = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    field.is_some_and(|field| field.closest(".password").is_ok_and(|around| around.is_some()))
}

/// Notes the key of this form's draft.
pub fn set_draft_key(form: &Element, key: &str) {
    _ = form.set_attribute(DRAFT_KEY, key);
}

/// Removes the draft of the touched form.
pub fn forget_touched() {
    if let Some(key) = touched().and_then(|form| form.get_attribute(DRAFT_KEY)) {
        super::forget(&key);
    }
}

/// Whether the user has touched a form of this page.
pub fn is_touched() -> bool {
    touched().is_some()
}

fn touched() -> Option<HtmlFormElement> {
    document().query_selector(&format!("form[{TOUCHED}]")).ok()??.dyn_into().ok()
}

/// Sends the touched form as a browser without scripting would, with one more field.
pub fn send_touched(field: &str) {
    let Some(form) = touched() else { return };
    if let Ok(input) = document().create_element("input") {
        _ = input.set_attribute("type", "hidden");
        _ = input.set_attribute("name", field);
        _ = form.append_child(&input);
    }
    _ = form.submit();
}

/// A text in a form.
pub struct Text {
    pub name: String,
    pub value: String,
    /// The value that the server has put there.
    pub default: String,
    /// Belongs to a draft but is no reason to save one, because it is no visible text: a hidden field, a select.
    pub is_hidden: bool,
}

/// The texts of a form that a draft contains: never a password.
pub fn texts(form: &Element) -> Vec<Text> {
    let text = |element: Element| {
        if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>() {
            let (name, value, default) = (area.name(), area.value(), area.default_value().unwrap_or_default());
            return Some(Text { name, value, default, is_hidden: false });
        }
        if let Some(select) = element.dyn_ref::<HtmlSelectElement>() {
            return Some(Text { name: select.name(), value: select.value(), default: preset(select), is_hidden: true });
        }
        let input = element.dyn_into::<HtmlInputElement>().ok()?;
        let (name, value, default) = (input.name(), input.value(), input.default_value());
        Some(Text { name, value, default, is_hidden: input.type_() == "hidden" })
    };
    text_elements(form).into_iter().filter_map(text).collect()
}

/// Puts a text into the field of that name.
pub fn set_text(form: &Element, name: &str, value: &str) {
    for element in text_elements(form) {
        if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>().filter(|area| area.name() == name) {
            area.set_value(value);
            say_changed(area);
        } else if let Some(input) = element.dyn_ref::<HtmlInputElement>().filter(|input| input.name() == name) {
            input.set_value(value);
            say_changed(input);
        } else if let Some(select) = element.dyn_ref::<HtmlSelectElement>().filter(|select| select.name() == name) {
            select.set_value(value);
            say_changed(select);
        }
    }
}

/// The option that the server has chosen.
fn preset(select: &HtmlSelectElement) -> String {
    let chosen = select.query_selector("option[selected]").ok().flatten();
    chosen.and_then(|option| option.get_attribute("value")).unwrap_or_default()
}

fn text_elements(form: &Element) -> Vec<Element> {
    let selector = format!("textarea[name], input[type=text][name], input[type=hidden][{DRAFTED}], select[name]");
    let Ok(found) = form.query_selector_all(&selector) else { return Vec::new() };
    (0..found.length()).filter_map(|index| found.get(index)?.dyn_into().ok()).collect()
}
