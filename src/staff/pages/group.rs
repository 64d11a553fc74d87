//! One group: its name, its permissions and its members. Django: the change form of `GroupAdmin`.

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, lazy_route};

use super::{
    Crumbs, Etag,
    group_members::GroupMembers,
    of_address_and,
    permissions::{PermissionFields, PermissionList},
};
use crate::{
    accounts::{
        components::use_viewer,
        forms::field,
        types::{GROUP, PermissionAction},
    },
    shared::AppError,
    staff::{
        api::{self, UpdateGroup},
        forms::{GROUP_NAME_MAX, staff_field},
        messages::{common, group as words, groups},
        paths,
        types::{GroupDetail, PermissionChoice},
    },
    ui::{PageHeading, PostForm, SubmitButton, TextField, cursor_of_address, to, when_there},
};

pub struct GroupPage {
    group: Resource<Result<GroupDetail, AppError>>,
}

#[lazy_route]
impl LazyRoute for GroupPage {
    fn data() -> Self {
        Self { group: of_address_and(cursor_of_address(), api::group) }
    }

    fn view(this: Self) -> AnyView {
        when_there(this.group, |group| view! { <Group group/> }).into_any()
    }
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
                    <p><A href=paths::group_delete(id) attr:class="button">{words::DELETE}</A></p>
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
