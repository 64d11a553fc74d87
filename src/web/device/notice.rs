//! The operator's notice, above every page until its visitor puts it away.

use leptos::prelude::*;

use super::{
    api::PutNoticeAway,
    forms::{ALWAYS, TODAY, field},
    messages::notice as words,
};
use crate::{
    server::{
        context::extension,
        preferences::{NoticeId, Preferences},
    },
    ui::{Address, PostForm, SubmitButton, to, use_site},
};

#[component]
pub fn SiteNotice(here: Address) -> impl IntoView {
    let text = use_site().notice.clone();
    let away = extension::<Preferences>().unwrap_or_default().notice_away;
    let is_shown = !text.is_empty() && away != Some(NoticeId::of(&text));
    is_shown.then(|| {
        let ways = [(TODAY, words::TODAY), (ALWAYS, words::ALWAYS)];
        let forms = ways.map(|(until, label)| view! { <Way here=here.clone() until label/> });
        view! {
            <aside class="site-notice" aria-label=words::LABEL>
                <p dir="auto">{text}</p>
                {forms.into_iter().collect_view()}
            </aside>
        }
    })
}

#[component]
fn Way(here: Address, until: &'static str, label: &'static str) -> impl IntoView {
    view! {
        <PostForm action={to::<PutNoticeAway>()} class="row-action">
            <input type="hidden" name=field::UNTIL value=until/>
            <input type="hidden" name=field::NEXT value=here.as_str().to_owned()/>
            <SubmitButton class="button quiet small">{label}</SubmitButton>
        </PostForm>
    }
}
