//! What a form's server function answers when it is done: where to go, and how.
//! A refusal is never an `Outcome`: it is an [`AppError`](super::AppError).

use serde::{Deserialize, Serialize};

use super::NextPath;

/// Done. `go` is the next page; `new_document` asks for a full load, because who is asking has changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    pub go: NextPath,
    pub new_document: bool,
}

impl Outcome {
    /// Go on inside the same document.
    pub fn go(path: impl Into<String>) -> Self {
        Self { go: NextPath::own(path), new_document: false }
    }

    /// Go on in a new document at one of this site's own pages, which the server shall render anew.
    pub fn reload(path: impl Into<String>) -> Self {
        Self { go: NextPath::own(path), new_document: true }
    }

    /// Go on in a new document: nothing of the old identity stays in memory.
    pub fn new_document(go: NextPath) -> Self {
        Self { go, new_document: true }
    }
}
