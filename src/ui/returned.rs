//! A refused form on its way back to its page: what was wrong and what was typed, for exactly one page load.
//! It travels in the session and in the document, never in an address. Passwords are never part of it.

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

/// One refused post of one form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormReturn {
    /// The path of the server function that refused: tells whose form it was.
    pub function: String,
    /// Why; nothing where it only waited until somebody had logged in.
    pub error: Option<AppError>,
    /// What was typed, only the fields that the URL table lets through.
    pub values: BTreeMap<String, String>,
    /// Its mark among the forms that wait until somebody has logged in; it is sent along, so that the form waits no more.
    pub waited: Option<String>,
}

/// The field of that mark.
pub const WAITED: &str = "waited";

/// In context on the server: whether the page has a form for what was returned.
#[derive(Clone, Default)]
pub struct ReturnShown(pub Arc<AtomicBool>);

/// In context: the refused form of the first page of this document, until somebody navigates away.
#[derive(Clone, Copy)]
pub struct Returned(pub RwSignal<Option<FormReturn>>);

/// The refused post of this form, when there is one.
pub fn returned_to(function: &str) -> Option<FormReturn> {
    let returned = use_context::<Returned>()?.0.get_untracked().filter(|returned| returned.function == function)?;
    if let Some(ReturnShown(shown)) = use_context() {
        shown.store(true, Ordering::Relaxed);
    }
    Some(returned)
}

/// One field of it.
pub fn returned_value(function: &str, field: &str) -> Option<String> {
    returned_to(function)?.values.get(field).cloned()
}
