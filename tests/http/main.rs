//! The whole server over HTTP, without a browser: one module for each part of the site, on both databases.
//!
//! PostgreSQL is used where `TEST_POSTGRES_URL` names a server on which databases may be made.

#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

mod accounts;
mod articles;
mod commands;
mod documents;
mod forms;
mod security;
mod sessions;
mod site;
mod staff;
mod support;
