//! The front of every server function: reads the body with limits, enforces access, and answers in one of two ways. A
//! hydrated page gets JSON with the right status; a plain form gets a redirect, to where it leads or back to its page. The
//! framework's own way of sending errors back, in the address, is never used.

use std::{collections::BTreeMap, time::Duration};

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use tower_sessions_core::Session;

use super::{
    App,
    access::see_other,
    error_documents::refusal,
    render::{provide_request, render_form_page, set_retry_after},
    returned_forms,
};
use crate::{
    accounts::types::Viewer,
    server::errors::internal,
    shared::{AppError, NEXT_DEFAULT, NextPath, Outcome, encode_query_value},
    ui::FormReturn,
    web::urls::{self, Access, FormUrl, FunctionUrl},
};

/// The largest body of a form, in KiB.
const BODY_LIMIT_KIB: u32 = 256;
/// The most fields in a form (Django's `DATA_UPLOAD_MAX_NUMBER_FIELDS`).
const FIELDS_MAX: usize = 1_000;
/// How long a body may take to arrive.
const BODY_TIMEOUT: Duration = Duration::from_secs(30);
/// The largest answer of a form's server function that is read back, in bytes.
const ANSWER_LIMIT: usize = 4 * 1024 * 1024;
/// The longest text that is kept of a visitor who is not logged in, in bytes: a refused post must not fill the database.
const ANONYMOUS_TEXT_MAX: usize = 1_024;

type Fields = BTreeMap<String, String>;

/// Answers a POST to a server function.
pub async fn call(State(app): State<App>, request: Request) -> Response {
    let wants_json = wants_json(request.headers());
    let session = request.extensions().get::<Session>().cloned();
    let found = request.extensions().get::<MatchedPath>().and_then(|path| urls::find_function(path.as_str()));
    let (Some(function), Some(session)) = (found, session) else {
        return refusal(internal("a server function without access or session"));
    };
    let (mut parts, _) = request.into_parts();
    let viewer = parts.extensions.get::<Viewer>().cloned().unwrap_or_default();
    let body = parts.extensions.remove::<WholeBody>().unwrap_or(WholeBody(Err(AppError::BadRequest)));
    let (body, fields) = match check(&parts.headers, body) {
        Ok(read) => read,
        Err(error) => return if wants_json { json(&error) } else { refusal(error) },
    };
    let extensions = parts.extensions.clone();
    let result = match allowed(function, &viewer) {
        Ok(()) => run(&app, Request::from_parts(parts, Body::from(body))).await,
        Err(error) => Err(error),
    };
    let form = function.form.as_ref().filter(|_| !wants_json);
    match (result, form) {
        (Ok(answer), None) => answer,
        (Ok(answer), Some(_)) => follow(answer).await,
        (Err(error), None) => json(&error),
        (Err(error), Some(form)) => {
            let back = Back { app: &app, session: &session, function, form, fields: &fields };
            back.send(error, extensions).await.unwrap_or_else(refusal)
        }
    }
}

fn allowed(function: &FunctionUrl, viewer: &Viewer) -> Result<(), AppError> {
    match function.access {
        access if access.allows(viewer) => Ok(()),
        Access::AnonymousOnly => Err(AppError::AnonymousOnly),
        Access::Login | Access::Public => Err(AppError::LoginRequired),
    }
}

/// Only a script that asks for JSON gets JSON; a browser's form, and a client that does not say, are led on by redirects.
fn wants_json(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    accept.contains("application/json") && !accept.contains("text/html")
}

/// A body that was read whole, or why it could not be.
#[derive(Clone)]
struct WholeBody(Result<Bytes, AppError>);

/// Reads the body of a post before anybody asks who is posting. Otherwise a request that is sent slowly would be answered
/// for somebody who has logged out meanwhile.
pub async fn read_body(mut request: Request, next: Next) -> Response {
    if request.method() == Method::POST {
        let body = std::mem::take(request.body_mut());
        let read = to_bytes(body, BODY_LIMIT_KIB as usize * 1_024);
        let whole = match tokio::time::timeout(BODY_TIMEOUT, read).await {
            Ok(Ok(bytes)) => Ok(bytes),
            Ok(Err(error)) if error.to_string().contains("length limit") => {
                Err(AppError::TooLarge { limit_kib: BODY_LIMIT_KIB })
            }
            Ok(Err(_)) | Err(_) => Err(AppError::BadRequest),
        };
        request.extensions_mut().insert(WholeBody(whole));
    }
    next.run(request).await
}

/// Checks a form's body: of the right type, and UTF-8 without NUL in every name and value.
fn check(headers: &HeaderMap, body: WholeBody) -> Result<(Bytes, Fields), AppError> {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let body = body.0?;
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    let is_form = media_type.eq_ignore_ascii_case("application/x-www-form-urlencoded");
    if !body.is_empty() && !is_form {
        return Err(AppError::BadRequest);
    }
    let fields = parse(&body).ok_or(AppError::BadRequest)?;
    Ok((body, fields))
}

