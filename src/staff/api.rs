//! Every server function of the staff area: a signature, a sentence, one call. This is a public interface: anybody can post to
//! it. The URL table declares who may call which, and that is decided before these run.

use leptos::prelude::*;

use super::{
    forms::{GroupForm, NewUserForm, StaffUserForm},
    types::{
        AuditEntry, AuditQuery, Deletion, DepartureSummary, GroupDetail, GroupSummary, UserDetail, UserQuery,
        UserSummary,
    },
};
use crate::shared::{AppError, Cursor, Outcome, Page};

/// One page of users, as asked for.
#[server(prefix = "/api", endpoint = "staff/users")]
pub async fn staff_users(query: UserQuery) -> Result<Page<UserSummary>, AppError> {
    super::server::users::list(query).await
}

/// One user, with all that the full form has.
#[server(prefix = "/api", endpoint = "staff/user")]
pub async fn staff_user(id: i64) -> Result<UserDetail, AppError> {
    super::server::users::detail(id).await
}

/// Makes a user without a password.
#[server(prefix = "/api", endpoint = "staff/users/create")]
pub async fn staff_create_user(#[server(flatten)] form: NewUserForm) -> Result<Outcome, AppError> {
    super::server::users::lifecycle::create(form).await
}

/// Changes a user: names, address, flags, groups, permissions. Nobody gives what they do not have. Needs a recent password.
#[server(prefix = "/api", endpoint = "staff/users/update")]
pub async fn staff_update_user(#[server(flatten)] form: StaffUserForm) -> Result<Outcome, AppError> {
    super::server::users::rights::update(form).await
}

/// Ends all sessions of a user. Needs a recent password.
#[server(prefix = "/api", endpoint = "staff/users/end-sessions")]
pub async fn staff_end_sessions(id: i64) -> Result<Outcome, AppError> {
    super::server::users::lifecycle::end_sessions(id).await
}

/// Makes a link with which the user sets a new password, once, to hand over. Needs a recent password.
#[server(prefix = "/api", endpoint = "staff/users/reset-link")]
pub async fn staff_reset_link(id: i64) -> Result<Outcome, AppError> {
    super::server::users::lifecycle::reset_link(id).await
}

/// Deletes a user; what they wrote stays without a name. Needs a recent password.
#[server(prefix = "/api", endpoint = "staff/users/delete")]
pub async fn staff_delete_user(id: i64) -> Result<Outcome, AppError> {
    super::server::users::lifecycle::delete(id).await
}

/// What the user is called who may be deleted.
#[server(prefix = "/api", endpoint = "staff/users/deletion")]
pub async fn staff_user_deletion(id: i64) -> Result<Deletion, AppError> {
    super::server::users::lifecycle::deletion(id).await
}

/// One page of groups, by name. The cursor goes by the groups' numbers.
#[server(prefix = "/api", endpoint = "staff/groups")]
pub async fn staff_groups(cursor: Cursor) -> Result<Page<GroupSummary>, AppError> {
    super::server::groups::list(cursor).await
}

/// The empty form of a new group.
#[server(prefix = "/api", endpoint = "staff/groups/new")]
pub async fn staff_new_group() -> Result<GroupDetail, AppError> {
    super::server::groups::new().await
}

/// What the group is called that may be deleted, and how many it concerns.
#[server(prefix = "/api", endpoint = "staff/groups/deletion")]
pub async fn staff_group_deletion(id: i64) -> Result<Deletion, AppError> {
    super::server::groups::deletion(id).await
}

/// One group with its permissions and one page of its members.
#[server(prefix = "/api", endpoint = "staff/group")]
pub async fn staff_group(id: i64, cursor: Cursor) -> Result<GroupDetail, AppError> {
    super::server::groups::detail(id, cursor).await
}

/// Makes a group. Needs a recent password.
#[server(prefix = "/api", endpoint = "staff/groups/create")]
pub async fn staff_create_group(#[server(flatten)] form: GroupForm) -> Result<Outcome, AppError> {
    super::server::groups::create(form).await
}

/// Changes a group's name and permissions. Needs a recent password.
#[server(prefix = "/api", endpoint = "staff/groups/update")]
pub async fn staff_update_group(#[server(flatten)] form: GroupForm) -> Result<Outcome, AppError> {
    super::server::groups::update(form).await
}

/// Deletes a group; its members lose what it gave them. Needs a recent password.
#[server(prefix = "/api", endpoint = "staff/groups/delete")]
pub async fn staff_delete_group(id: i64) -> Result<Outcome, AppError> {
    super::server::groups::delete(id).await
}

/// Why people left lately, summed up.
#[server(prefix = "/api", endpoint = "staff/departures")]
pub async fn staff_departures() -> Result<DepartureSummary, AppError> {
    super::server::departures::summary().await
}

/// One page of what was changed by staff, newest first.
#[server(prefix = "/api", endpoint = "staff/audit")]
pub async fn staff_audit(query: AuditQuery) -> Result<Page<AuditEntry>, AppError> {
    super::server::audit::list(query).await
}
