//! What a user may do: flags, groups, permissions; and every change of a user by staff. The decision is made inside the transaction,
//! from what is stored then, so rights that were revoked meanwhile count.

use super::{
    change::UserChange,
    joining::joined,
    rights_store::{self as store, Columns, Plan},
    state_store::UserState,
    wanted::{Wanted, WantedAccess},
};
use crate::{
    accounts::{
        server::{
            Accounts,
            audit::{Actor, note},
            last_superuser_store::require_another,
            permissions::known,
        },
        types::{ActivityEvent, AuditAction, Change, PermissionAction, USER, User, UserId, changed},
    },
    shared::{AppError, Code, FormErrors, Id, Outcome, WHOLE_FORM},
    staff::{
        forms::AccessForm,
        messages::{notice, refusal},
        paths,
        server::{
            authority::{PermissionChanges, log_refusal, not_for_oneself},
            groups::store::GroupState,
            staff_with_recent_password,
        },
    },
};

/// The form, posted.
pub async fn update(form: AccessForm) -> Result<Outcome, AppError> {
    let staff = staff_with_recent_password(USER.may(PermissionAction::Change)).await?;
    let id = UserId(form.id.parse::<Id>().map_err(|_| AppError::NotFound)?.get());
    let wanted = WantedAccess::parse(&form)?;
    let unless_stale = |user: &UserState| match form.etag == user.access_etag() {
        true => Ok(wanted.of(user)),
        false => Err(FormErrors::one(WHOLE_FORM, Code::RecordChangedMeanwhile).into()),
    };
    change(&staff.accounts, staff.actor(), id, unless_stale).await?;
    notice::USER_ACCESS_SAVED.remember(&staff.session).await?;
    Ok(Outcome::reload(paths::user(id)))
}

/// Changes a user to what `want` makes of them, if the actor may do all of it. Returns the changes.
pub async fn change(
    accounts: &Accounts,
    by: Actor,
    user: UserId,
    want: impl FnOnce(&UserState) -> Result<Wanted, AppError>,
) -> Result<Vec<Change>, AppError> {
    let mut change = UserChange::begin(accounts, by, user, USER.may(PermissionAction::Change)).await?;
    let wanted = want(&change.state)?;
    if !(wanted.is_superuser && wanted.is_active) {
        require_another(&mut change.tx, user).await?;
    }
    let UserChange { tx, actor, state, .. } = &mut change;
    let joined = joined(tx, actor, &wanted.groups, &wanted.join, |group| state.is_in(group)).await?;
    let plan = plan(&change.actor, &change.state, &wanted, &joined, &known(accounts))?;
    store::update(&mut change.tx, accounts.sessions(), user, &plan).await?;
    let changes = changes(&change.state, &wanted, &joined, &plan.permissions);
    change.finish(AuditAction::Changed, changes.clone(), &events(&changes)).await?;
    Ok(changes)
}

/// Activates or deactivates a user. Returns the changes: none when the user is so already.
pub async fn set_active(
    accounts: &Accounts,
    by: Actor,
    user: UserId,
    is_active: bool,
) -> Result<Vec<Change>, AppError> {
    change(accounts, by, user, |user| Ok(Wanted { is_active, ..Wanted::unchanged(user) })).await
}

fn plan<'a>(
    actor: &User,
    user: &UserState,
    wanted: &'a Wanted,
    joined: &[GroupState],
    known: &[String],
) -> Result<Plan<'a>, AppError> {
    let permissions = PermissionChanges::between(actor, &user.own, &wanted.permissions, known)?;
    if wanted.is_superuser != user.row.is_superuser && !actor.is_superuser {
        log_refusal(Some(actor), "superuser");
        return Err(AppError::NotPermitted { needed: refusal::SUPERUSER.to_owned() });
    }
    let gains = !joined.is_empty() || gains(user, wanted, &permissions);
    if gains {
        not_for_oneself(actor, user.id(), refusal::OWN_RIGHTS)?;
    }
    let left = user.groups.iter().filter(|group| !wanted.groups.contains(&group.id));
    Ok(Plan {
        columns: Columns {
            username: wanted.username.as_str(),
            username_key: wanted.username.key(),
            email: &wanted.email,
            first_name: &wanted.first_name,
            last_name: &wanted.last_name,
            is_active: wanted.is_active,
            is_staff: wanted.is_staff,
            is_superuser: wanted.is_superuser,
        },
        join: joined.iter().map(|group| group.id).collect(),
        leave: left.map(|group| group.id).collect(),
        permissions,
        ends_sessions: wanted.is_active != user.row.is_active,
        gains,
    })
}

/// Whether the user gets a permission or a flag that they do not have.
fn gains(user: &UserState, wanted: &Wanted, permissions: &PermissionChanges) -> bool {
    let row = &user.row;
    !permissions.grant.is_empty() || wanted.is_staff && !row.is_staff || wanted.is_superuser && !row.is_superuser
}

/// The fields that the form changes, before and after.
fn changes(user: &UserState, wanted: &Wanted, joined: &[GroupState], permissions: &PermissionChanges) -> Vec<Change> {
    let row = &user.row;
    let stays = user.groups.iter().filter(|group| wanted.groups.contains(&group.id)).map(|group| group.name.as_str());
    let joins = joined.iter().map(|group| group.name.as_str());
    let own: Vec<&str> = user.own.names().collect();
    let mut changes = Vec::new();
    note(&mut changes, changed::USERNAME, &row.username, wanted.username.as_str());
    note(&mut changes, changed::EMAIL, &row.email, &wanted.email);
    note(&mut changes, changed::FIRST_NAME, &row.first_name, &wanted.first_name);
    note(&mut changes, changed::LAST_NAME, &row.last_name, &wanted.last_name);
    note(&mut changes, changed::ACTIVE, row.is_active, wanted.is_active);
    note(&mut changes, changed::STAFF, row.is_staff, wanted.is_staff);
    note(&mut changes, changed::SUPERUSER, row.is_superuser, wanted.is_superuser);
    note(
        &mut changes,
        changed::GROUPS,
        user.group_names().join(", "),
        stays.chain(joins).collect::<Vec<_>>().join(", "),
    );
    note(&mut changes, changed::PERMISSIONS, own.join(", "), permissions.applied_to(&user.own));
    changes
}

/// What the changes add to the user's activity.
fn events(changes: &[Change]) -> Vec<ActivityEvent> {
    let mut events = Vec::new();
    for change in changes {
        events.push(match (change.what.as_str(), change.after.as_str()) {
            (changed::ACTIVE, "true") => ActivityEvent::Activated,
            (changed::ACTIVE, _) => ActivityEvent::Deactivated,
            (changed::EMAIL, _) => ActivityEvent::EmailChanged,
            (changed::STAFF | changed::SUPERUSER | changed::GROUPS | changed::PERMISSIONS, _) => {
                ActivityEvent::RightsChanged
            }
            _ => continue,
        });
    }
    events.dedup();
    events
}
