//! A notice of what was done, over the page that it leads to; gone with the next one. Django: `messages`.

use leptos::prelude::*;

use crate::shared::Notice;

/// In context: the notice of this document's first page, until somebody navigates away.
#[derive(Clone, Copy)]
pub struct FirstNotice(pub RwSignal<Option<Notice>>);

#[component]
pub fn NoticeBar() -> impl IntoView {
    let notice = expect_context::<FirstNotice>().0;
    move || notice.get().map(|notice| view! { <p class="notice" role="status">{notice.to_string()}</p> })
}
