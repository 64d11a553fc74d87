//! The fields of a form: what it would send, its texts, whether its user has touched it.

use wasm_bindgen::JsCast;
use web_sys::{
    Element, Event, EventInit, FormData, HtmlFormElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement,
    UrlSearchParams,
};

use super::{
    dom::{all, around, find, first, make, target},
    post::Refusal,
};

/// The attribute of a form that the user has touched.
const TOUCHED: &str = "data-touched";

/// The fields of a form as it would send them.
pub fn body(form: &HtmlFormElement) -> Option<String> {
    let data = FormData::new_with_form(form).ok()?;
    let fields = UrlSearchParams::new_with_str_sequence_sequence(&data).ok()?;
    fields.to_string().as_string()
}

/// Empties the passwords that were refused: all of them where it is about the form as a whole (B61), else those with an error, and
/// what a wrong one repeats or is repeated by.
pub fn clear_passwords(form: &Element, refusal: &Refusal) {
    let is_wrong = |id: &str| refusal.fields.iter().any(|(name, _)| id.strip_prefix("id_") == Some(name));
    // By class, because a shown password is an input of type text.
    for input in all(form, ".password input").into_iter().filter_map(|input| input.dyn_into::<HtmlInputElement>().ok())
    {
        let other = first(form, &format!("[data-repeats={}]", input.id())).map(|other| other.id());
        let ids = [Some(input.id()), other, input.get_attribute("data-repeats")];
        if !refusal.alert.is_empty() || ids.iter().flatten().any(|id| is_wrong(id)) {
            input.set_value("");
            say_changed(&input);
        }
    }
}

/// Whether an event comes from a password field.
pub fn is_password(event: &Event) -> bool {
    target(event).is_some_and(|field| around(&field, ".password").is_some())
}

/// Fires the event of a changed value, as typing does.
fn say_changed(input: &Element) {
    let options = EventInit::new();
    options.set_bubbles(true);
    if let Ok(event) = Event::new_with_event_init_dict("input", &options) {
        _ = input.dispatch_event(&event);
    }
}

/// Notes that the user has typed in this form.
pub fn mark_touched(form: &Element) {
    _ = form.set_attribute(TOUCHED, "");
}

/// The form that the user has touched.
pub fn touched() -> Option<HtmlFormElement> {
    find(&format!("form[{TOUCHED}]"))?.dyn_into().ok()
}

/// Sends the touched form as a browser without scripting would, with one more field.
pub fn send_touched(field: &str) {
    let Some(form) = touched() else { return };
    if let Some(input) = make("input") {
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

impl Text {
    /// Whether it is a visible text that differs from the server's.
    pub fn is_own(&self) -> bool {
        !self.is_hidden && self.value != self.default
    }
}

/// The texts of a form that a draft contains: never a password, not even one that is shown.
pub fn texts(form: &Element) -> Vec<Text> {
    text_elements(form).filter_map(text).collect()
}

fn text_elements(form: &Element) -> impl Iterator<Item = Element> {
    all(form, "textarea[name], input[type=text][name], input[type=hidden][data-drafted], select[name]")
        .into_iter()
        .filter(|element| around(element, ".password").is_none())
}

fn text(element: Element) -> Option<Text> {
    if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>() {
        let (name, value, default) = (area.name(), area.value(), area.default_value().unwrap_or_default());
        return Some(Text { name, value, default, is_hidden: false });
    }
    if let Some(select) = element.dyn_ref::<HtmlSelectElement>() {
        // The option that the server has chosen.
        let chosen = first(select, "option[selected]").and_then(|option| option.get_attribute("value"));
        let (name, value, default) = (select.name(), select.value(), chosen.unwrap_or_default());
        return Some(Text { name, value, default, is_hidden: true });
    }
    let input = element.dyn_into::<HtmlInputElement>().ok()?;
    let (name, value, default) = (input.name(), input.value(), input.default_value());
    Some(Text { name, value, default, is_hidden: input.type_() == "hidden" })
}

/// Puts a text into the field of that name.
pub fn set_text(form: &Element, name: &str, value: &str) {
    for element in text_elements(form).filter(|element| element.get_attribute("name").as_deref() == Some(name)) {
        if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>() {
            area.set_value(value);
        } else if let Some(select) = element.dyn_ref::<HtmlSelectElement>() {
            select.set_value(value);
        } else if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
            input.set_value(value);
        }
        say_changed(&element);
    }
}
