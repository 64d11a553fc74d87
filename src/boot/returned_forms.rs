//! Post/redirect/get: what was refused, errors and typed text, waits in the session for exactly one load of the page that owns
//! the form; and a notice of what was done for the next page, whichever it is.

use axum::{
    extract::{MatchedPath, Request, State},
    http::{Method, StatusCode},
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use tower_sessions_core::Session;

use super::{App, error_documents::refusal_with, parked, render::ReturnedForm};
use crate::{
    accounts::types::Viewer,
    shared::{AppError, Notice},
    ui::{FormReturn, TypedText, WayOn},
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
}

/// Hands a waiting form to the page it waits for, once.
pub async fn hand_over(State(app): State<App>, mut request: Request, next: Next) -> Response {
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
    let Ok(Found { form, notice, is_parked }) = take(&app, &viewer, &session, &path).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    notice.map(|notice| request.extensions_mut().insert(notice));
    form.clone().map(|form| request.extensions_mut().insert(ReturnedForm(form)));
    let response = next.run(request).await;
    match form.filter(|_| is_parked) {
        Some(form) => {
            let refused = page.access.check(&viewer).err();
            shown(&app, &session, path, form, (response, refused)).await
        }
        None => response,
    }
}

/// A parked form is done with when its page was shown. Where its page is gone, an error page shows what was typed.
async fn shown(
    app: &App,
    session: &Session,
    path: String,
    form: FormReturn,
    (response, refused): (Response, Option<AppError>),
) -> Response {
    let status = response.status();
    let is_gone = status == StatusCode::NOT_FOUND || status == StatusCode::FORBIDDEN;
    if !(status.is_success() || is_gone) {
        return response;
    }
    if parked::shown(app, session, &path).await.is_err() {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    }
    if !is_gone {
        return response;
    }
    let otherwise = if status == StatusCode::NOT_FOUND { AppError::NotFound } else { AppError::Forbidden };
    let error = refused.unwrap_or(otherwise);
    let fields = form.values.into_iter().collect();
    refusal_with(error, TypedText { action: form.function, page: path, fields, way_on: WayOn::Copy })
}

async fn take(app: &App, viewer: &Viewer, session: &Session, path: &str) -> Result<Found, AppError> {
    let notice = Notice::take(session).await?;
    if let Some((form, others)) = parked::find(app, session, viewer, path).await? {
        let notice = if others { Notice::ParkedAndMore } else { Notice::Parked };
        return Ok(Found { form: Some(form), notice: Some(notice), is_parked: true });
    }
    let sealed: Option<String> = session.get(KEY).await.unwrap_or_default();
    let waiting = sealed.and_then(|sealed| app.secret_key.open::<Waiting>(KEY, &sealed));
    let form = match waiting {
        Some(waiting) if waiting.path == path => {
            session.remove_value(KEY).await?;
            Some(waiting.form)
        }
        _ => None,
    };
    Ok(Found { form, notice, is_parked: false })
}
