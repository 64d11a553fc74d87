//! The whole server over HTTP, without a browser: one module for each part of the site, on both databases.
//!
//! Tests on PostgreSQL need `TEST_POSTGRES_URL` to name a server on which databases may be made; without it they are ignored.

#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

mod accounts;
mod articles;
mod chaos;
mod cluster;
mod commands;
mod documents;
mod faults;
mod forms;
mod mail;
mod security;
mod sessions;
mod site;
mod staff;
mod support;
