//! What happened to the account recently.

use leptos::prelude::*;

use crate::{
    accounts::{
        api,
        components::{AccountFrame, ActivityList},
        messages::activity as words,
        paths,
        types::ActivityEntry,
    },
    shared::Page,
    ui::{Address, PageHeading, PageView, Pagination},
};

pub async fn activity(address: Address) -> PageView {
    let page = api::activity(address.cursor()).await?;
    Ok(view! { <Activity page/> }.into_any())
}

#[component]
fn Activity(page: Page<ActivityEntry>) -> impl IntoView {
    let (newer, older) = page.neighbours(paths::ACTIVITY, |entry| entry.id);
    view! {
        <AccountFrame here=paths::ACTIVITY>
            <PageHeading title=words::HEADING/>
            <section class="panel"><ActivityList entries=page.items/></section>
            <Pagination newer older/>
            <p class="form-aside">
                {words::UNKNOWN} <a href=paths::PASSWORD>{words::CHANGE_PASSWORD}</a> {words::CHANGE_PASSWORD_EFFECT}
            </p>
        </AccountFrame>
    }
}
