//! The submitted values on an error page, so that nothing is lost when a form cannot go back to its own page. Never a password.

use leptos::prelude::*;

use super::{HELD_ID, HOLD, OWNER, messages::submitted_values as messages};

/// A submission without a page that could show it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubmittedValues {
    /// The path of the server function.
    pub action: String,
    /// The address of the page that `next_step` leads to.
    pub page: String,
    pub fields: Vec<(String, String)>,
    pub next_step: NextStep,
}

/// What the visitor can do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextStep {
    /// It came from another site and can be undone: one click sends it from here.
    SendHere,
    /// It came from another site, and is a password or a confirmation: it has to be entered on its own page.
    OpenForm,
    /// The session got a new id in another tab: one click sends it with that.
    SendAgain,
    /// It could not be held until the login.
    LogIn,
    /// Its page is gone.
    Copy,
    /// Part of it is no text: it has to be entered again on its own page.
    Correct,
}

/// Fields that hold no text of the visitor.
const NO_TEXT: [&str; 6] = ["id", "version", "seen", OWNER, HOLD, HELD_ID];

/// Shows the values and the next step.
#[component]
pub(super) fn SubmittedValuesPanel(values: SubmittedValues) -> impl IntoView {
    let SubmittedValues { action, page, fields, next_step } = values;
    let what = match next_step {
        NextStep::SendHere => messages::SEND_HERE,
        NextStep::OpenForm => messages::OPEN_FORM,
        NextStep::SendAgain => messages::SEND_AGAIN,
        NextStep::LogIn => messages::LOG_IN,
        NextStep::Copy => messages::COPY,
        NextStep::Correct => messages::CORRECT,
    };
    let is_text = |(name, value): &&(String, String)| !value.is_empty() && !NO_TEXT.contains(&name.as_str());
    let has_text = fields.iter().any(|field| is_text(&field));
    let shown = fields.iter().filter(is_text).cloned();
    let shown = shown.map(|(name, value)| view! { <div><dt>{name}</dt><dd dir="auto">{value}</dd></div> });
    let shown = shown.collect_view();
    let button = match next_step {
        NextStep::SendHere | NextStep::SendAgain => {
            let hidden = fields.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> });
            view! {
                <form method="post" action=action class="form-actions">
                    {hidden.collect_view()}
                    <button type="submit" class="button primary">{messages::SEND_BUTTON}</button>
                </form>
            }
            .into_any()
        }
        NextStep::OpenForm | NextStep::Correct => view! { <p><a class="button primary" href=page>{messages::OPEN_BUTTON}</a></p> }.into_any(),
        NextStep::LogIn => {
            view! { <p><a class="button primary" href=page target="_blank" rel="noopener">{messages::LOG_IN_BUTTON}</a></p> }
                .into_any()
        }
        NextStep::Copy => ().into_any(),
    };
    // A text to be copied may be long, so the button stands before it.
    let (before, after) = if next_step == NextStep::LogIn { (Some(button), None) } else { (None, Some(button)) };
    view! {
        <p>{what}</p>
        {before}
        {has_text.then(|| view! { <dl class="panel facts typed-text">{shown}</dl> })}
        {after}
    }
}
