//! The invitations, newest first: those that wait, and those that ended within the last week.

use leptos::prelude::*;

use super::{Crumbs, sends_mail};
use crate::{
    accounts::{
        components::use_viewer,
        types::{PermissionAction, USER, UserId},
    },
    shared::Page,
    staff::{
        api,
        messages::{common, invitations as words},
        paths,
        types::InvitationSummary,
    },
    ui::{Address, PageHeading, PageView, Pagination, Time},
};

pub async fn invitations(address: Address) -> PageView {
    let page = api::invitations(address.cursor()).await?;
    Ok(view! { <Invitations page/> }.into_any())
}

#[component]
fn Invitations(page: Page<InvitationSummary>) -> impl IntoView {
    let (newer, older) = page.neighbours(paths::INVITATIONS, |invitation| invitation.id);
    let content = match page.items.is_empty() {
        true => view! { <Empty is_past_the_end=page.has_newer || page.has_older/> }.into_any(),
        false => view! { <Table invitations=page.items/> }.into_any(),
    };
    let invite =
        sends_mail().then(|| view! { <a href=paths::INVITATION_CREATE class="button primary">{words::INVITE}</a> });
    view! {
        <div class="staff">
            <Crumbs/>
            <div class="page-head">
                <PageHeading title=words::HEADING/>
                {invite}
            </div>
            {(!sends_mail()).then(|| view! { <p>{words::NO_MAIL}</p> })}
            {content}
            <Pagination newer older words=common::BY_AGE/>
        </div>
    }
}

#[component]
fn Table(invitations: Vec<InvitationSummary>) -> impl IntoView {
    let rows = invitations.into_iter().map(|invitation| {
        let InvitationSummary { id, email, state, by, sent, ends, accepted_by } = invitation;
        let is_not_accepted = accepted_by.is_none();
        view! {
            <tr>
                <th scope="row"><a href=paths::invitation(id)><bdi>{email}</bdi></a></th>
                <td class="state" data-label=words::STATE><span class="badge">{words::state(state)}</span></td>
                <td data-label=words::BY><UserLink user=by/></td>
                <td data-label=words::SENT><Time at=sent/></td>
                <td data-label=words::ends(state)><Time at=ends/></td>
                <td data-label=words::ACCEPTED_BY data-empty=is_not_accepted>
                    {accepted_by.map_or_else(|| common::NONE.into_any(), |user| view! { <UserLink user/> }.into_any())}
                </td>
            </tr>
        }
    });
    view! {
        <table class="table users" aria-label=words::HEADING>
            <thead>
                <tr>
                    <th scope="col">{words::EMAIL}</th>
                    <th scope="col">{words::STATE}</th>
                    <th scope="col">{words::BY}</th>
                    <th scope="col">{words::SENT}</th>
                    <th scope="col">{words::END}</th>
                    <th scope="col">{words::ACCEPTED_BY}</th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
}

/// A user name, as a link where the viewer may open it.
#[component]
pub fn UserLink(user: (UserId, String)) -> impl IntoView {
    let (id, name) = user;
    let name = view! { <bdi>{name}</bdi> };
    match use_viewer().has(USER.may(PermissionAction::View)) {
        true => view! { <a href=paths::user(id)>{name}</a> }.into_any(),
        false => name.into_any(),
    }
}

#[component]
fn Empty(
    /// There are invitations, but not on this page of the list.
    is_past_the_end: bool,
) -> impl IntoView {
    let text = if is_past_the_end { common::PAST_THE_END } else { words::NO_INVITATIONS_TEXT };
    view! {
        <div class="empty-state">
            <h2>{words::NO_INVITATIONS}</h2>
            <p>{text}</p>
            {is_past_the_end
                .then(|| view! { <a href=paths::INVITATIONS class="button primary">{common::TO_THE_START}</a> })}
        </div>
    }
}
