//! A select: one of a few values, each with a label. Inside a [`PostForm`](super::PostForm) only. Django: `Select`.

use leptos::prelude::*;

use super::{
    field::{Control, Field},
    form_state::FormState,
};

#[component]
pub fn SelectField(
    name: &'static str,
    label: &'static str,
    /// Value and label of each.
    choices: Vec<(&'static str, String)>,
    /// The value that is chosen in a fresh form.
    chosen: &'static str,
) -> impl IntoView {
    let state = FormState::current();
    let control = Control::new(&state, name, false, false);
    let submitted = state.submitted(name);
    // A submitted value that is no option was refused: the fresh one is chosen.
    let chosen =
        choices.iter().map(|(value, _)| *value).find(|value| submitted.as_deref() == Some(*value)).unwrap_or(chosen);
    let options = choices.into_iter().map(move |(value, label)| {
        view! { <option value=value selected={value == chosen}>{label}</option> }
    });
    view! {
        <Field name label help=Vec::new()>
            <select
                name=name
                id=control.id()
                autofocus=control.takes_focus
                aria-invalid=control.invalid()
                aria-describedby=control.described_by()
            >
                {options.collect_view()}
            </select>
        </Field>
    }
}
