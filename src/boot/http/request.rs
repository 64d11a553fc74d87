//! What the layers put into a request for those after them. The ground of this folder, like `answer.rs`.

use std::borrow::Cow;

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderName},
};
use tower_http::request_id::RequestId;

use crate::{
    ui::{Displayed, Submission},
    web::urls::PageUrl,
};

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

/// The page that the address is, decided once for each request; `None` for anything else.
#[derive(Clone, Copy)]
pub struct RequestPage(pub Option<&'static PageUrl>);

/// A header as text, empty if there is none. A byte that is not UTF-8 becomes a replacement character and spoils nothing else.
pub fn text_of(headers: &HeaderMap, name: HeaderName) -> Cow<'_, str> {
    headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes())).unwrap_or_default()
}

/// The submission that the page shows again, and whether it has done so.
#[derive(Clone)]
pub struct Redisplayed {
    pub submission: Submission,
    pub displayed: Displayed,
}
