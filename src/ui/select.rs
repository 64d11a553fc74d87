//! A select: one of a few values, each with a label. Inside a [`PostForm`](super::PostForm) only.

use leptos::prelude::*;

use super::{
    FormState,
    field::{Field, Ids},
};

#[component]
pub fn SelectField(
    name: &'static str,
    label: &'static str,
    /// Value and label of each.
    choices: Vec<(&'static str, String)>,
    /// The value that is chosen when the form is fresh.
    chosen: &'static str,
) -> impl IntoView {
    let state = expect_context::<FormState>();
    let ids = Ids(name);
    let is_wrong = Memo::new(move |_| !state.errors_of(name).is_empty());
    let submitted = state.submitted(name);
    // A value that the form does not offer was refused: it falls back to the fresh one.
    let chosen =
        choices.iter().map(|(value, _)| *value).find(|value| submitted.as_deref() == Some(*value)).unwrap_or(chosen);
    let focus = state.takes_focus(is_wrong.get_untracked());
    let options = choices.into_iter().map(move |(value, label)| {
        view! { <option value=value selected={value == chosen}>{label}</option> }
    });
    view! {
        <Field name label help=Vec::new()>
            <select
                name=name
                id=ids.control()
                autofocus=focus
                aria-invalid=move || is_wrong.get().then_some("true")
                aria-describedby=move || ids.described_by(false, is_wrong.get())
            >
                {options.collect_view()}
            </select>
        </Field>
    }
}
