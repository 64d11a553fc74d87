//! Links to the neighbours of one page of a list.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::messages::list as messages;
use crate::shared::Cursor;

/// Which part of the list the address asks for.
pub fn cursor_of_address() -> impl Fn() -> Cursor + Copy + Send + Sync + 'static {
    let query = use_query_map();
    move || query.with(|query| Cursor::from_query(query.get_str("before"), query.get_str("after")))
}

/// Links to the neighbours; `None` where there is none.
#[component]
pub fn Pagination(
    newer: Option<String>,
    older: Option<String>,
    /// The two labels; a list in the order of names has nothing newer.
    #[prop(default = [messages::NEWER, messages::OLDER])]
    words: [&'static str; 2],
) -> impl IntoView {
    let any = newer.is_some() || older.is_some();
    any.then(|| {
        view! {
            <nav class="pagination" aria-label=messages::PAGES>
                {newer.map(|href| view! { <a rel="prev" href=href>{words[0]}</a> })}
                {older.map(|href| view! { <a rel="next" href=href>{words[1]}</a> })}
            </nav>
        }
    })
}
