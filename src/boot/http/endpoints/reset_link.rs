//! Opens a password link: its token is checked and moves into the session, and the browser is redirected to an address without
//! it (B73). A wrong link leads to the same page, which then says so (B74).

use axum::{
    Extension,
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};

use crate::{
    accounts::{paths, server::reset},
    boot::{
        app::App,
        http::{
            answer::{found, refusal},
            layers::request_session::{ANONYMOUS_AGE, RequestSession},
        },
    },
    server::context::Client,
    shared::AppError,
};

/// The address of such a link.
pub const LINK: &str = paths::RESET_LINK;

/// What the session of an opened link takes, in bytes, generously.
const SIZE: usize = 1_024;

pub async fn open(
    State(app): State<App>,
    Extension(session): Extension<RequestSession>,
    Extension(client): Extension<Client>,
    token: Result<Path<String>, PathRejection>,
) -> Response {
    // A token that is not text is a link that is not valid.
    let token = token.map(|Path(token)| token).unwrap_or_default();
    match open_in(&app, &session, &client, &token).await {
        Ok(()) => found(paths::RESET),
        Err(error) => {
            session.discard().await;
            refusal(error)
        }
    }
}

async fn open_in(app: &App, request: &RequestSession, client: &Client, token: &str) -> Result<(), AppError> {
    let session = request.session();
    reset::open(&app.accounts, &session, token).await?;
    if session.id().is_none() && !session.is_empty().await {
        // It begins for a visitor, who could open the link again and again without a cookie.
        let taken = app.links.take(client, SIZE, ANONYMOUS_AGE);
        taken.map_err(|retry_after| AppError::Throttled { retry_after })?;
    }
    request.store().await
}
