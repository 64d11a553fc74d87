//! A password field: shown on request, with a hint when Caps Lock is on.
//! Showing it is NIST SP 800-63B 3.1.1.2 and ASVS 6.2.6.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement, KeyboardEvent};

use super::{
    dom::{all, around, document, first, target},
    listen::listen,
};

/// Follows all password fields of the page, also those that come later.
pub fn start() {
    listen(&document(), "click", |event| {
        target(&event).and_then(|clicked| around(&clicked, "[data-reveal]")).inspect(toggle);
    });
    listen(&document(), "keydown", hint);
    listen(&document(), "keyup", hint);
    listen(&document(), "focusout", |event| say(&event, false));
}

/// Hides the passwords of a form.
pub fn hide_in(form: &Element) {
    all(form, "[data-reveal]").iter().filter(|button| is_shown(button)).for_each(toggle);
}

fn input_of(button: &Element) -> Option<HtmlInputElement> {
    first(&around(button, ".password")?, "input")?.dyn_into().ok()
}

fn is_shown(button: &Element) -> bool {
    input_of(button).is_some_and(|input| input.type_() == "text")
}

/// Shows the password, or hides it again; the other word stands in the attribute.
fn toggle(button: &Element) {
    let (Some(input), Some(word)) = (input_of(button), button.first_child()) else { return };
    input.set_type(if input.type_() == "text" { "password" } else { "text" });
    let (now, other) =
        (word.text_content().unwrap_or_default(), button.get_attribute("data-reveal").unwrap_or_default());
    word.set_text_content(Some(&other));
    _ = button.set_attribute("data-reveal", &now);
}

fn hint(event: Event) {
    if let Some(key) = event.dyn_ref::<KeyboardEvent>() {
        say(&event, key.get_modifier_state("CapsLock"));
    }
}

/// Says, or no longer says, that Caps Lock is on.
fn say(event: &Event, is_on: bool) {
    let field = target(event).filter(|input| around(input, ".password").is_some());
    let hint = field.and_then(|input| first(&around(&input, ".field")?, ".caps-lock"));
    hint.inspect(|hint| hint.set_text_content(hint.get_attribute("data-text").as_deref().filter(|_| is_on)));
}
