//! What an open page learns of its session, by a stream that it listens to and by asking once: whose session this is, how long
//! it lives, and what its user may do. The stream ends with the session, and the page then connects again. Listening and asking do not count as use, so they do
//! not make the session last longer.

use std::time::Duration;

use axum::{
    Extension,
    extract::State,
    http::{HeaderName, HeaderValue},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures_util::{Stream, StreamExt, stream};
use tower_sessions_core::Session;

use crate::{
    accounts::{
        server::sessions::{
            self, CurrentRow, LoadedRow,
            watch::{Followed, Live, LiveSession},
        },
        types::{SessionState, UserId, Viewer},
    },
    boot::{
        app::App,
        http::{
            answer::{json, refusal},
            layers::session::NotInUse,
        },
    },
    server::{
        clock::now,
        context::Client,
        shares::{Holder, Share},
    },
    shared::AppError,
};

/// How soon a browser connects again after a loss, and how often a silent connection proves that it is alive.
const RETRY: Duration = Duration::from_secs(2);
const ALIVE: Duration = Duration::from_secs(20);

/// After how many seconds a user with too many open pages may connect again.
const AGAIN: u32 = 5;

/// Answers with the stream. For an anonymous viewer it sends one state without a user and ends.
pub async fn session_events(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Extension(current): Extension<CurrentRow>,
    Extension(viewer): Extension<Viewer>,
    Extension(client): Extension<Client>,
) -> Response {
    let asked = Asked { app, session, current, viewer };
    let followed = match asked.follow(&client).await {
        Ok(followed) => followed,
        Err(error) => return refusal(error),
    };
    let events = match followed {
        Some(following) => states(following, asked.app).left_stream(),
        None => stream::iter([no_session(&asked.app)]).right_stream(),
    };
    let events = events.map(|state| Event::default().retry(RETRY).json_data(state));
    let mut response = Sse::new(events).keep_alive(KeepAlive::new().interval(ALIVE)).into_response();
    response.extensions_mut().insert(NotInUse);
    // A proxy that buffers answers would pass none of it on.
    let header = HeaderName::from_static("x-accel-buffering");
    response.headers_mut().insert(header, HeaderValue::from_static("no"));
    response
}

/// Answers with the present state alone, for a page that hears nothing of its stream.
pub async fn session_state(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Extension(current): Extension<CurrentRow>,
    Extension(viewer): Extension<Viewer>,
) -> Response {
    let asked = Asked { app, session, current, viewer };
    let mut response = match asked.state().await {
        Ok(state) => axum::Json(state).into_response(),
        Err(error) => json(&error),
    };
    response.extensions_mut().insert(NotInUse);
    response
}

/// The request of a page that asks for its session.
struct Asked {
    app: App,
    session: Session,
    current: CurrentRow,
    viewer: Viewer,
}

/// A session that is followed.
struct Following {
    state: Followed,
    /// "Keep me signed in" was ticked.
    remember: bool,
    _share: Share,
}

impl Asked {
    /// Begins to follow the session of the viewer, if it is a user's.
    async fn follow(&self, client: &Client) -> Result<Option<Following>, AppError> {
        let (Some((_, remember)), Some(user)) = (self.row().await?, self.viewer.user()) else { return Ok(None) };
        let Some(session) = self.current.followed() else { return Ok(None) };
        let busy = AppError::Busy { retry_after: AGAIN };
        let mut share = self.app.streams.share(&client.address, Holder::User(user.id.0));
        if !share.raise(1) {
            return Err(busy);
        }
        let state = self.app.accounts.session_watch().follow(session).await?.ok_or(busy)?;
        Ok(Some(Following { state, remember, _share: share }))
    }

    async fn state(&self) -> Result<SessionState, AppError> {
        let (Some((row, remember)), Some(user)) = (self.row().await?, self.viewer.user()) else {
            return Ok(no_session(&self.app));
        };
        let live =
            LiveSession { id: row.id, user_id: user.id.0, expires: row.expires, authenticated: row.authenticated };
        Ok(state_of(Live { session: live, rights: user.rights() }, &self.app, remember))
    }

    async fn row(&self) -> Result<Option<(LoadedRow, bool)>, AppError> {
        let (Some(row), true) = (self.current.get(), self.viewer.is_authenticated()) else { return Ok(None) };
        let remember = self.session.get(sessions::key::REMEMBER).await?.unwrap_or(false);
        Ok(Some((row, remember)))
    }
}

/// The current state and each one after it, until the session ends.
fn states(following: Following, app: App) -> impl Stream<Item = SessionState> {
    stream::unfold((following, app, true), move |(mut following, app, is_first)| async move {
        if !is_first {
            following.state.changed().await.ok()?;
        }
        let state = *following.state.borrow_and_update();
        let remember = following.remember;
        match state {
            Some(live) => Some((state_of(live, &app, remember), (following, app, false))),
            None if is_first => Some((no_session(&app), (following, app, false))),
            None => None,
        }
    })
}

fn no_session(app: &App) -> SessionState {
    SessionState { build: app.site.assets.build.clone(), ..SessionState::default() }
}

fn state_of(Live { session, rights }: Live, app: &App, remember: bool) -> SessionState {
    SessionState {
        user: Some(UserId(session.user_id)),
        ends_in: u32::try_from(session.expires - now().0).unwrap_or(0),
        lasts_by_use: session.expires < sessions::last_end(&app.settings.sessions, remember, session.authenticated),
        rights: Some(rights),
        build: app.site.assets.build.clone(),
    }
}
