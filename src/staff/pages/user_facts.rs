//! Facts about a user that no form changes, and why the viewer may not change the user.

use leptos::prelude::*;

use super::users_table::Badges;
use crate::{
    accounts::{
        components::use_viewer,
        types::{PermissionAction, USER},
    },
    staff::{
        messages::{badge, common, user as words},
        types::UserDetail,
    },
    ui::Time,
};

#[component]
pub fn UserFacts(detail: UserDetail) -> impl IntoView {
    let UserDetail { user, has_password, may_change, email_bounced, .. } = detail;
    let last_login = user.last_login.map(|at| view! { <Time at/> });
    let why = match use_viewer().has(USER.may(PermissionAction::Change)) {
        true => words::HAS_MORE,
        false => words::VIEW_ONLY,
    };
    let has_badges = user.is_staff || user.is_superuser || !user.is_active;
    let (joined, account) = (user.date_joined, if has_badges { None } else { Some(badge::ACTIVE) });
    view! {
        <section class="panel" aria-label=words::ACCOUNT>
            {(!may_change).then(|| view! { <p class="notice">{why}</p> })}
            <dl class="facts">
                <div>
                    <dt>{words::ACCOUNT}</dt>
                    <dd>{account} {has_badges.then(|| view! { <Badges user/> })}</dd>
                </div>
                <div><dt>{words::JOINED}</dt><dd><Time at=joined/></dd></div>
                <div>
                    <dt>{words::LAST_LOGIN}</dt>
                    <dd>{last_login.map_or_else(|| common::NEVER.into_any(), IntoAny::into_any)}</dd>
                </div>
                <div>
                    <dt>{words::PASSWORD}</dt>
                    <dd>{if has_password { words::HAS_PASSWORD } else { words::NO_PASSWORD }}</dd>
                </div>
                {email_bounced.map(|at| view! { <div><dt>{words::BOUNCED}</dt><dd><Time at/></dd></div> })}
            </dl>
        </section>
    }
}
