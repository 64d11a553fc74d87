//! A request that changes something must come from this site's own pages. Fetch metadata, which a page cannot forge, says where it
//! comes from; `Origin` does where a browser sends none. A client that sends neither is no browser, so no other site can be behind
//! it. Login and logout are checked too (ASVS 3.5.1). Django: `CsrfViewMiddleware`, here without a token.

use axum::{
    extract::{Request, State},
    http::{HeaderName, Method, header},
    middleware::Next,
    response::Response,
};

use crate::{
    boot::{
        app::App,
        http::{
            answer::{Wanted, refusal, refusal_with},
            layers::{
                body::{self, WholeBody},
                origin_remedy::remedy,
            },
            request::text_of,
        },
    },
    server::{log_text, settings::Settings},
    shared::AppError,
    ui::{NextStep, OWNER, SubmittedValues},
    web::urls,
};

/// Refuses a request from another site, before the session or anything else is read.
pub async fn own_origin(State(app): State<App>, request: Request, next: Next) -> Response {
    let is_safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE);
    if is_safe || is_own(&app.settings, &request) {
        return next.run(request).await;
    }
    let text = |name| text_of(request.headers(), HeaderName::from_static(name)).into_owned();
    let (origin, site) = (text("origin"), text("sec-fetch-site"));
    let (path, host) = (log_text::path(request.uri().path()), host(&request));
    let remedy = remedy(request.headers(), host, app.settings.sessions.https);
    let host = host.map(log_text::foreign).unwrap_or_default();
    let (origin, site) = (log_text::foreign(&origin), log_text::foreign(&site));
    tracing::warn!(event = "cross_origin", ?path, ?origin, ?site, ?host, remedy);
    if let Some(answer) = Wanted::of(request.headers()).refusal(&AppError::CrossOrigin) {
        return answer;
    }
    match submitted(request) {
        Some(values) => refusal_with(AppError::CrossOrigin, values),
        None => refusal(AppError::CrossOrigin),
    }
}

fn is_own(settings: &Settings, request: &Request) -> bool {
    let header = |name| request.headers().get(name).map(|value| value.to_str().unwrap_or("?"));
    let origin = header("origin");
    let is_trusted = || origin.is_some_and(|origin| settings.http.trusted_origins.contains(origin));
    match (header("sec-fetch-site"), origin) {
        (Some("same-origin" | "none"), _) | (None, None) => true,
        (Some(_), _) => is_trusted(),
        (None, Some(origin)) => is_this_host(settings, request, origin) || is_trusted(),
    }
}

/// Whether an origin is the host of this request.
fn is_this_host(settings: &Settings, request: &Request, origin: &str) -> bool {
    let is_https = origin.starts_with("https://");
    let named = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
    named.is_some() && named == host(request) && (is_https || !settings.sessions.https)
}

/// The host that the request names: in the header, over HTTP/2 in its address.
fn host(request: &Request) -> Option<&str> {
    let header = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    header.or_else(|| request.uri().authority().map(|authority| authority.as_str()))
}

/// The submitted values, for the page that offers to send them from here: never a password or the sealed owner. Only a form that
/// writes the user's own text can be sent with one click; otherwise another site would only have to make its form look harmless.
fn submitted(mut request: Request) -> Option<SubmittedValues> {
    let function = urls::find_function(request.uri().path())?;
    let form = function.form.as_ref()?;
    let body = request.extensions_mut().remove::<WholeBody>()?;
    let fields = body::check(request.headers(), body).ok()?;
    let is_secret = |name: &str| name.contains("password");
    let shown = fields.iter().filter(|(name, _)| form.has(name) && !is_secret(name) && *name != OWNER);
    let is_whole = !form.also.iter().any(|name| is_secret(name));
    let writes_text = form.is_held && function.access.is_for_users() && function.step_up.is_none();
    Some(SubmittedValues {
        action: function.path.to_owned(),
        page: form.path(fields.get("id").map(String::as_str)),
        next_step: if is_whole && writes_text { NextStep::SendHere } else { NextStep::OpenForm },
        fields: shown.map(|(name, value)| (name.clone(), value.clone())).collect(),
    })
}