/// The fields of a form, the last of each name; `None` for text that no browser sends.
fn parse(body: &[u8]) -> Option<Fields> {
    let text = std::str::from_utf8(body).ok()?;
    let escapes_are_whole = text.split('%').skip(1).all(|rest| {
        let code = rest.as_bytes().get(..2);
        code.is_some_and(|code| code.iter().all(u8::is_ascii_hexdigit))
    });
    if !escapes_are_whole || text.split('&').count() > FIELDS_MAX {
        return None;
    }
    let decoded: Vec<u8> = percent_encoding::percent_decode(body).collect();
    if decoded.contains(&0) || std::str::from_utf8(&decoded).is_err() {
        return None;
    }
    Some(form_urlencoded::parse(body).into_owned().collect())
}

/// Runs the server function. Its refusal comes back as a value.
async fn run(app: &App, mut request: Request) -> Result<Response, AppError> {
    // The framework answers forms by redirects of its own unless it takes the caller for a script.
    request.headers_mut().insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    let answer = leptos_axum::handle_server_fns_with_context(provide_request(app), request).await.into_response();
    if answer.status().is_success() {
        return Ok(answer);
    }
    let bytes = to_bytes(answer.into_body(), ANSWER_LIMIT).await.map_err(internal)?;
    Err(serde_json::from_slice(&bytes).unwrap_or_else(internal))
}

fn json(error: &AppError) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, axum::Json(error)).into_response();
    set_retry_after(response.headers_mut(), retry_after(error));
    response
}

fn retry_after(error: &AppError) -> Option<u32> {
    match error {
        AppError::Busy { retry_after } => Some(*retry_after),
        _ => None,
    }
}

/// Sends a plain form where it leads.
async fn follow(answer: Response) -> Response {
    let outcome = match to_bytes(answer.into_body(), ANSWER_LIMIT).await {
        Ok(bytes) => serde_json::from_slice::<Outcome>(&bytes).map_err(internal),
        Err(error) => Err(internal(error)),
    };
    match outcome {
        Ok(outcome) => see_other(outcome.go.as_str()),
        Err(error) => refusal(error),
    }
}

/// A refused plain form on its way back to the page it came from.
struct Back<'a> {
    app: &'a App,
    session: &'a Session,
    function: &'a FunctionUrl,
    form: &'a FormUrl,
    fields: &'a Fields,
}

impl Back<'_> {
    async fn send(&self, error: AppError, extensions: axum::http::Extensions) -> Result<Response, AppError> {
        match error {
            // The place where a post will be parked until somebody has logged in.
            AppError::LoginRequired => Ok(see_other(&NextPath::or_default(&self.path()).login_url())),
            AppError::AnonymousOnly => Ok(see_other(NEXT_DEFAULT)),
            AppError::Invalid(_) => {
                returned_forms::keep(self.session, &self.path(), self.returned(error)).await?;
                Ok(see_other(&self.address()))
            }
            AppError::Busy { retry_after } => {
                let (returned, status) = (self.returned(error), StatusCode::SERVICE_UNAVAILABLE);
                let wait = Some(retry_after);
                Ok(render_form_page(self.app, &self.address(), extensions, returned, status, wait).await)
            }
            other => Err(other),
        }
    }

    fn returned(&self, error: AppError) -> FormReturn {
        let limit = if self.function.access == Access::Login { usize::MAX } else { ANONYMOUS_TEXT_MAX };
        let kept = |name: &&str| {
            let value = self.fields.get(*name).filter(|value| value.len() <= limit)?;
            Some(((*name).to_owned(), value.clone()))
        };
        let values = self.form.keep.iter().filter_map(kept).collect();
        FormReturn { function: self.function.path.to_owned(), error, values }
    }

    /// The path of the page that owns the form. Only a number fills the place of an id.
    fn path(&self) -> String {
        let id = self.fields.get("id").filter(|id| id.parse::<i64>().is_ok());
        match id {
            Some(id) => self.form.page.replace("{id}", id),
            None if self.form.page.contains('{') => NEXT_DEFAULT.to_owned(),
            None => self.form.page.to_owned(),
        }
    }

    /// The same, with the safe `next` that the form carried (S6).
    fn address(&self) -> String {
        let next = self.fields.get("next").and_then(|next| NextPath::parse(next));
        match next {
            Some(next) => format!("{}?next={}", self.path(), encode_query_value(next.as_str())),
            None => self.path(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_browser_sends_is_no_form() {
        for body in ["a=%", "a=%4", "a=%zz", "a=%00", "a=%ff", "%c3=x"] {
            assert!(parse(body.as_bytes()).is_none(), "{body}");
        }
        assert!(parse(b"a=\xff").is_none());
        assert!(parse("a=1&".repeat(1_001).as_bytes()).is_none());
    }

    #[test]
    fn fields_are_decoded_and_the_last_of_a_name_counts() {
        let fields = parse("a=%ED%95%9C+1&b=&a=2".as_bytes()).unwrap();
        assert_eq!(fields, Fields::from([("a".into(), "2".into()), ("b".into(), String::new())]));
    }
}
