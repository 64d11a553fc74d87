//! The users: found by the start of a name or an address, filtered, sorted. Django: the change list of `UserAdmin`.

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, lazy_route};

use super::{
    Crumbs,
    search::{SearchChoice, SearchForm, SearchText, address},
    users_table::UsersTable,
};
use crate::{
    accounts::{
        components::Can,
        types::{PermissionAction, USER},
    },
    shared::{AppError, Page},
    staff::{
        api,
        messages::{common, users as words},
        paths,
        types::{UserFilter, UserOrder, UserQuery, UserSummary},
    },
    ui::{PageHeading, Pagination, cursor_of_address, query_of_address, when_there},
};

/// Names in the query of the address.
const TEXT: &str = "q";
const SHOW: &str = "show";
const ORDER: &str = "order";

pub struct UsersPage {
    users: Resource<Result<(UserQuery, Page<UserSummary>), AppError>>,
}

#[lazy_route]
impl LazyRoute for UsersPage {
    fn data() -> Self {
        let (address, cursor) = (query_of_address(), cursor_of_address());
        let query = move || {
            let value = |name| address(name).unwrap_or_default().trim().to_owned();
            let (filter, order) = (UserFilter::from_id(&value(SHOW)), UserOrder::from_id(&value(ORDER)));
            UserQuery { text: value(TEXT), filter, order, cursor: cursor() }
        };
        let fetch = |query: UserQuery| async move { Ok((query.clone(), api::users(query).await?)) };
        Self { users: Resource::new(query, fetch) }
    }

    fn view(this: Self) -> AnyView {
        when_there(this.users, |(query, page)| view! { <Users query page/> }).into_any()
    }
}

#[component]
fn Users(query: UserQuery, page: Page<UserSummary>) -> impl IntoView {
    let show = if query.filter == UserFilter::default() { "" } else { query.filter.id() };
    let order = if query.order == UserOrder::default() { "" } else { query.order.id() };
    let here = address(paths::USERS, &[(TEXT, &query.text), (SHOW, show), (ORDER, order)]);
    let is_by_name = query.order == UserOrder::Name || !query.text.is_empty();
    let neighbour_words = if is_by_name { common::BY_NAME } else { common::BY_AGE };
    let (newer, older) = page.neighbours(&here, |user| user.id.0);
    let is_narrowed = here != paths::USERS;
    let content = match page.items.is_empty() {
        true => view! { <Empty is_past_the_end=page.has_newer || page.has_older here/> }.into_any(),
        false => view! { <UsersTable users=page.items/> }.into_any(),
    };
    view! {
        <div class="staff">
            <Crumbs/>
            <div class="page-head">
                <PageHeading title=words::HEADING/>
                <Can permission=USER.may(PermissionAction::Add)>
                    <A href=paths::USER_CREATE attr:class="button primary">{words::ADD}</A>
                </Can>
            </div>
            <Search query is_narrowed/>
            {content}
            <Pagination newer older words=neighbour_words/>
        </div>
    }
}

#[component]
fn Search(query: UserQuery, is_narrowed: bool) -> impl IntoView {
    let filters = UserFilter::ALL.map(|filter| (filter.id(), filter.label())).to_vec();
    let orders = UserOrder::ALL.map(|order| (order.id(), order.label())).to_vec();
    view! {
        <SearchForm path=paths::USERS is_narrowed>
            <SearchText name=TEXT label=words::SEARCH value=query.text help=words::SEARCH_HELP/>
            <SearchChoice name=SHOW label=words::SHOW choices=filters chosen=query.filter.id().to_owned()/>
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
            <A href=href attr:class="button primary">{label}</A>
        </div>
    }
}
