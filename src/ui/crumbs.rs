//! Where a page belongs: links to what is above it, at its top.

use leptos::prelude::*;

use super::messages::crumbs as messages;

/// Each link: its address, and its name.
#[component]
pub fn Crumbs(links: Vec<(String, String)>) -> impl IntoView {
    let links = links.into_iter().map(|(href, name)| view! { <a href=href dir="auto">{name}</a> });
    view! { <nav class="crumbs" aria-label=messages::LABEL>{links.collect_view()}</nav> }
}
