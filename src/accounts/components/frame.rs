//! The frame of the pages of one's own account: a navigation at the side, and the page.

use leptos::prelude::*;

use crate::accounts::{
    messages::{menu as words, sessions},
    paths,
};

/// The pages of the navigation.
const PAGES: [(&str, &str); 5] = [
    (paths::ACCOUNT, words::OVERVIEW),
    (paths::UPDATE, words::PROFILE),
    (paths::PASSWORD, words::PASSWORD),
    (paths::SESSIONS, sessions::HEADING),
    (paths::ACTIVITY, words::ACTIVITY),
];

#[component]
pub fn AccountFrame(
    /// The page that is open.
    here: &'static str,
    children: Children,
) -> impl IntoView {
    let links = PAGES.map(|(href, label)| {
        view! { <a href=href aria-current=(href == here).then_some("page")>{label}</a> }
    });
    view! {
        <div class="account-frame">
            <nav class="side-nav" aria-label=words::ACCOUNT>{links.into_iter().collect_view()}</nav>
            <div class="account">{children()}</div>
        </div>
    }
}
