//! Users as staff sees them: the list and the page of one. What is changed: `profile.rs`, `rights.rs`,
//! `activation.rs` and `lifecycle.rs`.

pub mod activation;
mod activation_store;
mod change;
pub(super) mod group_choices;
pub(super) mod joining;
pub mod lifecycle;
mod lifecycle_store;
mod list_store;
pub mod profile;
pub mod rights;
pub(super) mod rights_store;
mod search_words;
pub(super) mod state_store;
pub(super) mod store;
pub(super) mod wanted;

use self::{
    group_choices::group_choices,
    state_store::{access_etag_of, profile_etag_of},
};
use super::{
    authority::{Holdings, choices, covers},
    staff_with,
};
use crate::{
    accounts::{
        server::{
            Accounts, activity,
            member::Member,
            reset,
            store::{UserRow, find_by_id},
        },
        types::{GROUP, Permission, PermissionAction, PermissionSet, USER, UserId, display_name},
    },
    server::csv,
    shared::{AppError, Cursor, Page, Timestamp},
    staff::{
        messages::{badge, users as words},
        types::{Right, UserDetail, UserQuery, UserSummary},
    },
};

const USERS_PER_PAGE: u32 = 30;
/// How many entries of a user's activity their page shows.
const LATEST_ACTIVITY: u32 = 10;

/// The viewer of a list, who also sees who is in a group where the list is of one.
fn viewer_of(query: &UserQuery) -> Result<Member, AppError> {
    if query.group.is_some() {
        staff_with(GROUP.may(PermissionAction::View))?;
    }
    staff_with(USER.may(PermissionAction::View))
}

/// One page of users, filtered and sorted.
pub async fn list(query: UserQuery) -> Result<Page<UserSummary>, AppError> {
    let staff = viewer_of(&query)?;
    let rows = list_store::find(staff.db(), &query, USERS_PER_PAGE + 1).await?;
    Ok(Page::from_rows(query.cursor, rows, USERS_PER_PAGE as usize))
}

/// How many users a list has, up to [`USERS_COUNTED`](crate::staff::types::USERS_COUNTED).
pub async fn count(query: UserQuery) -> Result<u32, AppError> {
    let staff = viewer_of(&query)?;
    Ok(list_store::count(staff.db(), &query).await?)
}

/// The most users in one download.
const USERS_IN_DOWNLOAD: u32 = 1_000;

/// The users that a list shows, on all of its pages, as lines for a spreadsheet.
pub async fn csv(query: UserQuery) -> Result<String, AppError> {
    let staff = viewer_of(&query)?;
    let users = list_store::find(staff.db(), &UserQuery { cursor: Cursor::First, ..query }, USERS_IN_DOWNLOAD).await?;
    tracing::info!(event = "users_downloaded", user_id = staff.user.id.0, count = users.len());
    let heads = [words::USERNAME, words::NAME, words::EMAIL, words::STATE, words::JOINED, words::LAST_LOGIN];
    // The mark without which spreadsheets take UTF-8 for something older.
    let mut text = '\u{feff}'.to_string() + &csv::line(heads);
    for user in users {
        let state = [(user.is_superuser, badge::SUPERUSER), (user.is_staff, badge::STAFF)];
        let active = if user.is_active { badge::ACTIVE } else { badge::DEACTIVATED };
        let state = state.into_iter().filter(|(is, _)| *is).map(|(_, word)| word).chain([active]);
        let state = state.collect::<Vec<_>>().join(", ");
        let (joined, last) = (user.date_joined.machine(), user.last_login.map(Timestamp::machine).unwrap_or_default());
        text += &csv::line([user.username.as_str(), &user.full_name, &user.email, &state, &joined, &last]);
    }
    Ok(text)
}

/// One user, with everything that their page shows.
pub async fn detail(id: i64) -> Result<UserDetail, AppError> {
    let staff = staff_with(USER.may(PermissionAction::View))?;
    let db = staff.db();
    let row = find_by_id(db, UserId(id)).await?.ok_or(AppError::NotFound)?;
    let id = UserId(row.id);
    let groups = store::groups_of(db, id).await?;
    let own = store::own_permissions(db, id).await?;
    let by_group = store::permissions_by_group(db, id).await?;
    let all: PermissionSet =
        own.names().map(str::to_owned).chain(by_group.iter().map(|(name, _)| name.clone())).collect();
    let rights = all.names().map(|name| right(&staff.accounts, name, &own, &by_group)).collect();
    let holdings = Holdings { is_superuser: row.is_superuser, permissions: all };
    let is_covered = covers(&staff.user, &holdings);
    let may = |action| staff.user.has(USER.may(action)) && is_covered;
    let mut permissions = choices(&staff.accounts, &staff.user, &own);
    if staff.user.id == id {
        // No user gives a right to themselves.
        permissions.iter_mut().for_each(|choice| choice.may_be_given &= choice.is_given);
    }
    let (group_choices, has_more_groups) = match may(PermissionAction::Change) {
        true => group_choices(&staff, id, &groups).await?,
        false => (Vec::new(), false),
    };
    Ok(UserDetail {
        access_etag: access_etag_of(&row, &groups, &own),
        profile_etag: profile_etag_of(&row),
        group_choices,
        has_more_groups,
        permissions,
        rights,
        sessions: staff.accounts.sessions().count(id).await?,
        activity: activity::latest(db, id, LATEST_ACTIVITY).await?,
        has_confirmed_email: row.has_confirmed_email(),
        email_bounced: staff.accounts.mail().bounced_at(&row.email).await?,
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

/// A permission in words, and where it comes from.
fn right(accounts: &Accounts, name: &str, own: &PermissionSet, by_group: &[(String, String)]) -> Right {
    let known = accounts.models().flat_map(|model| model.permissions()).find(|known| known.full_name() == name);
    Right {
        label: known.map_or_else(|| name.to_owned(), Permission::label),
        is_own: own.contains_name(name),
        groups: by_group.iter().filter(|(of, _)| of == name).map(|(_, group)| group.clone()).collect(),
    }
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
