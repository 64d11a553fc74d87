//! The stream that an open page listens to: whose session this is, and how long it lives. It ends with the session, and the page
//! then connects again. Listening does not count as use, so it does not make the session last longer.

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
    server::{
        clock::now,
        context::Client,
        settings,
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
    let followed = match follow(&app, &session, &current, &viewer, &client).await {
        Ok(followed) => followed,
        Err(error) => return refusal(error),
    };
    let events = match followed {
        Some(following) => states(following, app).left_stream(),
        None => stream::iter([SessionState::default()]).right_stream(),
    };
    let events = events.map(|state| Event::default().retry(RETRY).json_data(state));
    let mut response = Sse::new(events).keep_alive(KeepAlive::new().interval(ALIVE)).into_response();
    response.extensions_mut().insert(NotInUse);
    // A proxy that buffers answers would pass none of it on.
    let header = HeaderName::from_static("x-accel-buffering");
    response.headers_mut().insert(header, HeaderValue::from_static("no"));
    response
}

/// A session that is followed.
struct Following {
    state: Followed,
    /// "Keep me signed in" was ticked.
    remember: bool,
    _share: Share,
}

/// The session of the viewer, if it is a user's.
async fn follow(
    app: &App,
    session: &Session,
    current: &CurrentRow,
    viewer: &Viewer,
    client: &Client,
) -> Result<Option<Following>, AppError> {
    let (Some(row), Some(user)) = (current.get(), viewer.user()) else { return Ok(None) };
    let busy = AppError::Busy { retry_after: AGAIN };
    let mut share = app.streams.share(&client.address, Holder::User(user.id.0));
    if !share.raise(1) {
        return Err(busy);
    }
    let remember = session.get(sessions::key::REMEMBER).await?.unwrap_or(false);
    let state = app.accounts.session_watch().follow(row.id).await?.ok_or(busy)?;
    Ok(Some(Following { state, remember, _share: share }))
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
            Some(live) => Some((state_of(live, &app.settings.sessions, remember), (following, app, false))),
            None if is_first => Some((SessionState::default(), (following, app, false))),
            None => None,
        }
    })
}

fn state_of(live: LiveSession, settings: &settings::Sessions, remember: bool) -> SessionState {
    SessionState {
        user: Some(UserId(live.user_id)),
        ends_in: u32::try_from(live.expires - now().0).unwrap_or(0),
        lasts_by_use: live.expires < sessions::last_end(settings, remember, live.authenticated),
    }
}
