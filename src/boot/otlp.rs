//! Traces by OTLP over HTTP (the cargo feature `otlp`): each request is a trace, with what the log says of it. They are sent where an
//! endpoint is set by OpenTelemetry's own variables, which set all else too. What stands in a trace stands in the log: no query, no
//! form, no cookie, no token of a link.

use std::{env, sync::OnceLock, time::Duration};

use async_trait::async_trait;
use axum::{
    extract::MatchedPath,
    http::{Request, StatusCode},
};
use opentelemetry::{
    KeyValue, Value,
    trace::{Status, TracerProvider},
};
use opentelemetry_http::{Bytes, HttpClient, HttpError, Response, hyper::HyperClient};
use opentelemetry_otlp::WithHttpConfig;
use opentelemetry_sdk::{
    Resource,
    error::OTelSdkResult,
    trace::{SdkTracerProvider, SpanData, SpanExporter},
};
use tokio::runtime::Handle;
use tracing::{Span, Subscriber};
use tracing_opentelemetry::OpenTelemetrySpanExt;
use tracing_subscriber::{Layer, registry::LookupSpan};

use crate::server::environment::is_set;

const NAME: &str = "latchkey";

/// The first one that is set says where traces go.
const ENDPOINTS: [&str; 2] = ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"];

/// Here and not in `messages.rs`, which is the same with the feature and without.
const SENT: &str = "each request is sent as a trace, by OTLP";
const LOST: &str = "the last traces could not be sent";

/// How long the collector may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// The attributes that name a trace.
const METHOD: &str = "http.request.method";
const ROUTE: &str = "http.route";

/// What collects the traces and sends them, if they are sent.
static PROVIDER: OnceLock<SdkTracerProvider> = OnceLock::new();

/// The part of the log that makes traces of it, if they are sent.
///
/// # Errors
/// What is wrong with the variables, for the operator.
pub fn layer<S>() -> Result<Option<impl Layer<S>>, String>
where
    S: Subscriber + for<'span> LookupSpan<'span>,
{
    let Some((name, endpoint)) = endpoint() else { return Ok(None) };
    if !endpoint.starts_with("http://") {
        return Err(format!(
            "{name} must begin with http:// and name a collector nearby, which sends them on: traces leave this program without TLS"
        ));
    }
    let client = HyperClient::with_default_connector(PATIENCE, None);
    let client = OnRuntime { client, runtime: Handle::current() };
    let exporter = opentelemetry_otlp::SpanExporter::builder().with_http().with_http_client(client).build();
    let exporter =
        Named(exporter.map_err(|error| format!("traces cannot be sent: {error}; check the variables OTEL_…"))?);
    let provider = SdkTracerProvider::builder().with_batch_exporter(exporter).with_resource(resource()).build();
    let tracer = provider.tracer(NAME);
    _ = PROVIDER.set(provider);
    let layer = tracing_opentelemetry::layer().with_tracer(tracer).with_location(false).with_threads(false);
    Ok(Some(layer.with_target(false).with_tracked_inactivity(false)))
}

/// The variable that says where traces go, and what it says.
fn endpoint() -> Option<(&'static str, String)> {
    let is_off = |name: &str, off: &str| env::var(name).is_ok_and(|value| value.eq_ignore_ascii_case(off));
    if is_off("OTEL_SDK_DISABLED", "true") || is_off("OTEL_TRACES_EXPORTER", "none") {
        return None;
    }
    let set = ENDPOINTS.into_iter().find(|name| is_set(name))?;
    env::var(set).ok().map(|endpoint| (set, endpoint))
}

/// What the traces are of.
fn resource() -> Resource {
    let attributes = env::var("OTEL_RESOURCE_ATTRIBUTES").unwrap_or_default();
    let has_name = is_set("OTEL_SERVICE_NAME") || attributes.contains("service.name=");
    let resource = Resource::builder().with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")));
    if has_name { resource.build() } else { resource.with_service_name(NAME).build() }
}

/// Says that traces are sent, and not where: an address may have a password in it.
pub fn announce() {
    if PROVIDER.get().is_some() {
        tracing::info!("{SENT}");
    }
}

/// Gives the trace of a request its route.
pub fn describe<B>(span: &Span, request: &Request<B>) {
    let method = request.method();
    let is_known = ["GET", "HEAD", "POST", "OPTIONS"].contains(&method.as_str());
    span.set_attribute(METHOD, if is_known { method.to_string() } else { "_OTHER".to_owned() });
    if let Some(route) = request.extensions().get::<MatchedPath>() {
        span.set_attribute(ROUTE, route.as_str().to_owned());
    }
}

/// Gives the trace of a request its answer.
pub fn answered(span: &Span, status: StatusCode) {
    span.set_attribute("http.response.status_code", i64::from(status.as_u16()));
    if status.is_server_error() {
        span.set_status(Status::error(""));
    }
}

/// Sends what has been collected. It waits for the collector, so not on a thread of the runtime.
pub fn finish() {
    if let Some(provider) = PROVIDER.get()
        && let Err(error) = provider.shutdown()
    {
        tracing::warn!(cause = ?error.to_string(), "{LOST}");
    }
}

/// The client runs on the server's runtime, and is asked from a thread of its own.
#[derive(Debug)]
struct OnRuntime {
    client: HyperClient,
    runtime: Handle,
}

#[async_trait]
impl HttpClient for OnRuntime {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let client = self.client.clone();
        self.runtime.spawn(async move { client.send_bytes(request).await }).await?
    }
}

/// Names each trace by method and route, as those who look at them expect; in the log all are `request`.
#[derive(Debug)]
struct Named(opentelemetry_otlp::SpanExporter);

impl SpanExporter for Named {
    async fn export(&self, mut batch: Vec<SpanData>) -> OTelSdkResult {
        for span in &mut batch {
            let value = |key: &str| {
                let found = span.attributes.iter().find(|attribute| attribute.key.as_str() == key);
                found.map(|attribute| Value::as_str(&attribute.value).into_owned())
            };
            if let (Some(method), route) = (value(METHOD), value(ROUTE)) {
                let name = format!("{method} {}", route.unwrap_or_default());
                span.name = name.trim_end().to_owned().into();
            }
        }
        self.0.export(batch).await
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.0.shutdown_with_timeout(timeout)
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.0.set_resource(resource);
    }
}
