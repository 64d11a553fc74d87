//! Everybody who has an account: searched by the beginning of a name, filtered, in one order or another.
//! Django: the change list of `UserAdmin`.

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, hooks::use_query_map, lazy_route};

use super::{
    BY_NAME, Crumbs, USERS, or_none,
    search::{SearchChoice, SearchForm, SearchText, address},
    user_path,
};
use crate::{
    accounts::{
        components::Can,
        types::{PermissionAction, USER},
    },
    shared::{AppError, Page},
    staff::{
        api,
        types::{UserFilter, UserOrder, UserQuery, UserSummary},
    },
    ui::{PageHeading, Pagination, Time, cursor_of_address, when_there},
};

/// Names in the address.
const TEXT: &str = "q";
const SHOW: &str = "show";
const ORDER: &str = "order";

pub struct UsersPage {
    users: Resource<Result<(UserQuery, Page<UserSummary>), AppError>>,
}

#[lazy_route]
impl LazyRoute for UsersPage {
    fn data() -> Self {
        let (query, cursor) = (use_query_map(), cursor_of_address());
        let asked = move || {
            query.with(|query| {
                let given = |name| query.get_str(name).unwrap_or_default().trim();
                let (filter, order) = (UserFilter::from_id(given(SHOW)), UserOrder::from_id(given(ORDER)));
                UserQuery { text: given(TEXT).to_owned(), filter, order, cursor: cursor() }
            })
        };
        let fetch = |query: UserQuery| async move { Ok((query.clone(), api::staff_users(query).await?)) };
        Self { users: Resource::new(asked, fetch) }
    }

    fn view(this: Self) -> AnyView {
        when_there(this.users, |(query, page)| view! { <Users query page/> }).into_any()
    }
}

#[component]
fn Users(query: UserQuery, page: Page<UserSummary>) -> impl IntoView {
    let show = if query.filter == UserFilter::default() { "" } else { query.filter.id() };
    let order = if query.order == UserOrder::default() { "" } else { query.order.id() };
    let here = address(USERS, &[(TEXT, &query.text), (SHOW, show), (ORDER, order)]);
    let is_narrowed = here != USERS;
    let is_by_name = query.order == UserOrder::Name || !query.text.is_empty();
    let words = if is_by_name { BY_NAME } else { ["Newer", "Older"] };
    let (newer, older) = page.neighbours(&here, |user| user.id.0);
    let content = match page.items.is_empty() {
        true => view! { <Empty is_past_the_end=page.has_newer || page.has_older here/> }.into_any(),
        false => view! { <Table users=page.items/> }.into_any(),
    };
    view! {
        <div class="staff">
            <Crumbs/>
            <div class="page-head">
                <PageHeading title="Users"/>
                <Can permission=USER.may(PermissionAction::Add)>
                    <A href="/staff/users/create/" attr:class="button primary">"Add a user"</A>
                </Can>
            </div>
            <SearchForm path=USERS is_narrowed>
                <SearchText
                    name=TEXT
                    label="Name or e-mail"
                    value=query.text
                    help="The beginning of a user name, or of an e-mail address (with @)."
                />
                <SearchChoice
                    name=SHOW
                    label="Show"
                    choices=UserFilter::ALL.map(|filter| (filter.id(), filter.label())).to_vec()
                    chosen=query.filter.id().to_owned()
                />
                <SearchChoice
                    name=ORDER
                    label="Order"
                    choices=UserOrder::ALL.map(|order| (order.id(), order.label())).to_vec()
                    chosen=query.order.id().to_owned()
                />
            </SearchForm>
            {content}
            <Pagination newer older words/>
        </div>
    }
}

#[component]
fn Table(users: Vec<UserSummary>) -> impl IntoView {
    view! {
        <table class="table" aria-label="Users">
            <thead>
                <tr>
                    <th scope="col">"User name"</th>
                    <th scope="col">"Name"</th>
                    <th scope="col">"E-mail"</th>
                    <th scope="col">"Joined"</th>
                    <th scope="col">"Last login"</th>
                </tr>
            </thead>
            <tbody>{users.into_iter().map(|user| view! { <Row user/> }).collect_view()}</tbody>
        </table>
    }
}

#[component]
fn Row(user: UserSummary) -> impl IntoView {
    let badges = view! { <Badges user=user.clone()/> };
    let last_login = user.last_login.map(|at| view! { <Time at/> });
    view! {
        <tr>
            <th scope="row"><A href=user_path(user.id)><bdi>{user.username}</bdi></A> " " {badges}</th>
            <td data-label="Name" dir="auto">{or_none(user.full_name)}</td>
            <td data-label="E-mail" dir="auto">{or_none(user.email)}</td>
            <td data-label="Joined"><Time at=user.date_joined/></td>
            <td data-label="Last login">{last_login.map_or_else(|| "never".into_any(), IntoAny::into_any)}</td>
        </tr>
    }
}

/// What is out of the ordinary about a user.
#[component]
pub(super) fn Badges(user: UserSummary) -> impl IntoView {
    let badges = [
        (user.is_superuser, "Superuser"),
        (user.is_staff && !user.is_superuser, "Staff"),
        (!user.is_active, "Deactivated"),
    ];
    badges
        .into_iter()
        .filter(|(is_so, _)| *is_so)
        .map(|(_, text)| view! { <span class="badge">{text}</span> " " })
        .collect_view()
}

#[component]
fn Empty(
    /// There are users, only not on this page of the list.
    is_past_the_end: bool,
    /// The first page.
    here: String,
) -> impl IntoView {
    let (text, href, label) = match is_past_the_end {
        true => ("The list ends before this page.", here, "To its beginning"),
        false => ("Nobody fits what you look for.", USERS.to_owned(), "Show everybody"),
    };
    view! {
        <div class="empty-state">
            <h2>"No users here"</h2>
            <p>{text}</p>
            <A href=href attr:class="button primary">{label}</A>
        </div>
    }
}
