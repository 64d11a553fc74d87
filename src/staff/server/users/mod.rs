//! Users as staff sees them: the list and the full form.

pub mod lifecycle;
mod lifecycle_store;
pub mod rights;
pub(super) mod rights_store;
pub(super) mod store;

use self::rights::mark_of;
use super::{
    Staff,
    authority::{Holdings, covers, may_give},
};
use crate::{
    accounts::{
        server::{
            activity, permission_store, reset, sessions,
            store::{UserRow, find_by_id},
        },
        types::{Permission, PermissionAction, PermissionSet, USER, UserId, display_name},
    },
    shared::{AppError, Page, Timestamp},
    staff::types::{PermissionChoice, UserDetail, UserQuery, UserSummary},
};

/// How many users a page shows, and how much of one's activity.
const PAGE_SIZE: u32 = 30;
const ACTIVITY: u32 = 10;

/// One page of users, as asked for.
pub async fn list(query: UserQuery) -> Result<Page<UserSummary>, AppError> {
    let staff = Staff::with(USER.may(PermissionAction::View))?;
    let rows = store::find(staff.accounts.db(), &query, PAGE_SIZE + 1).await?;
    Ok(Page::from_rows(query.cursor, rows, PAGE_SIZE as usize))
}

/// One user, with all that the full form has.
pub async fn detail(id: i64) -> Result<UserDetail, AppError> {
    let staff = Staff::with(USER.may(PermissionAction::View))?;
    let db = staff.accounts.db();
    let row = find_by_id(db, UserId(id)).await?.ok_or(AppError::NotFound)?;
    let id = UserId(row.id);
    let groups = store::groups_of(db, id).await?;
    let own = store::own_permissions(db, id).await?;
    let holdings = Holdings { is_superuser: row.is_superuser, permissions: permission_store::of_user(db, id).await? };
    let is_covered = covers(&staff.user, &holdings);
    let may = |action| staff.user.has(USER.may(action)) && is_covered;
    Ok(UserDetail {
        seen: mark_of(&row, &groups, &own),
        permissions: choices(&staff, &own),
        sessions: sessions::count_of(db, id).await?,
        activity: activity::latest(db, id, ACTIVITY).await?,
        has_password: row.password.starts_with('$'),
        may_change: may(PermissionAction::Change),
        may_delete: may(PermissionAction::Delete) && staff.user.id != id,
        may_make_superusers: staff.user.is_superuser,
        reset_link: reset::take_link(&staff.accounts, &staff.session, id).await?,
        first_name: row.first_name.clone(),
        last_name: row.last_name.clone(),
        user: summary(row),
        groups,
    })
}

/// Every permission of the site, and which are given here.
pub(super) fn choices(staff: &Staff, given: &PermissionSet) -> Vec<PermissionChoice> {
    let choice = |permission: Permission| PermissionChoice {
        name: permission.full_name(),
        label: permission.label(),
        is_given: given.contains(permission),
        may_be_given: may_give(&staff.user, &permission.full_name()),
    };
    staff.accounts.models().flat_map(|model| model.permissions()).map(choice).collect()
}

fn summary(row: UserRow) -> UserSummary {
    UserSummary {
        id: UserId(row.id),
        full_name: display_name("", &row.first_name, &row.last_name),
        username: row.username,
        email: row.email,
        is_active: row.is_active,
        is_staff: row.is_staff,
        is_superuser: row.is_superuser,
        date_joined: Timestamp(row.date_joined),
        last_login: row.last_login.map(Timestamp),
    }
}
