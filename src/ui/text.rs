//! Texts of one or several lines. Inside a [`PostForm`](super::PostForm) only.
//! Django: `TextInput`, `EmailInput`, `Textarea`.

use leptos::prelude::*;

use super::{
    field::{Control, Field, HelpLine},
    form_state::FormState,
};
use crate::shared::count_chars;

/// A text of one line. Passwords have a field of their own.
#[component]
pub fn TextField(
    name: &'static str,
    label: &'static str,
    /// The type of the input: `text`, `email`.
    #[prop(default = "text")]
    kind: &'static str,
    /// The value in a fresh form.
    #[prop(optional, into)]
    value: String,
    #[prop(optional)] help: Vec<HelpLine>,
    /// What a password manager may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// What a keyboard on the screen puts into capitals (`none`, `words`, `sentences`), and what its key for a new line does (`next`, `done`).
    #[prop(default = ("none", "next"))]
    keyboard: (&'static str, &'static str),
    /// What is said of a text that is no value of this `kind`, for the browser's code.
    #[prop(optional, into)]
    malformed: Option<String>,
    /// The maximum that can be typed, in characters; only where a pasted text may be cut off.
    #[prop(optional)]
    maxlength: Option<u32>,
    /// Shows a counter up to this number of characters. A longer text is not cut off; the server refuses it.
    #[prop(optional)]
    counted_to: Option<u32>,
    /// Takes the focus when the page is loaded, unless another field is wrong.
    #[prop(optional)]
    autofocus: bool,
    /// May be left empty.
    #[prop(optional)]
    optional: bool,
) -> impl IntoView {
    let state = FormState::current();
    let control = Control::new(&state, name, !help.is_empty(), autofocus);
    let value = state.submitted(name).unwrap_or(value);
    let counter = counted_to.map(|max| view! { <Counter count=count_chars(&value) max/> });
    view! {
        <Field name label help>
            <input
                type=kind
                name=name
                id=control.id()
                value=(!value.is_empty()).then_some(value)
                dir=(kind == "text").then_some("auto")
                maxlength=maxlength
                autocomplete=autocomplete
                autocapitalize=keyboard.0
                enterkeyhint=keyboard.1
                spellcheck=if keyboard.0 == "sentences" { "true" } else { "false" }
                autofocus=control.takes_focus
                required=!optional
                data-required=control.required(!optional)
                data-malformed=malformed
                aria-invalid=control.invalid()
                aria-describedby=control.described_by()
            />
            {counter}
        </Field>
    }
}

/// A text of several lines, with a counter of its characters.
#[component]
pub fn TextArea(
    name: &'static str,
    label: &'static str,
    #[prop(optional, into)] value: String,
    /// The maximum that is accepted, in characters. A longer text is not cut off; the counter shows it and the server refuses it.
    max: u32,
    #[prop(default = 12)] rows: u32,
    #[prop(optional)] autofocus: bool,
    #[prop(optional)] help: Vec<HelpLine>,
    /// May be left empty.
    #[prop(optional)]
    optional: bool,
    /// What stands between the label and the text.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let state = FormState::current();
    let control = Control::new(&state, name, !help.is_empty(), autofocus);
    let value = state.submitted(name).unwrap_or(value);
    view! {
        <Field name label help>
            {children.map(|children| children())}
            <textarea
                name=name
                id=control.id()
                rows=rows
                dir="auto"
                autocapitalize="sentences"
                autofocus=control.takes_focus
                required=!optional
                data-required=control.required(!optional)
                aria-invalid=control.invalid()
                aria-describedby=control.described_by()
                inner_html=escape_text(&value)
            ></textarea>
            <Counter count=count_chars(&value) max/>
        </Field>
    }
}

/// How many characters the text has, and how many it may have.
#[component]
fn Counter(count: u32, max: u32) -> impl IntoView {
    let class = if count > max { "counter over" } else { "counter" };
    view! { <p class=class data-max=max>{format!("{count} / {max}")}</p> }
}

/// Text as the content of an element. A parser drops the line break at the start of a text area, so it is doubled.
fn escape_text(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    if text.starts_with('\n') { format!("\n{text}") } else { text }
}
