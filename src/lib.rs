//! Latchkey: accounts, a staff area, and articles that only the right users may change. This file is the map.
//!
//! The server makes every page. What has a gate here is compiled for the server only, and so is every folder called `server`,
//! `pages` or `components`; a folder called `browser` is compiled for the browser only, and the rest for both. Dependencies point one
//! way: `main → boot → web → staff, articles → accounts → ui, server → shared`.
#![recursion_limit = "256"]

/// Users, logging in and out, sessions, permissions.
pub mod accounts;
/// Types for both sides, without a word of any domain.
pub mod shared;
/// The components of every page: forms, error pages, drafts.
pub mod ui;

// One gate for all that only the server has.
cfg_if::cfg_if! {
    if #[cfg(feature = "ssr")] {
        /// Articles: the content that the accounts protect.
        pub mod articles;
        /// The process: command line, HTTP, log.
        pub mod boot;
        /// What every domain stands on, on the server: database, settings, request context.
        pub mod server;
        /// The staff area: users, groups, audit trail.
        pub mod staff;
        /// The site: document, URL table, layout.
        pub mod web;
    }
}
