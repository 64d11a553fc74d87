//! Errors of libraries become `AppError::Internal` here: the cause goes to the log, never to the browser.

use std::fmt::Display;

use super::log_text;
use crate::shared::AppError;

/// Logs the cause of a failure and returns the error for the browser, which does not name it.
pub fn internal(cause: impl Display) -> AppError {
    // As Debug, line breaks in the cause are escaped: one failure stays one line of the log.
    tracing::error!(cause = ?log_text::cause(&cause.to_string()), "request failed");
    AppError::Internal
}

impl From<sqlx::Error> for AppError {
    fn from(error: sqlx::Error) -> Self {
        internal(error)
    }
}

impl From<tower_sessions_core::session::Error> for AppError {
    fn from(error: tower_sessions_core::session::Error) -> Self {
        internal(error)
    }
}
