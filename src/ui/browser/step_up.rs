//! Asks for the password in a dialog when a form needs it, and then goes on. Without scripting, the page
//! `/accounts/reauthenticate/` asks.

use std::{cell::RefCell, rc::Rc};

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement};

use super::{
    dom::{around, document, find, first, target},
    listen::listen,
};

type Then = Rc<dyn Fn()>;

thread_local! {
    /// What waits for the password.
    static THEN: RefCell<Option<Then>> = const { RefCell::new(None) };
}

/// The attribute of what stands in the open dialog.
const OPENED: &str = "data-opened";

fn dialog() -> Option<HtmlDialogElement> {
    find("dialog[data-step-up]")?.dyn_into().ok()
}

/// Whether the page has the dialog.
pub fn can_ask() -> bool {
    dialog().is_some()
}

/// Empties the dialog when it has been closed, also by Escape.
pub fn start() {
    let Some(dialog) = dialog() else { return };
    let closed = dialog.clone();
    listen(&dialog, "close", move |_| empty(&closed));
    listen(&document(), "click", |event| {
        let closes = target(&event).and_then(|clicked| around(&clicked, "[data-step-up] [data-close]"));
        closes.and_then(|_| self::dialog()).inspect(|dialog| dialog.close());
    });
}

/// Opens the dialog; `take_over` gets its content, and `then` runs after the right password.
pub fn ask(take_over: impl Fn(&Element), then: impl Fn() + 'static) {
    let Some(dialog) = dialog() else { return };
    if dialog.open() {
        return;
    }
    THEN.set(Some(Rc::new(then)));
    fill(&dialog).inspect(take_over);
    _ = dialog.show_modal();
}

/// The right password was entered.
pub fn done() {
    let then = THEN.take();
    dialog().inspect(|dialog| dialog.close());
    then.inspect(|then| then());
}

/// Puts the content of the dialog, which the server has written into an attribute, into it.
fn fill(dialog: &HtmlDialogElement) -> Option<Element> {
    let opened = document().create_element("div").ok()?;
    _ = opened.set_attribute(OPENED, "");
    opened.set_inner_html(&dialog.get_attribute("data-content")?);
    dialog.append_child(&opened).ok()?;
    Some(opened)
}

fn empty(dialog: &Element) {
    THEN.set(None);
    first(dialog, "[data-opened]").inspect(|opened| opened.remove());
}
