//! The text controls of a form, each with its label, help and errors. They are uncontrolled: the browser owns the text.
//! Inside a [`PostForm`](super::PostForm) only. Django: `BoundField` and the widgets.

use leptos::{html, prelude::*};

use super::{FormState, messages::form as messages, sentences::sentence};
use crate::shared::count_chars;

/// The ids that connect a control with its help and errors.
#[derive(Clone, Copy)]
pub(super) struct Ids(pub &'static str);

impl Ids {
    pub fn control(self) -> String {
        format!("id_{}", self.0)
    }

    fn help(self) -> String {
        format!("id_{}_help", self.0)
    }

    fn errors(self) -> String {
        format!("id_{}_errors", self.0)
    }

    pub fn described_by(self, has_help: bool, is_wrong: bool) -> Option<String> {
        let ids = [has_help.then(|| self.help()), is_wrong.then(|| self.errors())];
        let ids: Vec<String> = ids.into_iter().flatten().collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

/// One line of help. A rule that can be checked during typing says whether the text satisfies it; `None` is unknown.
#[derive(Clone)]
pub struct HelpLine {
    text: String,
    is_met: Option<Signal<Option<bool>>>,
}

impl HelpLine {
    pub fn rule(text: String, is_met: Signal<Option<bool>>) -> Self {
        Self { text, is_met: Some(is_met) }
    }
}

impl From<String> for HelpLine {
    fn from(text: String) -> Self {
        Self { text, is_met: None }
    }
}

impl From<&str> for HelpLine {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

/// Label, help, control and errors of one field, in this order.
#[component]
pub(super) fn Field(
    name: &'static str,
    label: &'static str,
    /// One line or several; none is no help.
    help: Vec<HelpLine>,
    children: Children,
) -> impl IntoView {
    let state = expect_context::<FormState>();
    let ids = Ids(name);
    let is_wrong = move || !state.errors_of(name).is_empty();
    let help = match help.len() {
        0 => None,
        1 => Some(
            view! { <p class="help" id=ids.help()>{help.into_iter().map(|line| line.text).collect_view()}</p> }
                .into_any(),
        ),
        _ => {
            let lines = help.into_iter().map(|line| view! { <Line line/> }).collect_view();
            Some(view! { <ul class="help" id=ids.help()>{lines}</ul> }.into_any())
        }
    };
    view! {
        <div class="field" class:invalid=is_wrong>
            <label for=ids.control()>{label}</label>
            {help}
            {children()}
            {move || is_wrong().then(|| view! {
                <ul class="errors" id=ids.errors()>
                    {state.errors_of(name).into_iter().map(|code| view! { <li>{sentence(name, &code)}</li> }).collect_view()}
                </ul>
            })}
        </div>
    }
}

#[component]
fn Line(line: HelpLine) -> impl IntoView {
    let is_met = move || line.is_met.and_then(|is_met| is_met.get());
    let state = move || is_met().map(|is_met| if is_met { "kept" } else { "broken" });
    view! {
        <li data-rule=state>
            {line.text}
            {move || is_met().filter(|is_met| *is_met).map(|_| view! { <span class="visually-hidden">{messages::RULE_MET}</span> })}
        </li>
    }
}

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
    let state = expect_context::<FormState>();
    let ids = Ids(name);
    let has_help = !help.is_empty();
    let is_wrong = Memo::new(move |_| !state.errors_of(name).is_empty());
    let value = state.submitted(name).unwrap_or(value);
    let focus = state.takes_focus(is_wrong.get_untracked()) || (autofocus && state.is_clean());
    let count = RwSignal::new(count_chars(&value));
    let input = NodeRef::<html::Input>::new();
    // Text from before hydration counts too.
    let recount = move || {
        if let Some(input) = input.get_untracked() {
            let text = input.value();
            count.set(count_chars(&text));
            typed.inspect(|typed| typed.set(text));
        }
    };
    Effect::new(move |_| {
        input.track();
        recount();
    });
    view! {
        <Field name label help>
            <input
                type=kind
                name=name
                id=ids.control()
                value=(!value.is_empty()).then_some(value)
                dir=(kind == "text").then_some("auto")
                maxlength=maxlength
                autocomplete=autocomplete
                autocapitalize="none"
                spellcheck="false"
                autofocus=focus
                required=!optional
                aria-invalid=move || is_wrong.get().then_some("true")
                aria-describedby=move || ids.described_by(has_help, is_wrong.get())
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
    let has_help = !help.is_empty();
    let state = expect_context::<FormState>();
    let ids = Ids(name);
    let is_wrong = Memo::new(move |_| !state.errors_of(name).is_empty());
    let value = state.submitted(name).unwrap_or(value);
    let focus = state.takes_focus(is_wrong.get_untracked()) || (autofocus && state.is_clean());
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
                id=ids.control()
                rows=rows
                dir="auto"
                autofocus=focus
                required=!optional
                aria-invalid=move || is_wrong.get().then_some("true")
                aria-describedby=move || ids.described_by(has_help, is_wrong.get())
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
