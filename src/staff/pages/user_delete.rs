//! Asks before a user is deleted. Django: the delete view of `UserAdmin`.

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, lazy_route};

use super::{Crumbs, of_address};
use crate::{
    accounts::{self, components::use_viewer, forms::field, types::UserId},
    shared::AppError,
    staff::{
        api::{self, DeleteUser},
        messages::{common, user_delete as words, users},
        paths,
        types::Deletion,
    },
    ui::{ErrorPage, PageHeading, PostForm, SubmitButton, to, when_there},
};

pub struct UserDeletePage {
    user: Resource<Result<Deletion, AppError>>,
}

#[lazy_route]
impl LazyRoute for UserDeletePage {
    fn data() -> Self {
        Self { user: of_address(api::user_deletion) }
    }

    fn view(this: Self) -> AnyView {
        when_there(this.user, |user| view! { <Page user/> }).into_any()
    }
}

#[component]
fn Page(user: Deletion) -> impl IntoView {
    let needed = words::HAS_MORE.to_owned();
    match (user.may_delete, use_viewer().is(UserId(user.id))) {
        (_, true) => view! { <Own/> }.into_any(),
        (true, false) => view! { <Confirm user/> }.into_any(),
        (false, false) => view! { <ErrorPage error=AppError::NotPermitted { needed }/> }.into_any(),
    }
}

#[component]
fn Confirm(user: Deletion) -> impl IntoView {
    let id = UserId(user.id);
    let (before, after) = words::QUESTION;
    view! {
        <div class="narrow">
            <Crumbs list=(paths::USERS, users::HEADING)/>
            <PageHeading title=words::HEADING/>
            <section class="panel">
                <p>{before} <strong dir="auto">{user.name}</strong> {after}</p>
                <ul class="plain">
                    <li>{words::DELETED}</li>
                    <li>{words::STAYS}</li>
                    <li>{words::RECORDED}</li>
                    <li>{words::INSTEAD}</li>
                </ul>
                <PostForm action={to::<DeleteUser>()}>
                    <input type="hidden" name=field::ID value=id.0/>
                    <div class="form-actions">
                        <SubmitButton class="button danger">{words::CONFIRM}</SubmitButton>
                        <A href=paths::user(id) attr:class="button quiet">{common::CANCEL}</A>
                    </div>
                </PostForm>
            </section>
        </div>
    }
}

/// Deleting one's own account asks for more, on a page of its own.
#[component]
fn Own() -> impl IntoView {
    view! {
        <div class="narrow">
            <Crumbs list=(paths::USERS, users::HEADING)/>
            <PageHeading title=words::HEADING/>
            <section class="panel">
                <p>{words::OWN}</p>
                <p><A href=accounts::paths::DELETE attr:class="button">{words::OWN_LINK}</A></p>
            </section>
        </div>
    }
}
