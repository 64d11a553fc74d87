//! What a user sees of their session while a page is open: the cover over a page that must not be read, the warning before the
//! session ends, and the banner over a page from before the login. When each is shown is decided in `session_guard.rs`.

use leptos::{html, prelude::*};

use super::{
    session_guard::{Guard, OVER},
    viewer::use_viewer,
};
use crate::{
    accounts::{
        api,
        messages::{label, session_notice as words},
    },
    shared::AppError,
    ui::{FirstNotice, HOLD, StepUp, UnderWay, browser},
};

/// Stands once in every document.
#[component]
pub fn SessionGuard() -> impl IntoView {
    let owner = use_viewer().user().map(|user| user.id);
    let notice = expect_context::<FirstNotice>().0;
    let guard = Guard::new(owner, expect_context::<UnderWay>().0, expect_context());
    if owner.is_some() {
        guard.wait_for_forms();
    }
    Effect::new(move |_| {
        browser::when_hydrated(move || {
            guard.start();
            if browser::was_told(OVER) && owner.is_none() {
                notice.set(Some(words::OVER.to_owned()));
            }
        });
    });
    match owner {
        Some(_) => view! { <Cover guard/> <Warning guard/> }.into_any(),
        None => view! { <StalePage guard/> }.into_any(),
    }
}

/// Covers a page that must not be read.
#[component]
fn Cover(guard: Guard) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let is_covered = guard.is_covered.get();
        if let Some(dialog) = dialog.get() {
            browser::show_dialog(&dialog, is_covered);
        }
    });
    // Escape closes a dialog even where the page forbids it.
    let on_close = move |_: web_sys::Event| {
        if let Some(dialog) = dialog.get_untracked().filter(|_| guard.is_covered.get_untracked()) {
            browser::show_dialog(&dialog, true);
        }
    };
    Effect::new(move |_| {
        if guard.is_asking.get() {
            request_animation_frame(move || {
                _ = dialog.get_untracked().map(|dialog| browser::focus_first(&dialog, "button"))
            });
        }
    });
    let reload = move |_| browser::reload();
    let discard_text = move |_| {
        browser::forget_touched();
        browser::reload();
    };
    let content = move || {
        match guard.is_asking.get() {
        true => view! {
            <h2 id="cover-title">{words::ENDED}</h2>
            <p>{words::ENDED_TEXT}</p>
            <div class="form-actions">
                <button type="button" class="button primary" on:click=move |_| browser::send_touched(HOLD)>{label::LOG_IN}</button>
                <button type="button" class="button quiet" on:click=discard_text>{words::DISCARD_TEXT}</button>
            </div>
        }
        .into_any(),
        false => view! {
            <h2 id="cover-title">{words::CHECKING}</h2>
            <p>{words::CHECKING_TEXT}</p>
            <div class="form-actions"><button type="button" class="button quiet" on:click=reload>{words::RELOAD}</button></div>
        }
        .into_any(),
    }
    };
    view! {
        <dialog class="dialog cover" aria-labelledby="cover-title" node_ref=dialog on:close=on_close>
            {content}
        </dialog>
    }
}

/// Warns that the session is about to end, and offers to extend it.
#[component]
fn Warning(guard: Guard) -> impl IntoView {
    let is_near = Memo::new(move |_| guard.left.get().is_some());
    move || is_near.get().then(|| view! { <Ending guard/> })
}

#[component]
fn Ending(guard: Guard) -> impl IntoView {
    let stay = Action::new(|(): &()| api::stay_logged_in());
    Effect::new(move |_| {
        if let Some(Err(AppError::LoginRequired)) = stay.value().get() {
            guard.listen();
        }
    });
    let step_up = expect_context::<StepUp>().0;
    let left = move || {
        let left = guard.left.get().unwrap_or_default();
        format!("{}:{:02}", left / 60, left % 60)
    };
    let extend = move || match guard.lasts_by_use.get() {
        true => {
            let on_click = move |_| _ = stay.dispatch(());
            view! { <button type="button" class="button small" on:click=on_click>{words::STAY}</button> }.into_any()
        }
        false => {
            let on_click = move |_| step_up.set(Some(Callback::new(|()| {})));
            view! { <button type="button" class="button small" on:click=on_click>{words::ENTER_PASSWORD}</button> }
                .into_any()
        }
    };
    view! {
        <section class="banner" role="alert" aria-label=words::LABEL>
            <p>{words::ENDING} <span aria-live="off">{left}</span></p>
            {extend}
        </section>
    }
}

/// Shown on an anonymous page when another tab has logged in.
#[component]
fn StalePage(guard: Guard) -> impl IntoView {
    move || {
        guard.is_stale.get().then(|| {
            view! {
                <section class="banner" role="status" aria-label=words::LABEL>
                    <p>{words::STALE}</p>
                    <button type="button" class="button small" on:click=move |_| browser::reload()>{words::CONTINUE}</button>
                </section>
            }
        })
    }
}
