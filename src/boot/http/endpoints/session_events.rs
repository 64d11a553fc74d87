//! The stream that an open page listens to: whose session this is, and how long it lives. It ends with the session; the page
//! then asks anew. Listening is not using: the session does not last longer by it.

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
            self, CurrentRow,
            watch::{Followed, LiveSession},
        },
        types::{SessionState, UserId, Viewer},
    },
    boot::{
        app::App,
        http::{answer::refusal, layers::session::NotInUse},
    },
    server::{clock::now, settings},
    shared::AppError,
};

/// How soon a browser comes back after it has lost the connection, and how often a silent connection is proven alive.
const RETRY: Duration = Duration::from_secs(2);
const ALIVE: Duration = Duration::from_secs(20);

/// After how many seconds somebody with too many open pages may come back.
const AGAIN: u32 = 5;

/// Answers with the stream. For somebody who is not logged in it says so, and ends.
pub async fn session_events(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Extension(current): Extension<CurrentRow>,
    Extension(viewer): Extension<Viewer>,
) -> Response {
    let followed = match follow(&app, &session, &current, &viewer).await {
        Ok(followed) => followed,
        Err(error) => return refusal(error),
    };
    let events = match followed {
        Some((followed, keep)) => states(followed, app, keep).left_stream(),
        None => stream::iter([SessionState::default()]).right_stream(),
    };
    let events = events.map(|state| Event::default().retry(RETRY).json_data(state));
    let mut response = Sse::new(events).keep_alive(KeepAlive::new().interval(ALIVE)).into_response();
    response.extensions_mut().insert(NotInUse);
    // A proxy that collects answers before it passes them on would keep it all to itself.
    let header = HeaderName::from_static("x-accel-buffering");
    response.headers_mut().insert(header, HeaderValue::from_static("no"));
    response
}

/// The session of the viewer, and whether it is one that was to be kept.
async fn follow(
    app: &App,
    session: &Session,
    current: &CurrentRow,
    viewer: &Viewer,
) -> Result<Option<(Followed, bool)>, AppError> {
    let (Some(row), true) = (current.get(), viewer.is_authenticated()) else { return Ok(None) };
    let keep = session.get(sessions::key::REMEMBER).await?.unwrap_or(false);
    let followed = app.accounts.session_watch().follow(row.id).await?;
    Ok(Some((followed.ok_or(AppError::Busy { retry_after: AGAIN })?, keep)))
}

/// The present state, and each one after that, until the session ends.
fn states(followed: Followed, app: App, keep: bool) -> impl Stream<Item = SessionState> {
    stream::unfold((followed, app, true), move |(mut followed, app, is_first)| async move {
        if !is_first {
            followed.changed().await.ok()?;
        }
        let state = *followed.borrow_and_update();
        match state {
            Some(live) => Some((state_of(live, &app.settings.sessions, keep), (followed, app, false))),
            None if is_first => Some((SessionState::default(), (followed, app, false))),
            None => None,
        }
    })
}

fn state_of(live: LiveSession, settings: &settings::Sessions, keep: bool) -> SessionState {
    SessionState {
        user: Some(UserId(live.user_id)),
        ends_in: u32::try_from(live.expires - now().0).unwrap_or(0),
        lasts_by_use: live.expires < sessions::last_end(settings, keep, live.authenticated),
    }
}
