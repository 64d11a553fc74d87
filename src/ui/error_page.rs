//! The page that replaces one that cannot be shown: the status, what happened, and a next step. Sets the status of the response,
//! if there is one. Django: the templates `404.html`, `403.html`, `500.html`.

use leptos::prelude::*;

use super::{
    browser,
    heading::PageHeading,
    messages::error_page as messages,
    response::{RequestId, ResponseStatus},
    submitted_values::{NextStep, SubmittedValues, SubmittedValuesPanel},
};
use crate::shared::{AppError, NextPath, encode_query_value};

/// The page for a refusal.
#[component]
pub fn ErrorPage(
    error: AppError,
    /// The status, if it is not that of the error: 405 has no error of its own.
    #[prop(optional)]
    status: Option<u16>,
    /// The submission that no page can show again.
    #[prop(optional)]
    values: Option<SubmittedValues>,
    /// The address that was refused, if the document has another one.
    #[prop(optional, into)]
    here: Option<String>,
) -> impl IntoView {
    let status = status.unwrap_or(error.status());
    if let Some(response) = use_context::<ResponseStatus>() {
        (response.0)(status);
    }
    if error == AppError::LoginRequired && values.is_none() {
        // The session ended while this document was open: the server leads to the login.
        Effect::new(|_| browser::load(&NextPath::or_default(&browser::current_path()).login_url()));
    }
    let unreachable = error == AppError::Unreachable;
    let has_better_step = unreachable || values.is_some();
    let (title, text) = match values.as_ref().map(|values| values.next_step) {
        Some(NextStep::LogIn) => not_held(&error),
        Some(NextStep::SendAgain) if error != AppError::StepUpRequired => {
            (messages::LATE_TITLE, messages::LATE.to_owned())
        }
        _ => words(&error, status),
    };
    let may_with_other_account = matches!(error, AppError::NotPermitted { .. } | AppError::Forbidden);
    let request_id = use_context::<RequestId>();
    let request_id = move || request_id.and_then(|id| id.0.get()).filter(|_| status >= 500);
    view! {
        <section class="status-page">
            {(!unreachable).then(|| view! { <p class="status-code">{status}</p> })}
            <PageHeading title=title/>
            <p>{text}</p>
            {values.map(|values| view! { <SubmittedValuesPanel values/> })}
            {move || request_id().map(|id| view! { <p class="request-id">{messages::REQUEST}<code>{id}</code></p> })}
            <div class="form-actions">
                {unreachable.then(|| view! { <a class="button primary" rel="external" href="">{messages::TRY_AGAIN}</a> })}
                <a class="button" class:primary=!has_better_step href="/articles/">{messages::BACK}</a>
                {may_with_other_account.then(|| view! { <OtherAccount here/> })}
            </div>
        </section>
    }
}

/// For a user with a second account: logs out, and leads back here after the login.
#[component]
fn OtherAccount(here: Option<String>) -> impl IntoView {
    let address = RwSignal::new(logout_url(here.as_deref().unwrap_or_default()));
    Effect::new(move |_| {
        if here.is_none() {
            address.set(logout_url(&browser::current_path()));
        }
    });
    view! { <a class="button quiet" rel="external" href=address>{messages::OTHER_ACCOUNT}</a> }
}

fn logout_url(here: &str) -> String {
    format!("/accounts/logout/?next={}", encode_query_value(NextPath::or_default(here).as_str()))
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
        (AppError::StepUpRequired, _) => (messages::STEP_UP_TITLE, error.to_string()),
        (AppError::Throttled { .. }, _) => (messages::THROTTLED_TITLE, error.to_string()),
        (AppError::LoginRequired, _) => (messages::LOGIN_TITLE, messages::LOGIN.to_owned()),
        (AppError::TooLarge { limit_kib }, _) => (messages::TOO_LARGE_TITLE, messages::too_large(*limit_kib)),
        (AppError::NotStored, _) => (messages::NOT_STORED_TITLE, error.to_string()),
        (AppError::BadRequest | AppError::Invalid(_), _) => {
            (messages::BAD_REQUEST_TITLE, messages::BAD_REQUEST.to_owned())
        }
        (AppError::Busy { .. }, _) => (messages::BUSY_TITLE, error.to_string()),
        (AppError::Unreachable, _) => (messages::UNREACHABLE_TITLE, messages::UNREACHABLE.to_owned()),
        (AppError::Internal, _) => (messages::INTERNAL_TITLE, error.to_string()),
    }
}
