//! Asks before a group is deleted. Django: the delete view of `GroupAdmin`.

use leptos::prelude::*;

use super::Crumbs;
use crate::{
    accounts::forms::field,
    shared::AppError,
    staff::{
        api::{self, DeleteGroup},
        messages::{common, group_delete as words, groups},
        paths,
        types::{Deletion, MEMBERS_COUNTED},
    },
    ui::{Address, PageHeading, PageView, PostForm, SubmitButton, to},
};

pub async fn group_delete(address: Address) -> PageView {
    let group = api::group_deletion(address.id()?).await?;
    if !group.may_delete {
        return Err(AppError::NotPermitted { needed: words::GRANTS_MORE.to_owned() });
    }
    Ok(view! { <Confirm group/> }.into_any())
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
                        <a href=paths::group(group.id) class="button quiet">{common::CANCEL}</a>
                    </div>
                </PostForm>
            </section>
        </div>
    }
}
