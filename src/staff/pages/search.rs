//! The form above a list: a plain GET, so that the address has the search and can be bookmarked.

use leptos::prelude::*;

use crate::staff::messages::search as words;

#[component]
pub fn SearchForm(
    path: &'static str,
    /// The list is narrowed by a search, so there is a link to all of it.
    is_narrowed: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <form class="search-form" role="search" method="get" action=path>
            {children()}
            <div class="form-actions">
                <button type="submit" class="button">{words::SEARCH}</button>
                {is_narrowed.then(|| view! { <a class="button quiet" href=path>{words::SHOW_ALL}</a> })}
            </div>
        </form>
    }
}

#[component]
pub fn SearchText(
    name: &'static str,
    label: &'static str,
    value: String,
    #[prop(optional)] help: Option<&'static str>,
) -> impl IntoView {
    let id = format!("id_{name}");
    let help_id = help.map(|_| format!("id_{name}_help"));
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            {help.map(|help| view! { <p class="help" id=help_id.clone()>{help}</p> })}
            <input
                type="search"
                name=name
                id=id
                value=value
                dir="auto"
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                aria-describedby=help_id
            />
        </div>
    }
}

#[component]
pub fn SearchChoice(
    name: &'static str,
    label: &'static str,
    /// Value and label of each.
    choices: Vec<(String, String)>,
    chosen: String,
) -> impl IntoView {
    let id = format!("id_{name}");
    let options = choices.into_iter().map(|(value, label)| {
        let selected = value == chosen;
        view! { <option value=value selected=selected>{label}</option> }
    });
    let options = options.collect_view();
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select name=name id=id>{options}</select>
        </div>
    }
}
