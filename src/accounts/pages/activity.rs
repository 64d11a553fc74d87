//! What happened to the account recently.

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, lazy_route};

use crate::{
    accounts::{api, components::ActivityList, messages::activity as words, paths, types::ActivityEntry},
    shared::{AppError, Page},
    ui::{PageHeading, Pagination, cursor_of_address, when_there},
};

pub struct ActivityPage {
    activity: Resource<Result<Page<ActivityEntry>, AppError>>,
}

#[lazy_route]
impl LazyRoute for ActivityPage {
    fn data() -> Self {
        Self { activity: Resource::new(cursor_of_address(), api::activity) }
    }

    fn view(this: Self) -> AnyView {
        when_there(this.activity, |page| view! { <Activity page/> }).into_any()
    }
}

#[component]
fn Activity(page: Page<ActivityEntry>) -> impl IntoView {
    let (newer, older) = page.neighbours(paths::ACTIVITY, |entry| entry.id);
    view! {
        <div class="account">
            <PageHeading title=words::HEADING/>
            <section class="panel"><ActivityList entries=page.items/></section>
            <Pagination newer older/>
            <p class="form-aside">
                {words::UNKNOWN} <A href=paths::PASSWORD>{words::CHANGE_PASSWORD}</A> {words::CHANGE_PASSWORD_EFFECT}
            </p>
        </div>
    }
}
