//! Latchkey: accounts, a staff area, and articles that only the right users may change. This file is the map.
//!
//! `boot`, and every folder called `server`, is compiled for the server only. Dependencies point one way:
//! `main → boot → web → staff, articles → accounts → ui, server → shared`.
#![recursion_limit = "256"]

/// Users, logging in and out, sessions, permissions.
pub mod accounts;
/// Articles: the content that the accounts protect.
pub mod articles;
/// The process: command line, HTTP, log.
#[cfg(feature = "ssr")]
pub mod boot;
/// What every domain stands on, on the server: database, settings, request context.
#[cfg(feature = "ssr")]
pub mod server;
/// Types for both sides, without a word of any domain.
pub mod shared;
/// The staff area: users, groups, audit trail.
pub mod staff;
/// The components of every page: forms, error pages, drafts.
pub mod ui;
/// The site: document, URL table, layout.
pub mod web;

/// Hydrates the page that the server has rendered. Called by the script in the document.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub async fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_from_async(leptos::tachys::dom::body(), web::App).await.forget();
    ui::browser::mark_hydrated();
}
