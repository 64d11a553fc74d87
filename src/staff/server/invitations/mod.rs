//! Accounts that are offered by mail, with what they may do: who sees them, and how long they are kept. What staff does with them is in
//! `sending.rs`, and what the one does who opens the link in `accepting.rs`.

pub mod accepting;
mod gift;
mod list_store;
pub mod sending;
mod store;

use self::list_store::ListedRow;
use super::{
    authority::{Holdings, choices, covers},
    staff_with,
    users::group_choices::group_choices,
};
use crate::{
    accounts::{
        server::Accounts,
        types::{Permission, PermissionAction, PermissionSet, USER, UserId},
    },
    server::{clock::now, db::Db},
    shared::{AppError, Cursor, Page, Timestamp},
    staff::types::{InvitationChoices, InvitationDetail, InvitationState, InvitationSummary},
};

const INVITATIONS_PER_PAGE: u32 = 30;

/// For how many seconds one that has ended is kept, with its address.
const KEPT: i64 = 604_800;

/// One page of invitations, newest first.
pub async fn list(cursor: Cursor) -> Result<Page<InvitationSummary>, AppError> {
    let staff = staff_with(USER.may(PermissionAction::Add))?;
    let rows = list_store::list(staff.db(), cursor, INVITATIONS_PER_PAGE + 1).await?;
    let Page { items, has_newer, has_older } = Page::from_rows(cursor, rows, INVITATIONS_PER_PAGE as usize);
    Ok(Page { items: items.into_iter().map(summary).collect(), has_newer, has_older })
}

/// One invitation, with everything that its page shows.
pub async fn detail(id: i64) -> Result<InvitationDetail, AppError> {
    let staff = staff_with(USER.may(PermissionAction::Add))?;
    let row = list_store::find(staff.db(), id).await?.ok_or(AppError::NotFound)?;
    let gift = list_store::gift(staff.db(), id).await?;
    let mut groups: Vec<String> = gift.iter().map(|(group, _)| group.clone()).filter(|name| !name.is_empty()).collect();
    groups.dedup();
    let own = gift.iter().filter(|(group, _)| group.is_empty());
    let all: PermissionSet = gift.iter().map(|(_, name)| name.clone()).filter(|name| !name.is_empty()).collect();
    let has_rights = row.is_staff || !gift.is_empty();
    let holdings = Holdings { is_superuser: false, permissions: all };
    Ok(InvitationDetail {
        is_staff: row.is_staff,
        permissions: own.map(|(_, name)| in_words(&staff.accounts, name)).collect(),
        groups,
        may_change: covers(&staff.user, &holdings) && (!has_rights || gift::may_give(&staff.user)),
        invitation: summary(row),
    })
}

/// The empty form of an invitation.
pub async fn new() -> Result<InvitationChoices, AppError> {
    let staff = staff_with(USER.may(PermissionAction::Add))?;
    let may_give = gift::may_give(&staff.user);
    let (group_choices, has_more_groups) = match may_give {
        true => group_choices(&staff, NO_USER, &[]).await?,
        false => (Vec::new(), false),
    };
    let permissions = match may_give {
        true => choices(&staff.accounts, &staff.user, &PermissionSet::default()),
        false => Vec::new(),
    };
    Ok(InvitationChoices { may_give, group_choices, has_more_groups, permissions })
}

/// The one who is invited is no user yet.
const NO_USER: UserId = UserId(0);

/// Deletes up to `limit` invitations that ended more than a week ago; gives how many there were.
pub async fn delete_old(db: &Db, limit: u32) -> Result<u32, sqlx::Error> {
    store::delete_old(db, now().0 - KEPT, limit).await
}

/// Lets all that wait expire: in a backup that is put back, some of them were withdrawn or accepted since.
pub async fn expire_all(db: &Db) -> Result<(), sqlx::Error> {
    store::expire_all(db).await
}

fn in_words(accounts: &Accounts, name: &str) -> String {
    let known = accounts.models().flat_map(|model| model.permissions()).find(|known| known.full_name() == name);
    known.map_or_else(|| name.to_owned(), Permission::label)
}

fn summary(row: ListedRow) -> InvitationSummary {
    let (sent, ends) = (Timestamp(row.sent), Timestamp(row.ends));
    let waiting = match (row.has_bounced, row.is_undelivered) {
        (true, _) => InvitationState::Bounced,
        (false, true) => InvitationState::Undelivered,
        (false, false) => InvitationState::Waiting,
    };
    InvitationSummary {
        id: row.id,
        email: row.email,
        state: InvitationState::at(now(), &row.state, ends, waiting),
        by: (UserId(row.invited_by), row.inviter),
        sent,
        ends,
        accepted_by: row.accepted_by.map(UserId).zip(row.accepter),
    }
}
