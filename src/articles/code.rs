//! What can be wrong with an article's form beyond the general codes. The names are on the wire.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::messages;
use crate::shared::Code;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArticleCode {
    /// Nothing is wrong: the form was sent to be shown again, with a preview of its text.
    #[error("{}", messages::form::NOT_SAVED_YET)]
    Preview,
}

impl From<ArticleCode> for Code {
    fn from(code: ArticleCode) -> Self {
        Self::of_domain(&code)
    }
}
