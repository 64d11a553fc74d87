//! The controls of a form: each has a label, and its errors and help are tied to it. Uncontrolled: the browser owns the
//! text. Inside a [`PostForm`](super::PostForm) only. Django: `BoundField` and the widgets.

use leptos::{html, prelude::*};

use super::FormState;
use crate::shared::count_chars;

/// The ids that tie a control to its help and errors.
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

/// One line of help. A rule that can be checked while somebody types says whether it is kept; unknown is `None`.
#[derive(Clone)]
pub struct HelpLine {
    text: String,
    is_kept: Option<Signal<Option<bool>>>,
}

impl HelpLine {
    pub fn rule(text: String, is_kept: Signal<Option<bool>>) -> Self {
        Self { text, is_kept: Some(is_kept) }
    }
}

impl From<String> for HelpLine {
    fn from(text: String) -> Self {
        Self { text, is_kept: None }
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
                    {state.errors_of(name).into_iter().map(|code| view! { <li>{code.to_string()}</li> }).collect_view()}
                </ul>
            })}
        </div>
    }
}

#[component]
fn Line(line: HelpLine) -> impl IntoView {
    let is_kept = move || line.is_kept.and_then(|is_kept| is_kept.get());
    let state = move || is_kept().map(|is_kept| if is_kept { "kept" } else { "broken" });
    view! {
        <li data-rule=state>
            {line.text}
            {move || is_kept().filter(|kept| *kept).map(|_| view! { <span class="visually-hidden">" Kept."</span> })}
        </li>
    }
}

/// A one-line text. A password has a field of its own.
#[component]
pub fn TextField(
    name: &'static str,
    label: &'static str,
    /// The type of the input: `text`, `email`.
    #[prop(default = "text")]
    kind: &'static str,
    /// What it holds when the form is fresh.
    #[prop(optional, into)]
    value: String,
    #[prop(optional)] help: Vec<HelpLine>,
    /// What a password manager may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Most characters that can be typed; only where cutting a pasted text off would lose nothing of worth.
    #[prop(optional)]
    maxlength: Option<u32>,
    /// Shows a counter up to this many characters. More can be typed: nothing is cut off, the answer says so.
    #[prop(optional)]
    counted_to: Option<u32>,
    /// Asks for the focus when the page is loaded and nothing is wrong.
    #[prop(optional)]
    autofocus: bool,
    /// May be left empty.
    #[prop(optional)]
    optional: bool,
    /// Follows what is typed, for rules that look at it.
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
    // What was typed before hydration counts too.
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

/// A text of one or many lines that people write, with a counter of its characters.
#[component]
pub fn TextArea(
    name: &'static str,
    label: &'static str,
    #[prop(optional, into)] value: String,
    /// Most characters that are accepted. More can be typed: nothing is cut off, the counter and the answer say so.
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

/// How many characters were typed, and how many may be.
#[component]
fn Counter(count: RwSignal<u32>, max: u32) -> impl IntoView {
    view! { <p class="counter" class:over=move || count.get().gt(&max)>{move || format!("{} / {max}", count.get())}</p> }
}

/// Text as the inside of an element. A parser drops the line break that begins a text area, so there it stands twice.
fn escape_text(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    if text.starts_with('\n') { format!("\n{text}") } else { text }
}
