//! Opens a password link: its token is checked and moves into the session, and the browser is redirected to an address without
//! it (B73). A wrong link leads to the same page, which then says so (B74).

use axum::{
    Extension,
    extract::{Path, State},
    response::Response,
};
use tower_sessions_core::Session;

use crate::{
    accounts::{paths, server::reset},
    boot::{
        app::App,
        http::answer::{found, refusal},
    },
};

/// The address of such a link.
pub const LINK: &str = paths::RESET_LINK;

pub async fn open(
    State(app): State<App>,
    Extension(session): Extension<Session>,
    Path(token): Path<String>,
) -> Response {
    match reset::open(&app.accounts, &session, &token).await {
        Ok(()) => found(paths::RESET),
        Err(error) => refusal(error),
    }
}
