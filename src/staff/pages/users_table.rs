//! Users in a table, with a badge for each flag that is out of the ordinary.

use leptos::prelude::*;
use leptos_router::components::A;

use super::or_none;
use crate::{
    staff::{
        messages::{badge, common, users as words},
        paths,
        types::UserSummary,
    },
    ui::Time,
};

#[component]
pub fn UsersTable(users: Vec<UserSummary>) -> impl IntoView {
    view! {
        <table class="table" aria-label=words::HEADING>
            <thead>
                <tr>
                    <th scope="col">{words::USERNAME}</th>
                    <th scope="col">{words::NAME}</th>
                    <th scope="col">{words::EMAIL}</th>
                    <th scope="col">{words::JOINED}</th>
                    <th scope="col">{words::LAST_LOGIN}</th>
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
            <th scope="row"><A href=paths::user(user.id)><bdi>{user.username}</bdi></A> " " {badges}</th>
            <td data-label=words::NAME dir="auto">{or_none(user.full_name)}</td>
            <td data-label=words::EMAIL dir="auto">{or_none(user.email)}</td>
            <td data-label=words::JOINED><Time at=user.date_joined/></td>
            <td data-label=words::LAST_LOGIN>
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
