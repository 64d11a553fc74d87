//! The rows of invitations: what staff does with them, and the page that their mails lead to.

use leptos::server_fn::ServerFn;

use crate::{
    accounts::{
        forms::field as account,
        paths,
        types::{PermissionAction::Add, USER},
    },
    staff::{api, forms::staff_field, messages::step_up, pages, paths as staff},
    web::urls::{
        Access, FunctionUrl, PageUrl,
        access::{NO_RULE, NOT_MORE, WITH_LINK},
        at,
        fields::SIGNUP,
        form, page,
    },
};

const INVITES: Access = Access::StaffWith(USER.may(Add));

pub(super) const LIST: PageUrl = page(staff::INVITATIONS, INVITES, NO_RULE, by!(pages::invitations));
pub(super) const CREATE: PageUrl = page(staff::INVITATION_CREATE, INVITES, NO_RULE, by!(pages::invitation_create));
pub(super) const DETAIL: PageUrl = page(staff::INVITATION, INVITES, NO_RULE, by!(pages::invitation));
pub(super) const ACCEPT: PageUrl = page(paths::INVITATION, Access::Public, WITH_LINK, by!(pages::accept));

pub(super) const SEND: FunctionUrl = form(
    api::Invite::PATH,
    INVITES,
    NOT_MORE,
    at(staff::INVITATION_CREATE, &[account::EMAIL, staff_field::IS_STAFF, staff_field::ADD_GROUP], &[])
        .with_boxes(&[staff_field::GROUP_PREFIX, staff_field::PERMISSION_PREFIX])
        .held(),
)
.step_up(step_up::INVITE);

pub(super) const SEND_AGAIN: FunctionUrl =
    form(api::SendInvitationAgain::PATH, INVITES, NOT_MORE, at(staff::INVITATION, &[], &[account::ID]))
        .step_up(step_up::INVITE_AGAIN);

pub(super) const WITHDRAW: FunctionUrl =
    form(api::WithdrawInvitation::PATH, INVITES, NOT_MORE, at(staff::INVITATION, &[], &[account::ID]));

pub(super) const ACCEPTED: FunctionUrl = form(
    api::AcceptInvitation::PATH,
    Access::AnonymousOnly,
    WITH_LINK,
    at(paths::INVITATION, &[account::TOKEN, account::USERNAME], SIGNUP),
);
