//! Links to the neighbours of one page of a list.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::shared::Cursor;

/// Which slice of its list the address asks for.
pub fn cursor_of_address() -> impl Fn() -> Cursor + Copy + Send + Sync + 'static {
    let query = use_query_map();
    move || query.with(|query| Cursor::from_query(query.get_str("before"), query.get_str("after")))
}

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
