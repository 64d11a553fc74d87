//! Users, signing up, logging in and out, sessions, permissions.
//! Knows nothing of articles. Django: `django.contrib.auth`.

pub mod api;
#[cfg(feature = "hydrate")]
pub mod browser;
pub mod code;
#[cfg(feature = "ssr")]
pub mod components;
pub mod forms;
pub mod guard_island;
pub mod messages;
#[cfg(feature = "ssr")]
pub mod pages;
pub mod paths;
pub mod policy;
#[cfg(feature = "ssr")]
pub mod server;
pub mod types;
