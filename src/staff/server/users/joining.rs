//! Which groups a form of staff puts a user into, one who is or one who is invited: those that exist and give nothing that the actor lacks.

use super::rights_store::find_group;
use crate::{
    accounts::types::User,
    server::db::Tx,
    shared::{AppError, FormErrors, WHOLE_FORM},
    staff::{
        code::StaffCode,
        forms::staff_field,
        messages::refusal,
        server::{
            authority::{log_refusal, may_grant},
            groups::{
                name,
                store::{self, GroupState},
            },
        },
    },
};

/// The groups with these ids, and the one with the name `by_name` if that is not empty, without those that the user is in.
///
/// # Errors
/// A group is gone, there is none with the name, or it gives a permission that the actor lacks.
pub async fn joined(
    tx: &mut Tx,
    actor: &User,
    groups: &[i64],
    by_name: &str,
    is_in: impl Fn(i64) -> bool,
) -> Result<Vec<GroupState>, AppError> {
    let mut joined = Vec::new();
    for id in groups.iter().filter(|id| !is_in(**id)) {
        let group = store::read(tx, *id).await?;
        let group = group.ok_or_else(|| FormErrors::one(WHOLE_FORM, StaffCode::GroupGone))?;
        if !gives_no_more(actor, &group) {
            // Its box is disabled, so no form of ours posts it.
            log_refusal(Some(actor), "the group's permissions");
            return Err(AppError::NotPermitted { needed: refusal::GROUP.to_owned() });
        }
        joined.push(group);
    }
    if by_name.is_empty() {
        return Ok(joined);
    }
    let group = find_group(tx, &name::key(by_name)).await?;
    let group = group.ok_or_else(|| FormErrors::one(staff_field::ADD_GROUP, StaffCode::NoSuchGroup))?;
    if !gives_no_more(actor, &group) {
        log_refusal(Some(actor), "the group's permissions");
        return Err(FormErrors::one(staff_field::ADD_GROUP, StaffCode::GroupGivesMore).into());
    }
    if !is_in(group.id) && joined.iter().all(|other| other.id != group.id) {
        joined.push(group);
    }
    Ok(joined)
}

/// Whether the actor has every permission that the group gives.
fn gives_no_more(actor: &User, group: &GroupState) -> bool {
    group.permissions.names().all(|name| may_grant(actor, name))
}
