//! One group: its name, what it may do, and who is in it. Django: the change form of `GroupAdmin`.

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, lazy_route};

use super::{
    BY_NAME, Crumbs, GROUPS, Seen, counted, group_path, of_address_and,
    permissions::{PermissionFields, PermissionList},
    user_path,
};
use crate::{
    accounts::{
        components::use_viewer,
        forms::field,
        types::{GROUP, PermissionAction, USER},
    },
    shared::{AppError, Page},
    staff::{
        api::{self, StaffUpdateGroup},
        forms::{GROUP_NAME_MAX, staff_field},
        types::{GroupDetail, GroupMember, MEMBERS_COUNTED, PermissionChoice},
    },
    ui::{PageHeading, Pagination, PostForm, SubmitButton, TextField, cursor_of_address, to, when_there},
};

pub struct GroupPage {
    group: Resource<Result<GroupDetail, AppError>>,
}

#[lazy_route]
impl LazyRoute for GroupPage {
    fn data() -> Self {
        Self { group: of_address_and(cursor_of_address(), api::staff_group) }
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
            <Crumbs list=(GROUPS, "Groups")/>
            <PageHeading title/>
            {content}
            <Members id members member_count/>
            {may_delete.then(|| view! {
                <section class="panel">
                    <h2>"Delete"</h2>
                    <p>"Its members lose what the group gave them. You are asked once more."</p>
                    <p><A href=format!("{}delete/", group_path(id)) attr:class="button">"Delete this group"</A></p>
                </section>
            })}
        </div>
    }
}

#[component]
fn Form(group: GroupDetail) -> impl IntoView {
    view! {
        <section class="panel">
            <PostForm action={to::<StaffUpdateGroup>()}>
                <input type="hidden" name=field::ID value=group.id/>
                <Seen seen=group.seen/>
                <TextField name=staff_field::NAME label="Name" value=group.name maxlength=GROUP_NAME_MAX/>
                <PermissionFields choices=group.permissions/>
                <div class="form-actions"><SubmitButton>"Save"</SubmitButton></div>
            </PostForm>
        </section>
    }
}

#[component]
fn ReadOnly(choices: Vec<PermissionChoice>) -> impl IntoView {
    let why = match use_viewer().has(GROUP.may(PermissionAction::Change)) {
        true => "This group gives permissions that you do not have, so you may not change it.",
        false => "Your account may view groups, not change them.",
    };
    view! {
        <section class="panel">
            <p class="notice">{why}</p>
            <dl class="facts"><div><dt>"Permissions"</dt><dd><PermissionList choices/></dd></div></dl>
        </section>
    }
}

/// Who is in it, a page at a time.
#[component]
fn Members(id: i64, members: Page<GroupMember>, member_count: u32) -> impl IntoView {
    let may_view = use_viewer().has(USER.may(PermissionAction::View));
    let (newer, older) = members.neighbours(&group_path(id), |member| member.id.0);
    let is_past_the_end = members.items.is_empty() && member_count > 0;
    let items = members.items.into_iter().map(|member| {
        let name = view! { <bdi>{member.username}</bdi> };
        match may_view {
            true => view! { <li><A href=user_path(member.id)>{name}</A></li> }.into_any(),
            false => view! { <li>{name}</li> }.into_any(),
        }
    });
    let items = items.collect_view();
    view! {
        <section class="panel">
            <h2>"Members (" {counted(member_count, MEMBERS_COUNTED)} ")"</h2>
            {match (member_count, is_past_the_end) {
                (0, _) => view! { <p>"Nobody is in this group. Add people on their own page."</p> }.into_any(),
                (_, true) => view! { <p>"No more members. " <A href=group_path(id)>"Back to the first ones"</A></p> }.into_any(),
                _ => view! { <ul class="members">{items}</ul> }.into_any(),
            }}
            <Pagination newer older words=BY_NAME/>
        </section>
    }
}
