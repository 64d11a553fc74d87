//! The process: command line, composition of the app, the HTTP side, serving. Only `main` uses it.
//! Django: `manage.py`, `wsgi.py`.

mod app;
pub mod cli;
mod commands;
mod connections;
mod deploy;
pub mod http; // public for fuzz/
mod listen;
mod messages;
mod phase;
mod routes;
mod serve;
mod telemetry;

pub use app::{App, StartError, domains};
pub use http::router;
pub use serve::ready;
