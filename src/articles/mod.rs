//! The protected thing: articles that anyone may read once they are published, and only the right people may write, change
//! and delete.
//! Stands on `accounts`, which knows nothing of it. In your own app, this is the domain to replace.

pub mod api;
mod components;
pub mod forms;
pub mod pages;
pub mod rules;
#[cfg(feature = "ssr")]
pub mod server;
pub mod types;
