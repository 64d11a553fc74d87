//! Asks before somebody's account is deleted. Django: the delete view of `UserAdmin`.

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, lazy_route};

use super::{Crumbs, USERS, of_address, user_path};
use crate::{
    accounts::{components::use_viewer, forms::field, types::UserId},
    shared::AppError,
    staff::{
        api::{self, StaffDeleteUser},
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
        Self { user: of_address(api::staff_user_deletion) }
    }

    fn view(this: Self) -> AnyView {
        when_there(this.user, |user| view! { <Page user/> }).into_any()
    }
}

#[component]
fn Page(user: Deletion) -> impl IntoView {
    let needed = "delete somebody who has more rights than you have".to_owned();
    match (user.may_delete, use_viewer().is(UserId(user.id))) {
        (_, true) => view! { <Own/> }.into_any(),
        (true, false) => view! { <Confirm user/> }.into_any(),
        (false, false) => view! { <ErrorPage error=AppError::NotPermitted { needed }/> }.into_any(),
    }
}

#[component]
fn Confirm(user: Deletion) -> impl IntoView {
    let id = UserId(user.id);
    view! {
        <div class="narrow">
            <Crumbs list=(USERS, "Users")/>
            <PageHeading title="Delete user"/>
            <section class="panel">
                <p>"Delete " <strong dir="auto">{user.name}</strong> " for good? This cannot be undone."</p>
                <ul class="plain">
                    <li>"Name, address, password, sessions, groups and permissions go."</li>
                    <li>"What this person wrote stays without a name."</li>
                    <li>"The audit trail keeps the user name, what the account could do, and what staff changed."</li>
                    <li>"To keep the account but let nobody in, deactivate it."</li>
                </ul>
                <PostForm action={to::<StaffDeleteUser>()}>
                    <input type="hidden" name=field::ID value=id.0/>
                    <div class="form-actions">
                        <SubmitButton class="button danger">"Delete this user"</SubmitButton>
                        <A href=user_path(id) attr:class="button quiet">"Keep it"</A>
                    </div>
                </PostForm>
            </section>
        </div>
    }
}

/// Leaving asks for more, and has a page of its own.
#[component]
fn Own() -> impl IntoView {
    view! {
        <div class="narrow">
            <Crumbs list=(USERS, "Users")/>
            <PageHeading title="Delete user"/>
            <section class="panel">
                <p>"This is your own account. You delete it where everybody deletes theirs."</p>
                <p><A href=crate::accounts::paths::DELETE attr:class="button">"To that page"</A></p>
            </section>
        </div>
    }
}
