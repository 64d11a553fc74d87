//! The controls of a form that are chosen or pressed: check box, radio buttons, and the button that sends it.
//! Inside a [`PostForm`](super::PostForm) only.

use leptos::prelude::*;

use super::form_state::FormState;

/// A check box: sends `on`, or nothing.
#[component]
pub fn CheckBox(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    /// Ticked in a fresh form.
    #[prop(optional)]
    checked: bool,
    /// Cannot be changed, and the browser does not send it.
    #[prop(optional)]
    disabled: bool,
) -> impl IntoView {
    let checked = FormState::current().is_ticked(&name, checked, disabled);
    let id = format!("id_{name}");
    view! {
        <div class="field check">
            <input type="checkbox" name=name id=id.clone() checked=checked disabled=disabled/>
            <label for=id><bdi>{label}</bdi></label>
        </div>
    }
}

/// Radio buttons, one of them chosen, under a legend.
#[component]
pub fn RadioGroup(
    name: &'static str,
    legend: &'static str,
    /// Value and label of each.
    choices: Vec<(&'static str, String)>,
    /// The value that is chosen in a fresh form.
    chosen: &'static str,
) -> impl IntoView {
    let state = FormState::current();
    let chosen = state.submitted(name).filter(|value| !value.is_empty()).unwrap_or_else(|| chosen.to_owned());
    let choices = choices.into_iter().map(|(value, label)| {
        let id = format!("id_{name}_{value}");
        let checked = chosen == value;
        view! {
            <div class="field check">
                <input type="radio" name=name value=value id=id.clone() checked=checked/>
                <label for=id>{label}</label>
            </div>
        }
    });
    view! { <fieldset class="choices"><legend>{legend}</legend>{choices.collect_view()}</fieldset> }
}

/// The button that sends the form. While the form is busy it stays focusable, says so, and does nothing.
#[component]
pub fn SubmitButton(#[prop(default = "button primary")] class: &'static str, children: Children) -> impl IntoView {
    view! { <button type="submit" class=class>{children()}</button> }
}
