//! The pages of the staff area, one a file; `…_table`, `user_…`, `permissions`, `search` and the like are parts of them. The
//! server decides who may do what; pages leave out what it would refuse. Django: the `auth` part of the admin site.

mod accept;
mod activation;
mod audit;
mod audit_table;
mod exit_survey;
mod group;
mod group_create;
mod group_delete;
mod group_members;
mod groups;
mod home;
mod invitation;
mod invitation_create;
mod invitations;
mod permissions;
mod search;
mod user;
mod user_access;
mod user_create;
mod user_danger;
mod user_delete;
mod user_facts;
mod user_groups;
mod user_profile;
mod users;
mod users_table;

pub use accept::accept;
pub use activation::activation;
pub use audit::audit;
pub use exit_survey::exit_survey;
pub use group::group;
pub use group_create::group_create;
pub use group_delete::group_delete;
pub use groups::groups;
pub use home::{StaffLink, home};
pub use invitation::invitation;
pub use invitation_create::invitation_create;
pub use invitations::invitations;
pub use user::user;
pub use user_create::user_create;
pub use user_delete::user_delete;
pub use users::users;

use leptos::prelude::*;

use super::{forms::staff_field, messages::common, paths};
use crate::{
    accounts::server::Accounts,
    server::context::extension,
    ui::{Crumbs as LinksAbove, FormState},
};

/// The text of a cell that may have no value.
fn or_none(text: String) -> String {
    if text.is_empty() { common::NONE.to_owned() } else { text }
}

/// Whether this site sends mail.
fn sends_mail() -> bool {
    extension::<Accounts>().is_ok_and(|accounts| accounts.mail().is_on())
}

/// Links back: to the start of the staff area, and to the list that this page belongs to.
#[component]
fn Crumbs(
    /// Address and name.
    #[prop(optional)]
    list: Option<(&'static str, &'static str)>,
) -> impl IntoView {
    let links = [Some((paths::HOME, common::STAFF)), list].into_iter().flatten();
    let links: Vec<(String, String)> = links.map(|(href, name)| (href.to_owned(), name.to_owned())).collect();
    view! { <LinksAbove links/> }
}

/// The etag of the state that a form was made from: the posted one, where the form is shown again with the submitted values.
#[component]
fn Etag(etag: String) -> impl IntoView {
    let posted = FormState::current().submitted(staff_field::ETAG).filter(|posted| !posted.is_empty());
    view! { <input type="hidden" name=staff_field::ETAG value=posted.unwrap_or(etag)/> }
}
