//! The profile of a user, changed by staff: user name, address, names. What they may do stays as it is.

use super::{rights::change, state_store::UserState, wanted::WantedProfile};
use crate::{
    accounts::{
        server::store::find_by_id,
        types::{PermissionAction, USER, UserId},
    },
    shared::{AppError, Code, FormErrors, Id, Outcome, WHOLE_FORM},
    staff::{forms::ProfileForm, messages::notice, paths, server::staff_with_recent_password},
};

/// The form, posted.
pub async fn update(form: ProfileForm) -> Result<Outcome, AppError> {
    let staff = staff_with_recent_password(USER.may(PermissionAction::Change)).await?;
    let id = UserId(form.id.parse::<Id>().map_err(|_| AppError::NotFound)?.get());
    let stored = find_by_id(staff.db(), id).await?.ok_or(AppError::NotFound)?;
    let wanted = WantedProfile::parse(&form, &stored)?;
    let unless_stale = |user: &UserState| match form.etag == user.profile_etag() {
        true => Ok(wanted.of(user)),
        false => Err(FormErrors::one(WHOLE_FORM, Code::RecordChangedMeanwhile).into()),
    };
    change(&staff.accounts, staff.actor(), id, unless_stale).await?;
    notice::USER_PROFILE_SAVED.remember(&staff.session).await?;
    Ok(Outcome::reload(paths::user(id)))
}
