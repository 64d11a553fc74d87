//! The logged-in user of the current request, with what a handler needs to act for them.

use std::sync::Arc;

use tower_sessions_core::Session;

use super::{
    Accounts,
    audit::{ActingRequest, Actor},
    permission_store,
    sessions::{self, CurrentRow, Sessions},
    store::{self, UserRow},
};
use crate::{
    accounts::types::{User, Viewer},
    server::{
        context::{Client, extension},
        db::{Db, OpenTx, RequestTx},
    },
    shared::AppError,
};

pub struct Member {
    pub user: Arc<User>,
    pub accounts: Accounts,
    pub session: Session,
    pub session_row: CurrentRow,
    pub client: Client,
    pub tx: RequestTx,
}

/// A member who is changing something: the open transaction of the request, and who they are inside it.
pub struct Acting {
    /// Drop it, with the rest, before the session is written.
    pub tx: OpenTx,
    pub row: UserRow,
    pub user: Arc<User>,
}

impl Member {
    /// # Errors
    /// [`AppError::LoginRequired`] for an anonymous visitor.
    pub fn current() -> Result<Self, AppError> {
        let Viewer::User(user) = extension()? else { return Err(AppError::LoginRequired) };
        Ok(Self {
            user,
            accounts: extension()?,
            session: extension()?,
            session_row: extension()?,
            client: extension()?,
            tx: extension()?,
        })
    }

    /// The same, for what only users do who have confirmed their address, where the site asks for that.
    ///
    /// # Errors
    /// Those of [`Self::current`], and [`AppError::EmailUnconfirmed`].
    pub fn confirmed() -> Result<Self, AppError> {
        let member = Self::current()?;
        if member.user.must_confirm_email { Err(AppError::EmailUnconfirmed) } else { Ok(member) }
    }

    /// Begins to change something, after everything slow: opens the transaction of the request, locks the session in it, so
    /// that a logout comes before or after the change, and reads the user with their permissions as they are now.
    ///
    /// # Errors
    /// [`AppError::LoginRequired`] when the session has ended meanwhile, or the account is gone or no longer active;
    /// [`AppError::StepUpRequired`] when another request has used up the password that this one relies on.
    pub async fn act(&self) -> Result<Acting, AppError> {
        let mut tx = self.tx.begin(self.db()).await?;
        let id = self.user.id;
        // The user before their session, as everywhere: two that lock in different orders would wait for each other.
        let row = store::read_locked(&mut tx, id).await?.filter(|row| row.is_active);
        sessions::lock(&mut tx, &self.session_row, id).await?;
        let row = row.ok_or(AppError::LoginRequired)?;
        let user = Arc::new(row.user(permission_store::read_of_user(&mut tx, id).await?));
        Ok(Acting { tx, row, user })
    }

    /// Their row, as it is now.
    ///
    /// # Errors
    /// [`AppError::LoginRequired`] when the account has been deleted meanwhile.
    pub(super) async fn row(&self) -> Result<UserRow, AppError> {
        store::find_by_id(self.db(), self.user.id).await?.ok_or(AppError::LoginRequired)
    }

    /// Who the audit trail says it was.
    pub fn actor(&self) -> Actor {
        let request = ActingRequest { tx: self.tx.clone(), session_row: self.session_row.clone() };
        Actor {
            id: Some(self.user.id),
            name: self.user.username.clone(),
            client: self.client.clone(),
            request: Some(request),
        }
    }

    pub(super) fn sessions(&self) -> &Sessions {
        self.session_row.sessions()
    }

    pub(crate) fn db(&self) -> &Db {
        &self.accounts.0.db
    }
}
