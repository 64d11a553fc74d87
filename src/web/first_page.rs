//! What the server tells the first page of a document, and through it the browser: the viewer, a submission to show again, the id
//! of the request. Handed over once, as a value inside the document; later pages fetch their own data.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    accounts::{policy::PasswordRules, types::Viewer},
    shared::AppError,
    ui::{SealedOwner, Submission, SubmittedValues},
};

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstPage {
    pub viewer: Viewer,
    pub password_rules: PasswordRules,
    /// The submission that the page shows again.
    pub submission: Option<Submission>,
    /// More submissions are held. A page shows its own only when it is loaded from the server.
    pub submissions_held: bool,
    /// What was done.
    pub notice: Option<String>,
    pub sealed_owner: SealedOwner,
    pub request_id: String,
    /// Set when the whole document is an error page. Such a document has no pages, so every link in it loads another one.
    pub error: Option<ErrorDocument>,
}

/// An error page instead of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorDocument {
    pub error: AppError,
    pub status: u16,
    pub values: Option<SubmittedValues>,
    /// The address that was refused.
    pub here: String,
}

impl FirstPage {
    /// On the server the value that the middleware has put into context, in the browser that value out of the document.
    pub fn hand_over() -> Self {
        SharedValue::new(|| use_context::<Self>().unwrap_or_default()).into_inner()
    }
}
