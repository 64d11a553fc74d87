//! What every field of a form has: label, help and errors, connected with its control. Inside a [`PostForm`](super::PostForm) only.
//! Django: `BoundField` and the widgets.

use leptos::prelude::*;

use super::{context::sentence, form_state::FormState, messages::form as messages};
use crate::shared::{Code, PasswordRule};

/// What every control has in common: its ids, and what its form says of it.
pub(super) struct Control {
    name: &'static str,
    has_help: bool,
    is_wrong: bool,
    /// Takes the focus when the page is loaded.
    pub takes_focus: bool,
}

impl Control {
    /// `autofocus` asks for the focus, unless another part of the form is wrong.
    pub fn new(state: &FormState, name: &'static str, has_help: bool, autofocus: bool) -> Self {
        let is_wrong = !state.errors_of(name).is_empty();
        let takes_focus = state.takes_focus(is_wrong) || (autofocus && state.is_clean());
        Self { name, has_help, is_wrong, takes_focus }
    }

    pub fn id(&self) -> String {
        format!("id_{}", self.name)
    }

    /// For `aria-invalid`.
    pub fn invalid(&self) -> Option<&'static str> {
        self.is_wrong.then_some("true")
    }

    /// What is said of an empty field that must not be empty, for the browser's code.
    pub fn required(&self, is_required: bool) -> Option<String> {
        is_required.then(|| sentence(self.name, &Code::Required))
    }

    /// For `aria-describedby`: the ids of its help and errors.
    pub fn described_by(&self) -> Option<String> {
        match (self.has_help, self.is_wrong) {
            (true, true) => Some(format!("{} {}", help_id(self.name), errors_id(self.name))),
            (true, false) => Some(help_id(self.name)),
            (false, true) => Some(errors_id(self.name)),
            (false, false) => None,
        }
    }
}

fn help_id(name: &str) -> String {
    format!("id_{name}_help")
}

fn errors_id(name: &str) -> String {
    format!("id_{name}_errors")
}

/// One line of help, perhaps of a rule that the browser checks during typing.
#[derive(Clone)]
pub struct HelpLine {
    text: String,
    rule: Option<PasswordRule>,
}

impl HelpLine {
    pub fn rule(text: String, rule: PasswordRule) -> Self {
        Self { text, rule: Some(rule) }
    }
}

impl From<String> for HelpLine {
    fn from(text: String) -> Self {
        Self { text, rule: None }
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
    /// What the browser needs to check rules, as JSON.
    #[prop(optional_no_strip)]
    rules: Option<String>,
    children: Children,
) -> impl IntoView {
    let state = FormState::current();
    let errors = state.errors_of(name);
    let help = match help.len() {
        0 => None,
        1 if rules.is_none() => Some(
            view! { <p class="help" id=help_id(name)>{help.into_iter().map(|line| line.text).collect::<String>()}</p> }
                .into_any(),
        ),
        _ => {
            let lines = help.into_iter().map(|line| view! { <Line line/> }).collect_view();
            let class = if rules.is_some() { "help rules" } else { "help" };
            Some(view! { <ul class=class id=help_id(name) data-rules=rules>{lines}</ul> }.into_any())
        }
    };
    let class = if errors.is_empty() { "field" } else { "field invalid" };
    let errors = (!errors.is_empty()).then(|| {
        let lines = errors.iter().map(|code| view! { <li>{sentence(name, code)}</li> }).collect_view();
        view! { <ul class="errors" id=errors_id(name)>{lines}</ul> }
    });
    view! {
        <div class=class>
            <label for=format!("id_{name}")>{label}</label>
            {help}
            {children()}
            {errors}
        </div>
    }
}

#[component]
fn Line(line: HelpLine) -> impl IntoView {
    let done = line.rule.map(|_| view! { <span class="visually-hidden" hidden>{messages::RULE_MET}</span> });
    view! { <li data-rule-id=line.rule.map(PasswordRule::id)>{line.text}{done}</li> }
}
