//! The process: command line, composition of the app, middleware in its order, serving. Known by `main` only.
//! Django: `manage.py`, `wsgi.py`, `MIDDLEWARE`.

mod access;
mod app;
mod assets;
pub mod body; // seen by fuzz/
pub mod cli;
mod client;
pub mod cookies; // seen by fuzz/
mod deploy;
mod error_documents;
mod form_return;
mod functions;
mod origin;
mod parked;
mod render;
mod reset_link;
mod returned_forms;
mod router;
mod routes;
mod security_headers;
mod serve;
mod session_events;
mod session_layer;
mod step_up;
mod telemetry;
mod viewer;

pub use app::{App, StartError, others};
pub use router::router;
