//! The groups of a user: as boxes in a form, with a filter over a long list; and as links, to read.

use leptos::prelude::*;

use crate::{
    accounts::{
        components::use_viewer,
        types::{GROUP, PermissionAction},
    },
    staff::{
        forms::{GROUP_NAME_MAX, staff_field},
        messages::{common, user_form as words},
        paths,
        types::{GroupChoice, GroupName},
    },
    ui::{CheckBox, FormState, TextField},
};

/// A list of this length is looked through faster than a filter is filled in.
const FEW: usize = 8;

/// The id of the list, which the filter names.
const LIST: &str = "group-list";

/// Boxes for the groups. Without the browser's code the list is whole.
#[component]
pub fn GroupFields(
    choices: Vec<GroupChoice>,
    /// There are more groups than these.
    has_more: bool,
    /// They are the viewer's own.
    #[prop(optional)]
    is_own: bool,
) -> impl IntoView {
    let limit = if is_own { words::OWN_GROUPS_LIMITED } else { words::GROUPS_LIMITED };
    let (is_long, is_empty) = (choices.len() > FEW, choices.is_empty());
    let is_limited = choices.iter().any(|choice| !choice.may_be_given);
    // One that was posted is shown again, with what is wrong with it.
    let by_name = has_more || FormState::current().submitted(staff_field::ADD_GROUP).is_some_and(|it| !it.is_empty());
    let boxes = choices.into_iter().map(|GroupChoice { id, name, is_given, may_be_given }| {
        let field = format!("{}{id}", staff_field::GROUP_PREFIX);
        view! { <CheckBox name=field label=name checked=is_given disabled=!may_be_given/> }
    });
    let boxes = boxes.collect_view();
    view! {
        {(!is_empty).then(|| view! {
            <fieldset class="choices">
                <legend>{words::GROUPS}</legend>
                {is_limited.then(|| view! { <p class="help">{limit}</p> })}
                {is_long.then(|| view! { <Filter/> })}
                <div class=if is_long { "choice-list long" } else { "choice-list" } id=LIST>
                    {boxes}
                    {is_long.then(|| view! { <p class="help" role="status" data-none="" hidden>{words::NO_GROUP_MATCHES}</p> })}
                </div>
            </fieldset>
        })}
        {by_name.then(|| view! {
            <TextField
                name=staff_field::ADD_GROUP
                label=words::ADD_GROUP
                help=vec![words::ADD_GROUP_HELP.into()]
                maxlength=GROUP_NAME_MAX
                optional=true
            />
        })}
    }
}

/// It belongs to no form: Enter in it sends nothing.
#[component]
fn Filter() -> impl IntoView {
    view! {
        <div class="field filter">
            <label for="id_filter_groups">{words::FILTER_GROUPS}</label>
            <input
                type="search"
                id="id_filter_groups"
                form=""
                dir="auto"
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                aria-controls=LIST
                data-filters=LIST
            />
        </div>
    }
}

/// The user's groups, as links where the viewer may open them.
#[component]
pub fn Groups(groups: Vec<GroupName>) -> impl IntoView {
    if groups.is_empty() {
        return common::NONE.into_any();
    }
    let may_view = use_viewer().has(GROUP.may(PermissionAction::View));
    let items = groups.into_iter().map(|group| {
        let name = view! { <bdi>{group.name}</bdi> };
        match may_view {
            true => view! { <li><a href=paths::group(group.id)>{name}</a></li> }.into_any(),
            false => view! { <li>{name}</li> }.into_any(),
        }
    });
    view! { <ul class="plain">{items.collect_view()}</ul> }.into_any()
}
