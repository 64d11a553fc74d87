//! Who is asking, for every component.

use leptos::prelude::*;

use crate::accounts::types::Viewer;

/// The viewer of this document.
pub fn use_viewer() -> Viewer {
    use_context::<Viewer>().unwrap_or_default()
}
