//! Users as staff sees them: the list and the full form. What is changed: `rights.rs` and `lifecycle.rs`.

mod change;
pub mod lifecycle;
mod lifecycle_store;
pub mod rights;
mod rights_store;
pub(super) mod state_store;
pub(super) mod store;
pub(super) mod wanted;

use self::state_store::etag_of;
use super::{
    authority::{Holdings, choices, covers},
    staff_with,
};
use crate::{
    accounts::{
        server::{
            activity, permission_store, reset, sessions,
            store::{UserRow, find_by_id},
        },
        types::{PermissionAction, USER, UserId, display_name},
    },
    shared::{AppError, Page, Timestamp},
    staff::types::{UserDetail, UserQuery, UserSummary},
};

const USERS_PER_PAGE: u32 = 30;
/// How many entries of a user's activity the full form shows.
const LATEST_ACTIVITY: u32 = 10;

/// One page of users, filtered and sorted.
pub async fn list(query: UserQuery) -> Result<Page<UserSummary>, AppError> {
    let staff = staff_with(USER.may(PermissionAction::View))?;
    let rows = store::find(staff.db(), &query, USERS_PER_PAGE + 1).await?;
    Ok(Page::from_rows(query.cursor, rows, USERS_PER_PAGE as usize))
}

/// One user, with everything that the full form shows.
pub async fn detail(id: i64) -> Result<UserDetail, AppError> {
    let staff = staff_with(USER.may(PermissionAction::View))?;
    let db = staff.db();
    let row = find_by_id(db, UserId(id)).await?.ok_or(AppError::NotFound)?;
    let id = UserId(row.id);
    let groups = store::groups_of(db, id).await?;
    let own = store::own_permissions(db, id).await?;
    let holdings = Holdings { is_superuser: row.is_superuser, permissions: permission_store::of_user(db, id).await? };
    let is_covered = covers(&staff.user, &holdings);
    let may = |action| staff.user.has(USER.may(action)) && is_covered;
    let mut permissions = choices(&staff.accounts, &staff.user, &own);
    if staff.user.id == id {
        // No user gives a right to themselves.
        permissions.iter_mut().for_each(|choice| choice.may_be_given &= choice.is_given);
    }
    Ok(UserDetail {
        etag: etag_of(&row, &groups, &own),
        permissions,
        sessions: sessions::count_of(db, id).await?,
        activity: activity::latest(db, id, LATEST_ACTIVITY).await?,
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
