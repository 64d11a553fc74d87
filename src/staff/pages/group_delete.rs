//! Asks before a group is deleted. Django: the delete view of `GroupAdmin`.

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, lazy_route};

use super::{Crumbs, GROUPS, counted, group_path, of_address};
use crate::{
    accounts::forms::field,
    shared::AppError,
    staff::{
        api::{self, StaffDeleteGroup},
        types::{Deletion, MEMBERS_COUNTED},
    },
    ui::{ErrorPage, PageHeading, PostForm, SubmitButton, to, when_there},
};

pub struct GroupDeletePage {
    group: Resource<Result<Deletion, AppError>>,
}

#[lazy_route]
impl LazyRoute for GroupDeletePage {
    fn data() -> Self {
        Self { group: of_address(api::staff_group_deletion) }
    }

    fn view(this: Self) -> AnyView {
        when_there(this.group, |group| view! { <Page group/> }).into_any()
    }
}

#[component]
fn Page(group: Deletion) -> impl IntoView {
    let needed = "delete a group that gives more than you have".to_owned();
    match group.may_delete {
        true => view! { <Confirm group/> }.into_any(),
        false => view! { <ErrorPage error=AppError::NotPermitted { needed }/> }.into_any(),
    }
}

#[component]
fn Confirm(group: Deletion) -> impl IntoView {
    let members = match group.members {
        0 => "Nobody is in it.".to_owned(),
        1 => "Its 1 member loses what it gives.".to_owned(),
        count => format!("Its members, {}, lose what it gives.", counted(count, MEMBERS_COUNTED)),
    };
    view! {
        <div class="narrow">
            <Crumbs list=(GROUPS, "Groups")/>
            <PageHeading title="Delete group"/>
            <section class="panel">
                <p>"Delete " <strong dir="auto">{group.name}</strong> " for good? " {members}</p>
                <PostForm action={to::<StaffDeleteGroup>()}>
                    <input type="hidden" name=field::ID value=group.id/>
                    <div class="form-actions">
                        <SubmitButton class="button danger">"Delete this group"</SubmitButton>
                        <A href=group_path(group.id) attr:class="button quiet">"Keep it"</A>
                    </div>
                </PostForm>
            </section>
        </div>
    }
}
