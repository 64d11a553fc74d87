//! The users: found by letters in a name or an address, filtered, sorted. Django: the change list of `UserAdmin`.

use leptos::prelude::*;

use super::{
    Crumbs,
    search::{SearchChoice, SearchForm, SearchText},
    users_table::UsersTable,
};
use crate::{
    accounts::{
        components::{Can, use_viewer},
        types::{GROUP, PermissionAction, USER},
    },
    shared::{Cursor, Page},
    staff::{
        api,
        messages::{common, invitations, users as words},
        paths,
        types::{GROUP_ID, GroupName, ORDER, SHOW, TEXT, USERS_COUNTED, UserFilter, UserOrder, UserQuery, UserSummary},
    },
    ui::{Address, PageHeading, PageView, Pagination},
};

/// In the query of the address: all users on the page are chosen.
const ALL: &str = "all";

pub async fn users(address: Address) -> PageView {
    let query = UserQuery::of(&address);
    let page = api::users(query.clone()).await?;
    let count = match (query.cursor, page.has_older) {
        // All of them are on the page.
        (Cursor::First, false) => u32::try_from(page.items.len()).unwrap_or(USERS_COUNTED),
        _ => api::users_count(query.clone()).await?,
    };
    let groups = match use_viewer().has(GROUP.may(PermissionAction::View)) {
        true => api::group_names(query.group).await?,
        false => Vec::new(),
    };
    let is_all = address.query(ALL).is_some();
    Ok(view! { <Users query page count groups is_all/> }.into_any())
}

#[component]
fn Users(query: UserQuery, page: Page<UserSummary>, count: u32, groups: Vec<GroupName>, is_all: bool) -> impl IntoView {
    let (here, csv) = (query.address(paths::USERS), query.address(paths::USERS_CSV));
    let neighbour_words = if query.is_by_name() { common::BY_NAME } else { common::BY_AGE };
    let (newer, older) = page.neighbours(&here, |user| user.id.0);
    let (this_page, all) = (query.address_of_page(&[]), if is_all { "" } else { "1" });
    let other_choice = query.address_of_page(&[(ALL, all)]);
    let is_narrowed = here != paths::USERS;
    let download =
        (!page.items.is_empty()).then(|| view! { <p class="form-aside"><a href=csv download="">{words::CSV}</a></p> });
    let content = match page.items.is_empty() {
        true => view! { <Empty is_past_the_end=page.has_newer || page.has_older here/> }.into_any(),
        false => view! {
            <p class="count">{words::count(count, USERS_COUNTED)}</p>
            <UsersTable users=page.items is_all other_choice this_page/>
        }
        .into_any(),
    };
    view! {
        <div class="staff">
            <Crumbs/>
            <div class="page-head">
                <PageHeading title=words::HEADING/>
                <Can permission=USER.may(PermissionAction::Add)>
                    <div class="form-actions">
                        <a href=paths::INVITATIONS class="button">{invitations::HEADING}</a>
                        <a href=paths::USER_CREATE class="button primary">{words::ADD}</a>
                    </div>
                </Can>
            </div>
            <Search query groups is_narrowed/>
            {content}
            <Pagination newer older words=neighbour_words/>
            {download}
        </div>
    }
}

#[component]
fn Search(query: UserQuery, groups: Vec<GroupName>, is_narrowed: bool) -> impl IntoView {
    let owned = |(id, label): (&str, &str)| (id.to_owned(), label.to_owned());
    let filters = UserFilter::ALL.map(|filter| owned((filter.id(), filter.label()))).to_vec();
    let orders = UserOrder::ALL.map(|order| owned((order.id(), order.label()))).to_vec();
    let by_group = (!groups.is_empty()).then(|| {
        let any = [owned(("", words::ANY_GROUP))].into_iter();
        let choices = any.chain(groups.into_iter().map(|group| (group.id.to_string(), group.name))).collect();
        let chosen = query.group.map(|id| id.to_string()).unwrap_or_default();
        view! { <SearchChoice name=GROUP_ID label=words::GROUP choices chosen/> }
    });
    view! {
        <SearchForm path=paths::USERS is_narrowed>
            <SearchText name=TEXT label=words::SEARCH value=query.text help=words::SEARCH_HELP/>
            <SearchChoice name=SHOW label=words::SHOW choices=filters chosen=query.filter.id().to_owned()/>
            {by_group}
            <SearchChoice name=ORDER label=words::ORDER choices=orders chosen=query.order.id().to_owned()/>
        </SearchForm>
    }
}

#[component]
fn Empty(
    /// There are users, but not on this page of the list.
    is_past_the_end: bool,
    /// The first page.
    here: String,
) -> impl IntoView {
    let (text, href, label) = match is_past_the_end {
        true => (common::PAST_THE_END, here, common::TO_THE_START),
        false => (words::NO_MATCH, paths::USERS.to_owned(), words::SHOW_EVERYONE),
    };
    view! {
        <div class="empty-state">
            <h2>{words::NO_USERS}</h2>
            <p>{text}</p>
            <a href=href class="button primary">{label}</a>
        </div>
    }
}
