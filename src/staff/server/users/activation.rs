//! Users activated or deactivated together: all who were chosen, or none, in one transaction, each by the rules for a single one.

use std::collections::BTreeSet;

use super::{activation_store as store, rights};
use crate::{
    accounts::{
        server::member::Member,
        types::{PermissionAction, PermissionSet, USER, UserId},
    },
    shared::{AppError, FormErrors, Outcome, WHOLE_FORM},
    staff::{
        code::StaffCode,
        forms::ActivationForm,
        messages::{notice, refusal},
        server::{
            authority::{Holdings, covers, not_for_oneself},
            reload_or_home, staff_with, staff_with_recent_password,
        },
        types::{ACTIVATED_AT_ONCE, Activation, GroupMember, Kept, UserQuery},
    },
};

/// What would become of these users, by what is stored now. Those who do not exist are left out.
pub async fn preview(users: Vec<i64>, is_active: bool) -> Result<Activation, AppError> {
    let staff = staff_with(USER.may(PermissionAction::Change))?;
    let ids: BTreeSet<i64> = users.into_iter().take(ACTIVATED_AT_ONCE).collect();
    let ids: Vec<i64> = ids.into_iter().collect();
    let permissions = store::permissions_of(staff.db(), &ids).await?;
    let mut activation = Activation { is_active, changed: Vec::new(), kept: Vec::new() };
    for user in store::find(staff.db(), &ids).await? {
        let own = permissions.iter().filter(|(of, _)| *of == user.id).map(|(_, name)| name.clone());
        let holdings = Holdings { is_superuser: user.is_superuser, permissions: own.collect::<PermissionSet>() };
        let member = GroupMember { id: UserId(user.id), username: user.username };
        match why_kept(&staff, member.id, &holdings, user.is_active == is_active) {
            None => activation.changed.push(member),
            Some(why) => activation.kept.push((member, why)),
        }
    }
    Ok(activation)
}

fn why_kept(staff: &Member, id: UserId, holdings: &Holdings, is_so: bool) -> Option<Kept> {
    match (is_so, staff.user.id == id, covers(&staff.user, holdings)) {
        (true, ..) => Some(Kept::AlreadySo),
        (false, true, _) => Some(Kept::Oneself),
        (false, false, false) => Some(Kept::HasMore),
        (false, false, true) => None,
    }
}

/// The form, posted. Who cannot be changed is named, and then no one is. Who has been deleted meanwhile is left out.
pub async fn set_active(form: ActivationForm) -> Result<Outcome, AppError> {
    let staff = staff_with_recent_password(USER.may(PermissionAction::Change)).await?;
    let (is_active, ids) = (!form.is_active.is_empty(), form.users().collect::<BTreeSet<i64>>());
    if ids.len() > ACTIVATED_AT_ONCE {
        return Err(AppError::BadRequest);
    }
    // Read before the transaction begins.
    let chosen = store::find(staff.db(), &ids.into_iter().collect::<Vec<_>>()).await?;
    if chosen.is_empty() {
        return Err(FormErrors::one(WHOLE_FORM, StaffCode::NoneChosen).into());
    }
    let mut refused = Vec::new();
    for user in &chosen {
        match set_one(&staff, UserId(user.id), is_active).await {
            Ok(()) | Err(AppError::NotFound) => {}
            Err(error @ (AppError::NotPermitted { .. } | AppError::Invalid(_))) => refused.push((user, error)),
            Err(other) => return Err(other),
        }
    }
    let names = refused.iter().map(|(user, _)| user.username.as_str()).collect::<Vec<_>>().join(", ");
    let is_about_all = refused.len() == chosen.len();
    match refused.pop() {
        None => {
            let done = if is_active { notice::USERS_ACTIVATED } else { notice::USERS_DEACTIVATED };
            done.remember(&staff.session).await?;
            Ok(reload_or_home(&staff, USER, UserQuery::way_back(&form.list).as_str()))
        }
        // No name says more than the reason.
        Some((_, error)) if is_about_all => Err(error),
        Some(_) => Err(FormErrors::one(WHOLE_FORM, StaffCode::NotAllChanged { names }).into()),
    }
}

async fn set_one(staff: &Member, id: UserId, is_active: bool) -> Result<(), AppError> {
    not_for_oneself(&staff.user, id, refusal::OWN_ACTIVATION)?;
    rights::set_active(&staff.accounts, staff.actor(), id, is_active).await.map(|_| ())
}
