//! One group: its name, what it may do, and who is in it. Django: the change form of `GroupAdmin`.

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, lazy_route};

use super::{
    Crumbs, GROUPS, Seen, counted, group_path, of_address,
    permissions::{PermissionFields, PermissionList},
    user_path,
};
use crate::{
    accounts::{
        api::{self, StaffUpdateGroup},
        components::use_viewer,
        forms::{GROUP_NAME_MAX, field, staff_field},
        types::{Action, GROUP, GroupDetail, GroupMember, MEMBERS_COUNTED, PermissionChoice, USER},
    },
    shared::AppError,
    ui::{PageHeading, PostForm, SubmitButton, TextField, to, when_there},
};

pub struct GroupPage {
    group: Resource<Result<GroupDetail, AppError>>,
}

#[lazy_route]
impl LazyRoute for GroupPage {
    fn data() -> Self {
        Self { group: of_address(api::staff_group) }
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
            <Members members member_count/>
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
    let why = match use_viewer().has(GROUP.may(Action::Change)) {
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

/// The first members; a long list is found among the users.
#[component]
fn Members(members: Vec<GroupMember>, member_count: u32) -> impl IntoView {
    let may_view = use_viewer().has(USER.may(Action::View));
    let shown = members.len();
    let is_cut = usize::try_from(member_count).is_ok_and(|count| count > shown);
    let items = members.into_iter().map(|member| {
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
            {match shown {
                0 => view! { <p>"Nobody is in this group. Add people on their own page."</p> }.into_any(),
                _ => view! { <ul class="members">{items}</ul> }.into_any(),
            }}
            {is_cut.then(|| view! { <p class="form-aside">"These are the first " {shown} "."</p> })}
        </section>
    }
}
