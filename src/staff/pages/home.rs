//! The start page of the staff area: a link to each part that the viewer may open.

use leptos::prelude::*;

use crate::{
    accounts::{
        components::use_viewer,
        messages::label,
        types::{AUDIT_ENTRY, EXIT_SURVEY, GROUP, Model, Permission, PermissionAction, USER},
    },
    shared::NEXT_DEFAULT,
    staff::{messages::home as words, paths},
    ui::{PageHeading, PageView},
};

/// A part of the staff area.
#[derive(Debug, Clone, Copy)]
pub struct StaffLink {
    pub href: &'static str,
    pub label: &'static str,
    pub text: &'static str,
    /// Needed to open it.
    pub permission: Permission,
}

const fn link(
    href: &'static str,
    label: &'static str,
    text: &'static str,
    model: Model,
    action: PermissionAction,
) -> StaffLink {
    StaffLink { href, label, text, permission: model.may(action) }
}

/// The parts of this domain.
const OWN: [StaffLink; 7] = [
    link(paths::USERS, words::USERS, words::USERS_TEXT, USER, PermissionAction::View),
    link(paths::USER_CREATE, words::ADD_USER, words::ADD_USER_TEXT, USER, PermissionAction::Add),
    link(paths::INVITATIONS, words::INVITATIONS, words::INVITATIONS_TEXT, USER, PermissionAction::Add),
    link(paths::GROUPS, words::GROUPS, words::GROUPS_TEXT, GROUP, PermissionAction::View),
    link(paths::GROUP_CREATE, words::ADD_GROUP, words::ADD_GROUP_TEXT, GROUP, PermissionAction::Add),
    link(paths::EXIT_SURVEY, words::EXIT_SURVEY, words::EXIT_SURVEY_TEXT, EXIT_SURVEY, PermissionAction::View),
    link(paths::AUDIT, words::AUDIT, words::AUDIT_TEXT, AUDIT_ENTRY, PermissionAction::View),
];

/// The site as a whole adds the parts of other domains.
pub async fn home(others: &'static [StaffLink]) -> PageView {
    let viewer = use_viewer();
    let links = OWN.into_iter().chain(others.iter().copied());
    let open: Vec<StaffLink> = links.filter(|link| viewer.has(link.permission)).collect();
    let content = match open.is_empty() {
        true => view! { <Empty/> }.into_any(),
        false => {
            let cards = open.into_iter().map(|link| view! { <Card link/> }).collect_view();
            view! { <ul class="staff-cards">{cards}</ul> }.into_any()
        }
    };
    Ok(view! {
        <div class="staff">
            <div class="page-head"><PageHeading title=words::HEADING/></div>
            {content}
        </div>
    }
    .into_any())
}

#[component]
fn Card(link: StaffLink) -> impl IntoView {
    view! {
        <li>
            <h2><a href=link.href>{link.label}</a></h2>
            <p>{link.text}</p>
        </li>
    }
}

#[component]
fn Empty() -> impl IntoView {
    view! {
        <div class="empty-state">
            <h2>{words::NOTHING}</h2>
            <p>{words::NOTHING_TEXT}</p>
            <a href=NEXT_DEFAULT class="button primary">{label::READ_ARTICLES}</a>
        </div>
    }
}
