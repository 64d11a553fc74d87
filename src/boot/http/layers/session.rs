//! The session of each request: cookie in, cookie out, saved only when changed. Written here because the published layer has no
//! "keep me logged in" beside browser sessions, and answers 500 when a session has ended meanwhile.
//! Django: `SessionMiddleware`.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::Response,
};
use cookie::Cookie;
use leptos::server_fn::ServerFn;
use time::{Duration, OffsetDateTime};
use tower_sessions_core::{
    Session,
    session::{self, Expiry, Id},
    session_store,
};

use crate::{
    accounts::{
        api::Logout,
        server::{
            reset,
            sessions::{self, CurrentRow, DbSessionStore, SaveError, key},
        },
    },
    boot::{
        app::App,
        http::{
            forms::{held, redisplay},
            layers::cookies,
        },
    },
    server::{clock::now, context::Client},
    shared::Timestamp,
};

/// How long an anonymous session lives, in seconds: it only carries a submission to its page.
const ANONYMOUS_AGE: i64 = 1_800;

/// The name of the cookie.
const NAME: &str = "sessionid";

/// The server function of logging out, which removes the cookie even when it names no session.
const LOGOUT: &str = Logout::PATH;

/// In a response: the request does not count as use of the session, because the page made it without its user.
#[derive(Clone, Copy)]
pub struct NotInUse;

/// Puts the session into the request and its cookie into the response.
pub async fn session(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let https = app.settings.sessions.https;
    let sent = cookies::value(request.headers(), &cookies::name(https, NAME));
    let id = sent.as_deref().and_then(|value| value.parse::<Id>().ok());
    let store = DbSessionStore::new(app.db.clone(), id);
    let current = store.current_row();
    let session = Session::new(id, Arc::new(store), None);
    let client = request.extensions().get::<Client>().cloned().unwrap_or_default();
    let may_remove = is_page_load(&request) || request.uri().path() == LOGOUT;
    request.extensions_mut().insert(session.clone());
    request.extensions_mut().insert(current.clone());

    let mut response = next.run(request).await;

    let is_use = response.extensions().get::<NotInUse>().is_none();
    let ending = Ending { app: &app, session: &session, current, had_cookie: sent.is_some(), may_remove, is_use };
    if ending.has_ended().await {
        // Nothing of the session stays on the device (ASVS 14.3.1); the page's script does the same.
        let value = HeaderValue::from_static("\"storage\"");
        response.headers_mut().insert(HeaderName::from_static("clear-site-data"), value);
    }
    let cookie = ending.cookie(response.status(), &client).await;
    mark_private(response.headers_mut(), sent.is_some() || cookie.is_some());
    if let Some(cookie) = cookie {
        cookies::set(response.headers_mut(), &cookie);
    }
    response
}

/// A session at the end of its request.
struct Ending<'a> {
    app: &'a App,
    session: &'a Session,
    current: CurrentRow,
    had_cookie: bool,
    /// A cookie that names no session may be removed.
    may_remove: bool,
    /// The request counts as use of the session.
    is_use: bool,
}

/// Whether this request loads a page. Any other may be late, and its answer must not remove the cookie of a session that has begun
/// meanwhile.
fn is_page_load(request: &Request) -> bool {
    let mode = request.headers().get("sec-fetch-mode").map(HeaderValue::as_bytes);
    request.method() == Method::GET && mode.is_none_or(|mode| mode == b"navigate")
}

