//! What was done, said in the part of the page where it was done, instead of over the page.

use leptos::prelude::*;

use super::context::is_told_here;
use crate::shared::Notice;

/// Says that this was done, if it was. It takes the focus, so that it is read aloud and in sight.
#[component]
pub fn DoneHere(notice: Notice) -> impl IntoView {
    is_told_here(notice).then(|| {
        view! { <p class="notice done" role="status" tabindex="-1" autofocus=true>{notice.text}</p> }
    })
}
