//! The state of a form, which its fields show: errors, submitted values, whether it is busy. Django: `BoundField`.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::submission::Submission;
use crate::shared::{AppError, Code, FormErrors};

/// In context inside a form: what its fields show.
#[derive(Clone, Copy)]
pub struct FormState {
    errors: RwSignal<FormErrors>,
    /// A refusal that names no field.
    pub(super) problem: RwSignal<Option<AppError>>,
    values: StoredValue<Option<BTreeMap<String, String>>>,
    /// A post is under way, or is done and the next page is loading.
    pub busy: Signal<bool>,
    /// A wrong part of the form has taken the focus when the page was loaded.
    focus_given: StoredValue<bool>,
}

impl FormState {
    /// The state of a fresh form, or of one that shows a submission again.
    pub(super) fn new(submission: Option<&Submission>, busy: Signal<bool>) -> Self {
        let state = Self {
            errors: RwSignal::default(),
            problem: RwSignal::default(),
            values: StoredValue::new(submission.map(|submission| submission.values.clone())),
            busy,
            focus_given: StoredValue::new(false),
        };
        if let Some(error) = submission.and_then(|submission| submission.error.clone()) {
            state.refuse(error);
        }
        state
    }

    /// The value of a field in the submission that is shown again; `None` in a fresh form.
    pub fn submitted(&self, field: &str) -> Option<String> {
        self.values.with_value(|values| Some(values.as_ref()?.get(field).cloned().unwrap_or_default()))
    }

    /// Whether a box is ticked: as it was submitted, or as given in a fresh form. A disabled box is never submitted.
    pub fn is_ticked(&self, field: &str, given: bool, disabled: bool) -> bool {
        let submitted = if disabled { None } else { self.submitted(field) };
        submitted.map_or(given, |value| !value.is_empty())
    }

    pub fn errors_of(&self, field: &str) -> Vec<Code> {
        self.errors.with(|errors| errors.of(field).to_vec())
    }

    pub fn has(&self, code: Code) -> bool {
        self.errors.with(|errors| errors.has(code))
    }

    /// True for the first wrong part of the form: it gets the focus when the page is loaded.
    pub fn takes_focus(&self, is_wrong: bool) -> bool {
        let takes = is_wrong && !self.focus_given.get_value();
        if takes {
            self.focus_given.set_value(true);
        }
        takes
    }

    /// True when nothing in the form is wrong, so that a field may take the focus itself.
    pub fn is_clean(&self) -> bool {
        self.errors.with_untracked(FormErrors::is_empty) && self.problem.with_untracked(Option::is_none)
    }

    /// Removes all errors.
    pub(super) fn clear(&self) {
        self.errors.set(FormErrors::default());
        self.problem.set(None);
    }

    /// Shows a refusal.
    pub(super) fn refuse(&self, error: AppError) {
        match error {
            AppError::Invalid(errors) => {
                self.errors.set(errors);
                self.problem.set(None);
            }
            other => {
                self.errors.set(FormErrors::default());
                self.problem.set(Some(other));
            }
        }
    }
}
