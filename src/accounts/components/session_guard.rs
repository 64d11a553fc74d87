//! What a user sees of their session while a page is open: the cover over a page that must not be read, the warning before the
//! session ends, and the banner over a page from before the login. All of it is hidden, or a template; the browser's code, in
//! `accounts/browser/`, decides when each is shown.

use leptos::prelude::*;

use super::viewer::use_viewer;
use crate::accounts::{
    guard_island::{GuardIsland, LOGGED_OUT},
    messages::{label, session_notice as words},
};

/// Stands once in every document.
#[component]
pub fn SessionGuard() -> impl IntoView {
    let cover = use_viewer().is_authenticated().then(|| view! { <Cover/> });
    view! { <GuardIsland>{cover}</GuardIsland> }
}

/// Covers a page that must not be read. Its three contents: asking the server, asking the user, and that the server does not answer.
#[component]
fn Cover() -> impl IntoView {
    view! {
        <dialog class="dialog cover" aria-labelledby="cover-title">
            <div data-cover="checking">
                <h2 id="cover-title">{words::CHECKING}</h2>
                <p>{words::CHECKING_TEXT}</p>
                <div class="form-actions">
                    <button type="button" class="button quiet" data-reload="">{words::RELOAD}</button>
                </div>
            </div>
            <div data-cover="asking" hidden>
                <h2>{words::ENDED}</h2>
                <p>{words::ENDED_TEXT}</p>
                <div class="form-actions">
                    <button type="button" class="button primary" data-log-in="">{label::LOG_IN}</button>
                    <button type="button" class="button quiet" data-discard="">{words::DISCARD_TEXT}</button>
                </div>
            </div>
            <div data-cover="failed" hidden>
                <h2>{words::NO_ANSWER}</h2>
                <p>{words::NO_ANSWER_TEXT}</p>
                <div class="form-actions">
                    <button type="button" class="button primary" data-reload="">{words::RELOAD}</button>
                </div>
            </div>
        </dialog>
    }
}

/// Templates of the document: the session is about to end, was ended, or began in another tab; its user may do more or less now.
#[component]
pub fn SessionParts(is_authenticated: bool) -> impl IntoView {
    match is_authenticated {
        true => view! {
            <section class="banner" role="alert" aria-label=words::LABEL data-part="ending">
                <p>{words::ENDING}<span aria-live="off" data-left=""></span></p>
                <button type="button" class="button small" data-stay="">{words::STAY}</button>
                <button type="button" class="button small" data-enter-password="">{words::ENTER_PASSWORD}</button>
            </section>
            <section class="banner" role="status" aria-label=words::LABEL data-part="rights">
                <p>{words::RIGHTS}</p>
                <button type="button" class="button small" data-reload="">{words::RELOAD}</button>
            </section>
        }
        .into_any(),
        false => view! {
            <section class="banner" role="status" aria-label=words::LABEL data-part="stale">
                <p>{words::STALE}</p>
                <button type="button" class="button small" data-reload="">{words::CONTINUE}</button>
            </section>
            <p class="notice" role="status" data-part="over">{words::OVER}</p>
            <p class="banner done" role="status" data-part=LOGGED_OUT>{words::LOGGED_OUT}</p>
        }
        .into_any(),
    }
}
