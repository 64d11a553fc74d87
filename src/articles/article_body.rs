//! The text of an article on a page.

use leptos::prelude::*;

/// The text of an article: HTML that the server has made and cleaned (`server/markdown/`), from nowhere else.
#[component]
pub fn ArticleBody(html: String) -> impl IntoView {
    view! { <div class="article-body" inner_html=html></div> }
}
