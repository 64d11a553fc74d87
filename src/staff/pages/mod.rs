//! The staff area: people and groups, why people left, and what was changed. One page a file; `user_form`, `permissions` and
//! `search` are pieces that pages share. Who may do what, the server decides; pages leave out what it would refuse.
//! Django: the `auth` part of the admin site.

mod audit;
mod departures;
mod group;
mod group_create;
mod group_delete;
mod groups;
mod home;
mod permissions;
mod search;
mod user;
mod user_create;
mod user_delete;
mod user_form;
mod users;

pub use audit::AuditPage;
pub use departures::DeparturesPage;
pub use group::GroupPage;
pub use group_create::GroupCreatePage;
pub use group_delete::GroupDeletePage;
pub use groups::GroupsPage;
pub use home::{StaffHomePage, StaffLink, StaffLinks};
pub use user::UserPage;
pub use user_create::UserCreatePage;
pub use user_delete::UserDeletePage;
pub use users::UsersPage;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use serde::{Serialize, de::DeserializeOwned};

use crate::{accounts::types::UserId, shared::AppError, staff::forms::staff_field, ui::FormState};

const HOME: &str = "/staff/";
const USERS: &str = "/staff/users/";
const GROUPS: &str = "/staff/groups/";

/// What the neighbours of a page of a list by name are called.
const BY_NAME: [&str; 2] = ["Previous", "Next"];

fn user_path(id: UserId) -> String {
    format!("{USERS}{}/", id.0)
}

fn group_path(id: i64) -> String {
    format!("{GROUPS}{id}/")
}

/// What a cell says where there is no text.
fn or_none(text: String) -> String {
    if text.is_empty() { "none".to_owned() } else { text }
}

/// A count that stops at the most that is counted.
fn counted(count: u32, most: u32) -> String {
    if count < most { count.to_string() } else { format!("{most} or more") }
}

/// What the address names, fetched by the given server function. What is no number, or not above 0, names nothing.
fn of_address<T, F, Fut>(fetch: F) -> Resource<Result<T, AppError>>
where
    T: Serialize + DeserializeOwned + Clone + Send + Sync + 'static,
    F: Fn(i64) -> Fut + Copy + Send + Sync + 'static,
    Fut: Future<Output = Result<T, AppError>> + Send + 'static,
{
    of_address_and(|| (), move |id, ()| fetch(id))
}

/// The same, and it depends on what else the address says, too.
fn of_address_and<T, Q, F, Fut>(also: impl Fn() -> Q + Send + Sync + 'static, fetch: F) -> Resource<Result<T, AppError>>
where
    T: Serialize + DeserializeOwned + Clone + Send + Sync + 'static,
    Q: Clone + PartialEq + Send + Sync + 'static,
    F: Fn(i64, Q) -> Fut + Copy + Send + Sync + 'static,
    Fut: Future<Output = Result<T, AppError>> + Send + 'static,
{
    let params = use_params_map();
    let id = move || params.with(|params| params.get("id").and_then(|id| id.parse::<i64>().ok()));
    Resource::new(
        move || (id(), also()),
        move |(id, also)| async move {
            match id.filter(|id| *id > 0) {
                Some(id) => fetch(id, also).await,
                None => Err(AppError::NotFound),
            }
        },
    )
}

/// The way back: the staff area, and the list that this page belongs to.
#[component]
fn Crumbs(
    /// Address and name.
    #[prop(optional)]
    list: Option<(&'static str, &'static str)>,
) -> impl IntoView {
    view! {
        <nav class="crumbs" aria-label="Breadcrumb">
            <a href=HOME>"Staff"</a>
            {list.map(|(href, name)| view! { <a href=href>{name}</a> })}
        </nav>
    }
}

/// The mark of the state that a form was made from: of the one that was posted, where the form is back with what was typed.
#[component]
fn Seen(seen: String) -> impl IntoView {
    let posted = expect_context::<FormState>().submitted(staff_field::SEEN).filter(|posted| !posted.is_empty());
    view! { <input type="hidden" name=staff_field::SEEN value=posted.unwrap_or(seen)/> }
}
