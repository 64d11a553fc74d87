//! The process: command line, composition of the app, the HTTP side, serving. Only `main` uses it.
//! Django: `manage.py`, `wsgi.py`.

mod app;
mod backups;
pub mod cli;
mod commands;
mod connections;
mod deploy;
pub mod http; // public for fuzz/
mod listen;
mod mail_commands;
mod messages;
pub mod metrics; // public for the tests
mod phase;
mod requests;
mod routes;
mod serve;
mod session_total;
mod signals;
mod telemetry;
#[cfg_attr(feature = "otlp", path = "otlp.rs")]
mod traces;

pub use app::{App, Services, StartError, domains};
pub use http::router;
pub use serve::ready;
