//! A notice of what was done, above the page that follows; the next page no longer shows it. Django: `messages`.

use leptos::prelude::*;

/// In context: the notice of this document's first page; `None` after navigating on.
#[derive(Clone, Copy)]
pub struct FirstNotice(pub RwSignal<Option<String>>);

#[component]
pub fn NoticeBar() -> impl IntoView {
    let notice = expect_context::<FirstNotice>().0;
    move || notice.get().map(|notice| view! { <p class="notice" role="status">{notice}</p> })
}
