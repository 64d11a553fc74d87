//! Latchkey: accounts, and articles that only the right people may change. This file is the map.
//!
//! Folders called `server`, and `boot`, are compiled for the server only. Dependencies point one way:
//! `boot → web → staff, articles → accounts → ui, server → shared`.
#![recursion_limit = "256"]

/// Who you are and what you may do.
pub mod accounts;
/// Articles: the protected thing.
pub mod articles;
/// The process: command line, router, middleware order, telemetry.
#[cfg(feature = "ssr")]
pub mod boot;
/// Native ground: database, settings, request context.
#[cfg(feature = "ssr")]
pub mod server;
/// Types for both sides that know no domain.
pub mod shared;
/// The staff area: users, groups, audit trail.
pub mod staff;
/// The parts every page is made of.
pub mod ui;
/// The site: document, URL table, layout.
pub mod web;

/// Takes over the page that the server has rendered, and then marks it. Called by the script in the document.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub async fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_from_async(leptos::tachys::dom::body(), web::App).await.forget();
    ui::browser::mark_hydrated();
}
