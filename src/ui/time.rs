//! A moment: in UTC with the zone named, then in the reader's own zone as soon as the browser has said which that is.

use leptos::prelude::*;

use super::browser;
use crate::shared::Timestamp;

#[component]
pub fn Time(at: Timestamp) -> impl IntoView {
    let text = RwSignal::new(at.human_utc());
    Effect::new(move |_| {
        if let Some(local) = browser::local_time(at.0) {
            text.set(local);
        }
    });
    view! { <time datetime=at.machine() title=at.human_utc()>{text}</time> }
}
