//! The members of a group, a page at a time.

use leptos::prelude::*;

use crate::{
    accounts::{
        components::use_viewer,
        types::{PermissionAction, USER},
    },
    shared::Page,
    staff::{
        messages::{common, group as words},
        paths,
        types::{GroupMember, MEMBERS_COUNTED},
    },
    ui::Pagination,
};

#[component]
pub fn GroupMembers(id: i64, members: Page<GroupMember>, member_count: u32) -> impl IntoView {
    let (newer, older) = members.neighbours(&paths::group(id), |member| member.id.0);
    let content = match (member_count, members.items.is_empty()) {
        (0, _) => view! { <p>{words::NO_MEMBERS}</p> }.into_any(),
        (_, true) => {
            view! { <p>{words::NO_MORE_MEMBERS} <a href=paths::group(id)>{common::TO_THE_START}</a></p> }.into_any()
        }
        (_, false) => view! { <Names members=members.items/> }.into_any(),
    };
    view! {
        <section class="panel">
            <h2>{words::members(&common::counted(member_count, MEMBERS_COUNTED))}</h2>
            {content}
            <Pagination newer older words=common::BY_NAME/>
        </section>
    }
}

/// The names, as links where the viewer may open them.
#[component]
fn Names(members: Vec<GroupMember>) -> impl IntoView {
    let may_view = use_viewer().has(USER.may(PermissionAction::View));
    let items = members.into_iter().map(|member| {
        let name = view! { <bdi>{member.username}</bdi> };
        match may_view {
            true => view! { <li><a href=paths::user(member.id)>{name}</a></li> }.into_any(),
            false => view! { <li>{name}</li> }.into_any(),
        }
    });
    view! { <ul class="members">{items.collect_view()}</ul> }
}
