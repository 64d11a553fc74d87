//! The session of each request: cookie in, cookie out. Written here because the published layer has no "keep me logged in"
//! beside browser sessions, and answers 500 when a session has ended meanwhile. How the session is stored is in
//! `request_session.rs`. Django: `SessionMiddleware`.

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, header},
    middleware::Next,
    response::Response,
};
use leptos::server_fn::ServerFn;
use tower_sessions_core::session::Id;

use super::{
    cookies,
    request_session::{RequestSession, Sent},
};
use crate::{
    accounts::api::Logout,
    boot::{
        app::App,
        http::{forms::visitor, request::RequestPage},
    },
    server::context::Client,
    web::urls,
};

/// The server function of logging out, which removes the cookie even when it names no session.
const LOGOUT: &str = Logout::PATH;

/// In a response: the request does not count as use of the session, because the script of the page sent it without the user doing anything.
#[derive(Clone, Copy)]
pub struct NotInUse;

/// Whether a request carries the id of a session that was a user's when it was seen last, a short while ago. Decides nothing but how
/// much room its body may take.
pub fn is_seen(app: &App, headers: &HeaderMap) -> bool {
    sent(app, headers).is_some_and(|(id, _)| app.seen.has(&id.0))
}

/// The id in the cookie, and all that this says. A cookie that is not of our form is another program's, and is left alone.
fn sent(app: &App, headers: &HeaderMap) -> Option<(Id, String)> {
    let name = cookies::name(app.settings.sessions.https, app.settings.sessions.cookie_name.as_str());
    let engine = app.accounts.sessions();
    cookies::values(headers, &name).find_map(|value| Some((engine.id_in(&value)?, value)))
}

/// Puts the session into the request and its cookie into the response.
pub async fn session(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let carries_form = visitor::is_sent(&app, request.headers());
    let (id, value) = sent(&app, request.headers()).unzip();
    let sent = Sent { id, value, may_remove: is_page_load(&request) || request.uri().path() == LOGOUT };
    let is_ahead = is_ahead(&request);
    let page = urls::resolve(request.uri().path());
    let asks_for_password = urls::asks_for_password(page.map_or(request.uri().path(), |page| page.path));
    request.extensions_mut().insert(RequestPage(page));
    let client = request.extensions().get::<Client>().cloned().unwrap_or_default();
    let session = RequestSession::new(app, client, sent);
    request.extensions_mut().insert(session.session());
    request.extensions_mut().insert(session.current_row());
    request.extensions_mut().insert(session.tx().clone());
    request.extensions_mut().insert(session.clone());

    let mut response = session.tx().scope(next.run(request)).await;

    let is_use = !is_ahead && response.extensions().get::<NotInUse>().is_none();
    if session.has_ended().await {
        // Nothing of the session stays on the device (ASVS 14.3.1); the page's script does the same.
        let value = HeaderValue::from_static("\"storage\"");
        response.headers_mut().insert(HeaderName::from_static("clear-site-data"), value);
    }
    let new_cookie = session.finish(response.status(), is_use).await;
    let has_cookie = id.is_some() || new_cookie.is_some() || response.headers().contains_key(header::SET_COOKIE);
    mark_private(response.headers_mut(), asks_for_password || carries_form || has_cookie);
    if let Some(cookie) = new_cookie {
        cookies::set(response.headers_mut(), &cookie);
    }
    response
}

/// Whether this request loads a page. Any other may be late, and its answer must not remove the cookie of a session that has begun
/// meanwhile.
fn is_page_load(request: &Request) -> bool {
    let mode = request.headers().get("sec-fetch-mode").map(HeaderValue::as_bytes);
    request.method() == Method::GET && mode.is_none_or(|mode| mode == b"navigate") && !is_ahead(request)
}

/// Whether the browser asks ahead, for a page that may never be opened.
fn is_ahead(request: &Request) -> bool {
    request.headers().contains_key("sec-purpose")
}

/// Keeps an answer out of shared caches, because pages differ by viewer; one that was made for a cookie, or asks for a password,
/// out of every cache.
fn mark_private(headers: &mut HeaderMap, is_private: bool) {
    headers.append(header::VARY, HeaderValue::from_static("Cookie"));
    let value = if is_private { "private, no-store" } else { "no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(value));
}
