//! What somebody has typed, on a page that says why it went nowhere: nothing is lost before that is said. Never a password.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{OWNER, PARK, WAITED};

/// A form that was refused with no page of its own to go back to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedText {
    /// The server function.
    pub action: String,
    /// The page that owns the form.
    pub page: String,
    pub fields: Vec<(String, String)>,
    pub way_on: WayOn,
}

/// What can be done with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum WayOn {
    /// It came from another site, and does nothing that could not be undone: one click sends it from here.
    SendHere,
    /// It came from another site, and is a password's or a question's answer: it has to be given on its own page.
    OpenForm,
    /// The session got a new name while it was on its way: one click sends it with that.
    SendAgain,
    /// It could not be kept until somebody has logged in.
    LogIn,
    /// The page that it belongs to is gone.
    Copy,
}

/// Fields that nobody has typed.
const NO_TEXT: [&str; 6] = ["id", "version", "seen", OWNER, PARK, WAITED];

/// Shows what was posted, and the way on.
#[component]
pub(super) fn TypedTextPanel(text: TypedText) -> impl IntoView {
    let TypedText { action, page, fields, way_on } = text;
    let what = match way_on {
        WayOn::SendHere => "If you meant to send this, check it and send it from here.",
        WayOn::OpenForm => "If you meant to do this, do it on its own page.",
        WayOn::SendAgain => "Nothing was done. Check it, and send it once more.",
        WayOn::LogIn => {
            "It could not be kept until you have logged in. This is what you typed: copy it, then log in and paste it."
        }
        WayOn::Copy => {
            "You had been logged out, so this was not sent, and now it has nowhere to go. This is what you typed: copy what you want to keep."
        }
    };
    let is_text = |(name, value): &&(String, String)| !value.is_empty() && !NO_TEXT.contains(&name.as_str());
    let has_text = fields.iter().any(|field| is_text(&field));
    let shown = fields.iter().filter(is_text).cloned();
    let shown = shown.map(|(name, value)| view! { <div><dt>{name}</dt><dd dir="auto">{value}</dd></div> });
    let shown = shown.collect_view();
    let button = match way_on {
        WayOn::SendHere | WayOn::SendAgain => {
            let hidden = fields.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> });
            view! {
                <form method="post" action=action class="form-actions">
                    {hidden.collect_view()}
                    <button type="submit" class="button primary">"Send it from here"</button>
                </form>
            }
            .into_any()
        }
        WayOn::OpenForm => view! { <p><a class="button primary" href=page>"Open the form here"</a></p> }.into_any(),
        WayOn::LogIn => {
            view! { <p><a class="button primary" href=page target="_blank" rel="noopener">"Log in in a new tab"</a></p> }
                .into_any()
        }
        WayOn::Copy => ().into_any(),
    };
    // A text to be copied is long: the way on stands before it.
    let (before, after) = if way_on == WayOn::LogIn { (Some(button), None) } else { (None, Some(button)) };
    view! {
        <p>{what}</p>
        {before}
        {has_text.then(|| view! { <dl class="panel facts typed-text">{shown}</dl> })}
        {after}
    }
}
