//! The answer of a form's server function that succeeded: where to go next, and how.
//! A refusal is an [`AppError`](super::AppError), never an `Outcome`.

use serde::{Deserialize, Serialize};

use super::NextPath;

/// Done. `go` is the next page; `new_document` asks for a full load, because the viewer has changed. `ends_session` says that the user
/// was logged out: nothing of theirs may stay on the device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    pub go: NextPath,
    pub new_document: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ends_session: bool,
}

impl Outcome {
    /// Go on in this document.
    pub fn go(path: impl Into<String>) -> Self {
        Self { go: NextPath::own(path), new_document: false, ends_session: false }
    }

    /// Go on in a new document at one of this site's own pages, which the server renders anew.
    pub fn reload(path: impl Into<String>) -> Self {
        Self { go: NextPath::own(path), new_document: true, ends_session: false }
    }

    /// Go on in a new document, because the viewer has changed: nothing of the old one stays in memory.
    pub fn new_document(go: NextPath) -> Self {
        Self { go, new_document: true, ends_session: false }
    }

    /// Go on logged out, in a new document.
    pub fn ended(go: NextPath) -> Self {
        Self { go, new_document: true, ends_session: true }
    }
}
