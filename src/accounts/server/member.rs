//! The logged-in user of the current request, with what a handler needs to act for them.

use tower_sessions_core::Session;

use super::{
    Accounts,
    sessions::CurrentRow,
    store::{self, UserRow},
};
use crate::{
    accounts::types::{User, Viewer},
    server::{
        context::{Client, extension},
        db::Db,
    },
    shared::AppError,
};

pub struct Member {
    pub user: User,
    pub accounts: Accounts,
    pub session: Session,
    pub session_row: CurrentRow,
    pub client: Client,
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
        })
    }

    /// Their row, as it is now.
    ///
    /// # Errors
    /// [`AppError::LoginRequired`] when the account has been deleted meanwhile.
    pub(super) async fn row(&self) -> Result<UserRow, AppError> {
        store::find_by_id(self.db(), self.user.id).await?.ok_or(AppError::LoginRequired)
    }

    pub(super) fn db(&self) -> &Db {
        &self.accounts.0.db
    }
}
