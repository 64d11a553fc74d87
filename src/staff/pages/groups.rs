//! The groups, by name, found by letters in it. Django: the change list of `GroupAdmin`.

use leptos::prelude::*;

use super::{
    Crumbs,
    search::{SearchForm, SearchText},
};
use crate::{
    accounts::{
        components::Can,
        types::{GROUP, PermissionAction},
    },
    shared::{Page, address_with},
    staff::{
        api,
        messages::{common, groups as words},
        paths,
        types::{GroupSummary, MEMBERS_COUNTED},
    },
    ui::{Address, PageHeading, PageView, Pagination},
};

/// The name in the query of the address.
const TEXT: &str = "q";

pub async fn groups(address: Address) -> PageView {
    let text = address.trimmed(TEXT);
    let page = api::groups(text.clone(), address.cursor()).await?;
    Ok(view! { <Groups text page/> }.into_any())
}

#[component]
fn Groups(text: String, page: Page<GroupSummary>) -> impl IntoView {
    let here = address_with(paths::GROUPS, &[(TEXT, &text)]);
    let (newer, older) = page.neighbours(&here, |group| group.id);
    let is_narrowed = !text.is_empty();
    // A site without a group has nothing to search.
    let search = (is_narrowed || !page.items.is_empty()).then(|| {
        view! {
            <SearchForm path=paths::GROUPS is_narrowed>
                <SearchText name=TEXT label=words::SEARCH value=text/>
            </SearchForm>
        }
    });
    let content = match page.items.is_empty() {
        true => view! { <Empty is_past_the_end=page.has_newer || page.has_older is_narrowed here/> }.into_any(),
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
            {search}
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
    is_narrowed: bool,
    /// The first page.
    here: String,
) -> impl IntoView {
    let (heading, text, way) = match (is_past_the_end, is_narrowed) {
        (true, _) => (words::NONE_FOUND, common::PAST_THE_END, Some((here, common::TO_THE_START))),
        (false, true) => (words::NONE_FOUND, words::NO_MATCH, Some((paths::GROUPS.to_owned(), words::SHOW_ALL))),
        (false, false) => (words::NO_GROUPS, words::NO_GROUPS_TEXT, None),
    };
    view! {
        <div class="empty-state">
            <h2>{heading}</h2>
            <p>{text}</p>
            {way.map(|(href, label)| view! { <a href=href class="button primary">{label}</a> })}
        </div>
    }
}
