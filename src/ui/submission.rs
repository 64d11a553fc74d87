//! A submission that the server has not taken, on its way back to its page: refused, or held until the login. It travels in the
//! session and in the document, never in an address, and contains no password.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::shared::AppError;

/// One submission of one form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    /// The path of the server function, which says to which form it belongs.
    pub function: String,
    /// Why it was refused; `None` when it was only held.
    pub error: Option<AppError>,
    /// The submitted values, only of fields that the URL table allows.
    pub values: BTreeMap<String, String>,
    /// Its id among the held submissions. The form sends it along, so that the server drops what it held.
    #[serde(rename = "waited")]
    pub held_id: Option<String>,
}

/// The field with that id.
pub const HELD_ID: &str = "waited";

/// In context on the server: whether a form of the page has shown the submission.
#[derive(Clone, Default)]
pub struct Displayed(pub Arc<AtomicBool>);

/// In context: the submission that the first page of this document shows again; `None` after navigating on.
#[derive(Clone, Copy)]
pub struct FirstSubmission(pub RwSignal<Option<Submission>>);

/// The submission to show again in the form of this function.
pub fn submission_to(function: &str) -> Option<Submission> {
    let submission = use_context::<FirstSubmission>()?.0.get_untracked();
    let submission = submission.filter(|submission| submission.function == function)?;
    if let Some(Displayed(displayed)) = use_context() {
        displayed.store(true, Ordering::Relaxed);
    }
    Some(submission)
}

/// One value of it.
pub fn submitted_value(function: &str, field: &str) -> Option<String> {
    submission_to(function)?.values.get(field).cloned()
}
