//! Opens the link of a mail, or of staff: its token is checked and moves into the session, and the browser is redirected to an address
//! without it (B73). A wrong link leads to the same page, which then says so (B74).

use axum::{
    Extension,
    extract::{Path, State, rejection::PathRejection},
    response::Response,
    routing::{MethodRouter, get},
};

use crate::{
    accounts::server::{mail_link::MailLink, opening},
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

/// What the session of an opened link takes, in bytes, generously.
const SIZE: usize = 1_024;

/// Every kind of such links.
pub fn links() -> Vec<(&'static str, MethodRouter<App>)> {
    let handler = |link: MailLink| {
        get(move |app, session, client, token| async move { open(link, app, session, client, token).await })
    };
    MailLink::ALL.into_iter().map(|link| (link.path(), handler(link))).collect()
}

async fn open(
    link: MailLink,
    State(app): State<App>,
    Extension(session): Extension<RequestSession>,
    Extension(client): Extension<Client>,
    token: Result<Path<String>, PathRejection>,
) -> Response {
    // A token that is not text is a link that is not valid.
    let token = token.map(|Path(token)| token).unwrap_or_default();
    match open_in(&app, &session, &client, (link, &token)).await {
        Ok(()) => found(link.page()),
        Err(error) => {
            session.discard().await;
            refusal(error)
        }
    }
}

async fn open_in(
    app: &App,
    request: &RequestSession,
    client: &Client,
    (link, token): (MailLink, &str),
) -> Result<(), AppError> {
    let session = request.session();
    opening::open(&app.accounts, &session, link, token).await?;
    if session.id().is_none() && !session.is_empty().await {
        // It begins for a visitor, who could open the link again and again without a cookie.
        let taken = app.links.take(client, SIZE, ANONYMOUS_AGE);
        taken.map_err(|retry_after| AppError::Throttled { retry_after })?;
    }
    request.store().await
}
