//! The log: one line for each request with its id, as text or JSON. No secret is ever logged, and foreign text is logged in quotes
//! with its line breaks escaped, so that it cannot forge a line. Django: `LOGGING`.

use std::{
    any::Any,
    io::{IsTerminal, stderr},
    panic::PanicHookInfo,
    sync::OnceLock,
    time::Duration,
};

use axum::{
    http::{Response, StatusCode},
    response::IntoResponse,
};
use tower_http::{classify::ServerErrorsFailureClass, request_id::RequestId};
use tracing::Span;
use tracing_subscriber::{
    EnvFilter, Registry,
    fmt::{
        self,
        format::Writer,
        time::{FormatTime, SystemTime},
    },
    layer::SubscriberExt,
    reload,
    util::SubscriberInitExt,
};

use crate::{
    boot::{app::StartError, messages, traces},
    server::{
        environment::is_set,
        log_text,
        output::{CommandError, complain, say},
        settings::{Log, LogFormat},
    },
};

/// Changes the filter of the log that has been started.
static FILTER: OnceLock<reload::Handle<EnvFilter, Registry>> = OnceLock::new();

/// Starts the log as set.
pub fn init(settings: &Log) -> Result<(), StartError> {
    let (filter, handle) = reload::Layer::new(filter_of(settings).map_err(CommandError::from)?);
    _ = FILTER.set(handle);
    let registry = tracing_subscriber::registry().with(filter).with(traces::layer().map_err(CommandError::from)?);
    // A second start in one process, as in tests, keeps the first log.
    _ = match settings.format {
        LogFormat::Pretty => {
            // Colours are for a terminal, not for a file.
            let colours = stderr().is_terminal() && !is_set("NO_COLOR");
            let layer = fmt::layer().compact().with_ansi(colours);
            registry.with(layer.log_internal_errors(false).with_writer(stderr)).try_init()
        }
        LogFormat::Json => {
            panics_as_json();
            let layer = fmt::layer().json().flatten_event(true).with_span_list(false);
            registry.with(layer.log_internal_errors(false).with_writer(stderr)).try_init()
        }
    };
    Ok(())
}

/// Gives the log, which has been started, the filter of these settings.
///
/// # Errors
/// What is wrong with the filter, for the operator.
pub fn reload(settings: &Log) -> Result<(), String> {
    let filter = filter_of(settings)?;
    FILTER.get().map_or(Ok(()), |handle| handle.reload(filter).map_err(|error| error.to_string()))
}

fn filter_of(settings: &Log) -> Result<EnvFilter, String> {
    EnvFilter::try_new(&settings.filter).map_err(|error| messages::invalid_log_filter(&settings.filter, error))
}

/// Says to the operator what is no entry of the log, in the form of the log where programs read it.
pub fn announce(format: LogFormat, line: &str) {
    let said = match format {
        LogFormat::Pretty => say(line),
        LogFormat::Json => say(json_line("INFO", line)),
    };
    // The server is there all the same.
    if let Err(error) = said {
        tracing::warn!(cause = ?error.to_string(), "{}", messages::log::NOT_ANNOUNCED);
    }
}

/// Says why the program ends.
pub fn report(format: LogFormat, reason: &str) {
    match format {
        LogFormat::Pretty => complain(format_args!("latchkey: {reason}")),
        LogFormat::Json => complain(json_line("ERROR", reason)),
    }
}

/// A line such as those of the log, for what is said where the log has not begun or its filter must not hide it.
fn json_line(level: &str, message: &str) -> serde_json::Value {
    let mut timestamp = String::new();
    _ = SystemTime.format_time(&mut Writer::new(&mut timestamp));
    serde_json::json!({ "timestamp": timestamp, "level": level, "message": message, "target": "latchkey" })
}

/// From now on a panic is a line such as those of the log; what the standard library prints is no JSON.
pub fn panics_as_json() {
    std::panic::set_hook(Box::new(|panic| complain(panic_line(panic))));
}

fn panic_line(panic: &PanicHookInfo) -> serde_json::Value {
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    json_line("ERROR", &format!("panicked at {place}: {}", panic.payload_as_str().unwrap_or("no text")))
}

/// The span of a request: method and path, but not the query, which may contain what a user has typed.
pub fn request_span<B>(request: &axum::http::Request<B>) -> Span {
    let id = request.extensions().get::<RequestId>().and_then(|id| id.header_value().to_str().ok());
    let span = tracing::info_span!(
        "request",
        id = id.unwrap_or_default(),
        method = %log_text::foreign(request.method().as_str()),
        path = ?log_text::path(request.uri().path())
    );
    traces::describe(&span, request);
    span
}

/// One line when the answer is ready.
pub fn on_response<B>(response: &Response<B>, latency: Duration, span: &Span) {
    traces::answered(span, response.status());
    let (status, micros) = (response.status().as_u16(), u64::try_from(latency.as_micros()).unwrap_or(u64::MAX));
    tracing::info!(status, micros, "answered");
}

/// One more line for an answer that fails, as an error. What is refused because there is no room, or because it could not be stored,
/// is answered on purpose: it has a line where it was decided, and a flood must not fill the log with errors.
pub fn on_failure(failure: ServerErrorsFailureClass, latency: Duration, _span: &Span) {
    if is_fault(&failure) {
        let micros = u64::try_from(latency.as_micros()).unwrap_or(u64::MAX);
        tracing::error!(cause = ?failure.to_string(), micros, "response failed");
    }
}

fn is_fault(failure: &ServerErrorsFailureClass) -> bool {
    !matches!(failure, ServerErrorsFailureClass::StatusCode(StatusCode::SERVICE_UNAVAILABLE))
}

/// Logs a panic and answers it like any other internal error.
pub fn panicked(cause: Box<dyn Any + Send>) -> axum::response::Response {
    let text = cause.downcast_ref::<String>().map(String::as_str).or_else(|| cause.downcast_ref::<&str>().copied());
    tracing::error!(cause = ?log_text::cause(text.unwrap_or("no text")), "panicked");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fault_b4_what_is_refused_on_purpose_is_no_error_in_the_log() {
        let is_fault = |status| is_fault(&ServerErrorsFailureClass::StatusCode(status));
        assert!(!is_fault(StatusCode::SERVICE_UNAVAILABLE));
        assert!(is_fault(StatusCode::INTERNAL_SERVER_ERROR) && is_fault(StatusCode::BAD_GATEWAY));
    }

    #[test]
    fn fault_e10_a_panic_is_one_line_of_json_with_its_place() {
        let lines = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
        let written = lines.clone();
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| written.lock().unwrap().push(panic_line(panic).to_string())));
        let ended = std::thread::Builder::new().name("of-e10".into()).spawn(|| panic!("two\nlines")).unwrap().join();
        std::panic::set_hook(before);
        assert!(ended.is_err());
        let lines = lines.lock().unwrap();
        let line = lines.iter().find(|line| line.contains("two")).unwrap();
        assert!(!line.contains('\n'), "{line}");
        let entry: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(["timestamp", "target"].iter().all(|key| entry[key].is_string()), "{line}");
        let message = entry["message"].as_str().unwrap();
        assert!(entry["level"] == "ERROR" && message.contains("telemetry.rs") && message.ends_with("two\nlines"));
    }
}
