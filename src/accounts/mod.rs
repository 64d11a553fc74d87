//! Users, signing up, logging in and out, sessions, permissions.
//! Knows nothing of articles. Django: `django.contrib.auth`.

pub mod api;
pub mod code;
pub mod components;
pub mod forms;
pub mod messages;
pub mod pages;
pub mod paths;
pub mod policy;
#[cfg(feature = "ssr")]
pub mod server;
pub mod types;
