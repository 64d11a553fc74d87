//! The log: one line for each request with its id, as text or JSON. No secret is ever logged, and foreign text is logged in quotes
//! with its line breaks escaped, so that it cannot forge a line. Django: `LOGGING`.

use std::{any::Any, borrow::Cow, io::IsTerminal, time::Duration};

use axum::{
    http::{Response, StatusCode},
    response::IntoResponse,
};
use tower_http::request_id::RequestId;
use tracing::Span;
use tracing_subscriber::{EnvFilter, fmt, layer::SubscriberExt, util::SubscriberInitExt};

use crate::{
    accounts::paths,
    boot::{app::StartError, messages},
    server::settings::{Log, LogFormat},
};

/// Starts the log as set.
pub fn init(settings: &Log) -> Result<(), StartError> {
    let filter = EnvFilter::try_new(&settings.filter)
        .map_err(|error| StartError::Command(messages::invalid_log_filter(&settings.filter, error)))?;
    let registry = tracing_subscriber::registry().with(filter);
    // A second start in one process, as in tests, keeps the first log.
    _ = match settings.format {
        LogFormat::Pretty => {
            // Colours are for a terminal, not for a file.
            let colours = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
            registry.with(fmt::layer().compact().with_ansi(colours).with_writer(std::io::stderr)).try_init()
        }
        LogFormat::Json => registry
            .with(fmt::layer().json().flatten_event(true).with_span_list(false).with_writer(std::io::stderr))
            .try_init(),
    };
    Ok(())
}

/// The span of a request: method and path, but not the query, which may contain what a user has typed.
pub fn request_span<B>(request: &axum::http::Request<B>) -> Span {
    let id = request.extensions().get::<RequestId>().and_then(|id| id.header_value().to_str().ok());
    tracing::info_span!(
        "request",
        id = id.unwrap_or_default(),
        method = request.method().as_str(),
        path = ?loggable(request.uri().path())
    )
}

/// The longest foreign text in a line of the log, in characters.
const TEXT_MAX: usize = 256;

/// A path as every line of the log has it: without the token of a password link, which is a secret, and cut to a length.
pub fn loggable(path: &str) -> Cow<'_, str> {
    match path.strip_prefix(paths::RESET) {
        Some(rest) if !rest.is_empty() && rest != "done/" => "/accounts/reset/…/".into(),
        _ => cut(path),
    }
}

/// Foreign text, cut to the length that the log takes.
pub fn cut(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(TEXT_MAX) {
        Some((end, _)) => format!("{}…", &text[..end]).into(),
        None => text.into(),
    }
}

/// One line when the answer is ready.
pub fn on_response<B>(response: &Response<B>, latency: Duration, _span: &Span) {
    let (status, micros) = (response.status().as_u16(), u64::try_from(latency.as_micros()).unwrap_or(u64::MAX));
    tracing::info!(status, micros, "answered");
}

/// Logs a panic and answers it like any other internal error.
pub fn panicked(cause: Box<dyn Any + Send>) -> axum::response::Response {
    let text = cause.downcast_ref::<String>().map(String::as_str).or_else(|| cause.downcast_ref::<&str>().copied());
    tracing::error!(cause = ?text.unwrap_or("no text"), "panicked");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_in_the_log_has_no_token_and_an_end() {
        for (path, logged) in [
            ("/articles/7/", "/articles/7/"),
            ("/accounts/reset/", "/accounts/reset/"),
            ("/accounts/reset/done/", "/accounts/reset/done/"),
            ("/accounts/reset/7-1700000000-0123456789abcdef/", "/accounts/reset/…/"),
        ] {
            assert_eq!(loggable(path), logged);
        }
        let long = format!("/{}", "é".repeat(10_000));
        assert_eq!(loggable(&long).chars().count(), TEXT_MAX + 1);
    }
}
