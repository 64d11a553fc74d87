//! Permissions in a form: a table of check boxes, with a row for each model and a column for each action. And as text, to read.

use leptos::prelude::*;

use crate::{
    accounts::types::PermissionAction,
    staff::messages::{common, permissions as words},
    staff::{
        forms::staff_field::PERMISSION_PREFIX,
        types::{PermissionChoice, Right},
    },
    ui::FormState,
};

/// One check box for each permission that is asked for somewhere, or is given. Inside a [`PostForm`](crate::ui::PostForm) only.
#[component]
pub fn PermissionFields(
    choices: Vec<PermissionChoice>,
    /// They are the viewer's own.
    #[prop(optional)]
    is_own: bool,
) -> impl IntoView {
    let choices: Vec<_> = choices.into_iter().filter(|choice| choice.is_checked || choice.is_given).collect();
    let is_limited = choices.iter().any(|choice| !choice.may_be_given);
    let limit = if is_own { words::OWN_LIMITED } else { words::LIMITED };
    let rows = by_model(choices).into_iter().map(|(model, choices)| view! { <Row model choices/> });
    view! {
        <fieldset class="choices">
            <legend>{common::PERMISSIONS}</legend>
            {is_limited.then(|| view! { <p class="help">{limit}</p> })}
            <table class="table matrix" aria-label=common::PERMISSIONS>
                <thead>
                    <tr>
                        <th scope="col">{words::WHAT}</th>
                        {PermissionAction::ALL.map(|action| view! { <th scope="col">{heading(action)}</th> }).collect_view()}
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </fieldset>
    }
}

#[component]
fn Row(model: String, choices: Vec<PermissionChoice>) -> impl IntoView {
    let cells = PermissionAction::ALL.map(|action| {
        let choice = choices.iter().find(|choice| action_and_model(choice).0 == action.word()).cloned();
        view! { <td data-label=heading(action)>{choice.map(|choice| view! { <Tick choice/> })}</td> }
    });
    view! { <tr><th scope="row">{model}</th>{cells.collect_view()}</tr> }
}

#[component]
fn Tick(choice: PermissionChoice) -> impl IntoView {
    let PermissionChoice { name, label, is_given, may_be_given, .. } = choice;
    let name = format!("{PERMISSION_PREFIX}{name}");
    let checked = FormState::current().is_ticked(&name, is_given, !may_be_given);
    view! {
        <label class="tick">
            <input type="checkbox" id=format!("id_{name}") name=name aria-label=label checked=checked disabled=!may_be_given/>
        </label>
    }
}

/// All that a user may do, each with where it comes from.
#[component]
pub fn Rights(rights: Vec<Right>, is_superuser: bool, is_staff: bool, is_active: bool) -> impl IntoView {
    let summary = match (is_active, is_superuser, rights.is_empty()) {
        (false, ..) => Some(words::DEACTIVATED),
        (true, true, _) => Some(words::SUPERUSER),
        (true, false, true) => Some(if is_staff { words::STAFF_ONLY } else { words::NO_RIGHTS }),
        (true, false, false) => None,
    };
    let rows = rights.into_iter().map(|Right { label, is_own, groups }| {
        let own = is_own.then(|| words::OWN.to_owned());
        let why = own.into_iter().chain(groups.iter().map(|group| words::by_group(group))).collect::<Vec<_>>();
        view! { <div><dt>{label}</dt><dd dir="auto">{why.join(", ")}</dd></div> }
    });
    view! {
        <section class="follows">
            <h3>{words::RIGHTS}</h3>
            {summary.map(|summary| view! { <p>{summary}</p> })}
            <dl class="facts">{rows.collect_view()}</dl>
        </section>
    }
}

/// The granted permissions, in words.
#[component]
pub fn PermissionList(choices: Vec<PermissionChoice>) -> impl IntoView {
    let given: Vec<String> = choices.into_iter().filter(|choice| choice.is_given).map(|choice| choice.label).collect();
    if given.is_empty() { common::NONE.to_owned() } else { given.join(", ") }
}

/// The action and the model of a label such as `change articles`.
fn action_and_model(choice: &PermissionChoice) -> (&str, &str) {
    choice.label.split_once(' ').unwrap_or((choice.label.as_str(), ""))
}

/// The choices of each model, in their order.
fn by_model(choices: Vec<PermissionChoice>) -> Vec<(String, Vec<PermissionChoice>)> {
    let mut rows: Vec<(String, Vec<PermissionChoice>)> = Vec::new();
    for choice in choices {
        let model = action_and_model(&choice).1.to_owned();
        match rows.iter_mut().find(|(of, _)| *of == model) {
            Some((_, row)) => row.push(choice),
            None => rows.push((model, vec![choice])),
        }
    }
    rows
}

fn heading(action: PermissionAction) -> &'static str {
    match action {
        PermissionAction::Add => words::ADD,
        PermissionAction::Change => words::CHANGE,
        PermissionAction::Delete => words::DELETE,
        PermissionAction::View => words::VIEW,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::types::{GROUP, USER};

    #[test]
    fn every_permission_has_its_place_in_the_table() {
        let choices =
            [USER, GROUP].into_iter().flat_map(|model| model.permissions()).map(|permission| PermissionChoice {
                name: permission.full_name(),
                label: permission.label(),
                is_given: false,
                may_be_given: true,
                is_checked: true,
            });
        let rows = by_model(choices.collect());
        let models: Vec<&str> = rows.iter().map(|(model, _)| model.as_str()).collect();
        assert_eq!(models, ["users", "groups"]);
        for (_, row) in rows {
            assert!(
                PermissionAction::ALL
                    .iter()
                    .all(|action| row.iter().any(|choice| action_and_model(choice).0 == action.word()))
            );
        }
    }
}
