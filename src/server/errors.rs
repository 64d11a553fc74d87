//! Native causes become `AppError::Internal` here: the cause goes to the log, never to the browser.

use std::fmt::Display;

use crate::shared::AppError;

/// Logs the cause of a failure and gives what the browser may know of it.
pub fn internal(cause: impl Display) -> AppError {
    // Debug formatting of the text keeps line breaks of foreign text out of the log.
    tracing::error!(cause = ?cause.to_string(), "request failed");
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
