//! What an open page does about its session, and the rules of a new password while it is typed. The folder is the gate: it is compiled
//! for the browser only. The walker of the start script (`web/start.js`) begins here.

mod cover;
mod ending;
mod guard;
mod lead;
mod rules;
mod session;
mod stream;
mod tabs;
mod turn;
mod visitor;

use std::sync::Arc;

use hydration_context::{HydrateSharedContext, SharedContext};
use leptos::reactive::owner::Owner;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{AbortSignal, console};

use super::guard_island::START_GUARD;
use crate::ui::{
    browser::{
        answer, connection, copying, counter, editor, filter, judge, listen, password, step_up, time, whole_address,
    },
    islands::START_FORM,
};

/// The parts of the page that are no islands.
const PARTS: [fn(); 13] = [
    time::start,
    counter::start,
    editor::start,
    filter::start,
    judge::start,
    password::start,
    rules::start,
    step_up::start,
    whole_address::start,
    whole_address::follow_reload,
    connection::start,
    connection::check_cookies,
    copying::start,
];

/// Prepares the islands. A panic reaches the console, where tests see it, and then ends the program.
#[wasm_bindgen]
pub fn hydrate() {
    std::panic::set_hook(Box::new(|panic| console::error_1(&panic.to_string().into())));
    prepare_islands();
    _ = START_FORM.set(answer::start);
    _ = START_GUARD.set(guard::start);
}

/// What `leptos::mount::hydrate_islands` does, without the executor of effects: the islands have none.
fn prepare_islands() {
    let context = HydrateSharedContext::new();
    context.set_is_hydrating(false);
    let owner = Owner::new_root(Some(Arc::new(context)));
    owner.set();
    std::mem::forget(owner);
}

/// What is started from now on ends with this signal.
#[wasm_bindgen]
pub fn under(signal: AbortSignal) {
    listen::under(signal);
}

/// How many parts there are.
#[wasm_bindgen]
pub fn parts() -> usize {
    PARTS.len()
}

/// Starts the part of this number.
#[wasm_bindgen]
pub fn start(part: usize) {
    PARTS.get(part).inspect(|start| start());
}
