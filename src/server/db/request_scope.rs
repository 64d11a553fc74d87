//! What a transaction must know of the request in which it begins, and a request of its transactions.

use std::{
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

tokio::task_local! {
    /// The request that this task serves.
    static CURRENT: Arc<RequestFlags>;
}

#[derive(Default)]
pub struct RequestFlags {
    is_open: AtomicBool,
    has_begun: AtomicBool,
}

impl RequestFlags {
    /// Whether the transaction of the request is open.
    pub fn is_open(&self) -> bool {
        self.is_open.load(Ordering::Relaxed)
    }

    pub fn set_open(&self, is_open: bool) {
        self.is_open.store(is_open, Ordering::Relaxed);
    }

    /// Whether any transaction was begun in the request, or was to be: a failure may be one of storing.
    pub fn has_begun(&self) -> bool {
        self.has_begun.load(Ordering::Relaxed)
    }
}

/// Runs a request with these flags.
pub async fn within<F: Future>(flags: Arc<RequestFlags>, request: F) -> F::Output {
    CURRENT.scope(flags, request).await
}

/// Notes in the current request, if there is one, that a transaction begins.
///
/// # Errors
/// While the request's own transaction is open: SQLite has one writer, which would wait for itself.
pub fn note_begin() -> Result<(), sqlx::Error> {
    let begin = |flags: &Arc<RequestFlags>| {
        flags.has_begun.store(true, Ordering::Relaxed);
        flags.is_open()
    };
    match CURRENT.try_with(begin) {
        Ok(true) => Err(sqlx::Error::Protocol("the request's own transaction is open: write in that one".into())),
        Ok(false) | Err(_) => Ok(()),
    }
}
