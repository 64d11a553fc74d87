//! The form above a list: a plain GET, so that the address has the search and can be bookmarked.

use leptos::prelude::*;

use crate::{shared::encode_query_value, staff::messages::search as words};

/// The address of a list with this query; empty values are left out.
pub fn address(path: &str, query: &[(&str, &str)]) -> String {
    let given = query.iter().filter(|(_, value)| !value.is_empty());
    let pairs: Vec<String> = given.map(|(name, value)| format!("{name}={}", encode_query_value(value))).collect();
    if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_the_query_without_empty_values() {
        assert_eq!(address("/a/", &[("q", "")]), "/a/");
        assert_eq!(address("/a/", &[("q", "kim+1&"), ("show", ""), ("order", "name")]), "/a/?q=kim%2B1%26&order=name");
    }
}
