//! Asks before a group is deleted. Django: the delete view of `GroupAdmin`.

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, lazy_route};

use super::{Crumbs, of_address};
use crate::{
    accounts::forms::field,
    shared::AppError,
    staff::{
        api::{self, DeleteGroup},
        messages::{common, group_delete as words, groups},
        paths,
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
        Self { group: of_address(api::group_deletion) }
    }

    fn view(this: Self) -> AnyView {
        when_there(this.group, |group| view! { <Page group/> }).into_any()
    }
}

#[component]
fn Page(group: Deletion) -> impl IntoView {
    let needed = words::GRANTS_MORE.to_owned();
    match group.may_delete {
        true => view! { <Confirm group/> }.into_any(),
        false => view! { <ErrorPage error=AppError::NotPermitted { needed }/> }.into_any(),
    }
}

#[component]
fn Confirm(group: Deletion) -> impl IntoView {
    let members = match group.members {
        0 => words::NO_MEMBERS.to_owned(),
        1 => words::ONE_MEMBER.to_owned(),
        count => words::members(&common::counted(count, MEMBERS_COUNTED)),
    };
    let (before, after) = words::QUESTION;
    view! {
        <div class="narrow">
            <Crumbs list=(paths::GROUPS, groups::HEADING)/>
            <PageHeading title=words::HEADING/>
            <section class="panel">
                <p>{before} <strong dir="auto">{group.name}</strong> {after} {members}</p>
                <PostForm action={to::<DeleteGroup>()}>
                    <input type="hidden" name=field::ID value=group.id/>
                    <div class="form-actions">
                        <SubmitButton class="button danger">{words::CONFIRM}</SubmitButton>
                        <A href=paths::group(group.id) attr:class="button quiet">{common::CANCEL}</A>
                    </div>
                </PostForm>
            </section>
        </div>
    }
}
