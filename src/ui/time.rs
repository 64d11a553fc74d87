//! A moment. A page for one user says how long ago it was, with the whole time as the title. A page that is kept for all visitors depends
//! on no clock: it says the day. The browser's code puts both into the reader's own zone where the server did not know it.

use leptos::prelude::*;

use super::context::with_page;
use crate::shared::Timestamp;

#[component]
pub fn Time(
    at: Timestamp,
    /// One of many: a day without the whole time, which the browser's code adds.
    #[prop(optional)]
    is_bare: bool,
) -> impl IntoView {
    let clock = with_page(|page| page.clock).flatten();
    let (text, whole, is_day) = match clock {
        Some(clock) => (clock.since(at), Some(clock.whole(at)), None),
        None if is_bare => (at.human_day(), None, None),
        None => (at.human_day(), Some(at.human_utc()), Some("")),
    };
    view! { <time datetime=at.machine() title=whole data-day=is_day>{text}</time> }
}
