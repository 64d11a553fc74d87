//! Every server function of the domain: a signature, a sentence, one call. This is a public interface: anybody can post to
//! it. Who may call which is declared in the URL table and decided before these run.

use leptos::prelude::*;

use super::{
    forms::{
        DeletionForm, GroupForm, LoginForm, LogoutForm, NewUserForm, PasswordForm, ProfileForm, ReauthenticateForm,
        ResetForm, SignupForm, StaffUserForm,
    },
    types::{
        ActivityEntry, AuditEntry, AuditQuery, Deletion, DeletionPreview, DepartureSummary, GroupDetail, GroupSummary,
        OwnProfile, PendingAction, SessionInfo, UserDetail, UserQuery, UserSummary,
    },
};
use crate::shared::{AppError, Cursor, Outcome, Page};

/// Makes a user and logs them in (B11 to B17). Refused for somebody who is logged in.
#[server(prefix = "/api", endpoint = "accounts/signup")]
pub async fn signup(#[server(flatten)] form: SignupForm) -> Result<Outcome, AppError> {
    super::server::registration::signup(form).await
}

/// Checks user name and password and opens a session under a new id (B28 to B38).
#[server(prefix = "/api", endpoint = "accounts/login")]
pub async fn login(#[server(flatten)] form: LoginForm) -> Result<Outcome, AppError> {
    super::server::auth::login(form).await
}

/// Ends this session, row and cookie (B43 to B47). No error for somebody who is not logged in.
#[server(prefix = "/api", endpoint = "accounts/logout")]
pub async fn logout(#[server(flatten)] form: LogoutForm) -> Result<Outcome, AppError> {
    super::server::auth::logout(form).await
}

/// The password once more, for what asks for it (step-up).
#[server(prefix = "/api", endpoint = "accounts/reauthenticate")]
pub async fn reauthenticate(#[server(flatten)] form: ReauthenticateForm) -> Result<Outcome, AppError> {
    super::server::reauthentication::reauthenticate(form).await
}

/// The action that waits for the password, if one does.
#[server(prefix = "/api", endpoint = "accounts/pending-action")]
pub async fn waiting_action() -> Result<Option<PendingAction>, AppError> {
    super::server::reauthentication::pending().await
}

/// Nothing, but that the session is used: it lasts longer then.
#[server(prefix = "/api", endpoint = "accounts/stay")]
pub async fn stay_signed_in() -> Result<(), AppError> {
    Ok(())
}

/// The viewer's own profile.
#[server(prefix = "/api", endpoint = "accounts/profile")]
pub async fn profile() -> Result<OwnProfile, AppError> {
    super::server::profile::profile().await
}

/// Stores e-mail, first and last name, and nothing else (B66). Another address needs a recent password.
#[server(prefix = "/api", endpoint = "accounts/update")]
pub async fn update(#[server(flatten)] form: ProfileForm) -> Result<Outcome, AppError> {
    super::server::profile::update(form).await
}

/// Sets another password; every other session ends and this one goes on (B62 to B65).
#[server(prefix = "/api", endpoint = "accounts/password")]
pub async fn change_password(#[server(flatten)] form: PasswordForm) -> Result<Outcome, AppError> {
    super::server::password_change::change(form).await
}

/// One page of the viewer's sessions.
#[server(prefix = "/api", endpoint = "accounts/sessions")]
pub async fn sessions(cursor: Cursor) -> Result<Page<SessionInfo>, AppError> {
    super::server::sessions::own::list(cursor).await
}

/// Ends one session of the viewer. Needs a recent password.
#[server(prefix = "/api", endpoint = "accounts/sessions/end")]
pub async fn end_session(id: i64) -> Result<Outcome, AppError> {
    super::server::sessions::own::end(id).await
}

/// Ends every session of the viewer but this one. Needs a recent password.
#[server(prefix = "/api", endpoint = "accounts/sessions/end-others")]
pub async fn end_other_sessions() -> Result<Outcome, AppError> {
    super::server::sessions::own::end_others().await
}

/// Ends every session of this person, on every device. Needs a recent password.
#[server(prefix = "/api", endpoint = "accounts/logout-everywhere")]
pub async fn logout_everywhere() -> Result<Outcome, AppError> {
    super::server::sessions::own::end_all().await
}

/// One page of what happened to the viewer's account.
#[server(prefix = "/api", endpoint = "accounts/activity")]
pub async fn activity(cursor: Cursor) -> Result<Page<ActivityEntry>, AppError> {
    super::server::activity::list(cursor).await
}

/// What is deleted with the viewer's account.
#[server(prefix = "/api", endpoint = "accounts/leaving")]
pub async fn preview_deletion() -> Result<DeletionPreview, AppError> {
    super::server::account_deletion::preview().await
}

/// Deletes the viewer's account for good (B68). Asks for the password.
#[server(prefix = "/api", endpoint = "accounts/delete")]
pub async fn delete_account(#[server(flatten)] form: DeletionForm) -> Result<Outcome, AppError> {
    super::server::account_deletion::delete(form).await
}

