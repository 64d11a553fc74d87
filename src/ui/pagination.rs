//! Links to the neighbours of one page of a list.

use leptos::prelude::*;

use super::messages::list as messages;

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
