//! Groups: sets of permissions that people share. Making, changing and deleting one never moves a permission that the actor lacks.

pub(super) mod store;

use self::store::{GroupPlan, GroupState};
use super::{
    Staff,
    authority::{Holdings, covers, permission_changes, require},
    users::choices,
};
use crate::{
    accounts::{
        server::{
            Accounts,
            audit::{Actor, Entry, Target, note},
            permissions::known,
            username::fold,
        },
        types::{AuditAction, GROUP, PermissionAction, PermissionSet, User, UserId},
    },
    server::hex::etag,
    shared::{AppError, Code, Cursor, FormErrors, Outcome, Page, WHOLE_FORM, count_chars},
    staff::{
        code::StaffCode,
        forms::{GROUP_NAME_MAX, GroupForm, staff_field},
        messages::notice,
        types::{Deletion, GroupDetail, GroupSummary, MEMBERS_COUNTED},
    },
};

/// How many groups a page shows, and how many members a group's page.
const PAGE_SIZE: u32 = 30;
const MEMBERS: u32 = 50;

/// One page of groups, by name.
pub async fn list(cursor: Cursor) -> Result<Page<GroupSummary>, AppError> {
    let staff = Staff::with(GROUP.may(PermissionAction::View))?;
    let rows = store::find(staff.accounts.db(), cursor, PAGE_SIZE + 1).await?;
    Ok(Page::from_rows(cursor, rows, PAGE_SIZE as usize))
}

/// The empty form of a new group.
pub async fn new() -> Result<GroupDetail, AppError> {
    let staff = Staff::with(GROUP.may(PermissionAction::Add))?;
    Ok(GroupDetail {
        id: 0,
        name: String::new(),
        permissions: choices(&staff, &PermissionSet::default()),
        members: Page::from_rows(Cursor::First, Vec::new(), 0),
        member_count: 0,
        seen: String::new(),
        may_change: true,
        may_delete: false,
    })
}

/// What the group is called that may be deleted.
pub async fn deletion(id: i64) -> Result<Deletion, AppError> {
    let staff = Staff::with(GROUP.may(PermissionAction::Delete))?;
    let db = staff.accounts.db();
    let group = store::state(db, id).await?.ok_or(AppError::NotFound)?;
    let may_delete = covers(&staff.user, &holdings(&group));
    Ok(Deletion { id, members: store::count_members(db, id).await?, may_delete, name: group.name })
}

/// One group, with one page of its members. The cursor goes by the users' numbers.
pub async fn detail(id: i64, cursor: Cursor) -> Result<GroupDetail, AppError> {
    let staff = Staff::with(GROUP.may(PermissionAction::View))?;
    let db = staff.accounts.db();
    let group = store::state(db, id).await?.ok_or(AppError::NotFound)?;
    let is_covered = covers(&staff.user, &holdings(&group));
    let may = |action| staff.user.has(GROUP.may(action)) && is_covered;
    Ok(GroupDetail {
        id,
        permissions: choices(&staff, &group.permissions),
        members: Page::from_rows(cursor, store::members(db, id, cursor, MEMBERS + 1).await?, MEMBERS as usize),
        member_count: store::count_members(db, id).await?,
        seen: mark_of(&group),
        may_change: may(PermissionAction::Change),
        may_delete: may(PermissionAction::Delete),
        name: group.name,
    })
}

pub async fn create(form: GroupForm) -> Result<Outcome, AppError> {
    let staff = Staff::who_has_just_entered_the_password(GROUP.may(PermissionAction::Add)).await?;
    let wanted: PermissionSet = form.permissions().map(str::to_owned).collect();
    let id = make(&staff.accounts, Some(staff.user.id), staff.actor(), &form.name, &wanted).await?;
    notice::GROUP_SAVED.remember(&staff.session).await?;
    Ok(match staff.user.has(GROUP.may(PermissionAction::View)) {
        true => Outcome::reload(format!("/staff/groups/{id}/")),
        false => Outcome::reload("/staff/"),
    })
}

/// Makes a group with these permissions; gives its number. Without an id it is the operator who asks.
pub async fn make(
    accounts: &Accounts,
    by: Option<UserId>,
    actor: Actor,
    name: &str,
    wanted: &PermissionSet,
) -> Result<i64, AppError> {
    let (name, known) = (parse_name(name)?, known(accounts));
    let decide = |user: Option<&User>| {
        require(user, GROUP.may(PermissionAction::Add), &Holdings::default())?;
        let give = permission_changes(user, &PermissionSet::default(), wanted, &known)?.0;
        let mut changes = Vec::new();
        note(&mut changes, "name", "", &name);
        note(&mut changes, "permissions", "", give.join(", "));
        Ok((give, changes))
    };
    let entry = |id, changes| Entry { actor, action: AuditAction::Created, target: Target::group(id, &name), changes };
    let id = store::insert(accounts.db(), by, &name, &fold(&name), decide, entry).await?;
    id.ok_or_else(|| FormErrors::one(staff_field::NAME, StaffCode::GroupTaken).into())
}

