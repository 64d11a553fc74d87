//! What a form's server function answers when it is done: where to go, and how.
//! A refusal is never an `Outcome`: it is an [`AppError`](super::AppError).

use serde::{Deserialize, Serialize};

use super::NextPath;

/// Done. `go` is the next page; `new_document` asks for a full load, because who is asking has changed. `ends_session` says that
/// somebody was logged in and is not any more: nothing of theirs may stay on the device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    pub go: NextPath,
    pub new_document: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ends_session: bool,
}

impl Outcome {
    /// Go on inside the same document.
    pub fn go(path: impl Into<String>) -> Self {
        Self { go: NextPath::own(path), new_document: false, ends_session: false }
    }

    /// Go on in a new document at one of this site's own pages, which the server shall render anew.
    pub fn reload(path: impl Into<String>) -> Self {
        Self { go: NextPath::own(path), new_document: true, ends_session: false }
    }

    /// Go on in a new document: nothing of the old identity stays in memory.
    pub fn new_document(go: NextPath) -> Self {
        Self { go, new_document: true, ends_session: false }
    }

    /// Go on as nobody, in a new document.
    pub fn ended(go: NextPath) -> Self {
        Self { go, new_document: true, ends_session: true }
    }
}
