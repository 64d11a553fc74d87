//! The page that replaces one that cannot be shown: the status, what happened, and a next step.
//! Django: the templates `404.html`, `403.html`, `500.html`.

use leptos::prelude::*;

use super::{
    heading::PageHeading,
    messages::error_page as messages,
    submitted_values::{NextStep, SubmittedValues, SubmittedValuesPanel},
};
use crate::shared::{AppError, NextPath, encode_query_value};

/// The page for a refusal.
#[component]
pub fn ErrorPage(
    error: AppError,
    /// Of the answer: 405 has no error of its own.
    status: u16,
    /// The submission that no page can show again.
    #[prop(optional_no_strip)]
    values: Option<SubmittedValues>,
    /// The address that was refused.
    here: String,
    /// Of the request, as the log has it.
    request_id: String,
) -> impl IntoView {
    let has_better_step = values.is_some();
    let (title, text) = match values.as_ref().map(|values| values.next_step) {
        Some(NextStep::LogIn) => not_held(&error),
        // Its session has got another id meanwhile.
        Some(NextStep::SendAgain) if error == AppError::LoginRequired => {
            (messages::LATE_TITLE, messages::LATE.to_owned())
        }
        _ => words(&error, status),
    };
    let may_with_other_account = matches!(error, AppError::NotPermitted { .. } | AppError::Forbidden);
    let request_id = (status >= 500 && !request_id.is_empty())
        .then(|| view! { <p class="request-id">{messages::REQUEST}<code>{request_id}</code></p> });
    view! {
        <section class="status-page">
            <p class="status-code">{status}</p>
            <PageHeading title=title/>
            <p>{text}</p>
            {values.map(|values| view! { <SubmittedValuesPanel values/> })}
            {request_id}
            <div class="form-actions">
                <a class=if has_better_step { "button" } else { "button primary" } href="/articles/">{messages::BACK}</a>
                {may_with_other_account.then(|| view! { <OtherAccount here/> })}
            </div>
        </section>
    }
}

/// For a user with a second account: logs out, and leads back here after the login.
#[component]
fn OtherAccount(here: String) -> impl IntoView {
    let href = format!("/accounts/logout/?next={}", encode_query_value(NextPath::or_default(&here).as_str()));
    view! { <a class="button quiet" href=href>{messages::OTHER_ACCOUNT}</a> }
}

/// Title and text where a submission could not be held until the login.
fn not_held(error: &AppError) -> (&'static str, String) {
    let text = match error {
        AppError::TooLarge { limit_kib } => messages::not_held_too_large(*limit_kib),
        AppError::Throttled { .. } => messages::NOT_HELD_THROTTLED.to_owned(),
        _ => messages::NOT_HELD.to_owned(),
    };
    (messages::LOGGED_OUT_TITLE, text)
}

/// Title and text of a refusal.
fn words(error: &AppError, status: u16) -> (&'static str, String) {
    match (error, status) {
        (_, 405) => (messages::METHOD_TITLE, messages::METHOD.to_owned()),
        (AppError::NotFound, _) => (messages::NOT_FOUND_TITLE, messages::NOT_FOUND.to_owned()),
        (AppError::NotPermitted { needed }, _) => (messages::NOT_PERMITTED_TITLE, messages::not_permitted(needed)),
        (AppError::Forbidden | AppError::AnonymousOnly, _) => {
            (messages::FORBIDDEN_TITLE, messages::FORBIDDEN.to_owned())
        }
        (AppError::CrossOrigin, _) => (messages::CROSS_ORIGIN_TITLE, error.to_string()),
        (AppError::OtherUser, _) => (messages::OTHER_USER_TITLE, error.to_string()),
        (AppError::EmailUnconfirmed, _) => (messages::UNCONFIRMED_TITLE, error.to_string()),
        (AppError::StepUpRequired, _) => (messages::STEP_UP_TITLE, error.to_string()),
        (AppError::Throttled { .. }, _) => (messages::THROTTLED_TITLE, error.to_string()),
        (AppError::LoginRequired, _) => (messages::LOGIN_TITLE, messages::LOGIN.to_owned()),
        (AppError::TooLarge { limit_kib }, _) => (messages::TOO_LARGE_TITLE, messages::too_large(*limit_kib)),
        (AppError::NotStored, _) => (messages::NOT_STORED_TITLE, error.to_string()),
        (AppError::BadRequest | AppError::Invalid(_), _) => {
            (messages::BAD_REQUEST_TITLE, messages::BAD_REQUEST.to_owned())
        }
        (AppError::Busy { .. }, _) => (messages::BUSY_TITLE, error.to_string()),
        (AppError::SessionsAway { .. }, _) => (messages::SESSIONS_AWAY_TITLE, error.to_string()),
        // No server sends that it cannot be reached.
        (AppError::Internal | AppError::Unreachable, _) => (messages::INTERNAL_TITLE, error.to_string()),
    }
}
