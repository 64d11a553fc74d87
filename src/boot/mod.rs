//! The process: command line, composition of the app, middleware in its order, serving. Known by `main` only.
//! Django: `manage.py`, `wsgi.py`, `MIDDLEWARE`.

mod access;
mod app;
mod assets;
pub mod cli;
mod error_documents;
mod functions;
mod render;
mod returned_forms;
mod router;
mod routes;
mod serve;
mod session_layer;
mod telemetry;
mod viewer;

pub use app::{App, StartError};
pub use router::router;
