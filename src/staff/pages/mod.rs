//! The pages of the staff area, one a file; `…_table`, `user_form`, `permissions`, `search` and the like are parts of them. The
//! server decides who may do what; pages leave out what it would refuse. Django: the `auth` part of the admin site.

mod audit;
mod audit_table;
mod exit_survey;
mod group;
mod group_create;
mod group_delete;
mod group_members;
mod groups;
mod home;
mod permissions;
mod reset_link;
mod search;
mod user;
mod user_create;
mod user_delete;
mod user_facts;
mod user_form;
mod users;
mod users_table;

pub use audit::AuditPage;
pub use exit_survey::ExitSurveyPage;
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
use serde::{Serialize, de::DeserializeOwned};

use super::{forms::staff_field, messages::common, paths};
use crate::{
    shared::{AppError, Id},
    ui::{FormState, id_of_address},
};

/// The text of a cell that may have no value.
fn or_none(text: String) -> String {
    if text.is_empty() { common::NONE.to_owned() } else { text }
}

/// The thing whose id is in the address, fetched by this server function.
fn of_address<T, F, Fut>(fetch: F) -> Resource<Result<T, AppError>>
where
    T: Serialize + DeserializeOwned + Clone + Send + Sync + 'static,
    F: Fn(Id) -> Fut + Copy + Send + Sync + 'static,
    Fut: Future<Output = Result<T, AppError>> + Send + 'static,
{
    of_address_and(|| (), move |id, ()| fetch(id))
}

/// Does so with another part of the address, too.
fn of_address_and<T, Q, F, Fut>(also: impl Fn() -> Q + Send + Sync + 'static, fetch: F) -> Resource<Result<T, AppError>>
where
    T: Serialize + DeserializeOwned + Clone + Send + Sync + 'static,
    Q: Clone + PartialEq + Send + Sync + 'static,
    F: Fn(Id, Q) -> Fut + Copy + Send + Sync + 'static,
    Fut: Future<Output = Result<T, AppError>> + Send + 'static,
{
    let id = id_of_address();
    Resource::new(
        move || (id(), also()),
        move |(id, also)| async move {
            match id {
                Some(id) => fetch(id, also).await,
                None => Err(AppError::NotFound),
            }
        },
    )
}

/// Links back: to the start of the staff area, and to the list that this page belongs to.
#[component]
fn Crumbs(
    /// Address and name.
    #[prop(optional)]
    list: Option<(&'static str, &'static str)>,
) -> impl IntoView {
    view! {
        <nav class="crumbs" aria-label=common::BREADCRUMB>
            <a href=paths::HOME>{common::STAFF}</a>
            {list.map(|(href, name)| view! { <a href=href>{name}</a> })}
        </nav>
    }
}

/// The etag of the state that a form was made from: the posted one, where the form is shown again with the submitted values.
#[component]
fn Etag(etag: String) -> impl IntoView {
    let posted = expect_context::<FormState>().submitted(staff_field::ETAG).filter(|posted| !posted.is_empty());
    view! { <input type="hidden" name=staff_field::ETAG value=posted.unwrap_or(etag)/> }
}
