//! Links that copy their own address, and buttons that copy the content of a field. Where the browser lets no page copy, the links are links,
//! and the field is selected, to be copied by hand.

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlInputElement};

use super::{
    dom::{around, document, find, target, window},
    json, later,
    listen::{listen, method_of},
    page,
};

pub fn start() {
    listen(&document(), "click", |event| _ = copy(&event));
}

/// What is copied: the address of a link, or what a button copies out of a field.
enum Copied {
    Address(String),
    Of(HtmlInputElement),
}

impl Copied {
    fn by(control: &Element) -> Option<Self> {
        let Some(field) = control.get_attribute("data-copies") else {
            return json::text(control, "href").map(Self::Address);
        };
        find(&format!("#{field}"))?.dyn_into().ok().map(Self::Of)
    }

    fn text(&self) -> String {
        match self {
            Self::Address(address) => address.clone(),
            Self::Of(field) => field.value(),
        }
    }

    /// The browser has not copied it.
    fn leave(&self) {
        match self {
            // Then the address stands where the browser shows it.
            Self::Address(address) => page::load(address),
            Self::Of(field) => {
                _ = field.focus();
                field.select();
            }
        }
    }
}

fn copy(event: &Event) -> Option<()> {
    let control = around(&target(event)?, "[data-copied]")?;
    let copied = Copied::by(&control)?;
    let Some(promise) = write(&copied.text()) else {
        // A link leads where it leads.
        if let Copied::Of(_) = copied {
            copied.leave();
        }
        return None;
    };
    event.prevent_default();
    later::then(
        &promise,
        Box::new(move |done| match done {
            Some(_) => _ = said(&control),
            None => copied.leave(),
        }),
    );
    Some(())
}

/// Asks the browser to copy; `None` where no page may.
fn write(text: &str) -> Option<JsValue> {
    let clipboard = json::value(&window().navigator(), "clipboard")?;
    method_of(&clipboard, "writeText", &Array::of1(&text.into()))?.call0(&clipboard).ok()
}

/// It says that it is done, which is read aloud, as its region is live.
fn said(control: &Element) -> Option<()> {
    let text = control.get_attribute("data-copied")?;
    control.unchecked_ref::<web_sys::Node>().set_text_content(Some(&text));
    Some(())
}
