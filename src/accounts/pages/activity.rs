//! What happened to a person's account lately.

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, lazy_route};

use crate::{
    accounts::{api, components::ActivityList, types::ActivityEntry},
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
    let (newer, older) = page.neighbours("/accounts/activity/", |entry| entry.id);
    view! {
        <div class="account">
            <PageHeading title="Recent activity"/>
            <section class="panel"><ActivityList entries=page.items/></section>
            <Pagination newer older/>
            <p class="form-aside">
                "Something here that was not you? " <A href="/accounts/password/">"Change your password"</A>
                ": that ends every other session."
            </p>
        </div>
    }
}
