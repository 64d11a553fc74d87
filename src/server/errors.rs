//! Errors of libraries become `AppError::Internal` here: the cause goes to the log, never to the browser.

use std::fmt::Display;

use super::{db::pooler_remedy, log_text};
use crate::shared::AppError;

/// Logs the cause of a failure and returns the error for the browser, which does not name it.
pub fn internal(cause: impl Display) -> AppError {
    let cause = cause.to_string();
    // As Debug, line breaks in the cause are escaped: one failure stays one line of the log.
    tracing::error!(cause = ?log_text::cause(&cause), remedy = pooler_remedy(&cause), "request failed");
    AppError::Internal
}

/// After how many seconds a client may try again when the database had no time.
const RETRY_AFTER: u32 = 5;

/// Codes of PostgreSQL: a statement took longer than `database.statement_timeout`, or waited longer than `database.lock_timeout`.
const OUT_OF_TIME: [&str; 2] = ["57014", "55P03"];

impl From<sqlx::Error> for AppError {
    fn from(error: sqlx::Error) -> Self {
        let code = error.as_database_error().and_then(|error| error.code());
        if code.is_some_and(|code| OUT_OF_TIME.contains(&&*code)) {
            tracing::warn!(cause = ?log_text::cause(&error.to_string()), "the database had no time");
            return Self::Busy { retry_after: RETRY_AFTER };
        }
        internal(error)
    }
}

impl From<tower_sessions_core::session::Error> for AppError {
    fn from(error: tower_sessions_core::session::Error) -> Self {
        internal(error)
    }
}
