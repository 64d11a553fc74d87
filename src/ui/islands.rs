//! The island of a form. It is thin: the server's HTML stays as it is, and the browser's code gets its element. It has no properties,
//! so nothing is written into the page for it.

use std::sync::OnceLock;

use leptos::{prelude::*, web_sys::Element};

/// What the browser does with an island. Its code, which the server does not have, fills this in when it starts.
pub type Start = OnceLock<fn(&Element)>;

/// Starts a form: the element contains `form[data-form]`.
pub static START_FORM: Start = OnceLock::new();

/// A form that the browser's code takes over.
#[island]
pub fn FormIsland(children: Children) -> impl IntoView {
    view! { <div class="island" use:start_form>{children()}</div> }
}

/// Runs while the island starts, so that what it throws stops this island alone.
fn start_form(element: Element) {
    START_FORM.get().inspect(|start| start(&element));
}
