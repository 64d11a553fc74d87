//! Post/redirect/get: hands a refused or held submission to the page that owns the form, and a notice of what was done to the
//! next page. A refused one is shown by exactly one page load, out of the session or a visitor's cookie; a held one is dropped
//! when its page was shown.

use std::sync::atomic::Ordering;

use axum::{
    extract::{Request, State},
    http::{Method, StatusCode},
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use tower_sessions_core::Session;

use crate::{
    accounts::types::Viewer,
    boot::{
        app::App,
        http::{
            answer::refusal_with,
            forms::{
                held::{self, HeldFor},
                visitor,
            },
            layers::cookies,
            request::{Redisplayed, RequestPage},
        },
    },
    server::context::Client,
    shared::{AppError, Notice},
    ui::{Displayed, NextStep, Submission, SubmittedValues},
    web::{messages::notice, notices},
};

/// The key of the session's data.
pub const KEY: &str = "returned_form";

/// A refused submission in the session. The stored names are those of the first release.
#[derive(Serialize, Deserialize)]
struct Refused {
    /// The path of the page that shows it.
    path: String,
    #[serde(rename = "form")]
    submission: Submission,
}

/// Remembers a refused submission for the next load of this path; false when it is too long for the session.
pub async fn remember(app: &App, session: &Session, path: &str, submission: Submission) -> Result<bool, AppError> {
    // Sealed: a submitted name must not outlive its account in another user's session.
    let sealed = app.secret_key.seal(KEY, &Refused { path: path.to_owned(), submission })?;
    let fits = sealed.len() <= app.settings.sessions.form_kib.get() as usize * 1_024;
    if fits {
        session.insert(KEY, sealed).await?;
    }
    Ok(fits)
}

/// What a page shows besides itself.
#[derive(Default)]
struct Found {
    submission: Option<Submission>,
    notice: Option<Notice>,
    /// The submission is held, and stays so until the page has been shown.
    is_held: bool,
}

/// The layer: puts into the request what the page shows besides itself.
pub async fn redisplay(State(app): State<App>, mut request: Request, next: Next) -> Response {
    // A prefetched page may never be shown.
    let is_prefetch = request.headers().contains_key("sec-purpose") || request.headers().contains_key("purpose");
    let page = request.extensions().get::<RequestPage>().and_then(|page| page.0);
    let session = request.extensions().get::<Session>().cloned();
    let (Some(session), Some(page), true) = (session, page, request.method() == Method::GET && !is_prefetch) else {
        return next.run(request).await;
    };
    let viewer = request.extensions().get::<Viewer>().cloned().unwrap_or_default();
    let carried = Carried::take(&app, &viewer, &request);
    let found = match session.id() {
        Some(_) => find(&app, &viewer, &session, request.uri().path()).await,
        None => Ok(Found::default()),
    };
    let Ok(mut found) = found else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    if let Some(submission) = carried.submission {
        // It was refused just now, so it comes before a held one.
        found = Found { submission: Some(submission), is_held: false, ..found };
    }
    let Found { submission, notice, is_held } = found;
    let displayed = Displayed::default();
    notice.map(|notice| request.extensions_mut().insert(notice));
    if let Some(submission) = submission.clone() {
        request.extensions_mut().insert(Redisplayed { submission, displayed: displayed.clone() });
    }
    let mut response = next.run(request).await;
    if carried.is_done {
        cookies::set(response.headers_mut(), &visitor::removal(&app));
    }
    let Some(submission) = submission.filter(|_| is_held) else { return response };
    let was_shown = response.status().is_success() && displayed.0.load(Ordering::Relaxed);
    let is_settled = was_shown || is_page_gone(response.status());
    let held_id = submission.held_id.as_deref().unwrap_or_default();
    if is_settled && held::drop(&app, &session, held_id).await.is_err() {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    }
    if was_shown || !is_settled {
        return response;
    }
    let otherwise = if response.status() == StatusCode::NOT_FOUND { AppError::NotFound } else { AppError::Forbidden };
    homeless(page.access.check(&viewer).err().unwrap_or(otherwise), submission)
}

/// What a visitor's cookie brings to this page.
struct Carried {
    submission: Option<Submission>,
    /// The browser may forget the cookie: it is shown now, or a login has made it pointless.
    is_done: bool,
}

impl Carried {
    fn take(app: &App, viewer: &Viewer, request: &Request) -> Self {
        let client = request.extensions().get::<Client>().cloned().unwrap_or_default();
        if viewer.is_authenticated() {
            return Self { submission: None, is_done: visitor::is_ours(app, &client, request.headers()) };
        }
        let submission = visitor::take(app, &client, request.headers(), request.uri().path());
        Self { is_done: submission.is_some(), submission }
    }
}

/// Whether the page will never show the submission: it is shown without that form, does not exist or may not be opened.
fn is_page_gone(status: StatusCode) -> bool {
    status.is_success() || status == StatusCode::NOT_FOUND || status == StatusCode::FORBIDDEN
}

/// An error page with the values of a held submission that has no page any longer, so that they can be copied.
fn homeless(error: AppError, submission: Submission) -> Response {
    let values = SubmittedValues {
        action: submission.function,
        page: String::new(),
        fields: submission.values.into_iter().collect(),
        next_step: NextStep::Copy,
    };
    refusal_with(error, values)
}

async fn find(app: &App, viewer: &Viewer, session: &Session, path: &str) -> Result<Found, AppError> {
    let notice = Notice::take(session, notices::all()).await?;
    let HeldFor { submission: held, has_others } = held::find(app, session, viewer, path).await?;
    // What was refused just now comes first: it is shown only once, and may be the held submission, sent and refused.
    let sealed: Option<String> = session.get(KEY).await.unwrap_or_default();
    let refused = sealed.and_then(|sealed| app.secret_key.open::<Refused>(KEY, &sealed));
    if let Some(refused) = refused.filter(|refused| refused.path == path) {
        session.remove_value(KEY).await?;
        return Ok(Found { submission: Some(refused.submission), notice, is_held: false });
    }
    let notice = match (&held, has_others) {
        (None, _) => notice,
        (Some(_), true) => Some(notice::REDISPLAYED_OF_SEVERAL),
        (Some(_), false) => Some(notice::REDISPLAYED),
    };
    Ok(Found { is_held: held.is_some(), submission: held, notice })
}
