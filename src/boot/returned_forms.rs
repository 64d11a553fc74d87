//! Post/redirect/get: what was refused, errors and typed text, waits in the session for exactly one load of the page that owns
//! the form; and a notice of what was done for the next page, whichever it is.

use axum::{
    extract::{MatchedPath, Request, State},
    http::Method,
    middleware::Next,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use tower_sessions_core::Session;

use super::{App, parked, render::ReturnedForm};
use crate::{
    accounts::types::Viewer,
    shared::{AppError, Notice},
    ui::FormReturn,
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

/// Hands a waiting form to the page it waits for, once.
pub async fn hand_over(State(app): State<App>, mut request: Request, next: Next) -> Response {
    // A browser that loads ahead may never show the page.
    let is_prefetch = request.headers().contains_key("sec-purpose") || request.headers().contains_key("purpose");
    let path = request.extensions().get::<MatchedPath>();
    let is_page = path.is_some_and(|path| urls::find_page(path.as_str()).is_some());
    if request.method() == Method::GET && is_page && !is_prefetch {
        let viewer = request.extensions().get::<Viewer>().cloned().unwrap_or_default();
        let waiting =
            take(&app, &viewer, request.extensions().get::<Session>().cloned(), request.uri().path().to_owned());
        match waiting.await {
            Ok((form, notice)) => {
                form.map(|form| request.extensions_mut().insert(ReturnedForm(form)));
                notice.map(|notice| request.extensions_mut().insert(notice));
            }
            Err(_) => return axum::http::StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        }
    }
    next.run(request).await
}

async fn take(
    app: &App,
    viewer: &Viewer,
    session: Option<Session>,
    path: String,
) -> Result<(Option<FormReturn>, Option<Notice>), AppError> {
    let Some(session) = session.filter(|session| session.id().is_some()) else {
        return Ok((None, None));
    };
    let notice = Notice::take(&session).await?;
    if let Some(form) = parked::take(app, &session, viewer, &path).await? {
        return Ok((Some(form), Some(Notice::Parked)));
    }
    let sealed: Option<String> = session.get(KEY).await.unwrap_or_default();
    match sealed.and_then(|sealed| app.secret_key.open::<Waiting>(KEY, &sealed)) {
        Some(waiting) if waiting.path == path => {
            session.remove_value(KEY).await?;
            Ok((Some(waiting.form), notice))
        }
        _ => Ok((None, notice)),
    }
}