impl Ending<'_> {
    /// Whether this request has ended a login: by a logout, an account deletion or a refused session.
    async fn has_ended(&self) -> bool {
        self.current.get().is_some_and(|row| row.is_logged_in) && self.session.is_empty().await
    }

    /// Saves a changed session, or notes that an unchanged one is in use, and gives the cookie to send: a new one, or the removal
    /// of the old one. A failed answer saves nothing.
    async fn cookie(&self, status: StatusCode, client: &Client) -> Option<Cookie<'static>> {
        if self.session.is_empty().await {
            let may_remove = self.current.get().is_some() || self.may_remove;
            if !may_remove || self.has_successor().await {
                return None;
            }
            return self.removal();
        }
        if status.is_server_error() {
            return None;
        }
        let result = match self.session.is_modified() {
            true => self.save().await,
            false if self.is_use => self.touch(client).await.map(|()| None),
            false => Ok(None),
        };
        match result {
            Ok(cookie) => cookie,
            Err(SaveError::Ended) => {
                // Another request has ended it meanwhile, and ending wins (B90).
                tracing::info!(event = "session_gone");
                None
            }
            Err(error) => {
                tracing::error!(cause = ?error.to_string(), "the session could not be saved");
                None
            }
        }
    }

    /// Saves the session; one with nothing left in it is ended instead, and its cookie removed.
    async fn save(&self) -> Result<Option<Cookie<'static>>, SaveError> {
        let settings = &self.app.settings.sessions;
        let is_logged_in = self.session.get_value(key::USER_ID).await?.is_some();
        if !is_logged_in && self.has_successor().await {
            return Ok(None);
        }
        if !is_logged_in && !self.has_cargo().await? {
            self.session.flush().await?;
            return Ok(self.removal());
        }
        let remember = self.remember().await?;
        let now = now();
        // A session with a new id begins now, in another row than the one that was loaded.
        let row = self.current.get().filter(|_| self.session.id().is_some());
        let authenticated = row.map_or(now, |row| Timestamp(row.authenticated));
        let expires = match is_logged_in {
            true => sessions::expires(settings, remember, authenticated, now),
            false => Timestamp(now.0 + ANONYMOUS_AGE),
        };
        let expiry = OffsetDateTime::from_unix_timestamp(expires.0).map(Expiry::AtDateTime);
        self.session.set_expiry(expiry.ok());
        self.current.save(self.session).await?;
        Ok(self.session.id().map(|id| {
            let mut cookie = cookies::build(settings.https, NAME, id.to_string());
            if remember {
                cookie.set_max_age(Duration::seconds(i64::from(settings.cookie_age.get())));
            }
            cookie
        }))
    }

    /// Notes that a logged-in user is using the session.
    async fn touch(&self, client: &Client) -> Result<(), SaveError> {
        let Some(row) = self.current.get() else { return Ok(()) };
        if self.session.get_value(key::USER_ID).await?.is_some() {
            let remember = self.remember().await?;
            let touched = sessions::touch(&self.app.db, &self.app.settings.sessions, row, remember, client).await;
            touched.map_err(|error| session::Error::from(session_store::Error::Backend(error.to_string())))?;
        }
        Ok(())
    }

    /// Whether the session goes on under a new id. A late answer to the old one must not log its user out.
    async fn has_successor(&self) -> bool {
        self.had_cookie && self.current.has_successor(&self.app.db).await.unwrap_or(true)
    }

    /// Whether an anonymous session is needed: for a refused or held submission, or an opened password link.
    async fn has_cargo(&self) -> Result<bool, session::Error> {
        for key in [redisplay::KEY, held::KEY, reset::OPENED] {
            if self.session.get_value(key).await?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether "Keep me logged in" was ticked.
    async fn remember(&self) -> Result<bool, session::Error> {
        Ok(self.session.get::<bool>(key::REMEMBER).await?.unwrap_or(false))
    }

    /// The removal of the cookie, if the browser has sent one.
    fn removal(&self) -> Option<Cookie<'static>> {
        self.had_cookie.then(|| cookies::removal(self.app.settings.sessions.https, NAME))
    }
}

/// Keeps an answer out of shared caches, because pages differ by viewer, and one that was made for a session out of every cache.
fn mark_private(headers: &mut HeaderMap, has_session: bool) {
    headers.append(header::VARY, HeaderValue::from_static("Cookie"));
    let value = if has_session { "private, no-store" } else { "no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(value));
}
