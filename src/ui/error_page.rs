//! What stands in a page's place when it cannot be shown: the status, what happened, and a way on. Sets the response's
//! status where there is a response. Django: the `404.html`, `403.html` … templates.

use std::sync::Arc;

use leptos::prelude::*;

use super::{
    PageHeading, browser,
    submitted_values::{NextStep, SubmittedValues, SubmittedValuesPanel},
};
use crate::shared::{AppError, NextPath, encode_query_value};

/// In context on the server: sets the status of the response that is being made.
#[derive(Clone)]
pub struct ResponseStatus(pub Arc<dyn Fn(u16) + Send + Sync>);

/// In context: the id of the request that made this document, as the log has it; none after navigating on.
#[derive(Clone, Copy)]
pub struct RequestId(pub RwSignal<Option<String>>);

/// The page for a refusal.
#[component]
pub fn ErrorPage(
    error: AppError,
    /// The status, where it is not the one of the error: 405 has no error of its own.
    #[prop(optional)]
    status: Option<u16>,
    /// The submission that no page can show again.
    #[prop(optional)]
    values: Option<SubmittedValues>,
    /// The address that was refused, where the document does not stand there itself.
    #[prop(optional, into)]
    here: Option<String>,
) -> impl IntoView {
    let status = status.unwrap_or(error.status());
    if let Some(response) = use_context::<ResponseStatus>() {
        (response.0)(status);
    }
    if error == AppError::LoginRequired && values.is_none() {
        // The session ended while this document was open: the server knows the way.
        Effect::new(|_| browser::load(&NextPath::or_default(&browser::current_path()).login_url()));
    }
    let unreachable = error == AppError::Unreachable;
    let has_better_way = unreachable || values.is_some();
    let (title, text) = match values.as_ref().map(|values| values.next_step) {
        Some(NextStep::LogIn) => not_kept(&error),
        Some(NextStep::SendAgain) => {
            ("That came too late", "Your session has changed in another tab while this was on its way.".to_owned())
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
            {move || request_id().map(|id| view! { <p class="request-id">"Request " <code>{id}</code></p> })}
            <div class="form-actions">
                {unreachable.then(|| view! { <a class="button primary" rel="external" href="">"Try again"</a> })}
                <a class="button" class:primary=!has_better_way href="/articles/">"Back to the articles"</a>
                {may_with_other_account.then(|| view! { <OtherAccount here/> })}
            </div>
        </section>
    }
}

/// The way to where somebody else may: logging out, and in again on the way back.
#[component]
fn OtherAccount(here: Option<String>) -> impl IntoView {
    let address = RwSignal::new(logout_url(here.as_deref().unwrap_or_default()));
    Effect::new(move |_| {
        if here.is_none() {
            address.set(logout_url(&browser::current_path()));
        }
    });
    view! { <a class="button quiet" rel="external" href=address>"Log in as somebody else"</a> }
}

fn logout_url(here: &str) -> String {
    format!("/accounts/logout/?next={}", encode_query_value(NextPath::or_default(here).as_str()))
}

/// The words where a form could not be kept until somebody has logged in.
fn not_kept(error: &AppError) -> (&'static str, String) {
    match error {
        AppError::TooLarge { limit_kib } => (
            "You have been logged out",
            format!("This was not sent. It is longer than the {limit_kib} KiB that can wait for you."),
        ),
        AppError::Throttled { .. } => (
            "You have been logged out",
            "This was not sent. Very much is waiting from your network already, so it cannot wait, too.".to_owned(),
        ),
        _ => ("You have been logged out", "This was not sent, and nothing tells any more whose it is.".to_owned()),
    }
}

fn words(error: &AppError, status: u16) -> (&'static str, String) {
    match (error, status) {
        (_, 405) => ("Not done that way", "This address does not take that kind of request.".to_owned()),
        (AppError::NotFound, _) => (
            "Page not found",
            "There is nothing at this address. It may have been deleted, or the link is wrong.".to_owned(),
        ),
        (AppError::NotPermitted { needed }, _) => (
            "Not permitted",
            format!(
                "This is for accounts that may {needed}, and yours was not given that. Somebody who manages this site can give it."
            ),
        ),
        (AppError::Forbidden | AppError::AnonymousOnly, _) => {
            ("Not yours to change", "You are logged in, but this is not something that you may do.".to_owned())
        }
        (AppError::CrossOrigin, _) => ("From another site", error.to_string()),
        (AppError::OtherUser, _) => ("Somebody else’s page", error.to_string()),
        (AppError::StepUpRequired, _) => ("Your password, please", error.to_string()),
        (AppError::Throttled { .. }, _) => ("Too many attempts", error.to_string()),
        (AppError::LoginRequired, _) => ("Please log in", "This page is for people who are logged in.".to_owned()),
        (AppError::TooLarge { limit_kib }, _) => (
            "Too much at once",
            format!("At most {limit_kib} KiB can be sent at once. Go back: your browser has kept what you typed."),
        ),
        (AppError::BadRequest | AppError::Invalid(_), _) => {
            ("That did not make sense", "The request could not be understood, so nothing was done.".to_owned())
        }
        (AppError::Busy { .. }, _) => ("Busy just now", error.to_string()),
        (AppError::NotStored, _) => ("Not saved", error.to_string()),
        (AppError::Unreachable, _) => {
            ("No connection", "The server could not be reached. Check your connection and try again.".to_owned())
        }
        (AppError::Internal, _) => ("Our fault", error.to_string()),
    }
}
