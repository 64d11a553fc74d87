//! The errors of a form as a whole, above its fields.

use leptos::prelude::*;

use super::{browser, form_state::FormState, messages::form as messages, sentences::sentence};
use crate::shared::{AppError, WHOLE_FORM};

/// The errors of the form as a whole, read aloud at once.
#[component]
pub(super) fn FormAlert(state: FormState) -> impl IntoView {
    move || {
        let (errors, problem) = (state.errors_of(WHOLE_FORM), state.problem.get());
        (!errors.is_empty() || problem.is_some()).then(|| {
            let focus = state.takes_focus(true);
            view! {
                <div class="form-alert" role="alert" tabindex="-1" autofocus=focus>
                    {errors.into_iter().map(|code| view! { <p>{sentence(WHOLE_FORM, &code)}</p> }).collect_view()}
                    {problem.map(|problem| view! { <Problem problem/> })}
                </div>
            }
        })
    }
}

/// A refusal as a sentence; one that ends after some time counts down.
#[component]
fn Problem(problem: AppError) -> impl IntoView {
    match problem {
        AppError::Throttled { retry_after } => view! { <Countdown seconds=retry_after/> }.into_any(),
        other => view! { <p>{other.to_string()}</p> }.into_any(),
    }
}

/// How long to wait, second by second. Read aloud once, not every second.
#[component]
fn Countdown(seconds: u32) -> impl IntoView {
    let left = RwSignal::new(seconds);
    Effect::new(move |_| browser::count_down(seconds, move |now| left.set(now)));
    let text = move || match left.get() {
        0 => messages::TRY_AGAIN_NOW.to_owned(),
        retry_after => AppError::Throttled { retry_after }.to_string(),
    };
    view! { <p aria-live="off">{text}</p> }
}
