//! Asks before a user is deleted. Django: the delete view of `UserAdmin`.

use leptos::prelude::*;

use super::Crumbs;
use crate::{
    accounts::{self, components::use_viewer, forms::field, types::UserId},
    shared::AppError,
    staff::{
        api::{self, DeleteUser},
        messages::{common, user_delete as words, users},
        paths,
        types::Deletion,
    },
    ui::{Address, PageHeading, PageView, PostForm, SubmitButton, to},
};

pub async fn user_delete(address: Address) -> PageView {
    let user = api::user_deletion(address.id()?).await?;
    match (user.may_delete, use_viewer().is(UserId(user.id))) {
        (_, true) => Ok(view! { <Own/> }.into_any()),
        (true, false) => Ok(view! { <Confirm user/> }.into_any()),
        (false, false) => Err(AppError::NotPermitted { needed: words::HAS_MORE.to_owned() }),
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
                        <a href=paths::user(id) class="button quiet">{common::CANCEL}</a>
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
                <p><a href=accounts::paths::DELETE class="button">{words::OWN_LINK}</a></p>
            </section>
        </div>
    }
}
