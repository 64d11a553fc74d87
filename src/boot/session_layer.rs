//! The session of each request: cookie in, cookie out, saved only when changed. Ours because the published layer cannot
//! keep a browser-session cookie apart from a kept one, and answers 500 where a session was ended meanwhile.
//! Django: `SessionMiddleware`.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::Response,
};
use cookie::{Cookie, SameSite};
use time::Duration;
use tower_sessions_core::{
    Session,
    session::{Expiry, Id},
};

use super::{App, returned_forms};
use crate::{
    accounts::server::sessions::{DbSessionStore, SESSION_IS_GONE, key},
    server::settings,
};

/// How long an anonymous session lives, in seconds: it only carries a refused form to the next page.
const ANONYMOUS_AGE: i64 = 1_800;

/// Gives the request its session and the response its cookie.
pub async fn session(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let name = cookie_name(&app.settings.sessions);
    let sent = cookie_value(request.headers(), name);
    let id = sent.as_deref().and_then(|value| value.parse::<Id>().ok());
    let session = Session::new(id, Arc::new(DbSessionStore(app.db.clone())), None);
    request.extensions_mut().insert(session.clone());

    let mut response = next.run(request).await;

    let cookie = finish(&app.settings.sessions, &session, sent.is_some(), response.status()).await;
    mark_private(response.headers_mut(), sent.is_some() || cookie.is_some());
    if let Some(cookie) = cookie.and_then(|cookie| HeaderValue::from_str(&cookie.to_string()).ok()) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Saves what changed, and gives the cookie to send: a new one, or one that removes the old. A failed answer saves nothing.
async fn finish(
    settings: &settings::Sessions,
    session: &Session,
    had_cookie: bool,
    status: StatusCode,
) -> Option<Cookie<'static>> {
    if session.is_empty().await {
        return had_cookie.then(|| removal(settings));
    }
    if !session.is_modified() || status.is_server_error() {
        return None;
    }
    match save(settings, session).await {
        Ok(cookie) => cookie.or_else(|| had_cookie.then(|| removal(settings))),
        Err(error) if error.to_string() == SESSION_IS_GONE => {
            // Logged out by another request meanwhile: that one wins (B90).
            tracing::info!(event = "session_gone");
            None
        }
        Err(error) => {
            tracing::error!(cause = ?error.to_string(), "the session could not be saved");
            None
        }
    }
}

/// Saves the session; one in which nothing is left is ended instead, and then there is no cookie.
async fn save(
    settings: &settings::Sessions,
    session: &Session,
) -> Result<Option<Cookie<'static>>, tower_sessions_core::session::Error> {
    let is_signed_in = session.get_value(key::USER_ID).await?.is_some();
    if !is_signed_in && session.get_value(returned_forms::KEY).await?.is_none() {
        session.flush().await?;
        return Ok(None);
    }
    let keep = session.get::<bool>(key::KEEP).await?.unwrap_or(false);
    let age = match (is_signed_in, keep) {
        (false, _) => ANONYMOUS_AGE,
        (true, false) => i64::from(settings.browser_session_age.get()),
        (true, true) => i64::from(settings.cookie_age.get()),
    };
    session.set_expiry(Some(Expiry::OnInactivity(Duration::seconds(age))));
    session.save().await?;
    let id = session.id();
    Ok(id.map(|id| {
        let mut cookie = base(settings, id.to_string());
        if keep {
            cookie.set_max_age(Duration::seconds(age));
        }
        cookie
    }))
}

/// Pages differ by who is asking: no shared cache may mix them up, and what was made for a session is not kept at all.
fn mark_private(headers: &mut HeaderMap, has_session: bool) {
    headers.append(header::VARY, HeaderValue::from_static("Cookie"));
    let value = if has_session { "private, no-store" } else { "no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(value));
}

fn cookie_name(settings: &settings::Sessions) -> &'static str {
    if settings.https { "__Host-sessionid" } else { "sessionid" }
}

fn base(settings: &settings::Sessions, value: String) -> Cookie<'static> {
    Cookie::build((cookie_name(settings), value))
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(settings.https)
        .path("/")
        .build()
}

fn removal(settings: &settings::Sessions) -> Cookie<'static> {
    let mut cookie = base(settings, String::new());
    cookie.make_removal();
    cookie
}

/// The first cookie of that name: what browsers send is not ours to trust, so anything odd is no cookie.
fn cookie_value(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| Cookie::split_parse(line.to_owned()).flatten())
        .find(|cookie| cookie.name() == name)
        .map(|cookie| cookie.value().to_owned())
}
