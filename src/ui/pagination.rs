//! Links to the neighbours of one page of a list.

use leptos::prelude::*;

/// Where the neighbours are; `None` where there is none.
#[component]
pub fn Pagination(newer: Option<String>, older: Option<String>) -> impl IntoView {
    let any = newer.is_some() || older.is_some();
    any.then(|| {
        view! {
            <nav class="pagination" aria-label="Pages">
                {newer.map(|href| view! { <a rel="prev" href=href>"Newer"</a> })}
                {older.map(|href| view! { <a rel="next" href=href>"Older"</a> })}
            </nav>
        }
    })
}
