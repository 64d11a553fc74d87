//! Gives an answer without a page of its own (404, 405, 413, 400, 500) the site's error page, with the same status. The
//! outermost part of the app, so that a failure of the session or a panic has a page too.

use axum::{
    extract::{Request, State},
    http::{StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{
    App,
    render::{render_error, set_retry_after},
    viewer::request_id,
};
use crate::{accounts::types::Viewer, shared::AppError, ui::TypedText};

/// A refusal that is waiting to become a page.
#[derive(Clone)]
struct Refused(AppError);

/// An answer without a body that says what was refused.
pub fn refusal(error: AppError) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = status.into_response();
    set_retry_after(response.headers_mut(), error.retry_after());
    response.extensions_mut().insert(Refused(error));
    response
}

/// The same, and what was typed stands on the error page.
pub fn refusal_with(error: AppError, typed: TypedText) -> Response {
    let mut response = refusal(error);
    response.extensions_mut().insert(typed);
    response
}

/// Puts the error page in place, for people; what is JSON or a page already stays.
pub async fn error_documents(State(app): State<App>, request: Request, next: Next) -> Response {
    let request_id = request_id(&request);
    let address = request.uri().clone();
    let response = next.run(request).await;
    let status = response.status();
    let content_type = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let is_finished =
        content_type.is_some_and(|kind| kind.starts_with("text/html") || kind.starts_with("application/json"));
    if is_finished || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let viewer = response.extensions().get::<Viewer>().cloned().unwrap_or_default();
    let error = response.extensions().get::<Refused>().map(|refused| refused.0.clone());
    let error = error.unwrap_or_else(|| error_of(status));
    let (parts, _) = response.into_parts();
    let typed = parts.extensions.get::<TypedText>().cloned();
    let here = address.path_and_query().map(ToString::to_string).unwrap_or_default();
    let mut page = render_error(&app, viewer, request_id, error, status, typed, here).await;
    // What the answer said besides its body stays: Allow, Set-Cookie, Cache-Control.
    for (name, value) in &parts.headers {
        if ![header::CONTENT_TYPE, header::CONTENT_LENGTH].contains(name) {
            page.headers_mut().append(name, value.clone());
        }
    }
    page
}

fn error_of(status: StatusCode) -> AppError {
    match status.as_u16() {
        404 => AppError::NotFound,
        401 => AppError::LoginRequired,
        403 => AppError::Forbidden,
        400..=499 => AppError::BadRequest,
        _ => AppError::Internal,
    }
}
