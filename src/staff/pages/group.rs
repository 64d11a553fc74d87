//! One group: its name, its permissions and its members. Django: the change form of `GroupAdmin`.

use leptos::prelude::*;

use super::{
    Crumbs, Etag,
    group_members::GroupMembers,
    permissions::{PermissionFields, PermissionList},
};
use crate::{
    accounts::{
        components::use_viewer,
        forms::field,
        types::{GROUP, PermissionAction},
    },
    staff::{
        api::{self, UpdateGroup},
        forms::{GROUP_NAME_MAX, staff_field},
        messages::{common, group as words, groups},
        paths,
        types::{GroupDetail, PermissionChoice},
    },
    ui::{Address, PageHeading, PageView, PostForm, SubmitButton, TextField, to},
};

pub async fn group(address: Address) -> PageView {
    let group = api::group(address.id()?, address.cursor()).await?;
    Ok(view! { <Group group/> }.into_any())
}

#[component]
fn Group(group: GroupDetail) -> impl IntoView {
    let (title, id) = (group.name.clone(), group.id);
    let (members, member_count) = (group.members.clone(), group.member_count);
    let may_delete = group.may_delete;
    let content = match group.may_change {
        true => view! { <Form group/> }.into_any(),
        false => view! { <ReadOnly choices=group.permissions/> }.into_any(),
    };
    view! {
        <div class="account">
            <Crumbs list=(paths::GROUPS, groups::HEADING)/>
            <PageHeading title/>
            {content}
            <GroupMembers id members member_count/>
            {may_delete.then(|| view! {
                <section class="panel">
                    <h2>{common::DELETE}</h2>
                    <p>{words::DELETE_TEXT} " " {common::ASKED_AGAIN}</p>
                    <p><a href=paths::group_delete(id) class="button">{words::DELETE}</a></p>
                </section>
            })}
        </div>
    }
}

#[component]
fn Form(group: GroupDetail) -> impl IntoView {
    view! {
        <section class="panel">
            <PostForm action={to::<UpdateGroup>()}>
                <input type="hidden" name=field::ID value=group.id/>
                <Etag etag=group.etag/>
                <TextField name=staff_field::NAME label=words::NAME value=group.name maxlength=GROUP_NAME_MAX/>
                <PermissionFields choices=group.permissions/>
                <div class="form-actions"><SubmitButton>{common::SAVE}</SubmitButton></div>
            </PostForm>
        </section>
    }
}

#[component]
fn ReadOnly(choices: Vec<PermissionChoice>) -> impl IntoView {
    let why = match use_viewer().has(GROUP.may(PermissionAction::Change)) {
        true => words::GRANTS_MORE,
        false => words::VIEW_ONLY,
    };
    view! {
        <section class="panel">
            <p class="notice">{why}</p>
            <dl class="facts"><div><dt>{common::PERMISSIONS}</dt><dd><PermissionList choices/></dd></div></dl>
        </section>
    }
}
