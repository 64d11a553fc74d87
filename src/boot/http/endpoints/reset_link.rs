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
            layers::request_session::RequestSession,
        },
    },
};

/// The address of such a link.
pub const LINK: &str = paths::RESET_LINK;

pub async fn open(
    State(app): State<App>,
    Extension(session): Extension<RequestSession>,
    token: Result<Path<String>, PathRejection>,
) -> Response {
    // A token that is not text is a link that is not valid.
    let token = token.map(|Path(token)| token).unwrap_or_default();
    let opened = match reset::open(&app.accounts, &session.session(), &token).await {
        Ok(()) => session.store().await,
        Err(error) => Err(error),
    };
    opened.map_or_else(refusal, |()| found(paths::RESET))
}
