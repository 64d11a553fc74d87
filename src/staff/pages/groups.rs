//! The groups, by name. Django: the change list of `GroupAdmin`.

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, lazy_route};

use super::{BY_NAME, Crumbs, GROUPS, counted, group_path};
use crate::{
    accounts::{
        components::Can,
        types::{GROUP, PermissionAction},
    },
    shared::{AppError, Page},
    staff::{
        api,
        types::{GroupSummary, MEMBERS_COUNTED},
    },
    ui::{PageHeading, Pagination, cursor_of_address, when_there},
};

pub struct GroupsPage {
    groups: Resource<Result<Page<GroupSummary>, AppError>>,
}

#[lazy_route]
impl LazyRoute for GroupsPage {
    fn data() -> Self {
        Self { groups: Resource::new(cursor_of_address(), api::staff_groups) }
    }

    fn view(this: Self) -> AnyView {
        when_there(this.groups, |page| view! { <Groups page/> }).into_any()
    }
}

#[component]
fn Groups(page: Page<GroupSummary>) -> impl IntoView {
    let (newer, older) = page.neighbours(GROUPS, |group| group.id);
    let content = match page.items.is_empty() {
        true => view! { <Empty is_past_the_end=page.has_newer || page.has_older/> }.into_any(),
        false => view! { <Table groups=page.items/> }.into_any(),
    };
    view! {
        <div class="staff">
            <Crumbs/>
            <div class="page-head">
                <PageHeading title="Groups"/>
                <Can permission=GROUP.may(PermissionAction::Add)>
                    <A href="/staff/groups/create/" attr:class="button primary">"Add a group"</A>
                </Can>
            </div>
            {content}
            <Pagination newer older words=BY_NAME/>
        </div>
    }
}

#[component]
fn Table(groups: Vec<GroupSummary>) -> impl IntoView {
    let rows = groups.into_iter().map(|group| {
        view! {
            <tr>
                <th scope="row"><A href=group_path(group.id)><bdi>{group.name}</bdi></A></th>
                <td data-label="Members">{counted(group.members, MEMBERS_COUNTED)}</td>
                <td data-label="Permissions">{group.permissions}</td>
            </tr>
        }
    });
    view! {
        <table class="table" aria-label="Groups">
            <thead><tr><th scope="col">"Name"</th><th scope="col">"Members"</th><th scope="col">"Permissions"</th></tr></thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
}

#[component]
fn Empty(
    /// There are groups, only not on this page of the list.
    is_past_the_end: bool,
) -> impl IntoView {
    let text = match is_past_the_end {
        true => "The list ends before this page.",
        false => "A group is a set of permissions that several people share.",
    };
    view! {
        <div class="empty-state">
            <h2>"No groups here"</h2>
            <p>{text}</p>
            {is_past_the_end.then(|| view! { <A href=GROUPS attr:class="button primary">"To its beginning"</A> })}
        </div>
    }
}
