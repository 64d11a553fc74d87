//! Texts of one or several lines. They are uncontrolled: the browser owns the text. Inside a [`PostForm`](super::PostForm) only.
//! Django: `TextInput`, `EmailInput`, `Textarea`.

use leptos::{html, prelude::*};

use super::{
    field::{Control, Field, HelpLine, follow_text},
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
    /// Follows the text, for rules that are checked during typing.
    #[prop(optional)]
    typed: Option<RwSignal<String>>,
) -> impl IntoView {
    let control = Control::new(name, !help.is_empty(), autofocus);
    let value = expect_context::<FormState>().submitted(name).unwrap_or(value);
    let count = RwSignal::new(count_chars(&value));
    let input = NodeRef::<html::Input>::new();
    let recount = follow_text(input, move |text| {
        count.set(count_chars(&text));
        typed.inspect(|typed| typed.set(text));
    });
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
                autocapitalize="none"
                spellcheck="false"
                autofocus=control.takes_focus
                required=!optional
                aria-invalid=move || control.invalid()
                aria-describedby=move || control.described_by()
                on:input=move |_| recount()
                node_ref=input
            />
            {counted_to.map(|max| view! { <Counter count max/> })}
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
) -> impl IntoView {
    let control = Control::new(name, !help.is_empty(), autofocus);
    let value = expect_context::<FormState>().submitted(name).unwrap_or(value);
    let count = RwSignal::new(count_chars(&value));
    let area = NodeRef::<html::Textarea>::new();
    let recount = move || {
        if let Some(area) = area.get_untracked() {
            count.set(count_chars(&area.value()));
        }
    };
    Effect::new(move |_| {
        area.track();
        recount();
    });
    view! {
        <Field name label help>
            <textarea
                name=name
                id=control.id()
                rows=rows
                dir="auto"
                autofocus=control.takes_focus
                required=!optional
                aria-invalid=move || control.invalid()
                aria-describedby=move || control.described_by()
                on:input=move |_| recount()
                node_ref=area
                inner_html=escape_text(&value)
            ></textarea>
            <Counter count max/>
        </Field>
    }
}

/// How many characters the text has, and how many it may have.
#[component]
fn Counter(count: RwSignal<u32>, max: u32) -> impl IntoView {
    view! { <p class="counter" class:over=move || count.get().gt(&max)>{move || format!("{} / {max}", count.get())}</p> }
}

/// Text as the content of an element. A parser drops the line break at the start of a text area, so it is doubled.
fn escape_text(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    if text.starts_with('\n') { format!("\n{text}") } else { text }
}
