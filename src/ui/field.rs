//! What every field of a form has: label, help and errors, connected with its control. Inside a [`PostForm`](super::PostForm) only. Django: `BoundField` and the widgets.

use leptos::{html, prelude::*};

use super::{form_state::FormState, messages::form as messages, sentences::sentence};

/// What every control has in common: its ids, and what its form says of it.
#[derive(Clone, Copy)]
pub(super) struct Control {
    name: &'static str,
    has_help: bool,
    is_wrong: Memo<bool>,
    /// Takes the focus when the page is loaded.
    pub takes_focus: bool,
}

impl Control {
    /// `autofocus` asks for the focus, unless another part of the form is wrong.
    pub fn new(name: &'static str, has_help: bool, autofocus: bool) -> Self {
        let state = expect_context::<FormState>();
        let is_wrong = Memo::new(move |_| !state.errors_of(name).is_empty());
        let takes_focus = state.takes_focus(is_wrong.get_untracked()) || (autofocus && state.is_clean());
        Self { name, has_help, is_wrong, takes_focus }
    }

    pub fn id(self) -> String {
        format!("id_{}", self.name)
    }

    /// For `aria-invalid`.
    pub fn invalid(self) -> Option<&'static str> {
        self.is_wrong.get().then_some("true")
    }

    /// For `aria-describedby`: the ids of its help and errors.
    pub fn described_by(self) -> Option<String> {
        let ids = [self.has_help.then(|| help_id(self.name)), self.is_wrong.get().then(|| errors_id(self.name))];
        let ids: Vec<String> = ids.into_iter().flatten().collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

fn help_id(name: &str) -> String {
    format!("id_{name}_help")
}

fn errors_id(name: &str) -> String {
    format!("id_{name}_errors")
}

/// Follows the text of an input: gives the function to call when it changes. Text from before hydration is followed too.
pub(super) fn follow_text(input: NodeRef<html::Input>, run: impl Fn(String) + Copy + 'static) -> impl Fn() + Copy {
    let follow = move || {
        if let Some(input) = input.get_untracked() {
            run(input.value());
        }
    };
    Effect::new(move |_| {
        input.track();
        follow();
    });
    follow
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
    let is_wrong = move || !state.errors_of(name).is_empty();
    let help = match help.len() {
        0 => None,
        1 => Some(
            view! { <p class="help" id=help_id(name)>{help.into_iter().map(|line| line.text).collect_view()}</p> }
                .into_any(),
        ),
        _ => {
            let lines = help.into_iter().map(|line| view! { <Line line/> }).collect_view();
            Some(view! { <ul class="help" id=help_id(name)>{lines}</ul> }.into_any())
        }
    };
    view! {
        <div class="field" class:invalid=is_wrong>
            <label for=format!("id_{name}")>{label}</label>
            {help}
            {children()}
            {move || is_wrong().then(|| view! {
                <ul class="errors" id=errors_id(name)>
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
