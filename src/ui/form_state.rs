//! The state of a form, which its fields show: errors and submitted values. Django: `BoundField`.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use leptos::prelude::*;

use super::submission::Submission;
use crate::shared::{AppError, Code, FormErrors};

/// In context inside a form: what its fields show. Cheap to clone.
#[derive(Clone, Default)]
pub struct FormState(Arc<Inner>);

#[derive(Default)]
struct Inner {
    errors: FormErrors,
    /// A refusal that names no field.
    problem: Option<AppError>,
    values: Option<BTreeMap<String, String>>,
    /// A wrong part of the form takes the focus when the page is loaded.
    focus_given: AtomicBool,
}

impl FormState {
    /// The state of a fresh form, or of one that shows a submission again.
    pub(super) fn new(submission: Option<&Submission>) -> Self {
        let Some(submission) = submission else { return Self::default() };
        let (errors, problem) = match submission.error.clone() {
            Some(AppError::Invalid(errors)) => (errors, None),
            other => (FormErrors::default(), other),
        };
        let values = Some(submission.values.clone());
        Self(Arc::new(Inner { errors, problem, values, focus_given: AtomicBool::new(false) }))
    }

    /// The state of the form around.
    pub fn current() -> Self {
        use_context().unwrap_or_default()
    }

    /// The value of a field in the submission that is shown again; `None` in a fresh form.
    pub fn submitted(&self, field: &str) -> Option<String> {
        Some(self.0.values.as_ref()?.get(field).cloned().unwrap_or_default())
    }

    /// Whether a box is ticked: as it was submitted, or as given in a fresh form. A disabled box is never submitted.
    pub fn is_ticked(&self, field: &str, given: bool, disabled: bool) -> bool {
        let submitted = if disabled { None } else { self.submitted(field) };
        submitted.map_or(given, |value| !value.is_empty())
    }

    pub fn errors_of(&self, field: &str) -> &[Code] {
        self.0.errors.of(field)
    }

    pub(super) fn problem(&self) -> Option<&AppError> {
        self.0.problem.as_ref()
    }

    pub fn has(&self, code: Code) -> bool {
        self.0.errors.has(code)
    }

    /// True for the first wrong part of the form: it gets the focus when the page is loaded.
    pub fn takes_focus(&self, is_wrong: bool) -> bool {
        is_wrong && !self.0.focus_given.swap(true, Ordering::Relaxed)
    }

    /// True when nothing in the form is wrong, so that a field may take the focus itself.
    pub fn is_clean(&self) -> bool {
        self.0.errors.is_empty() && self.0.problem.is_none()
    }
}
