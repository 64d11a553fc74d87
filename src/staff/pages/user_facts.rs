//! Facts about a user that the form does not have; all of them where the viewer may not change the user.

use leptos::prelude::*;
use leptos_router::components::A;

use super::{or_none, permissions::PermissionList, users_table::Badges};
use crate::{
    accounts::{
        components::use_viewer,
        types::{GROUP, PermissionAction, USER},
    },
    staff::{
        messages::{common, user as words},
        paths,
        types::{GroupName, UserDetail},
    },
    ui::Time,
};

#[component]
pub fn UserFacts(detail: UserDetail) -> impl IntoView {
    let UserDetail { user, groups, permissions, has_password, may_change, .. } = detail;
    let last_login = user.last_login.map(|at| view! { <Time at/> });
    let why = match use_viewer().has(USER.may(PermissionAction::Change)) {
        true => words::HAS_MORE,
        false => words::VIEW_ONLY,
    };
    let rest = (!may_change).then(|| {
        view! {
            <div><dt>{words::NAME}</dt><dd dir="auto">{or_none(user.full_name.clone())}</dd></div>
            <div><dt>{words::EMAIL}</dt><dd dir="auto">{or_none(user.email.clone())}</dd></div>
            <div><dt>{words::GROUPS}</dt><dd><Groups groups/></dd></div>
            <div><dt>{words::OWN_PERMISSIONS}</dt><dd><PermissionList choices=permissions/></dd></div>
        }
    });
    let has_badges = user.is_staff || user.is_superuser || !user.is_active;
    view! {
        <section class="panel">
            {(!may_change).then(|| view! { <p class="notice">{why}</p> })}
            <dl class="facts">
                {has_badges
                    .then(|| view! { <div><dt>{words::ACCOUNT}</dt><dd><Badges user=user.clone()/></dd></div> })}
                <div><dt>{words::JOINED}</dt><dd><Time at=user.date_joined/></dd></div>
                <div>
                    <dt>{words::LAST_LOGIN}</dt>
                    <dd>{last_login.map_or_else(|| common::NEVER.into_any(), IntoAny::into_any)}</dd>
                </div>
                <div>
                    <dt>{words::PASSWORD}</dt>
                    <dd>{if has_password { words::HAS_PASSWORD } else { words::NO_PASSWORD }}</dd>
                </div>
                {rest}
            </dl>
        </section>
    }
}

/// The user's groups, as links where the viewer may open them.
#[component]
fn Groups(groups: Vec<GroupName>) -> impl IntoView {
    if groups.is_empty() {
        return common::NONE.into_any();
    }
    let may_view = use_viewer().has(GROUP.may(PermissionAction::View));
    let items = groups.into_iter().map(|group| {
        let name = view! { <bdi>{group.name}</bdi> };
        match may_view {
            true => view! { <li><A href=paths::group(group.id)>{name}</A></li> }.into_any(),
            false => view! { <li>{name}</li> }.into_any(),
        }
    });
    view! { <ul class="plain">{items.collect_view()}</ul> }.into_any()
}
