//! The island of the session guard: the browser's code gets its element and follows the session of the open page.

use leptos::{prelude::*, web_sys::Element};

use crate::ui::islands::Start;

/// Starts the guard: the element contains the cover on a logged-in user's page, and nothing otherwise.
pub static START_GUARD: Start = Start::new();

/// What the form of a logout tells the next document, and the name of the part that says so there.
pub const LOGGED_OUT: &str = "logged-out";

#[island]
pub fn GuardIsland(children: Children) -> impl IntoView {
    view! { <div class="island" use:start_guard>{children()}</div> }
}

/// Runs while the island starts, so that what it throws stops this island alone.
fn start_guard(element: Element) {
    START_GUARD.get().inspect(|start| start(&element));
}
