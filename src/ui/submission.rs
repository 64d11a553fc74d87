//! A submission that the server has not taken, on its way back to its page: refused, or held until the login. It travels in the
//! session, never in an address, and contains no password.

use std::{
    collections::BTreeMap,
    sync::{Arc, atomic::AtomicBool},
};

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

/// Whether a form of the page has shown the submission.
#[derive(Clone, Default)]
pub struct Displayed(pub Arc<AtomicBool>);
