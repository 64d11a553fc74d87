//! From a request to its answer: the router, the layers around it in their order, plain forms, rendering.
//! Django: `MIDDLEWARE`, `django.core.handlers`.

mod answer;
pub(super) mod assets;
mod endpoints;
mod form_answer;
mod forms;
pub mod layers; // public for fuzz/
pub(super) mod page_cache;
mod page_policy;
mod render;
mod request;
pub(super) mod router;
mod security_headers;

pub use router::router;
