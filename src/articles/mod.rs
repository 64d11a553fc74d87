//! Articles: published ones are open to all; only their author, and users with a permission, write, change and delete them.
//! Stands on `accounts`, which does not know it. In your own app, this is the domain to replace.

pub mod api;
mod article_body;
pub mod code;
mod components;
mod editor;
pub mod forms;
pub mod messages;
pub mod pages;
pub mod paths;
pub mod rules;
pub mod server;
pub mod types;
