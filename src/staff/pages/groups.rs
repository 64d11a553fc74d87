//! The groups, by name. Django: the change list of `GroupAdmin`.

use leptos::prelude::*;

use super::Crumbs;
use crate::{
    accounts::{
        components::Can,
        types::{GROUP, PermissionAction},
    },
    shared::Page,
    staff::{
        api,
        messages::{common, groups as words},
        paths,
        types::{GroupSummary, MEMBERS_COUNTED},
    },
    ui::{Address, PageHeading, PageView, Pagination},
};

pub async fn groups(address: Address) -> PageView {
    let page = api::groups(address.cursor()).await?;
    Ok(view! { <Groups page/> }.into_any())
}

#[component]
fn Groups(page: Page<GroupSummary>) -> impl IntoView {
    let (newer, older) = page.neighbours(paths::GROUPS, |group| group.id);
    let content = match page.items.is_empty() {
        true => view! { <Empty is_past_the_end=page.has_newer || page.has_older/> }.into_any(),
        false => view! { <Table groups=page.items/> }.into_any(),
    };
    view! {
        <div class="staff">
            <Crumbs/>
            <div class="page-head">
                <PageHeading title=words::HEADING/>
                <Can permission=GROUP.may(PermissionAction::Add)>
                    <a href=paths::GROUP_CREATE class="button primary">{words::ADD}</a>
                </Can>
            </div>
            {content}
            <Pagination newer older words=common::BY_NAME/>
        </div>
    }
}

#[component]
fn Table(groups: Vec<GroupSummary>) -> impl IntoView {
    let rows = groups.into_iter().map(|group| {
        view! {
            <tr>
                <th scope="row"><a href=paths::group(group.id)><bdi>{group.name}</bdi></a></th>
                <td data-label=words::MEMBERS>{common::counted(group.members, MEMBERS_COUNTED)}</td>
                <td data-label=common::PERMISSIONS>{group.permissions}</td>
            </tr>
        }
    });
    view! {
        <table class="table" aria-label=words::HEADING>
            <thead>
                <tr>
                    <th scope="col">{words::NAME}</th>
                    <th scope="col">{words::MEMBERS}</th>
                    <th scope="col">{common::PERMISSIONS}</th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
}

#[component]
fn Empty(
    /// There are groups, but not on this page of the list.
    is_past_the_end: bool,
) -> impl IntoView {
    let text = if is_past_the_end { common::PAST_THE_END } else { words::NO_GROUPS_TEXT };
    view! {
        <div class="empty-state">
            <h2>{words::NO_GROUPS}</h2>
            <p>{text}</p>
            {is_past_the_end
                .then(|| view! { <a href=paths::GROUPS class="button primary">{common::TO_THE_START}</a> })}
        </div>
    }
}
