//! Every server function of the staff area: a signature, a sentence, one call. This is a public interface: any client can post
//! to it. The URL table declares who may call which, and that is decided before these run.

use leptos::prelude::*;

use super::{
    forms::{AcceptForm, AccessForm, ActivationForm, GroupForm, InvitationForm, NewUserForm, ProfileForm},
    types::{
        Activation, AuditEntry, AuditQuery, Deletion, ExitSurveySummary, GroupDetail, GroupName, GroupSummary,
        InvitationChoices, InvitationDetail, InvitationSummary, UserDetail, UserQuery, UserSummary,
    },
};
use crate::shared::{AppError, Cursor, Id, Outcome, Page};

/// One page of users, filtered and sorted.
#[server(prefix = "/api", endpoint = "staff/users")]
pub async fn users(query: UserQuery) -> Result<Page<UserSummary>, AppError> {
    super::server::users::list(query).await
}

/// How many users a list has, up to a thousand.
#[server(prefix = "/api", endpoint = "staff/users/count")]
pub async fn users_count(query: UserQuery) -> Result<u32, AppError> {
    super::server::users::count(query).await
}

/// One user, with everything that their page shows.
#[server(prefix = "/api", endpoint = "staff/user")]
pub async fn user(id: Id) -> Result<UserDetail, AppError> {
    super::server::users::detail(id.get()).await
}

/// Creates a user without a password.
#[server(prefix = "/api", endpoint = "staff/users/create")]
pub async fn create_user(#[server(flatten)] form: NewUserForm) -> Result<Outcome, AppError> {
    super::server::users::lifecycle::create(form).await
}

/// Changes a user's names and address. Needs a recent password.
#[server(prefix = "/api", endpoint = "staff/users/profile")]
pub async fn update_profile(#[server(flatten)] form: ProfileForm) -> Result<Outcome, AppError> {
    super::server::users::profile::update(form).await
}

/// Changes what a user may do: flags, groups, permissions. The viewer grants only what they have. Needs a recent password.
#[server(prefix = "/api", endpoint = "staff/users/update")]
pub async fn update_access(#[server(flatten)] form: AccessForm) -> Result<Outcome, AppError> {
    super::server::users::rights::update(form).await
}

/// Activates or deactivates users together: all of them, or none. Needs a recent password.
#[server(prefix = "/api", endpoint = "staff/users/activation")]
pub async fn set_active(#[server(flatten)] form: ActivationForm) -> Result<Outcome, AppError> {
    super::server::users::activation::set_active(form).await
}

/// What would become of these users, for the page that asks.
#[server(prefix = "/api", endpoint = "staff/users/activation/preview")]
pub async fn preview_activation(users: Vec<i64>, is_active: bool) -> Result<Activation, AppError> {
    super::server::users::activation::preview(users, is_active).await
}

/// Ends all sessions of a user. Needs a recent password.
#[server(prefix = "/api", endpoint = "staff/users/end-sessions")]
pub async fn end_sessions(id: Id) -> Result<Outcome, AppError> {
    super::server::users::lifecycle::end_sessions(id.get()).await
}

/// Makes a link by which the user sets a new password, once; with `mail` it goes to the user, and staff does not see it. Needs a recent
/// password.
#[server(prefix = "/api", endpoint = "staff/users/reset-link")]
pub async fn make_reset_link(id: Id, #[server(default)] mail: String) -> Result<Outcome, AppError> {
    super::server::users::lifecycle::reset_link(id.get(), !mail.is_empty()).await
}

/// Deletes a user; their content stays, without an author. Needs a recent password.
#[server(prefix = "/api", endpoint = "staff/users/delete")]
pub async fn delete_user(id: Id) -> Result<Outcome, AppError> {
    super::server::users::lifecycle::delete(id.get()).await
}

/// The user to be deleted, for the page that asks.
#[server(prefix = "/api", endpoint = "staff/users/deletion")]
pub async fn user_deletion(id: Id) -> Result<Deletion, AppError> {
    super::server::users::lifecycle::deletion(id.get()).await
}

/// One page of invitations, newest first.
#[server(prefix = "/api", endpoint = "staff/invitations")]
pub async fn invitations(cursor: Cursor) -> Result<Page<InvitationSummary>, AppError> {
    super::server::invitations::list(cursor).await
}

