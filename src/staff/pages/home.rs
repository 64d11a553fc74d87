//! Where staff begins: a way to everything that this person may open.

use leptos::prelude::*;
use leptos_router::{LazyRoute, components::A, lazy_route};

use crate::{
    accounts::{
        components::use_viewer,
        types::{AUDIT_ENTRY, DEPARTURE, GROUP, Permission, PermissionAction, USER},
    },
    ui::PageHeading,
};

/// A way on from the home of the staff area.
#[derive(Debug, Clone, Copy)]
pub struct StaffLink {
    pub href: &'static str,
    pub label: &'static str,
    pub text: &'static str,
    /// What it takes to open it.
    pub permission: Permission,
}

/// In context: all of them. Other domains have pages of their own here, which the site as a whole knows.
#[derive(Debug, Clone)]
pub struct StaffLinks(pub Vec<StaffLink>);

impl StaffLinks {
    /// Those of this domain, and what follows them.
    pub fn with(others: impl IntoIterator<Item = StaffLink>) -> Self {
        let link = |href, label, text, permission| StaffLink { href, label, text, permission };
        let own = [
            link(
                "/staff/users/",
                "Users",
                "Find people, and change what they may do.",
                USER.may(PermissionAction::View),
            ),
            link("/staff/users/create/", "Add a user", "An account for somebody new.", USER.may(PermissionAction::Add)),
            link("/staff/groups/", "Groups", "Permissions that people share.", GROUP.may(PermissionAction::View)),
            link("/staff/groups/create/", "Add a group", "A new set of permissions.", GROUP.may(PermissionAction::Add)),
            link(
                "/staff/departures/",
                "Departures",
                "Why people left, without names.",
                DEPARTURE.may(PermissionAction::View),
            ),
            link(
                "/staff/audit/",
                "Audit trail",
                "Who changed what, and when.",
                AUDIT_ENTRY.may(PermissionAction::View),
            ),
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
                <div class="page-head"><PageHeading title="Staff"/></div>
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
            <h2>"Nothing to open yet"</h2>
            <p>"You are staff, but were not given any permission yet."</p>
            <A href="/articles/" attr:class="button primary">"Read the articles"</A>
        </div>
    }
}
