//! Post/redirect/get: what was refused, errors and typed text, waits in the session for exactly one load of the page that owns
//! the form; and a notice of what was done for the next page, whichever it is.

use std::sync::atomic::Ordering;

use axum::{
    extract::{MatchedPath, Request, State},
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
            forms::held,
            request::{FormsWait, ReturnedForm},
        },
    },
    shared::{AppError, Notice},
    ui::{FormReturn, ReturnShown, TypedText, WayOn},
    web::urls,
};

/// The key of the session's data.
pub const KEY: &str = "returned_form";

#[derive(Serialize, Deserialize)]
struct Waiting {
    /// The path that it waits for.
    path: String,
    form: FormReturn,
}

/// Keeps a refused form for the next load of that path.
pub async fn keep(app: &App, session: &Session, path: &str, form: FormReturn) -> Result<(), AppError> {
    // Sealed: a name that somebody typed must not outlive the account in somebody else's session.
    let sealed = app.secret_key.seal(KEY, &Waiting { path: path.to_owned(), form })?;
    Ok(session.insert(KEY, sealed).await?)
}

/// What waits for a page.
#[derive(Default)]
struct Found {
    form: Option<FormReturn>,
    notice: Option<Notice>,
    /// The form was parked, and waits on until the page has been shown.
    is_parked: bool,
    /// Other forms are parked.
    others: bool,
}

/// Hands a waiting form to the page it waits for, once.
pub async fn redisplay(State(app): State<App>, mut request: Request, next: Next) -> Response {
    // A browser that loads ahead may never show the page.
    let is_prefetch = request.headers().contains_key("sec-purpose") || request.headers().contains_key("purpose");
    let path = request.extensions().get::<MatchedPath>();
    let page = path.and_then(|path| urls::find_page(path.as_str()));
    let session = request.extensions().get::<Session>().cloned().filter(|session| session.id().is_some());
    let (Some(session), Some(page), true) = (session, page, request.method() == Method::GET && !is_prefetch) else {
        return next.run(request).await;
    };
    let viewer = request.extensions().get::<Viewer>().cloned().unwrap_or_default();
    let path = request.uri().path().to_owned();
    let Ok(Found { form, notice, is_parked, others }) = take(&app, &viewer, &session, &path).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let shown = ReturnShown::default();
    notice.map(|notice| request.extensions_mut().insert(notice));
    others.then(|| request.extensions_mut().insert(FormsWait));
    form.clone().map(|form| request.extensions_mut().insert(ReturnedForm(form, shown.clone())));
    let response = next.run(request).await;
    match form.filter(|_| is_parked) {
        Some(form) => {
            let refused = page.access.check(&viewer).err();
            let was_shown = response.status().is_success() && shown.0.load(Ordering::Relaxed);
            after(&app, &session, form, (response, was_shown, refused)).await
        }
        None => response,
    }
}

/// A parked form is done with when its page was shown. Where its page is gone, or has no such form any more, an error page shows
/// what was typed.
async fn after(
    app: &App,
    session: &Session,
    form: FormReturn,
    (response, was_shown, refused): (Response, bool, Option<AppError>),
) -> Response {
    let status = response.status();
    let is_gone = status.is_success() || status == StatusCode::NOT_FOUND || status == StatusCode::FORBIDDEN;
    if !(was_shown || is_gone) {
        return response;
    }
    if held::done(app, session, form.waited.as_deref().unwrap_or_default()).await.is_err() {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    }
    if was_shown {
        return response;
    }
    let otherwise = if status == StatusCode::NOT_FOUND { AppError::NotFound } else { AppError::Forbidden };
    let error = refused.unwrap_or(otherwise);
    let fields = form.values.into_iter().collect();
    refusal_with(error, TypedText { action: form.function, page: String::new(), fields, way_on: WayOn::Copy })
}

async fn take(app: &App, viewer: &Viewer, session: &Session, path: &str) -> Result<Found, AppError> {
    let notice = Notice::take(session).await?;
    let held::Waiting { form: parked, others } = held::find(app, session, viewer, path).await?;
    // What was refused just now comes first: it is told of once, and may be what had waited before.
    let sealed: Option<String> = session.get(KEY).await.unwrap_or_default();
    let refused = sealed.and_then(|sealed| app.secret_key.open::<Waiting>(KEY, &sealed));
    if let Some(refused) = refused.filter(|refused| refused.path == path) {
        session.remove_value(KEY).await?;
        return Ok(Found { form: Some(refused.form), notice, is_parked: false, others: others || parked.is_some() });
    }
    let notice = match (&parked, others) {
        (None, _) => notice,
        (Some(_), true) => Some(Notice::ParkedAndMore),
        (Some(_), false) => Some(Notice::Parked),
    };
    Ok(Found { is_parked: parked.is_some(), form: parked, notice, others })
}
