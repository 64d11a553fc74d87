//! What the server tells the first page of a document, and through it the browser: who is asking, a refused form, the id of
//! the request. Handed over once, as a value inside the document; later pages fetch what they need.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    accounts::{policy::PasswordRules, types::Viewer},
    shared::{AppError, Notice},
    ui::{FormReturn, TypedText},
};

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstPage {
    pub viewer: Viewer,
    pub password_rules: PasswordRules,
    pub returned: Option<FormReturn>,
    /// Forms wait for other pages; a page gets its own when it is loaded from the server.
    pub forms_wait: bool,
    /// Says what was done.
    pub notice: Option<Notice>,
    /// The mark that this person's forms carry.
    pub owner: Option<String>,
    pub request_id: String,
    /// Set when the whole document is an error page. Such a document is not hydrated: its address belongs to no page.
    pub error: Option<ErrorDocument>,
}

/// An error page that the server puts in the place of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorDocument {
    pub error: AppError,
    pub status: u16,
    pub typed: Option<TypedText>,
    /// The address that was refused.
    pub here: String,
}

impl FirstPage {
    /// On the server what the middleware has put into context, in the browser the same value out of the document.
    pub fn hand_over() -> Self {
        SharedValue::new(|| use_context::<Self>().unwrap_or_default()).into_inner()
    }
}
