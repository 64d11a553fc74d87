//! The start page of the staff area: a link to each part that the viewer may open.

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, lazy_route};

use crate::{
    accounts::{
        components::use_viewer,
        messages::label,
        types::{AUDIT_ENTRY, EXIT_SURVEY, GROUP, Permission, PermissionAction, USER},
    },
    shared::NEXT_DEFAULT,
    staff::{messages::home as words, paths},
    ui::PageHeading,
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

/// In the context: every part. The site as a whole adds those of other domains.
#[derive(Debug, Clone)]
pub struct StaffLinks(pub Vec<StaffLink>);

impl StaffLinks {
    /// The parts of this domain, followed by others.
    pub fn with(others: impl IntoIterator<Item = StaffLink>) -> Self {
        use PermissionAction::{Add, View};
        let link = |href, label, text, permission| StaffLink { href, label, text, permission };
        let own = [
            link(paths::USERS, words::USERS, words::USERS_TEXT, USER.may(View)),
            link(paths::USER_CREATE, words::ADD_USER, words::ADD_USER_TEXT, USER.may(Add)),
            link(paths::GROUPS, words::GROUPS, words::GROUPS_TEXT, GROUP.may(View)),
            link(paths::GROUP_CREATE, words::ADD_GROUP, words::ADD_GROUP_TEXT, GROUP.may(Add)),
            link(paths::EXIT_SURVEY, words::EXIT_SURVEY, words::EXIT_SURVEY_TEXT, EXIT_SURVEY.may(View)),
            link(paths::AUDIT, words::AUDIT, words::AUDIT_TEXT, AUDIT_ENTRY.may(View)),
        ];
        Self(own.into_iter().chain(others).collect())
    }
}

pub struct StaffHomePage;

#[lazy_route]
impl LazyRoute for StaffHomePage {
    fn data() -> Self {
        Self
    }

    fn view(_this: Self) -> AnyView {
        let viewer = use_viewer();
        let StaffLinks(links) = use_context().unwrap_or_else(|| StaffLinks::with([]));
        let open: Vec<StaffLink> = links.into_iter().filter(|link| viewer.has(link.permission)).collect();
        let content = match open.is_empty() {
            true => view! { <Empty/> }.into_any(),
            false => {
                let cards = open.into_iter().map(|link| view! { <Card link/> }).collect_view();
                view! { <ul class="staff-cards">{cards}</ul> }.into_any()
            }
        };
        view! {
            <div class="staff">
                <div class="page-head"><PageHeading title=words::HEADING/></div>
                {content}
            </div>
        }
        .into_any()
    }
}

#[component]
fn Card(link: StaffLink) -> impl IntoView {
    view! {
        <li>
            <h2><A href=link.href>{link.label}</A></h2>
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
            <A href=NEXT_DEFAULT attr:class="button primary">{label::READ_ARTICLES}</A>
        </div>
    }
}
