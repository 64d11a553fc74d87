//! A user, read inside the transaction that changes them.

use super::store::{GROUPS_OF, OWN_PERMISSIONS};
use crate::{
    accounts::{
        server::store::UserRow,
        types::{PermissionSet, UserId},
    },
    server::{
        db::{Tx, with_tx},
        hex::etag,
    },
    staff::{
        server::{
            authority::Holdings,
            authority_store::{find_user, lock_row, permissions_of_user},
        },
        types::GroupName,
    },
};

/// A user with all that a form of staff shows of them.
pub struct UserState {
    pub row: UserRow,
    pub groups: Vec<GroupName>,
    /// Granted directly.
    pub own: PermissionSet,
    /// Granted directly and through groups.
    pub all: PermissionSet,
}

impl UserState {
    pub fn id(&self) -> UserId {
        UserId(self.row.id)
    }

    pub fn holdings(&self) -> Holdings {
        Holdings { is_superuser: self.row.is_superuser, permissions: self.all.clone() }
    }

    pub fn profile_etag(&self) -> String {
        profile_etag_of(&self.row)
    }

    pub fn access_etag(&self) -> String {
        access_etag_of(&self.row, &self.groups, &self.own)
    }

    pub fn is_in(&self, group: i64) -> bool {
        self.groups.iter().any(|own| own.id == group)
    }

    pub fn group_names(&self) -> Vec<&str> {
        self.groups.iter().map(|group| group.name.as_str()).collect()
    }
}

/// Changes with everything that the form of the profile shows: another one means that it has changed since the form was made.
pub fn profile_etag_of(row: &UserRow) -> String {
    etag(&(&row.username, &row.email, &row.first_name, &row.last_name))
}

/// The same of the form of the rights.
pub fn access_etag_of(row: &UserRow, groups: &[GroupName], own: &PermissionSet) -> String {
    let flags = (row.is_active, row.is_staff, row.is_superuser);
    let ids: Vec<i64> = groups.iter().map(|group| group.id).collect();
    let names: Vec<&str> = own.names().collect();
    etag(&(flags, ids, names))
}

/// Locks the user's row and reads them; `None` when there is no such user.
pub async fn lock_and_read(tx: &mut Tx, user: UserId) -> Result<Option<UserState>, sqlx::Error> {
    lock_row(tx, user).await?;
    let Some(row) = find_user(tx, user).await? else { return Ok(None) };
    let groups: Vec<(i64, String)> =
        with_tx!(tx, |connection| sqlx::query_as(GROUPS_OF).bind(user.0).fetch_all(connection).await)?;
    let own: Vec<String> =
        with_tx!(tx, |connection| sqlx::query_scalar(OWN_PERMISSIONS).bind(user.0).fetch_all(connection).await)?;
    Ok(Some(UserState {
        row,
        groups: groups.into_iter().map(|(id, name)| GroupName { id, name }).collect(),
        own: own.into_iter().collect(),
        all: permissions_of_user(tx, user).await?,
    }))
}
