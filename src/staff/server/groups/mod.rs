//! Groups: sets of permissions that users share. The pages and the forms; what a form changes is decided in `change.rs`.

pub mod change;
pub(super) mod list_store;
pub(super) mod name;
pub(super) mod store;

use self::{change::Wanted, store::GroupState};
use super::{
    authority::{choices, covers},
    authority_store, reload_or_home, staff_with, staff_with_recent_password,
};
use crate::{
    accounts::types::{GROUP, PermissionAction, PermissionSet},
    server::db::Db,
    shared::{AppError, Code, Cursor, FormErrors, Id, Outcome, Page, WHOLE_FORM},
    staff::{
        forms::GroupForm,
        messages::notice,
        paths,
        types::{Deletion, GroupDetail, GroupName, GroupSummary},
    },
};

/// The most groups that a filter offers.
const GROUPS_OFFERED: u32 = 200;

/// The first groups by name, to filter by, and the one that is chosen.
pub async fn names(chosen: Option<i64>) -> Result<Vec<GroupName>, AppError> {
    let staff = staff_with(GROUP.may(PermissionAction::View))?;
    let mut names = list_store::first(staff.db(), GROUPS_OFFERED).await?;
    if let Some(chosen) = chosen.filter(|id| names.iter().all(|group| group.id != *id))
        && let Some(group) = store::find(staff.db(), chosen).await?
    {
        names.push(GroupName { id: group.id, name: group.name });
    }
    Ok(names)
}

const GROUPS_PER_PAGE: u32 = 30;
const MEMBERS_PER_PAGE: u32 = 50;

/// Makes the keys of names anew that an earlier release made by other rules. Of names that look alike the first has the key; the
/// others keep theirs until they are renamed. Cheap when there is nothing to do, as at every start but the first.
pub async fn synchronise(db: &Db) -> Result<(), sqlx::Error> {
    let stale = |(_, name, key): &(i64, String, String)| *key != name::key(name);
    let stale: Vec<_> = store::keys(db).await?.into_iter().filter(stale).collect();
    if stale.is_empty() {
        return Ok(());
    }
    let mut tx = db.begin().await?;
    authority_store::serialise(&mut tx).await?;
    for (id, name, _) in stale {
        if !store::update_key(&mut tx, id, &name::key(&name)).await? {
            tracing::warn!(event = "group_names_alike", group_id = id, ?name);
        }
    }
    tx.commit().await
}

/// One page of groups with these letters in their name, by name.
pub async fn list(text: &str, cursor: Cursor) -> Result<Page<GroupSummary>, AppError> {
    let staff = staff_with(GROUP.may(PermissionAction::View))?;
    let rows = list_store::find(staff.db(), &name::key(text), cursor, GROUPS_PER_PAGE + 1).await?;
    Ok(Page::from_rows(cursor, rows, GROUPS_PER_PAGE as usize))
}

/// The empty form of a new group.
pub async fn new() -> Result<GroupDetail, AppError> {
    let staff = staff_with(GROUP.may(PermissionAction::Add))?;
    Ok(GroupDetail {
        id: 0,
        name: String::new(),
        permissions: choices(&staff.accounts, &staff.user, &PermissionSet::default()),
        members: Page::from_rows(Cursor::First, Vec::new(), 0),
        member_count: 0,
        etag: String::new(),
        may_change: true,
        may_delete: false,
    })
}

/// The group to be deleted, for the page that asks.
pub async fn deletion(id: i64) -> Result<Deletion, AppError> {
    let staff = staff_with(GROUP.may(PermissionAction::Delete))?;
    let db = staff.db();
    let group = store::find(db, id).await?.ok_or(AppError::NotFound)?;
    let may_delete = covers(&staff.user, &group.holdings());
    Ok(Deletion { id, members: list_store::count_members(db, id).await?, may_delete, name: group.name })
}

/// One group with one page of its members. The cursor goes by the ids of users.
pub async fn detail(id: i64, cursor: Cursor) -> Result<GroupDetail, AppError> {
    let staff = staff_with(GROUP.may(PermissionAction::View))?;
    let db = staff.db();
    let group = store::find(db, id).await?.ok_or(AppError::NotFound)?;
    let is_covered = covers(&staff.user, &group.holdings());
    let may = |action| staff.user.has(GROUP.may(action)) && is_covered;
    let members = list_store::members(db, id, cursor, MEMBERS_PER_PAGE + 1).await?;
    Ok(GroupDetail {
        id,
        permissions: choices(&staff.accounts, &staff.user, &group.permissions),
        members: Page::from_rows(cursor, members, MEMBERS_PER_PAGE as usize),
        member_count: list_store::count_members(db, id).await?,
        etag: group.etag(),
        may_change: may(PermissionAction::Change),
        may_delete: may(PermissionAction::Delete),
        name: group.name,
    })
}

pub async fn create(form: GroupForm) -> Result<Outcome, AppError> {
    let staff = staff_with_recent_password(GROUP.may(PermissionAction::Add)).await?;
    let id = change::create(&staff.accounts, staff.actor(), &wanted(&form)).await?;
    notice::GROUP_CREATED.remember(&staff.session).await?;
    Ok(reload_or_home(&staff, GROUP, &paths::group(id)))
}

pub async fn update(form: GroupForm) -> Result<Outcome, AppError> {
    let staff = staff_with_recent_password(GROUP.may(PermissionAction::Change)).await?;
    let id = form.id.parse::<Id>().map_err(|_| AppError::NotFound)?.get();
    let unless_stale = |group: &GroupState| match form.etag == group.etag() {
        true => Ok(wanted(&form)),
        false => Err(FormErrors::one(WHOLE_FORM, Code::RecordChangedMeanwhile).into()),
    };
    change::change(&staff.accounts, staff.actor(), id, unless_stale).await?;
    notice::GROUP_SAVED.remember(&staff.session).await?;
    Ok(Outcome::reload(paths::group(id)))
}

pub async fn delete(id: i64) -> Result<Outcome, AppError> {
    let staff = staff_with_recent_password(GROUP.may(PermissionAction::Delete)).await?;
    change::delete(&staff.accounts, staff.actor(), id).await?;
    notice::GROUP_DELETED.remember(&staff.session).await?;
    Ok(reload_or_home(&staff, GROUP, paths::GROUPS))
}

fn wanted(form: &GroupForm) -> Wanted {
    Wanted { name: form.name.clone(), permissions: form.permissions().map(str::to_owned).collect() }
}
