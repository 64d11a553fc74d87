//! A change of one user by staff or the operator: begun, decided from what is stored then, recorded and committed.

use super::state_store::{self, UserState};
use crate::{
    accounts::{
        server::{
            Accounts,
            audit::{Actor, Entry, Target},
            audit_store, told,
        },
        types::{ActivityEvent, AuditAction, Change, Permission, User, UserId},
    },
    server::db::JoinedTx,
    shared::AppError,
    staff::server::{authority::authorise, authority_store},
};

/// A change that has begun: no other change of rights runs, the user's row is locked and read, the actor is authorised.
pub struct UserChange {
    pub tx: JoinedTx,
    accounts: Accounts,
    by: Actor,
    pub actor: User,
    pub state: UserState,
}

impl UserChange {
    /// # Errors
    /// [`AppError::NotFound`] when there is no such user, and those of [`authorise`].
    pub async fn begin(accounts: &Accounts, by: Actor, user: UserId, permission: Permission) -> Result<Self, AppError> {
        let mut tx = by.begin(accounts.db()).await?;
        authority_store::serialise(&mut tx).await?;
        let state = state_store::lock_and_read(&mut tx, user).await?.ok_or(AppError::NotFound)?;
        let actor = authority_store::find_actor(&mut tx, &by).await?;
        let actor = authorise(actor, permission, &state.holdings())?;
        Ok(Self { tx, accounts: accounts.clone(), by, actor, state })
    }

    /// Records the change in the audit trail and in the activity of the user; a form that was saved unchanged leaves no entry.
    /// Commits what the operator does; what a user does is committed with their request. Returns the user as they were before.
    pub async fn finish(
        mut self,
        action: AuditAction,
        changes: Vec<Change>,
        events: &[ActivityEvent],
    ) -> Result<UserState, AppError> {
        let target = Target::user(self.state.id(), &self.state.row.username);
        let entry = Entry { actor: self.by, action, target, changes };
        if !entry.is_empty() {
            audit_store::record(&mut self.tx, entry).await?;
        }
        for event in events {
            told::record_by_staff(&self.accounts, &mut self.tx, &self.state.row, *event).await?;
        }
        self.tx.finish().await?;
        Ok(self.state)
    }
}
