//! Gives an answer without a page (404, 405, 413, 400, 500) the site's error page and keeps its status. Outside of all that can
//! fail, so that a failure of the session or a panic gets a page too. Django: `handler404`, `handler500`.

use axum::{
    extract::{Request, State},
    http::{StatusCode, header},
    middleware::Next,
    response::Response,
};

use crate::{
    accounts::types::Viewer,
    boot::{
        app::App,
        http::{
            answer::{FORM_ANSWER, Refused},
            layers::preferences,
            render::{ErrorPage, render_error},
            request::RequestIdText,
        },
    },
    shared::AppError,
    ui::SubmittedValues,
    web::ErrorDocument,
};

/// The media types of answers that need no error page.
const FINISHED: [&str; 3] = ["text/html", "application/json", FORM_ANSWER];

/// Adds the error page to a failed answer; JSON, and what is a page already, stays.
pub async fn error_pages(State(app): State<App>, request: Request, next: Next) -> Response {
    let request_id = RequestIdText::of(&request);
    let preferences = preferences::of(&app, request.headers());
    let here = request.uri().path_and_query().map(ToString::to_string).unwrap_or_default();
    let response = next.run(request).await;
    let status = response.status();
    let content_type = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let is_finished = content_type.is_some_and(|kind| FINISHED.iter().any(|finished| kind.starts_with(finished)));
    if is_finished || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let (parts, _) = response.into_parts();
    let error = parts.extensions.get::<Refused>().map_or_else(|| error_of(status), |refused| refused.0.clone());
    let values = parts.extensions.get::<SubmittedValues>().cloned();
    let page = ErrorPage {
        viewer: parts.extensions.get::<Viewer>().cloned().unwrap_or_default(),
        request_id,
        preferences,
        here,
        document: ErrorDocument { error, status: status.as_u16(), values },
    };
    let mut page = render_error(&app, page).await;
    // The other headers of the answer stay: Allow, Set-Cookie, Cache-Control.
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
