//! Answers that need no page: refusals, redirects, errors as JSON. The ground of this folder, like `request.rs`.

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::{
    boot::http::{form_answer::FormAnswer, request::text_of},
    shared::{AppError, NEXT_DEFAULT},
    ui::SubmittedValues,
};

/// In a response: what was refused.
#[derive(Clone)]
pub struct Refused(pub AppError);

/// An answer without a body, which the layer of error pages turns into a page.
pub fn refusal(error: AppError) -> Response {
    let mut response = status_of(&error).into_response();
    set_retry_after(response.headers_mut(), error.retry_after());
    response.extensions_mut().insert(Refused(error));
    response
}

/// A refusal whose error page shows the submitted values.
pub fn refusal_with(error: AppError, values: SubmittedValues) -> Response {
    let mut response = refusal(error);
    response.extensions_mut().insert(values);
    response
}

/// A refusal as JSON.
pub fn json(error: &AppError) -> Response {
    let mut response = (status_of(error), axum::Json(error)).into_response();
    set_retry_after(response.headers_mut(), error.retry_after());
    response
}

/// The media type of a refusal that is ready to be shown.
pub const FORM_ANSWER: &str = "application/x-form-answer+json";

/// The answer that a client asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// A browser's own form, and a client that asks for nothing: redirects and pages.
    Page,
    /// A script: JSON, with an error as its code.
    Json,
    /// The script of this site's pages: JSON, with an error as sentences.
    FormAnswer,
}

impl Wanted {
    pub fn of(headers: &HeaderMap) -> Self {
        let accept = text_of(headers, header::ACCEPT);
        match (accept.contains("text/html"), accept.contains(FORM_ANSWER), accept.contains("application/json")) {
            (true, ..) | (_, false, false) => Self::Page,
            (_, true, _) => Self::FormAnswer,
            (_, false, true) => Self::Json,
        }
    }

    /// A refusal for a script; `None` where a page is wanted.
    pub fn refusal(self, error: &AppError) -> Option<Response> {
        let mut response = match self {
            Self::Page => return None,
            Self::Json => return Some(json(error)),
            Self::FormAnswer => {
                let mut response = (status_of(error), axum::Json(FormAnswer::of(error))).into_response();
                response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(FORM_ANSWER));
                response
            }
        };
        set_retry_after(response.headers_mut(), error.retry_after());
        Some(response)
    }
}

/// A redirect that a GET follows.
pub fn found(location: &str) -> Response {
    redirect(StatusCode::FOUND, location)
}

/// A redirect that turns a POST into a GET.
pub fn see_other(location: &str) -> Response {
    redirect(StatusCode::SEE_OTHER, location)
}

/// A redirect to an ASCII path of this site; anything else cannot be a header and leads to the default page.
pub fn redirect(status: StatusCode, location: &str) -> Response {
    let location = HeaderValue::from_str(location).unwrap_or(HeaderValue::from_static(NEXT_DEFAULT));
    (status, [(header::LOCATION, location)]).into_response()
}

/// Says in seconds when to try again.
pub fn set_retry_after(headers: &mut HeaderMap, seconds: Option<u32>) {
    if let Some(seconds) = seconds {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
}

fn status_of(error: &AppError) -> StatusCode {
    StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
