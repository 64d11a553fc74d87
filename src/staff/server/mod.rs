//! What members of staff do: find users, invite some, change what they may do, manage groups, read the audit trail and the exit survey.
//! Each function first decides who may; each change is recorded in the transaction that makes it.
//! Django: the `auth` part of `django.contrib.admin`.

pub mod audit;
mod audit_store;
pub mod authority;
mod authority_store;
pub mod commands;
pub mod exit_survey;
pub mod groups;
pub mod invitations;
pub mod users;
pub mod ways;

use crate::{
    accounts::{
        server::{member::Member, reauthentication::require_recent_password},
        types::{Model, Permission, PermissionAction},
    },
    shared::{AppError, Outcome},
    staff::paths,
};

/// The member of staff who makes the request, if they have the permission that it needs.
///
/// # Errors
/// [`AppError::LoginRequired`] and [`AppError::NotPermitted`].
fn staff_with(permission: Permission) -> Result<Member, AppError> {
    let member = Member::current()?;
    if !(member.user.is_staff && member.user.has(permission)) {
        return Err(AppError::NotPermitted { needed: permission.label() });
    }
    Ok(member)
}

/// Like [`staff_with`], and also requires a recent password.
///
/// # Errors
/// Those of [`staff_with`], and [`AppError::StepUpRequired`].
async fn staff_with_recent_password(permission: Permission) -> Result<Member, AppError> {
    let staff = staff_with(permission)?;
    require_recent_password(&staff).await?;
    Ok(staff)
}

/// Leads to a page of this model, or to the home of the staff area when the member may not view it.
fn reload_or_home(staff: &Member, model: Model, page: &str) -> Outcome {
    let may_view = staff.user.has(model.may(PermissionAction::View));
    Outcome::reload(if may_view { page } else { paths::HOME })
}
