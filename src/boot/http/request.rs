//! What the layers put into a request for those after them, and some of it into the response for the error page.
//! Nothing else of this folder is used here.

use axum::extract::Request;
use tower_http::request_id::RequestId;

use crate::ui::{FormReturn, ReturnShown};

/// The id of a request, as the log has it.
#[derive(Clone, Default)]
pub struct RequestIdText(pub String);

impl RequestIdText {
    /// The id that the outermost layer has given to this request.
    pub fn of(request: &Request) -> Self {
        let id = request.extensions().get::<RequestId>().and_then(|id| id.header_value().to_str().ok());
        Self(id.unwrap_or_default().to_owned())
    }
}

/// The sealed id of the viewer, which every form of their pages carries; none for an anonymous visitor.
#[derive(Clone, Default)]
pub struct OwnerToken(pub Option<String>);

/// The submission that the page being rendered shows again.
#[derive(Clone)]
pub struct ReturnedForm(pub FormReturn, pub ReturnShown);

/// Submissions are held for other pages, which have to be loaded to get them.
#[derive(Clone, Copy)]
pub struct FormsWait;
