//! What a page may know and say of the response that it is part of.

use std::sync::Arc;

use leptos::prelude::*;

/// In context on the server: sets the status of the current response.
#[derive(Clone)]
pub struct ResponseStatus(pub Arc<dyn Fn(u16) + Send + Sync>);

/// In context: the id of the request that made this document, as the log has it; none after navigating on.
#[derive(Clone, Copy)]
pub struct RequestId(pub RwSignal<Option<String>>);
