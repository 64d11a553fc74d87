//! The sentence of an error on a field. `ui` knows only the general ones; `web` provides those of the domains.

use leptos::prelude::*;

use crate::shared::Code;

/// In context: finds the sentence of a code on the field with this name.
#[derive(Clone, Copy)]
pub struct Sentences(pub fn(&str, &Code) -> Option<String>);

/// The sentence of the field's domain, otherwise the general one.
pub(super) fn sentence(field: &str, code: &Code) -> String {
    let own = use_context::<Sentences>().and_then(|Sentences(find)| find(field, code));
    own.unwrap_or_else(|| code.to_string())
}
