//! Traces by OTLP, in a program without them: with the cargo feature `otlp`, `otlp.rs` takes the place of this file.

use axum::http::{Request, StatusCode};
use tracing::Span;
use tracing_subscriber::layer::Identity;

use crate::server::environment::is_set;

/// What says that traces are expected.
const EXPECTED: [&str; 2] = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"];

/// Here and not in `messages.rs`, which is the same with the feature and without.
const NONE: &str =
    "OTEL_EXPORTER_OTLP_ENDPOINT is set, but this program sends no traces: build it with --features otlp";

/// No part of the log.
pub fn layer() -> Result<Identity, String> {
    Ok(Identity::new())
}

/// Warns where traces are expected.
pub fn announce() {
    if EXPECTED.into_iter().any(is_set) {
        tracing::warn!("{}", NONE);
    }
}

pub fn describe<B>(_: &Span, _: &Request<B>) {}

pub fn answered(_: &Span, _: StatusCode) {}

pub fn finish() {}