/// Whose password the link that was opened in this browser sets: their user name; nothing when there is no valid link.
#[server(prefix = "/api", endpoint = "accounts/reset-of")]
pub async fn reset_of() -> Result<Option<String>, AppError> {
    super::server::reset::reset_of().await
}

/// Sets a new password by the link that was opened in this browser (B73, B75). Nobody is logged in by it.
#[server(prefix = "/api", endpoint = "accounts/reset")]
pub async fn reset_password(#[server(flatten)] form: ResetForm) -> Result<Outcome, AppError> {
    super::server::reset::set_password(form).await
}

/// One page of users, as asked for.
#[server(prefix = "/api", endpoint = "staff/users")]
pub async fn staff_users(query: UserQuery) -> Result<Page<UserSummary>, AppError> {
    super::server::staff::users::list(query).await
}

/// One user, with all that the full form has.
#[server(prefix = "/api", endpoint = "staff/user")]
pub async fn staff_user(id: i64) -> Result<UserDetail, AppError> {
    super::server::staff::users::detail(id).await
}

/// Makes a user without a password.
#[server(prefix = "/api", endpoint = "staff/users/create")]
pub async fn staff_create_user(#[server(flatten)] form: NewUserForm) -> Result<Outcome, AppError> {
    super::server::staff::people::create(form).await
}

/// Changes a user: names, address, flags, groups, permissions. Nobody gives what they do not have. Needs a recent password.
#[server(prefix = "/api", endpoint = "staff/users/update")]
pub async fn staff_update_user(#[server(flatten)] form: StaffUserForm) -> Result<Outcome, AppError> {
    super::server::staff::rights::update(form).await
}

/// Ends all sessions of a user. Needs a recent password.
#[server(prefix = "/api", endpoint = "staff/users/end-sessions")]
pub async fn staff_end_sessions(id: i64) -> Result<Outcome, AppError> {
    super::server::staff::people::end_sessions(id).await
}

/// Makes a link with which the user sets a new password, once, to hand over. Needs a recent password.
#[server(prefix = "/api", endpoint = "staff/users/reset-link")]
pub async fn staff_reset_link(id: i64) -> Result<Outcome, AppError> {
    super::server::staff::people::reset_link(id).await
}

/// Deletes a user; what they wrote stays without a name. Needs a recent password.
#[server(prefix = "/api", endpoint = "staff/users/delete")]
pub async fn staff_delete_user(id: i64) -> Result<Outcome, AppError> {
    super::server::staff::people::delete(id).await
}

/// What the user is called who may be deleted.
#[server(prefix = "/api", endpoint = "staff/users/deletion")]
pub async fn staff_user_deletion(id: i64) -> Result<Deletion, AppError> {
    super::server::staff::people::deletion(id).await
}

/// One page of groups, by name. The cursor goes by the groups' numbers.
#[server(prefix = "/api", endpoint = "staff/groups")]
pub async fn staff_groups(cursor: Cursor) -> Result<Page<GroupSummary>, AppError> {
    super::server::staff::groups::list(cursor).await
}

/// The empty form of a new group.
#[server(prefix = "/api", endpoint = "staff/groups/new")]
pub async fn staff_new_group() -> Result<GroupDetail, AppError> {
    super::server::staff::groups::new().await
}

/// What the group is called that may be deleted, and how many it concerns.
#[server(prefix = "/api", endpoint = "staff/groups/deletion")]
pub async fn staff_group_deletion(id: i64) -> Result<Deletion, AppError> {
    super::server::staff::groups::deletion(id).await
}

/// One group with its permissions and one page of its members.
#[server(prefix = "/api", endpoint = "staff/group")]
pub async fn staff_group(id: i64, cursor: Cursor) -> Result<GroupDetail, AppError> {
    super::server::staff::groups::detail(id, cursor).await
}

/// Makes a group. Needs a recent password.
#[server(prefix = "/api", endpoint = "staff/groups/create")]
pub async fn staff_create_group(#[server(flatten)] form: GroupForm) -> Result<Outcome, AppError> {
    super::server::staff::groups::create(form).await
}

/// Changes a group's name and permissions. Needs a recent password.
#[server(prefix = "/api", endpoint = "staff/groups/update")]
pub async fn staff_update_group(#[server(flatten)] form: GroupForm) -> Result<Outcome, AppError> {
    super::server::staff::groups::update(form).await
}

/// Deletes a group; its members lose what it gave them. Needs a recent password.
#[server(prefix = "/api", endpoint = "staff/groups/delete")]
pub async fn staff_delete_group(id: i64) -> Result<Outcome, AppError> {
    super::server::staff::groups::delete(id).await
}

/// Why people left lately, summed up.
#[server(prefix = "/api", endpoint = "staff/departures")]
pub async fn staff_departures() -> Result<DepartureSummary, AppError> {
    super::server::staff::departures::summary().await
}

/// One page of what was changed by staff, newest first.
#[server(prefix = "/api", endpoint = "staff/audit")]
pub async fn staff_audit(query: AuditQuery) -> Result<Page<AuditEntry>, AppError> {
    super::server::staff::audit::list(query).await
}
