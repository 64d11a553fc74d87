//! All that is wrong with one form, by field. Not the rules: those are in the types of each domain.
//! Django: `form.errors`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Code;

/// The key of errors that belong to no single field (Django's `__all__`).
pub const WHOLE_FORM: &str = "__all__";

/// Field names with their codes, in the order in which they were found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FormErrors(BTreeMap<String, Vec<Code>>);

impl FormErrors {
    /// One error, on one field.
    pub fn one(field: &str, code: impl Into<Code>) -> Self {
        let mut errors = Self::default();
        errors.add(field, code);
        errors
    }

    /// Adds an error to a field, after those it has.
    pub fn add(&mut self, field: &str, code: impl Into<Code>) {
        self.0.entry(field.to_owned()).or_default().push(code.into());
    }

    /// Takes the value out of a rule's result, or adds its error to the field and returns `None`.
    pub fn check<T>(&mut self, field: &str, result: Result<T, impl Into<Code>>) -> Option<T> {
        result.map_err(|code| self.add(field, code)).ok()
    }

    /// The errors of one field; an empty slice if it has none.
    pub fn of(&self, field: &str) -> &[Code] {
        self.0.get(field).map_or(&[], Vec::as_slice)
    }

    /// True if any field has this error.
    pub fn has(&self, code: impl Into<Code>) -> bool {
        let code = code.into();
        self.0.values().flatten().any(|found| *found == code)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Refuses if there is any error.
    pub fn into_result(self) -> Result<(), Self> {
        if self.is_empty() { Ok(()) } else { Err(self) }
    }

    /// The names of the fields with errors, [`WHOLE_FORM`] among them.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}