pub async fn update(form: GroupForm) -> Result<Outcome, AppError> {
    let staff = Staff::who_has_just_entered_the_password(GROUP.may(PermissionAction::Change)).await?;
    let id: i64 = form.id.parse().map_err(|_| AppError::NotFound)?;
    let wanted: PermissionSet = form.permissions().map(str::to_owned).collect();
    let change = |state: &GroupState| match form.seen == mark_of(state) {
        true => Ok((form.name.clone(), wanted)),
        false => Err(FormErrors::one(WHOLE_FORM, Code::RecordChangedMeanwhile).into()),
    };
    alter(&staff.accounts, Some(staff.user.id), staff.actor(), id, change).await?.ok_or(AppError::NotFound)?;
    notice::GROUP_SAVED.remember(&staff.session).await?;
    Ok(Outcome::reload(format!("/staff/groups/{id}/")))
}

/// Changes a group to the name and the permissions that `change` makes of it; gives what was changed, or nothing when there is no
/// such group. Without an id it is the operator who asks.
pub async fn alter(
    accounts: &Accounts,
    by: Option<UserId>,
    actor: Actor,
    id: i64,
    change: impl FnOnce(&GroupState) -> Result<(String, PermissionSet), AppError>,
) -> Result<Option<Entry>, AppError> {
    let known = known(accounts);
    let decide = |user: Option<&User>, group: &GroupState| {
        require(user, GROUP.may(PermissionAction::Change), &holdings(group))?;
        let (name, wanted) = change(group)?;
        let name = parse_name(&name)?;
        let (give, take) = permission_changes(user, &group.permissions, &wanted, &known)?;
        let mut changes = Vec::new();
        note(&mut changes, "name", &group.name, &name);
        let before: Vec<&str> = group.permissions.names().collect();
        let stays = before.iter().copied().filter(|name| !take.iter().any(|taken| taken == name));
        let mut after: Vec<&str> = stays.chain(give.iter().map(String::as_str)).collect();
        after.sort_unstable();
        note(&mut changes, "permissions", before.join(", "), after.join(", "));
        let entry = Entry { actor, action: AuditAction::Changed, target: Target::group(id, &group.name), changes };
        Ok(GroupPlan { name_key: fold(&name), name, give, take, entry })
    };
    let entry = store::change(accounts.db(), by, id, decide).await?;
    Ok(entry.inspect(Entry::log))
}

pub async fn delete(id: i64) -> Result<Outcome, AppError> {
    let staff = Staff::who_has_just_entered_the_password(GROUP.may(PermissionAction::Delete)).await?;
    remove(&staff.accounts, Some(staff.user.id), staff.actor(), id).await?.ok_or(AppError::NotFound)?;
    notice::GROUP_DELETED.remember(&staff.session).await?;
    Ok(match staff.user.has(GROUP.may(PermissionAction::View)) {
        true => Outcome::reload("/staff/groups/"),
        false => Outcome::reload("/staff/"),
    })
}

/// Deletes a group; gives what was recorded, or nothing when there is no such group. Without an id it is the operator who asks.
pub async fn remove(accounts: &Accounts, by: Option<UserId>, actor: Actor, id: i64) -> Result<Option<Entry>, AppError> {
    let decide = |user: Option<&User>, group: &GroupState, members: Vec<String>| {
        require(user, GROUP.may(PermissionAction::Delete), &holdings(group))?;
        let mut changes = Vec::new();
        let more = if members.len() == MEMBERS_COUNTED as usize { " and perhaps others" } else { "" };
        note(&mut changes, "members", members.join(", ") + more, "");
        let names: Vec<&str> = group.permissions.names().collect();
        note(&mut changes, "permissions", names.join(", "), "");
        Ok(Entry { actor, action: AuditAction::Deleted, target: Target::group(id, &group.name), changes })
    };
    let entry = store::delete(accounts.db(), by, id, decide).await?;
    Ok(entry.inspect(Entry::log))
}

/// A group's name: one line, trimmed, at most 150 characters (B76).
pub fn parse_name(text: &str) -> Result<String, FormErrors> {
    let pieces = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|piece| !piece.is_empty());
    let name = pieces.collect::<Vec<_>>().join(" ");
    match count_chars(&name) {
        0 => Err(FormErrors::one(staff_field::NAME, Code::Required)),
        actual if actual > GROUP_NAME_MAX => {
            Err(FormErrors::one(staff_field::NAME, Code::TooLong { max: GROUP_NAME_MAX, actual }))
        }
        _ => Ok(name),
    }
}

fn holdings(group: &GroupState) -> Holdings {
    Holdings { is_superuser: false, permissions: group.permissions.clone() }
}

/// A mark of all that the form shows.
fn mark_of(group: &GroupState) -> String {
    let names: Vec<&str> = group.permissions.names().collect();
    etag(&(&group.name, names))
}
