//! The errors of a form as a whole, above its fields: as HTML, and as an answer to the browser's code, which shows them likewise.

use leptos::prelude::*;

use super::{context::sentence, form_state::FormState, messages::form as messages};
use crate::shared::{AppError, WHOLE_FORM};

/// Stands for the time that is left, in the sentence of a countdown.
const PLACE: &str = "{}";

/// A sentence that says how long to wait, second by second.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Countdown {
    pub seconds: u32,
    /// With `{}` for the time that is left.
    pub sentence: String,
    /// What it says in the end.
    pub over: &'static str,
}

impl Countdown {
    /// The countdown of a refusal that ends after some time.
    pub fn of(problem: &AppError) -> Option<Self> {
        match problem {
            AppError::Throttled { retry_after } => {
                let sentence = problem.to_string().replace(&crate::shared::duration(*retry_after), PLACE);
                Some(Self { seconds: *retry_after, sentence, over: messages::TRY_AGAIN_NOW })
            }
            _ => None,
        }
    }
}

/// The errors of the form as a whole, read aloud at once.
#[component]
pub(super) fn FormAlert(state: FormState) -> impl IntoView {
    let (errors, problem) = (state.errors_of(WHOLE_FORM), state.problem().cloned());
    (!errors.is_empty() || problem.is_some()).then(|| {
        let focus = state.takes_focus(true);
        let lines = errors.iter().map(|code| view! { <p>{sentence(WHOLE_FORM, code)}</p> }).collect_view();
        view! {
            <div class="form-alert" role="alert" tabindex="-1" autofocus=focus>
                {lines}
                {problem.map(|problem| view! { <Problem problem/> })}
            </div>
        }
    })
}

/// A refusal as a sentence. One that ends after some time counts down; it is read aloud once, not every second.
#[component]
fn Problem(problem: AppError) -> impl IntoView {
    let text = problem.to_string();
    match Countdown::of(&problem) {
        Some(Countdown { seconds, sentence, over }) => view! {
            <p aria-live="off" data-countdown=seconds data-sentence=sentence data-over=over>{text}</p>
        }
        .into_any(),
        None => view! { <p>{text}</p> }.into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_countdown_says_the_sentence_of_its_refusal() {
        for seconds in [1, 30, 300] {
            let problem = AppError::Throttled { retry_after: seconds };
            let countdown = Countdown::of(&problem).unwrap();
            assert_eq!(countdown.sentence.replace(PLACE, &crate::shared::duration(seconds)), problem.to_string());
            assert!(countdown.sentence.contains(PLACE));
        }
        assert_eq!(Countdown::of(&AppError::Busy { retry_after: 5 }), None);
    }
}