/// One invitation, with everything that its page shows.
#[server(prefix = "/api", endpoint = "staff/invitation")]
pub async fn invitation(id: Id) -> Result<InvitationDetail, AppError> {
    super::server::invitations::detail(id.get()).await
}

/// The empty form of an invitation.
#[server(prefix = "/api", endpoint = "staff/invitations/new")]
pub async fn new_invitation() -> Result<InvitationChoices, AppError> {
    super::server::invitations::new().await
}

/// Invites an address by mail, with rights that the viewer has. Needs a recent password.
#[server(prefix = "/api", endpoint = "staff/invitations/create")]
pub async fn invite(#[server(flatten)] form: InvitationForm) -> Result<Outcome, AppError> {
    super::server::invitations::sending::invite(form).await
}

/// Sends an invitation again, with another link. Needs a recent password.
#[server(prefix = "/api", endpoint = "staff/invitations/again")]
pub async fn send_invitation_again(id: Id) -> Result<Outcome, AppError> {
    super::server::invitations::sending::send_again(id.get()).await
}

/// Ends an invitation that waits.
#[server(prefix = "/api", endpoint = "staff/invitations/withdraw")]
pub async fn withdraw_invitation(id: Id) -> Result<Outcome, AppError> {
    super::server::invitations::sending::withdraw(id.get()).await
}

/// Creates the account of an invitation, by the link of its mail, and logs in. Refused to a logged-in user.
#[server(prefix = "/api", endpoint = "accounts/invitation")]
pub async fn accept_invitation(#[server(flatten)] form: AcceptForm) -> Result<Outcome, AppError> {
    super::server::invitations::accepting::accept(form).await
}

/// One page of groups with these letters in their name, by name. The cursor goes by the ids of groups.
#[server(prefix = "/api", endpoint = "staff/groups")]
pub async fn groups(#[server(default)] text: String, cursor: Cursor) -> Result<Page<GroupSummary>, AppError> {
    super::server::groups::list(&text, cursor).await
}

/// The groups that the list of users can be filtered by; the chosen one is among them.
#[server(prefix = "/api", endpoint = "staff/groups/names")]
pub async fn group_names(#[server(default)] chosen: Option<i64>) -> Result<Vec<GroupName>, AppError> {
    super::server::groups::names(chosen).await
}

/// The empty form of a new group.
#[server(prefix = "/api", endpoint = "staff/groups/new")]
pub async fn new_group() -> Result<GroupDetail, AppError> {
    super::server::groups::new().await
}

/// The group to be deleted, and the number of its members, for the page that asks.
#[server(prefix = "/api", endpoint = "staff/groups/deletion")]
pub async fn group_deletion(id: Id) -> Result<Deletion, AppError> {
    super::server::groups::deletion(id.get()).await
}

/// One group with its permissions and one page of its members.
#[server(prefix = "/api", endpoint = "staff/group")]
pub async fn group(id: Id, cursor: Cursor) -> Result<GroupDetail, AppError> {
    super::server::groups::detail(id.get(), cursor).await
}

/// Creates a group. Needs a recent password.
#[server(prefix = "/api", endpoint = "staff/groups/create")]
pub async fn create_group(#[server(flatten)] form: GroupForm) -> Result<Outcome, AppError> {
    super::server::groups::create(form).await
}

/// Changes a group's name and permissions. Needs a recent password.
#[server(prefix = "/api", endpoint = "staff/groups/update")]
pub async fn update_group(#[server(flatten)] form: GroupForm) -> Result<Outcome, AppError> {
    super::server::groups::update(form).await
}

/// Deletes a group; its members lose the permissions that it granted. Needs a recent password.
#[server(prefix = "/api", endpoint = "staff/groups/delete")]
pub async fn delete_group(id: Id) -> Result<Outcome, AppError> {
    super::server::groups::delete(id.get()).await
}

/// The exit survey of the last year, summed up.
#[server(prefix = "/api", endpoint = "staff/departures")]
pub async fn exit_survey() -> Result<ExitSurveySummary, AppError> {
    super::server::exit_survey::summary().await
}

/// One page of the audit trail, newest first.
#[server(prefix = "/api", endpoint = "staff/audit")]
pub async fn audit(query: AuditQuery) -> Result<Page<AuditEntry>, AppError> {
    super::server::audit::list(query).await
}
