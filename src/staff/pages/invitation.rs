//! One invitation: where it is on its way, what it gives, and what can be done with it.

use leptos::prelude::*;

use super::{Crumbs, invitations::UserLink, or_none, sends_mail};
use crate::{
    accounts::forms::field,
    staff::{
        api::{self, SendInvitationAgain, WithdrawInvitation},
        messages::invitations as words,
        paths,
        types::{InvitationDetail, InvitationState, InvitationSummary},
    },
    ui::{Address, PageHeading, PageView, PostForm, SubmitButton, Time, to},
};

pub async fn invitation(address: Address) -> PageView {
    let detail = api::invitation(address.id()?).await?;
    let title = detail.invitation.email.clone();
    Ok(view! {
        <div class="narrow">
            <Crumbs list=(paths::INVITATIONS, words::HEADING)/>
            <PageHeading title/>
            <Facts detail=detail.clone()/>
            <Actions detail/>
        </div>
    }
    .into_any())
}

#[component]
fn Facts(detail: InvitationDetail) -> impl IntoView {
    let InvitationDetail { invitation, is_staff, groups, permissions, .. } = detail;
    let InvitationSummary { state, by, sent, ends, accepted_by, .. } = invitation;
    let remark = match state {
        InvitationState::Bounced | InvitationState::Undelivered => Some(words::IS_IT_RIGHT),
        InvitationState::Refused => Some(words::SENDER_LACKS_RIGHTS),
        _ => None,
    };
    let user = accepted_by.map(|user| view! { <div><dt>{words::ACCEPTED_BY}</dt><dd><UserLink user/></dd></div> });
    view! {
        <section class="panel">
            <dl class="facts">
                <div><dt>{words::STATE}</dt><dd><span class="badge">{words::state(state)}</span></dd></div>
                {user}
                <div><dt>{words::BY}</dt><dd><UserLink user=by/></dd></div>
                <div><dt>{words::SENT}</dt><dd><Time at=sent/></dd></div>
                <div><dt>{words::ends(state)}</dt><dd><Time at=ends/></dd></div>
                <div><dt>{words::IS_STAFF}</dt><dd>{if is_staff { words::YES } else { words::NO }}</dd></div>
                <div><dt>{words::GROUPS}</dt><dd dir="auto">{or_none(groups.join(", "))}</dd></div>
                <div><dt>{words::PERMISSIONS}</dt><dd>{or_none(permissions.join(", "))}</dd></div>
            </dl>
            {remark.map(|remark| view! { <p>{remark}</p> })}
        </section>
    }
}

#[component]
fn Actions(detail: InvitationDetail) -> impl IntoView {
    let (id, state) = (detail.invitation.id, detail.invitation.state);
    if !state.can_be_sent() {
        return ().into_any();
    }
    if !detail.may_change {
        return view! { <p>{words::HAS_MORE}</p> }.into_any();
    }
    let again = sends_mail().then(|| {
        view! {
            <section class="panel rows" aria-label=words::AGAIN>
                <div class="row">
                    <div><h2>{words::AGAIN}</h2> <p class="meta">{words::AGAIN_TEXT}</p></div>
                    <PostForm action={to::<SendInvitationAgain>()} class="row-action">
                        <input type="hidden" name=field::ID value=id/>
                        <SubmitButton class="button small">{words::AGAIN}</SubmitButton>
                    </PostForm>
                </div>
            </section>
        }
    });
    let withdraw = state.is_open().then(|| {
        view! {
            <section class="panel rows risky" aria-label=words::WITHDRAW>
                <div class="row">
                    <div><h2>{words::WITHDRAW}</h2> <p class="meta">{words::WITHDRAW_TEXT}</p></div>
                    <PostForm action={to::<WithdrawInvitation>()} class="row-action">
                        <input type="hidden" name=field::ID value=id/>
                        <SubmitButton class="button small danger">{words::WITHDRAW}</SubmitButton>
                    </PostForm>
                </div>
            </section>
        }
    });
    view! { {again} {withdraw} }.into_any()
}
