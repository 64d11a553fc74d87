//! Users in a table, with a badge for each flag that is out of the ordinary. Who may change users can choose several, to activate or
//! deactivate them together.

use leptos::prelude::*;

use super::{
    activation::{ACTIVATE, CHOSEN, DEACTIVATE, DO},
    or_none,
};
use crate::{
    accounts::{
        components::use_viewer,
        types::{PermissionAction, USER},
    },
    staff::{
        forms::staff_field::LIST,
        messages::{badge, common, users as words},
        paths,
        types::UserSummary,
    },
    ui::Time,
};

/// The table, in a form that leads to the page that asks.
#[component]
pub fn UsersTable(
    users: Vec<UserSummary>,
    /// All of them are chosen.
    is_all: bool,
    /// This page of the list, with all of them chosen, or none.
    other_choice: String,
    /// This page of the list, to come back to.
    this_page: String,
) -> impl IntoView {
    if !use_viewer().has(USER.may(PermissionAction::Change)) {
        return view! { <Table users choosing=None/> }.into_any();
    }
    view! {
        <form method="get" action=paths::USERS_ACTIVATION class="choosing">
            <input type="hidden" name=LIST value=this_page/>
            <div class="form-actions">
                <a href=other_choice>{if is_all { words::CHOOSE_NONE } else { words::CHOOSE_ALL }}</a>
                <button type="submit" name=DO value=DEACTIVATE class="button small">{words::DEACTIVATE}</button>
                <button type="submit" name=DO value=ACTIVATE class="button small">{words::ACTIVATE}</button>
            </div>
            <Table users choosing=Some(is_all)/>
        </form>
    }
    .into_any()
}

#[component]
fn Table(
    users: Vec<UserSummary>,
    /// Whether users can be chosen, and whether they are.
    choosing: Option<bool>,
) -> impl IntoView {
    let choose = choosing.map(|_| view! { <th scope="col"><span class="visually-hidden">{words::CHOOSE}</span></th> });
    view! {
        <table class="table users" aria-label=words::HEADING>
            <thead>
                <tr>
                    {choose}
                    <th scope="col">{words::USERNAME}</th>
                    <th scope="col">{words::STATE}</th>
                    <th scope="col">{words::NAME}</th>
                    <th scope="col">{words::EMAIL}</th>
                    <th scope="col">{words::JOINED}</th>
                    <th scope="col">{words::LAST_LOGIN}</th>
                </tr>
            </thead>
            <tbody>{users.into_iter().map(|user| view! { <Row user choosing/> }).collect_view()}</tbody>
        </table>
    }
}

#[component]
fn Row(user: UserSummary, choosing: Option<bool>) -> impl IntoView {
    let has_badges = user.is_staff || user.is_superuser || !user.is_active;
    let state = match has_badges {
        true => view! { <Badges user=user.clone()/> }.into_any(),
        false => badge::ACTIVE.into_any(),
    };
    let (is_nameless, has_no_email) = (user.full_name.is_empty(), user.email.is_empty());
    let last_login = user.last_login.map(|at| view! { <Time at/> });
    let choose = choosing.map(|checked| {
        let (id, label) = (user.id.0, format!("{} {}", words::CHOOSE, user.username));
        view! {
            <td class="choose">
                <label class="tick"><input type="checkbox" name=CHOSEN value=id aria-label=label checked=checked/></label>
            </td>
        }
    });
    view! {
        <tr>
            {choose}
            <th scope="row"><a href=paths::user(user.id)><bdi>{user.username}</bdi></a></th>
            <td class="state" data-label=words::STATE>{state}</td>
            <td data-label=words::NAME data-empty=is_nameless dir="auto">{or_none(user.full_name)}</td>
            <td data-label=words::EMAIL data-empty=has_no_email dir="auto">{or_none(user.email)}</td>
            <td data-label=words::JOINED><Time at=user.date_joined/></td>
            <td data-label=words::LAST_LOGIN data-empty=user.last_login.is_none()>
                {last_login.map_or_else(|| common::NEVER.into_any(), IntoAny::into_any)}
            </td>
        </tr>
    }
}

#[component]
pub fn Badges(user: UserSummary) -> impl IntoView {
    let badges = [
        (user.is_superuser, badge::SUPERUSER),
        (user.is_staff && !user.is_superuser, badge::STAFF),
        (!user.is_active, badge::DEACTIVATED),
    ];
    badges
        .into_iter()
        .filter(|(is_shown, _)| *is_shown)
        .map(|(_, text)| view! { <span class="badge">{text}</span> " " })
        .collect_view()
}
