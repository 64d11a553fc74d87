//! The sentences of every domain's errors, for `ui`, which knows no domain.

use crate::{accounts, articles, shared::Code, staff};

/// The sentence of a code on the field with this name, if a domain has one.
pub fn sentence(field: &str, code: &Code) -> Option<String> {
    accounts::forms::sentence(field, code)
        .or_else(|| staff::code::sentence(field, code))
        .or_else(|| articles::forms::sentence(field, code))
}
